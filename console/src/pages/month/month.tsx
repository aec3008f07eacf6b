// A month: the five numbers by workflow and query type, the month before beside them, and what happened. Ready to print.

import { ActionIcon, Alert, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Month } from '../../api.ts'
import { PhaseBadge } from '../../ui/marks.tsx'
import { monthName } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Empty, Found } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { besides, thisMonth } from './months.ts'
import { Numbers } from './numbers-row.tsx'
import { Signatures } from './signatures.tsx'
import { Worth } from './worth.tsx'

export function MonthPage() {
  const { t } = useTranslation()
  const { month: asked } = useSearch({ from: '/inside/month' })
  const month = asked ?? thisMonth(new Date())
  const query = useQuery({ queryKey: ['month', month], queryFn: () => api.month(month), staleTime: 30_000 })
  return (
    <>
      <PageTitle title={`${t('month.title')}: ${monthName(month)}`} actions={<Steps month={month} />}>
        {t('month.lead')}
      </PageTitle>
      <Found query={query}>
        {(found) =>
          found.workflows.length === 0 ? (
            <Empty title={t('month.none')}>{t('month.noneWhy')}</Empty>
          ) : (
            <Stack gap="md">
              {!found.over && (
                <Alert color="yellow" variant="light" p="sm">
                  {t('month.running')}
                </Alert>
              )}
              {found.workflows.map((workflow) => (
                <Workflow key={`${workflow.employeeId} ${workflow.workflow}`} of={workflow} before={found.before} />
              ))}
              <Text size="xs" c="dimmed">
                {t('month.how')}
              </Text>
              <Signatures month={found} />
            </Stack>
          )
        }
      </Found>
    </>
  )
}

function Steps({ month }: { month: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const go = (to: string) => void navigate({ to: '/month', search: { month: to } })
  const { before, after } = besides(month)
  return (
    <Group gap="xs" className="no-print">
      <ActionIcon variant="default" size="lg" aria-label={t('month.previous')} onClick={() => go(before)}>
        <IconChevronLeft size={18} aria-hidden className="flips" />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('month.next')}
        disabled={month >= thisMonth(new Date())}
        onClick={() => go(after)}
      >
        <IconChevronRight size={18} aria-hidden className="flips" />
      </ActionIcon>
      <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
        {t('gateSays.print')}
      </Button>
    </Group>
  )
}

const columns = ['what', 'arrived', 'accuracy', 'escalation', 'time', 'satisfaction', 'cost'] as const

function Workflow({ of, before }: { of: Month['workflows'][number]; before: string }) {
  const { t } = useTranslation()
  const quiet = of.byQueryType.length === 0
  return (
    <Paper data-raised p="md" component="section" className="print-block">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {of.employee} · {of.workflow}
        </Title>
        <Group gap={6}>
          {of.phases.map((phase) => (
            <PhaseBadge key={phase} phase={phase} />
          ))}
        </Group>
      </Group>
      {quiet ? (
        <Text size="sm" c="dimmed">
          {t('month.noTraffic')}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={820} type="native">
          <Table fz="sm" verticalSpacing={6} layout="fixed" className="number month-table">
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column} ta={column === 'what' ? 'start' : 'end'}>
                    {t(`month.column.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              <Numbers name={t('month.all')} now={of.now} before={of.before} strong />
              {of.byQueryType.map((type) => (
                <Numbers key={type.queryType} name={type.queryType} now={type.now} before={type.before} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Text size="sm" mt="sm">
        {of.roleSince !== null && (
          <>
            <Role at={of.roleSince} />{' '}
          </>
        )}
        {t('month.sample', of.sample)} {of.sample.known > 0 && t('month.known', of.sample)}{' '}
        {t('month.happened', { overrides: of.overrides, halts: of.halts, demotions: of.demotions })}{' '}
        {t('month.incidents', of.incidents)} {of.incidents.unclosed > 0 && t('month.unclosed', { count: of.incidents.unclosed })}
      </Text>
      {of.worth !== null && <Worth worth={of.worth} />}
      <Text size="xs" c="dimmed">
        {t('month.before', { value: monthName(before) })}
      </Text>
    </Paper>
  )
}

function Role({ at }: { at: string }) {
  const { t } = useTranslation()
  const [head, tail] = t('month.role', { when: '|' }).split('|')
  return (
    <>
      {head}
      <Instant at={at} />
      {tail}
    </>
  )
}
