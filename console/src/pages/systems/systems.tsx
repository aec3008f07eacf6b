// The tools of connected systems: what people have looked at, what changed since, and the two people it takes; and how long stopping took when it was tried.

import { Badge, Code, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Tool } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { withMarks } from '../../ui/invisible.ts'
import { useMay, useMe } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Empty, Found } from '../../ui/states.tsx'
import { Folded, Instant } from '../../ui/text.tsx'
import { WordDiff } from '../../ui/word-diff.tsx'

export function SystemsPage() {
  const { t } = useTranslation()
  const may = useMay()
  const tools = useQuery({ queryKey: ['tools'], queryFn: api.tools, enabled: may('tool.read') === null })
  return (
    <>
      <PageTitle title={t('tooling.title')}>{t('tooling.lead')}</PageTitle>
      <Stack gap="lg">
        <section>
          <Title order={2} size="h5" mb="xs">
            {t('tooling.tools')}
          </Title>
          <Found query={tools}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty title={t('tooling.noTools')}>{t('tooling.noToolsWhy')}</Empty>
              ) : (
                <Stack gap="sm">
                  {items.map((tool) => (
                    <ToolCard key={tool.id} tool={tool} />
                  ))}
                </Stack>
              )
            }
          </Found>
        </section>
        {may('halt.read') === null && <Drills />}
      </Stack>
    </>
  )
}

const told = (definition: unknown) => withMarks(JSON.stringify(definition, null, 2))

function ToolCard({ tool }: { tool: Tool }) {
  const { t } = useTranslation()
  const suspended = tool.state === 'suspended'
  return (
    <Paper data-raised p="md" component="article" aria-label={`${tool.system}.${tool.tool}`}>
      <Group justify="space-between" align="flex-start">
        <Group gap={8}>
          <Code fz="sm" fw={650}>
            {withMarks(`${tool.system}.${tool.tool}`)}
          </Code>
          <Badge color="gray" c="var(--mantine-color-text)">
            {t(`tooling.access.${tool.access}`)}
          </Badge>
          {suspended ? (
            <Badge color="red" c="var(--mantine-color-text)">
              {t('tooling.suspended')}
            </Badge>
          ) : (
            <Badge color="green" c="var(--mantine-color-text)">
              {t('tooling.agreed')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {t('tooling.seen')} <Instant at={tool.seenAt} />
        </Text>
      </Group>
      <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
        {tool.address} · SHA-256 <Code fz="xs">{tool.approvedHash.slice(0, 16)}…</Code>
      </Text>
      {suspended ? <Changed tool={tool} /> : <Folded label={t('tooling.definition')} value={tool.approvedDefinition} />}
    </Paper>
  )
}

function Changed({ tool }: { tool: Tool }) {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const [open, setOpen] = useState(false)
  const mine = tool.proposedBy !== null && tool.proposedBy === me?.id
  return (
    <Stack gap="xs" mt="sm">
      <Text size="sm">{t('tooling.changed')}</Text>
      <Paper p="sm" style={{ overflowX: 'auto' }} data-testid="definition-diff">
        <WordDiff before={told(tool.approvedDefinition)} after={told(tool.seenDefinition)} />
      </Paper>
      <Group justify="space-between">
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t('tooling.now')} <Code fz="xs">{tool.seenHash}</Code>
          {tool.proposedBy !== null && ` · ${t('tooling.proposed')}`}
        </Text>
        <ActButton why={may('tool.approve') ?? (mine ? t('tooling.samePerson') : null)} onPress={() => setOpen(true)}>
          {t(tool.proposedBy === null ? 'tooling.propose' : 'tooling.approve')}
        </ActButton>
      </Group>
      {open && (
        <ReasonDialog
          title={t('tooling.approveTitle', { tool: withMarks(`${tool.system}.${tool.tool}`) })}
          consequence={t(tool.proposedBy === null ? 'tooling.proposeConsequence' : 'tooling.approveConsequence')}
          confirm={t(tool.proposedBy === null ? 'tooling.propose' : 'tooling.approve')}
          act={(reason) => api.approveTool(tool.id, tool.seenHash, reason)}
          onClose={() => setOpen(false)}
        />
      )}
    </Stack>
  )
}

function Drills() {
  const { t } = useTranslation()
  const drills = useQuery({ queryKey: ['drills'], queryFn: api.drills })
  return (
    <section>
      <Title order={2} size="h5">
        {t('tooling.drills')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('tooling.drillsHow')}
      </Text>
      <Found query={drills}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm">{t('tooling.noDrills')}</Text>
          ) : (
            <Paper data-raised>
              <Table.ScrollContainer minWidth={640} type="native">
                <Table verticalSpacing="xs" fz="sm">
                  <Table.Thead>
                    <Table.Tr>
                      {['what', 'when', 'within', 'after', 'flight', 'reason'].map((column) => (
                        <Table.Th key={column}>{t(`tooling.drill.${column}`)}</Table.Th>
                      ))}
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {items.map((drill) => (
                      <Table.Tr key={drill.id}>
                        <Table.Td>{t(`halt.inForce.${drill.scope}`, { target: drill.target })}</Table.Td>
                        <Table.Td style={{ whiteSpace: 'nowrap' }}>
                          <Instant at={drill.orderedAt} />
                        </Table.Td>
                        <Table.Td>{t('tooling.ms', { ms: drill.stoppedWithinMs })}</Table.Td>
                        <Table.Td>{drill.effectsAfter}</Table.Td>
                        <Table.Td>{drill.inFlight}</Table.Td>
                        <Table.Td className="words">{drill.reason}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </Paper>
          )
        }
      </Found>
    </section>
  )
}
