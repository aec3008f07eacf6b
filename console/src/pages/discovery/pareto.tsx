// Where the handling time goes: a sentence, the chart, and the numbers for whoever cannot see it. What nobody has said is named.

import { Paper, Stack, Table, Text, Title } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { percent } from '../../ui/numbers.ts'
import { Said } from '../../ui/said.tsx'
import { Loading } from '../../ui/states.tsx'
import { useDraftEditing } from './draft-editing.tsx'
import { readPareto, type ShownSlice } from './plan-shape.ts'

const Chart = lazy(() => import('./pareto-chart.tsx').then(({ ParetoChart }) => ({ default: ParetoChart })))

export function Pareto() {
  const { t } = useTranslation()
  const { examination } = useDraftEditing()
  const { sentence, says, types, edgeCases, unknown } = readPareto(examination?.pareto)
  return (
    <Paper data-raised p="md" component="section" aria-labelledby="pareto">
      <Title order={2} size="h5" mb={4} id="pareto">
        {t('pareto.title')}
      </Title>
      {sentence === '' ? (
        <Text size="sm" c="dimmed">
          {t('pareto.nothing')}
        </Text>
      ) : (
        <Text fw={600} data-testid="pareto-sentence">
          <Said table="plan" parts={says}>
            {sentence}
          </Said>
        </Text>
      )}
      <Stack gap="md" mt="sm">
        {edgeCases.length > 0 && <Slices title={t('pareto.edgeCases')} slices={edgeCases} />}
        {types.length > 0 && <Slices title={t('pareto.types')} slices={types} />}
      </Stack>
      {unknown.length > 0 && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('pareto.unknown', { names: unknown.join(', ') })}
        </Text>
      )}
    </Paper>
  )
}

function Slices({ title, slices }: { title: string; slices: ShownSlice[] }) {
  const { t } = useTranslation()
  return (
    <figure style={{ margin: 0 }}>
      <Text component="figcaption" size="sm" fw={600} mb={6}>
        {title}
      </Text>
      <Suspense fallback={<Loading />}>
        <Chart slices={slices} />
      </Suspense>
      <details className="fold">
        <summary>{t('pareto.numbers')}</summary>
        <Table fz="sm" className="number">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('pareto.what')}</Table.Th>
              <Table.Th ta="end">{t('pareto.share')}</Table.Th>
              <Table.Th ta="end">{t('pareto.together')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {slices.map((slice) => (
              <Table.Tr key={slice.name}>
                <Table.Td>{slice.title}</Table.Td>
                <Table.Td ta="end">{percent(slice.shareRatio)}</Table.Td>
                <Table.Td ta="end">{percent(slice.cumulativeRatio)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </figure>
  )
}
