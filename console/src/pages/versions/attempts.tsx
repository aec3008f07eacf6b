// How often evidence began anew and was judged, and what that does to the chance of being promoted by luck.

import { Paper, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Attempts, api } from '../../api.ts'
import { percent } from '../../ui/numbers.ts'
import { Found } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'

export function AttemptsPart({ rolloutId }: { rolloutId: string }) {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: ['rollout', rolloutId, 'attempts'], queryFn: () => api.attempts(rolloutId) })
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('attempts.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('attempts.lead')}
      </Text>
      <Found query={query}>{(found) => <Told found={found} />}</Found>
    </Paper>
  )
}

function Told({ found: { versions, attempts, chance } }: { found: Attempts }) {
  const { t } = useTranslation()
  return (
    <>
      <Text size="sm" fw={650}>
        {versions === 0
          ? t('attempts.none')
          : t('attempts.chance', {
              count: versions,
              chance: percent(chance.ratio),
              target: percent(chance.targetRatio),
              reviews: chance.reviews,
            })}
      </Text>
      <ol className="attempt-list">
        {attempts.map((attempt) => (
          <li key={`${attempt.since} ${attempt.why} ${attempt.dossierId}`}>
            <WhyBegun why={attempt.why} />, <Instant at={attempt.since} />
            <Text size="xs" c="dimmed" className="words">
              {t('attempts.cells', { count: attempt.cells })} · {t('attempts.verdicts', { count: attempt.verdicts })} ·{' '}
              <code>{attempt.dossierId}</code>
            </Text>
          </li>
        ))}
      </ol>
    </>
  )
}

/** Opened, demoted, or words of the ageing rule joined by commas. */
function WhyBegun({ why }: { why: string }) {
  const { t } = useTranslation()
  const words = why
    .split(', ')
    .map((word) =>
      word === 'opened' || word === 'demoted'
        ? t(`attempts.began.${word}`)
        : t(`ageing.${word}`, { defaultValue: word.replaceAll('_', ' ') }),
    )
  return <>{words.join(', ')}</>
}
