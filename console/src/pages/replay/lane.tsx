// One lane of a case: whether it was handed over, and what was said, word by word beside what happened.

import { Alert, Paper, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReplayCase } from '../../api.ts'
import { withMarks } from '../../ui/invisible.ts'
import { Words } from '../../ui/text.tsx'
import { WordDiff } from '../../ui/word-diff.tsx'

type Lane = NonNullable<ReplayCase['lanes']>['fresh']

type Props = {
  name: 'happened' | 'again' | 'fresh'
  lane: Lane
  /** What it is shown beside; null: it is what the others are shown beside. */
  beside: Lane | null
  /** The same was done: said in a word, its text folded away. */
  same?: boolean
}

export function LaneView({ name, lane, beside, same = false }: Props) {
  const { t } = useTranslation()
  return (
    <Paper p="sm" role="group" aria-label={t(`replay.lanes.${name}`)} data-lane={name}>
      <Title order={3} size="h6" mb={4}>
        {t(`replay.lanes.${name}`)}
      </Title>
      {same ? (
        <>
          <Text size="sm">{t('replay.same')}</Text>
          <details className="fold">
            <summary>{t('replay.whatItSaid')}</summary>
            <What lane={lane} beside={null} />
          </details>
        </>
      ) : (
        <What lane={lane} beside={beside} />
      )}
    </Paper>
  )
}

function What({ lane, beside }: { lane: Lane; beside: Lane | null }) {
  const { t } = useTranslation()
  const said = lane.replies.join('\n\n')
  const before = beside?.replies.join('\n\n') ?? ''
  return (
    <>
      {lane.failed !== null && (
        <Alert color="red" p="xs" mb={6} title={t('replay.noAnswer')}>
          <Text size="sm" className="words">
            {withMarks(lane.failed)}
          </Text>
        </Alert>
      )}
      {lane.recognised !== null && (
        <Text size="sm" mb={4}>
          {t('replay.recognised', { type: withMarks(lane.recognised) })}
        </Text>
      )}
      {lane.escalated && (
        <Text size="sm" mb={4} className="words">
          <b>{t('replay.handedOver')}</b> {withMarks(lane.reason ?? '')}{' '}
          {lane.trigger !== null && <code>{withMarks(lane.trigger)}</code>}
        </Text>
      )}
      {said === '' && before === '' && (
        <Text size="sm" c="dimmed">
          {t('replay.nothingSaid')}
        </Text>
      )}
      {beside !== null && (said !== '' || before !== '') && <WordDiff before={before} after={said} />}
      {beside === null && said !== '' && <Words>{said}</Words>}
    </>
  )
}
