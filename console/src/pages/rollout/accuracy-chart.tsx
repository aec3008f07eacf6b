// Accuracy over time: the estimate with the band the gate would have shown on each day, the line it has to prove, and what was changed when.

import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Rollout } from '../../api.ts'
import { unlessLive } from '../../live.ts'
import { day, percent } from '../../ui/numbers.ts'
import { Found } from '../../ui/states.tsx'
import { marksOf } from './change-marks.ts'

export function AccuracyChart({ rollout, target }: { rollout: Rollout; target: number | null }) {
  const { t } = useTranslation()
  const course = useQuery({
    queryKey: ['gate', rollout.id, 'course'],
    queryFn: () => api.course(rollout.id),
    refetchInterval: unlessLive(30_000),
  })
  return (
    <Found query={course}>
      {({ points }) => {
        const last = points.at(-1)
        if (last === undefined)
          return (
            <Text size="sm" c="dimmed">
              {t('chart.none')}
            </Text>
          )
        const drawn = points.map((point) => ({
          day: point.day,
          share: point.estimate,
          band: [point.lower, point.upper],
        }))
        const lowest = Math.min(...points.map(({ lower }) => lower), target ?? 1)
        const marks = marksOf(
          rollout.timeline,
          points.map((point) => point.day),
        )
        return (
          <figure style={{ margin: 0 }} data-testid="course">
            <CompositeChart
              h={240}
              data={drawn}
              dataKey="day"
              series={[
                { name: 'band', label: t('chart.band'), color: 'ink.3', type: 'area' },
                { name: 'share', label: t('chart.share'), color: 'ink.6', type: 'line' },
              ]}
              curveType="linear"
              withLegend
              xAxisProps={{ tickFormatter: (value: string) => day(value) }}
              yAxisProps={{ domain: [Math.max(0, Math.floor(lowest * 10) / 10), 1], width: 56 }}
              valueFormatter={(value) =>
                Array.isArray(value) ? value.map((each) => percent(Number(each))).join(' – ') : percent(Number(value))
              }
              referenceLines={[
                ...(target === null
                  ? []
                  : [{ y: target, label: t('chart.target', { target: percent(target) }), color: 'var(--mantine-color-text)' }]),
                ...marks.map(({ at, number }) => ({ x: at, label: String(number), color: 'var(--mantine-color-dimmed)' })),
              ]}
              areaProps={{ isAnimationActive: false, activeDot: false, strokeOpacity: 0 }}
              lineProps={{ isAnimationActive: false }}
              composedChartProps={{ accessibilityLayer: false }}
              aria-hidden
            />
            <Text component="figcaption" size="xs" c="dimmed">
              {t('chart.says', {
                share: percent(last.estimate),
                n: last.n,
                lower: percent(last.lower),
                upper: percent(last.upper),
              })}{' '}
              {t('chart.how')}
            </Text>
            {marks.length > 0 && (
              <Text size="xs" mt={4} component="ol" className="chart-marks">
                {marks.map(({ number, kinds, at }) => (
                  <li key={at} value={number}>
                    {day(at)}: {kinds.map((kind) => t(`record.${kind.replaceAll('.', '_')}`, { defaultValue: kind })).join(', ')}
                  </li>
                ))}
              </Text>
            )}
          </figure>
        )
      }}
    </Found>
  )
}
