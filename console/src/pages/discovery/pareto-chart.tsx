// The bars of the shares, largest first, and the line of what they make up together. The same numbers stand in a table beside it.

import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { percent } from '../../ui/numbers.ts'
import type { ShownSlice } from './plan-shape.ts'

// More bars than this cannot be told apart; the table has them all.
const mostBars = 14

export function ParetoChart({ slices }: { slices: readonly ShownSlice[] }) {
  const { t } = useTranslation()
  const data = slices.slice(0, mostBars).map(({ title, shareRatio, cumulativeRatio }) => ({
    title: title.length > 17 ? `${title.slice(0, 16)}…` : title,
    share: shareRatio,
    together: cumulativeRatio,
  }))
  return (
    <CompositeChart
      h={260}
      data={data}
      dataKey="title"
      series={[
        { name: 'share', label: t('pareto.share'), color: 'ink.5', type: 'bar' },
        { name: 'together', label: t('pareto.together'), color: 'orange.7', type: 'line' },
      ]}
      curveType="linear"
      withLegend
      maxBarWidth={46}
      xAxisProps={{ interval: 0, tick: { fontSize: 11 }, angle: -18, textAnchor: 'end', height: 56 }}
      yAxisProps={{ domain: [0, 1], width: 56 }}
      valueFormatter={(value) => percent(Number(value), 0)}
      referenceLines={[{ y: 0.8, label: percent(0.8, 0), color: 'var(--mantine-color-text)' }]}
      barProps={{ isAnimationActive: false }}
      lineProps={{ isAnimationActive: false }}
      composedChartProps={{ accessibilityLayer: false }}
      aria-hidden
    />
  )
}
