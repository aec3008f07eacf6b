// What the month was worth, beside what the dossier expects of one: hours, money, and what is not known.

import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { MonthWorth } from '../../api.ts'
import { dollars, number } from '../../ui/numbers.ts'

export function Worth({ worth }: { worth: MonthWorth }) {
  const { t } = useTranslation()
  const hours = (value: number | null) => (value === null ? '–' : t('month.worth.hours', { value: number(value, 1) }))
  const { expected, missing } = worth
  const rows = [
    ['done', hours(worth.hours), null],
    ['reviews', hours(worth.reviewHours), null],
    ['freed', hours(worth.hoursFreed), hours(expected.hoursFreed)],
    ['agent', dollars(worth.agentUsd), null],
    ['saved', dollars(worth.savingUsd), dollars(expected.savingUsd)],
  ] as const
  return (
    <>
      <Table fz="sm" verticalSpacing={2} className="number" mt="sm" maw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('month.worth.title')}</Table.Th>
            <Table.Th ta="end">{t('month.worth.now')}</Table.Th>
            <Table.Th ta="end">{t('month.worth.expected')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, now, planned]) => (
            <Table.Tr key={name} data-worth={name}>
              <Table.Td>{t(`month.worth.${name}`)}</Table.Td>
              <Table.Td ta="end">{now}</Table.Td>
              <Table.Td ta="end">{planned}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {missing.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('month.worth.missing')} <bdi lang="en">{missing.join(', ')}</bdi>
        </Text>
      )}
    </>
  )
}
