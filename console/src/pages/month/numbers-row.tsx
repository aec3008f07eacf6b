// One line of the month: five numbers, each with its size, its bound and which way it moved. The direction is an arrow and a word, never a colour alone: whether more is
// better depends on the number.

import { Table, Text } from '@mantine/core'
import { IconArrowDownRight, IconArrowUpRight, IconEqual } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MonthNumbers } from '../../api.ts'
import { dollars, number, percent } from '../../ui/numbers.ts'

type Props = { name: string; now: MonthNumbers; before: MonthNumbers; strong?: boolean }

export function Numbers({ name, now, before, strong = false }: Props) {
  const { t } = useTranslation()
  const minutes = (value: number | null) => (value === null ? '–' : t('month.minutes', { value: number(value, 1) }))
  const { accuracy, escalation, timeToResolution, satisfaction, cost } = now
  return (
    <Table.Tr fw={strong ? 650 : 400}>
      <Table.Th scope="row" ta="start" fw="inherit">
        {name}
      </Table.Th>
      <Value now={now.arrived} before={before.arrived} shown={(value) => number(value, 0)}>
        {now.autonomous > 0 && t('month.autonomous', { n: now.autonomous })}
      </Value>
      <Value now={accuracy.estimate} before={before.accuracy.estimate} shown={percent}>
        {accuracy.n > 0 && t('month.band', { lower: percent(accuracy.lower), upper: percent(accuracy.upper), n: accuracy.n })}
      </Value>
      <Value now={escalation.ratio} before={before.escalation.ratio} shown={percent}>
        {now.arrived > 0 && t('month.of', { n: escalation.escalated, all: now.arrived })}
      </Value>
      <Value now={timeToResolution.meanMinutes} before={before.timeToResolution.meanMinutes} shown={minutes} />
      <Value now={satisfaction.ratio} before={before.satisfaction.ratio} shown={percent}>
        {satisfaction.rated > 0 && t('month.rated', { n: satisfaction.rated })}
      </Value>
      <Value now={cost.meanUsd} before={before.cost.meanUsd} shown={(value) => dollars(value, 4)}>
        {cost.priced > 0 && t('month.priced', { n: cost.priced })}
      </Value>
    </Table.Tr>
  )
}

type ValueProps = {
  now: number | null
  before: number | null
  shown: (value: number | null) => string
  children?: ReactNode
}

function Value({ now, before, shown, children }: ValueProps) {
  const { t } = useTranslation()
  const way = now === null || before === null ? null : now > before ? 'up' : now < before ? 'down' : 'same'
  const Arrow = way === 'up' ? IconArrowUpRight : way === 'down' ? IconArrowDownRight : IconEqual
  return (
    <Table.Td ta="end" style={{ verticalAlign: 'top' }}>
      <span className="nowrap">
        {shown(now)} {way !== null && <Arrow size={14} role="img" aria-label={t(`month.${way}`)} className="flips" />}
      </span>
      {children !== undefined && children !== false && (
        <Text size="xs" c="dimmed" fw={400}>
          {children}
        </Text>
      )}
      <Text size="xs" c="dimmed" fw={400}>
        {t('month.before', { value: shown(before) })}
      </Text>
    </Table.Td>
  )
}
