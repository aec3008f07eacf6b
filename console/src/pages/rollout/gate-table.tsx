// Every criterion of a gate, grouped by what it asks: how it stands (icon and word), the number, the bound, what is missing, and the sentence that says why.

import { Group, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Criterion } from '../../api.ts'
import { OutcomeMark } from '../../ui/marks.tsx'
import { dollars, number, percent } from '../../ui/numbers.ts'
import { ServerSays } from '../../ui/server-says.tsx'
import { grouped, needUnit, unitOf } from './criteria.ts'

const right = { textAlign: 'end', verticalAlign: 'top', whiteSpace: 'nowrap' } as const

export function GateTable({ criteria }: { criteria: Criterion[] }) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer minWidth={640} type="native">
      <Table verticalSpacing={6} fz="sm" className="number gate-table">
        <Table.Thead>
          <Table.Tr>
            {['state', 'criterion', 'value', 'bound', 'need'].map((column) => (
              <Table.Th key={column} ta={['value', 'bound', 'need'].includes(column) ? 'end' : 'start'}>
                {t(`gate.column.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        {grouped(criteria).map(({ group, criteria: within }) => (
          <Table.Tbody key={group}>
            <Table.Tr className="gate-group">
              <Table.Th colSpan={5} scope="rowgroup">
                <Group justify="space-between">
                  <span>{t(`criterionGroup.${group}`)}</span>
                  <Text span size="xs" c="dimmed">
                    {t('gateSays.standing', {
                      met: within.filter(({ outcome }) => outcome === 'met').length,
                      all: within.length,
                    })}
                  </Text>
                </Group>
              </Table.Th>
            </Table.Tr>
            {within.map((criterion) => (
              <Line key={criterion.name} criterion={criterion} />
            ))}
          </Table.Tbody>
        ))}
      </Table>
    </Table.ScrollContainer>
  )
}

function Line({ criterion }: { criterion: Criterion }) {
  const { t } = useTranslation()
  const shown = useShown(criterion.name)
  return (
    <Table.Tr data-criterion={criterion.name}>
      <Table.Td style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>
        <OutcomeMark outcome={criterion.outcome} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={600}>
          {t(`criterion.${criterion.name}.label`, { defaultValue: criterion.name })}
        </Text>
        <Text size="xs" c="dimmed">
          {t(`criterion.${criterion.name}.asks`, { defaultValue: '' })}
        </Text>
        <ServerSays table="gate" parts={criterion.says}>
          {criterion.reason}
        </ServerSays>
      </Table.Td>
      <Table.Td style={right}>{shown(criterion.value)}</Table.Td>
      <Table.Td style={right}>{shown(criterion.bound)}</Table.Td>
      <Table.Td style={right}>
        <Needed criterion={criterion} />
      </Table.Td>
    </Table.Tr>
  )
}

/** A number of this criterion in its unit. */
function useShown(name: string): (value: number | null) => string {
  const { t } = useTranslation()
  return (value) => {
    if (value === null) return '–'
    switch (unitOf(name)) {
      case 'ratio':
        return percent(value)
      case 'days':
        return t('gate.days', { count: Math.round(value * 10) / 10 })
      case 'minutes':
        return t('gateSays.minutes', { value: number(value, 1) })
      case 'dollars':
        return dollars(value, 4)
      case 'count':
        return number(value)
    }
  }
}

function Needed({ criterion: { name, need } }: { criterion: Criterion }) {
  const { t } = useTranslation()
  if (need === null) return <>–</>
  if (need === 0) return <>{t('gate.nothing')}</>
  const unit = needUnit(name)
  if (unit === 'things') return <>{number(need, 0)}</>
  return <>{t(unit === 'days' ? 'gate.moreDays' : 'gate.moreReviews', { count: need })}</>
}
