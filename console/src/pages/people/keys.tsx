// API keys: which exist, what each may do, a new one shown once, and revoking.

import { Badge, Button, Checkbox, Group, Modal, Paper, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Key, type Scope } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay } from '../../ui/me.ts'
import { Secret } from '../../ui/secret.tsx'
import { Found, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'

const scopes = ['agent', 'inbound', 'read', 'review', 'govern', 'admin'] as const satisfies readonly Scope[]
const machine: readonly string[] = ['agent', 'inbound']

export function Keys() {
  const { t } = useTranslation()
  const may = useMay()
  const [making, setMaking] = useState(false)
  const keys = useQuery({ queryKey: ['keys'], queryFn: api.keys })
  return (
    <Paper data-raised p="md" component="section">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t('apiKeys.title')}
        </Title>
        <ActButton
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          why={may('key.issue')}
          onPress={() => setMaking(true)}
        >
          {t('apiKeys.new')}
        </ActButton>
      </Group>
      <Found query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('apiKeys.none')}
            </Text>
          ) : (
            <Table.ScrollContainer minWidth={640} type="native">
              <Table verticalSpacing={6} fz="sm">
                <Table.Thead>
                  <Table.Tr>
                    {['name', 'scopes', 'made', 'used', 'ends'].map((column) => (
                      <Table.Th key={column}>{t(`apiKeys.column.${column}`)}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((key) => (
                    <KeyRow key={key.id} apiKey={key} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Found>
      {making && <NewKey onClose={() => setMaking(false)} />}
    </Paper>
  )
}

function KeyRow({ apiKey }: { apiKey: Key }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const revoking = useMutation({
    mutationFn: () => api.revokeKey(apiKey.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
  return (
    <Table.Tr>
      <Table.Td>
        {apiKey.name}{' '}
        <Text span size="xs" c="dimmed" ff="monospace">
          {apiKey.prefix}…
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {apiKey.scopes.map((scope) => (
            <Badge key={scope} size="sm" color="gray" c="var(--mantine-color-text)">
              {scope}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        <Instant at={apiKey.createdAt} />
      </Table.Td>
      <Table.Td>{apiKey.lastUsedAt === null ? t('apiKeys.never') : <Instant at={apiKey.lastUsedAt} />}</Table.Td>
      <Table.Td>
        {apiKey.revokedAt !== null ? (
          t('apiKeys.revoked')
        ) : (
          <Group gap={8}>
            {apiKey.expiresAt === null ? t('apiKeys.noEnd') : <Instant at={apiKey.expiresAt} />}
            <Button
              size="compact-xs"
              variant="default"
              loading={revoking.isPending}
              onClick={() => revoking.mutate()}
              aria-label={t('apiKeys.revokeNamed', { name: apiKey.name })}
            >
              {t('apiKeys.revoke')}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function NewKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const employees = useQuery({ queryKey: ['employees'], queryFn: api.employees })
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<Scope[]>([])
  const [employee, setEmployee] = useState<string | null>(null)
  const needsEmployee = chosen.some((scope) => machine.includes(scope))
  const making = useMutation({
    mutationFn: () => api.issueKey({ name: name.trim(), scopes: chosen, employee: needsEmployee ? employee : null }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    making.mutate()
  }
  const secret = making.data?.secret
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{t('apiKeys.new')}</Text>}>
      {typeof secret === 'string' ? (
        <Secret title={name} value={secret}>
          {t('apiKeys.once')}
        </Secret>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={t('apiKeys.column.name')}
              description={t('apiKeys.nameHow')}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Checkbox.Group
              label={t('apiKeys.column.scopes')}
              required
              value={chosen}
              onChange={(values) => setChosen(scopes.filter((scope) => values.includes(scope)))}
            >
              <Stack gap={6} mt={6}>
                {scopes.map((scope) => (
                  <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} />
                ))}
              </Stack>
            </Checkbox.Group>
            {needsEmployee && (
              <Select
                label={t('apiKeys.employee')}
                description={t('apiKeys.employeeHow')}
                required
                data={(employees.data?.items ?? []).map(({ id, name: label }) => ({ value: id, label }))}
                value={employee}
                onChange={setEmployee}
              />
            )}
            {making.error !== null && <ProblemNote error={making.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button
                type="submit"
                loading={making.isPending}
                disabled={chosen.length === 0 || (needsEmployee && employee === null)}
              >
                {t('apiKeys.make')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
