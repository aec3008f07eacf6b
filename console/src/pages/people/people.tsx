// People, their roles and invitations; keys for machines and scripts. Links and secrets are shown once.

import { Button, Group, Modal, Paper, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Person, type Role } from '../../api.ts'
import { useMay, useMe } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Secret } from '../../ui/secret.tsx'
import { Found, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { Connect } from './connect.tsx'
import { Keys } from './keys.tsx'

const roles = [
  'ops_lead',
  'reviewer',
  'engineer',
  'auditor',
  'privacy_officer',
  'admin',
  'none',
] as const satisfies readonly Role[]

export function PeoplePage() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <>
      <PageTitle title={t('people.title')}>{t('people.lead')}</PageTitle>
      <Stack gap="md">
        {may('person.list') === null && <People />}
        <Keys />
        <Connect />
      </Stack>
    </>
  )
}

function People() {
  const { t } = useTranslation()
  const [inviting, setInviting] = useState(false)
  const people = useQuery({ queryKey: ['people'], queryFn: api.people })
  return (
    <Paper data-raised p="md" component="section">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t('people.people')}
        </Title>
        <Button size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setInviting(true)}>
          {t('people.invite')}
        </Button>
      </Group>
      <Found query={people}>
        {({ items }) => (
          <Table.ScrollContainer minWidth={640} type="native">
            <Table verticalSpacing={6} fz="sm">
              <Table.Thead>
                <Table.Tr>
                  {['name', 'email', 'role', 'joined', 'access'].map((column) => (
                    <Table.Th key={column}>{t(`people.column.${column}`)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((person) => (
                  <PersonRow key={person.id} person={person} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Found>
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </Paper>
  )
}

function PersonRow({ person }: { person: Person }) {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const changing = useMutation({
    mutationFn: (change: { role?: Role; disabled?: boolean }) => api.changePerson(person.id, change),
    onSettled: () => queries.invalidateQueries(),
  })
  const self = me?.id === person.id
  return (
    <>
      <Table.Tr>
        <Table.Td>{person.name}</Table.Td>
        <Table.Td>{person.email}</Table.Td>
        <Table.Td>
          <Select
            size="xs"
            w={150}
            aria-label={t('people.roleOf', { name: person.name })}
            data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
            value={person.role}
            allowDeselect={false}
            disabled={changing.isPending}
            onChange={(role) => role !== null && role !== person.role && changing.mutate({ role: role as Role })}
          />
        </Table.Td>
        <Table.Td>
          <Instant at={person.joinedAt} />
        </Table.Td>
        <Table.Td>
          {self ? (
            t('people.you')
          ) : (
            <Button size="compact-xs" variant="default" onClick={() => changing.mutate({ disabled: !person.disabled })}>
              {t(person.disabled ? 'people.enable' : 'people.disable')}
            </Button>
          )}
        </Table.Td>
      </Table.Tr>
      {changing.error !== null && (
        <Table.Tr>
          <Table.Td colSpan={5}>
            <ProblemNote error={changing.error} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}

function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('reviewer')
  const inviting = useMutation({ mutationFn: () => api.invite({ email: email.trim(), role }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    inviting.mutate()
  }
  const token = inviting.data?.token
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{t('people.invite')}</Text>}>
      {typeof token === 'string' ? (
        <Secret
          title={t('people.linkFor', { email: inviting.data?.email ?? '' })}
          value={`${window.location.origin}/join#${token}`}
        >
          {t('people.linkOnce')}
        </Secret>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={t('signIn.email')}
              type="email"
              required
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Select
              label={t('people.column.role')}
              description={t(`roleMeans.${role}`)}
              data={roles.map((each) => ({ value: each, label: t(`role.${each}`) }))}
              value={role}
              allowDeselect={false}
              onChange={(value) => setRole((value ?? 'none') as Role)}
            />
            {inviting.error !== null && <ProblemNote error={inviting.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={inviting.isPending}>
                {t('people.makeLink')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
