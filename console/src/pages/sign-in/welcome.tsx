// Spending a one-time link: the first administrator's, or an invitation. The token is read once and taken out of the address bar, so that it stays in no history.

import { Alert, Button, Paper, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { ProblemNote } from '../../ui/states.tsx'
import { tokenIn } from './addresses.ts'
import { Front } from './front.tsx'

const minPassword = 12

export const FirstAdminPage = () => <WelcomePage first />
export const JoinPage = () => <WelcomePage first={false} />

function WelcomePage({ first }: { first: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [token] = useState(() => tokenIn(window.location))
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), [])
  const joining = useMutation({
    mutationFn: async () => {
      const joined = first
        ? await api.firstAdmin({ token, name: name.trim(), email: email.trim(), password })
        : await api.join({ token, name: name.trim(), password })
      await api.signIn(joined.email, password)
    },
    onSuccess: async () => {
      queries.clear()
      await navigate({ to: '/' })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    joining.mutate()
  }
  const short = password !== '' && password.length < minPassword
  return (
    <Front title={t(first ? 'welcome.first' : 'welcome.join')}>
      {token === '' ? (
        <Alert color="yellow" title={t('welcome.noToken')}>
          {t(first ? 'welcome.noTokenFirst' : 'welcome.noTokenJoin')} <LinkTo to="/sign-in">{t('signIn.title')}</LinkTo>
        </Alert>
      ) : (
        <Paper data-raised p="lg" component="form" onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={t('welcome.name')}
              name="name"
              autoComplete="name"
              required
              autoFocus
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {first && (
              <TextInput
                label={t('signIn.email')}
                type="email"
                name="email"
                autoComplete="username"
                required
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
            )}
            <PasswordInput
              label={t('signIn.password')}
              name="password"
              description={t('welcome.rule', { count: minPassword })}
              error={short ? t('welcome.short', { count: minPassword - password.length }) : null}
              autoComplete="new-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.show'), tabIndex: 0 }}
            />
            {joining.error !== null && <ProblemNote error={joining.error} />}
            <Button type="submit" loading={joining.isPending} disabled={password.length < minPassword} fullWidth mt={4}>
              {t(first ? 'welcome.create' : 'welcome.enter')}
            </Button>
          </Stack>
        </Paper>
      )}
    </Front>
  )
}
