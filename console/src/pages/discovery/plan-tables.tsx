// The tables behind the plan, folded until somebody asks: every need of every phase, every query type by itself, and other accuracies.

import { Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { percent } from '../../ui/numbers.ts'
import { Said } from '../../ui/said.tsx'
import type { PlannedPhase, PlannedType, ShownPlan } from './plan-shape.ts'

const whole = (value: number | null) => (value === null ? '–' : String(Math.ceil(value)))
const tenth = (value: number | null) => (value === null ? '–' : String(Math.round(value * 10) / 10))

function Fold({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="fold">
      <summary>{label}</summary>
      <Table.ScrollContainer minWidth={480} type="native">
        {children}
      </Table.ScrollContainer>
    </details>
  )
}

function Head({ columns }: { columns: readonly string[] }) {
  return (
    <Table.Thead>
      <Table.Tr>
        {columns.map((column, index) => (
          <Table.Th key={column} ta={index === 0 ? 'start' : 'end'}>
            {column}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  )
}

export function NeedsOf({ phases }: { phases: PlannedPhase[] }) {
  const { t } = useTranslation()
  return (
    <Fold label={t('plan.needs')}>
      {phases
        .filter(({ needs }) => needs.length > 0)
        .map(({ phase, needs }) => (
          <Table fz="sm" className="number" key={phase} captionSide="top">
            <Table.Caption ta="start">{t(`phase.${phase}`, { defaultValue: phase })}</Table.Caption>
            <Head columns={[t('plan.column.need'), t('plan.column.reviews'), t('plan.column.days')]} />
            <Table.Tbody>
              {needs.map((need) => (
                <Table.Tr key={need.criterion}>
                  <Table.Td>
                    <Said table="plan" parts={need.says.criterion}>
                      {need.criterion}
                    </Said>
                    <Text size="xs" c="dimmed">
                      <Said table="plan" parts={need.says.why}>
                        {need.why}
                      </Said>
                    </Text>
                  </Table.Td>
                  <Table.Td ta="end">
                    {need.reviews === null && need.days === null ? t('plan.never') : whole(need.reviews)}
                  </Table.Td>
                  <Table.Td ta="end">{whole(need.days)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ))}
    </Fold>
  )
}

export function TypesTable({ types }: { types: PlannedType[] }) {
  const { t } = useTranslation()
  const columns = ['type', 'perDay', 'shadowAlone', 'supervisedAlone', 'covered'].map((name) => t(`plan.column.${name}`))
  return (
    <Fold label={t('plan.types')}>
      <Table fz="sm" className="number">
        <Head columns={columns} />
        <Table.Tbody>
          {types.map((type) => (
            <Table.Tr key={type.queryType}>
              <Table.Td>{type.title}</Table.Td>
              <Table.Td ta="end">{tenth(type.perDay)}</Table.Td>
              <Table.Td ta="end">{whole(type.shadowDaysAlone)}</Table.Td>
              <Table.Td ta="end">{whole(type.supervisedDaysAlone)}</Table.Td>
              <Table.Td ta="end">{whole(type.coveredAfterDays)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Fold>
  )
}

export function Accuracies({ rows }: { rows: ShownPlan['accuracies'] }) {
  const { t } = useTranslation()
  return (
    <Fold label={t('plan.ifAccuracy')}>
      <Table fz="sm" className="number">
        <Head columns={[t('plan.column.accuracy'), t('plan.column.floor'), t('plan.column.target')]} />
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.accuracyRatio}>
              <Table.Td>{percent(row.accuracyRatio)}</Table.Td>
              <Table.Td ta="end">{row.floorReviews === null ? t('plan.never') : whole(row.floorReviews)}</Table.Td>
              <Table.Td ta="end">{row.targetReviews === null ? t('plan.never') : whole(row.targetReviews)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Fold>
  )
}
