// Every criterion of a gate: how it stands (icon and word), the number, the bound, what is missing, and the sentence that says why.

import { Table, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Criterion } from '../../api.ts'
import { OutcomeMark } from '../../ui/marks.tsx'
import { percent } from '../../ui/numbers.ts'

const ratios = new Set([
  'accuracy',
  'coverage_unlisted',
  'escalation_rate',
  'escalation_missed',
  'escalation_needed',
  'satisfaction_ratio',
])
const days = new Set(['minimum_duration'])

export function GateTable({ criteria }: { criteria: Criterion[] }) {
  const { t } = useTranslation()
  const shown = (name: string, value: number | null) => {
    if (value === null) return '–'
    if (ratios.has(name)) return percent(value)
    return days.has(name) ? t('gate.days', { count: value }) : String(Math.round(value * 100) / 100)
  }
  return (
    <Table.ScrollContainer minWidth={620} type="native">
      <Table verticalSpacing="xs" fz="sm" className="number">
        <Table.Thead>
          <Table.Tr>
            {['state', 'criterion', 'value', 'bound', 'need'].map((column) => (
              <Table.Th key={column} ta={['value', 'bound', 'need'].includes(column) ? 'end' : 'start'}>
                {t(`gate.column.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {criteria.map((criterion) => (
            <Table.Tr key={criterion.name}>
              <Table.Td style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>
                <OutcomeMark outcome={criterion.outcome} />
              </Table.Td>
              <Table.Td>
                <Text size="sm" fw={600}>
                  {t(`criterion.${criterion.name}`, { defaultValue: criterion.name })}
                </Text>
                <Text size="xs" c="dimmed">
                  {criterion.reason}
                </Text>
              </Table.Td>
              <Table.Td ta="end" style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>
                {shown(criterion.name, criterion.value)}
              </Table.Td>
              <Table.Td ta="end" style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>
                {shown(criterion.name, criterion.bound)}
              </Table.Td>
              <Table.Td ta="end" style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>
                {needed(criterion, t)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function needed({ name, need }: Criterion, t: TFunction): string {
  if (need === null) return '–'
  if (need === 0) return t('gate.nothing')
  return days.has(name) ? t('gate.moreDays', { count: need }) : t('gate.moreReviews', { count: need })
}
