// Signing in with e-mail address and password. There is no sign-up: people come in by a one-time link.

import { Button, Paper, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { ProblemNote } from '../../ui/states.tsx'
import { safeTarget } from './addresses.ts'
import { Front } from './front.tsx'

export function SignInPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { to } = useSearch({ from: '/sign-in' })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signing = useMutation({
    mutationFn: () => api.signIn(email.trim(), password),
    onSuccess: async () => {
      queries.clear()
      await navigate({ href: safeTarget(to) })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signing.mutate()
  }
  return (
    <Front title={t('signIn.title')}>
      <Paper data-raised p="lg" component="form" onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('signIn.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('signIn.password')}
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show'), tabIndex: 0 }}
          />
          {signing.error !== null && <ProblemNote error={signing.error} />}
          <Button type="submit" loading={signing.isPending} fullWidth mt={4}>
            {t('signIn.enter')}
          </Button>
        </Stack>
      </Paper>
      <Text size="xs" c="dimmed" ta="center">
        {t('signIn.noAccount')}
      </Text>
    </Front>
  )
}
