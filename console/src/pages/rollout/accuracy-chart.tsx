// Accuracy over time, from the verdicts as they were given: a running share with its band and the line the gate has to prove.

import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type ReviewSummary } from '../../api.ts'
import { percent } from '../../ui/numbers.ts'
import { Found } from '../../ui/states.tsx'
import { runningAccuracy } from './running-accuracy.ts'

/** The newest verdicts, up to five pages of them: enough for a line, never the whole history of a year. */
async function judged(rolloutId: string): Promise<ReviewSummary[]> {
  const items: ReviewSummary[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 5; pages++) {
    const found = await api.reviews({ state: 'done', rollout: rolloutId, limit: 200, cursor })
    items.push(...found.items)
    if (found.next === null) break
    cursor = found.next
  }
  return items
}

export function AccuracyChart({ rolloutId, target }: { rolloutId: string; target: number | null }) {
  const { t } = useTranslation()
  const reviews = useQuery({
    queryKey: ['reviews', 'judged', rolloutId],
    queryFn: () => judged(rolloutId),
    refetchInterval: 30_000,
  })
  return (
    <Found query={reviews}>
      {(items) => {
        const points = runningAccuracy(items)
        const last = points.at(-1)
        if (last === undefined)
          return (
            <Text size="sm" c="dimmed">
              {t('chart.none')}
            </Text>
          )
        const lowest = Math.min(...points.map(({ band }) => band[0]), target ?? 1)
        return (
          <figure style={{ margin: 0 }}>
            <CompositeChart
              h={220}
              data={points}
              dataKey="day"
              series={[
                { name: 'band', label: t('chart.band'), color: 'ink.3', type: 'area' },
                { name: 'share', label: t('chart.share'), color: 'ink.6', type: 'line' },
              ]}
              curveType="linear"
              withLegend
              yAxisProps={{ domain: [Math.max(0, Math.floor(lowest * 10) / 10), 1], width: 52 }}
              valueFormatter={(value) =>
                Array.isArray(value) ? value.map((each) => percent(Number(each))).join(' – ') : percent(Number(value))
              }
              referenceLines={
                target === null
                  ? []
                  : [{ y: target, label: t('chart.target', { target: percent(target) }), color: 'var(--mantine-color-text)' }]
              }
              areaProps={{ isAnimationActive: false, activeDot: false, strokeOpacity: 0 }}
              lineProps={{ isAnimationActive: false }}
              composedChartProps={{ accessibilityLayer: false }}
              aria-hidden
            />
            <Text component="figcaption" size="xs" c="dimmed">
              {t('chart.says', {
                share: percent(last.share),
                n: last.n,
                lower: percent(last.band[0]),
                upper: percent(last.band[1]),
              })}{' '}
              {t('chart.how')}
            </Text>
          </figure>
        )
      }}
    </Found>
  )
}
