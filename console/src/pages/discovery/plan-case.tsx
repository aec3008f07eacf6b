// The business case: what a month costs today and is expected to cost, and when the saving has paid for the proof.

import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dollars } from '../../ui/numbers.ts'
import type { ShownCase } from './plan-shape.ts'

const money = (value: number | null) => dollars(value, 0)
const rounded = (value: number) => Math.round(value * 10) / 10

export function BusinessCase({ numbers }: { numbers: ShownCase }) {
  const { t } = useTranslation()
  const hours = (value: number | null) => (value === null ? '–' : t('plan.case.hours', { count: rounded(value) }))
  const rows = [
    ['cost', money(numbers.todayUsd), money(numbers.expectedUsd), money(numbers.savingPerMonthUsd)],
    ['time', hours(numbers.todayHours), hours(numbers.expectedHours), hours(numbers.hoursFreedPerMonth)],
  ] as const
  return (
    <section aria-labelledby="business-case" data-testid="business-case">
      <Text component="h3" size="sm" fw={650} m={0} id="business-case">
        {t('plan.case.title')}
      </Text>
      <Table fz="sm" className="number">
        <Table.Thead>
          <Table.Tr>
            {['what', 'today', 'expected', 'difference'].map((column) => (
              <Table.Th key={column} ta={column === 'what' ? 'start' : 'end'}>
                {t(`plan.case.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, ...values]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {t(`plan.case.${name}`)}
              </Table.Th>
              {values.map((value, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
                <Table.Td key={index} ta="end">
                  {value}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt={4}>
        {numbers.costOfProofUsd === null
          ? t('plan.case.unknown')
          : numbers.paidBackAfterMonths === null
            ? t('plan.case.proof', { cost: money(numbers.costOfProofUsd) })
            : t('plan.case.paidBack', { cost: money(numbers.costOfProofUsd), months: numbers.paidBackAfterMonths })}
      </Text>
    </section>
  )
}
