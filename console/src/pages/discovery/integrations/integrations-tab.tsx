// The integration map: every system and operation in one matrix with access and risk, and the form of the chosen system. What is not listed is refused.

import { Badge, Group, Paper, Stack, Table, Text, Title, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconBan, IconEye, IconPencil } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { asRecords, asText, files, type Raw, recordsAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { FindingList } from '../finding-list.tsx'
import { Records } from '../records.tsx'
import { accessKinds, riskKinds } from './kinds.ts'
import { SystemForm } from './system-form.tsx'

/** The address names the chosen system, as `directory` or `systems.directory`. */
export function IntegrationsTab() {
  const { t } = useTranslation()
  const { draft, findingsIn } = useDraftEditing()
  const { item } = useSearch({ from: '/inside/discovery/$id' })
  const navigate = useNavigate({ from: '/discovery/$id' })
  const systems = recordsAt(draft, files.integrations, ['systems'])
  const wanted = item?.replace(/^systems\./, '').split('.')[0]
  const chosen = systems.map(({ name }) => asText(name)).find((name) => name === wanted) ?? asText(systems[0]?.name)
  const choose = (name: string | null) =>
    void navigate({ search: { tab: 'integrations', ...(name === null ? {} : { item: name }) } })
  const findings = findingsIn(files.integrations)
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('systems.lead')}
      </Text>
      {findings.length > 0 && (
        <Paper data-raised p="md" component="section">
          <FindingList findings={findings} />
        </Paper>
      )}
      {systems.length > 0 && <Matrix systems={systems} onChoose={choose} />}
      <Records
        file={files.integrations}
        place={['systems']}
        word="systems"
        renames="system"
        fresh={(name, title) => ({ name, title, connector: { kind: 'agent' }, operations: [] })}
        hint={(system) => t('systems.count', { count: asRecords(system.operations).length })}
        chosen={chosen === '' ? null : chosen}
        onChoose={choose}
      >
        {(name, system) => <SystemForm name={name} system={system} />}
      </Records>
    </Stack>
  )
}

const accessIcons = { read: IconEye, write: IconPencil, none: IconBan } as const

function Matrix({ systems, onChoose }: { systems: Raw[]; onChoose: (name: string) => void }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('systems.matrix')}
      </Title>
      <Table.ScrollContainer minWidth={640} type="native">
        <Table fz="sm" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('systems.system')}</Table.Th>
              {accessKinds.map((access) => {
                const Shown = accessIcons[access]
                return (
                  <Table.Th key={access}>
                    <Group gap={6} wrap="nowrap">
                      <Shown size={15} aria-hidden /> {t(`systems.access.${access}`)}
                    </Group>
                  </Table.Th>
                )
              })}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {systems.map((system) => (
              <SystemRow key={asText(system.name)} system={system} onChoose={onChoose} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function SystemRow({ system, onChoose }: { system: Raw; onChoose: (name: string) => void }) {
  const { t } = useTranslation()
  const name = asText(system.name)
  const operations = asRecords(system.operations)
  return (
    <Table.Tr>
      <Table.Th scope="row" style={{ verticalAlign: 'top' }}>
        <UnstyledButton onClick={() => onChoose(name)} fz="sm" fw={600} td="underline">
          {asText(system.title) || name}
        </UnstyledButton>
        <Text size="xs" c="dimmed" fw={400}>
          {t('systems.ownedBy', { owner: asText(system.owner) || '–' })}
        </Text>
      </Table.Th>
      {accessKinds.map((access) => (
        <Table.Td key={access} style={{ verticalAlign: 'top' }}>
          <Group gap={4}>
            {operations
              .filter((operation) => (asText(operation.access) || 'none') === access)
              .map((operation) => (
                <OperationMark key={asText(operation.name)} operation={operation} />
              ))}
          </Group>
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

/** What it may not do at all has no risk to be told. */
function OperationMark({ operation }: { operation: Raw }) {
  const { t } = useTranslation()
  const risk = riskKinds.find((one) => one === operation.risk) ?? 'unknown'
  const reached = operation.access === 'read' || operation.access === 'write'
  const grave = reached && (risk === 'high' || risk === 'unknown')
  return (
    <Badge
      variant="default"
      size="lg"
      fw={400}
      maw="none"
      {...(grave ? { leftSection: <IconAlertTriangle size={13} aria-hidden /> } : {})}
    >
      {asText(operation.name)}
      {reached && ` · ${t(`systems.risk.${risk}`)}`}
    </Badge>
  )
}
