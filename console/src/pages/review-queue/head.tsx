// Where the reviewer stands: what is done and left, how long items take, what is still being saved, and the one line that says what just happened.

import { Group, Progress, SegmentedControl, Text, Title } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { memo, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkTo } from '../../ui/links.tsx'
import type { Desk } from './desk.ts'
import type { DeskState } from './entry.ts'
import type { Filter } from './filter.ts'
import { isRushed, median } from './pace.ts'

type Props = { desk: Desk | null; state: DeskState; filter: Filter; onState: (state: 'open' | 'done') => void }

export function Head({ desk, state, filter, onState }: Props) {
  const { t } = useTranslation()
  return (
    <header className="desk-head">
      <Group justify="space-between" gap="md" wrap="wrap">
        <Group gap="sm" align="baseline">
          <Title order={1} size="h4">
            {t('queue.title')}
          </Title>
          <Filters filter={filter} />
        </Group>
        <Numbers desk={desk} state={state} />
        <SegmentedControl
          aria-label={t('queue.which')}
          size="xs"
          value={filter.state}
          onChange={(value) => onState(value === 'done' ? 'done' : 'open')}
          data={[
            { value: 'open', label: t('queue.open') },
            { value: 'done', label: t('queue.done') },
          ]}
        />
      </Group>
      <Line desk={desk} state={state} />
    </header>
  )
}

function Filters({ filter }: { filter: Filter }) {
  const { t } = useTranslation()
  const shown = [filter.rollout, filter.employee, filter.queryType].filter((value) => value !== undefined)
  return (
    <Text size="xs" c="dimmed" span className={shown.length === 0 ? 'desk-lead' : undefined}>
      {shown.length === 0 ? (
        t(filter.state === 'open' ? 'queue.lead' : 'queue.leadDone')
      ) : (
        <>
          {t('queue.filtered', { filter: shown.join(', ') })} <LinkTo to="/reviews">{t('queue.showAll')}</LinkTo>
        </>
      )}
    </Text>
  )
}

function Numbers({ desk, state }: { desk: Desk | null; state: DeskState }) {
  const { t } = useTranslation()
  const counts = state.counts ?? { open: 0, byReason: {}, doneToday: 0, overdue: 0 }
  const done = Math.max(0, counts.doneToday + state.judgedHere)
  const left = Math.max(0, counts.open - state.judgedHere)
  const seconds = median(desk?.pace.seconds ?? [])
  return (
    <Group gap="md" className="number desk-numbers" wrap="wrap">
      <Text size="sm" data-testid="done-today">
        <b>{done}</b> {t('queue.doneToday')}
      </Text>
      <Text size="sm" data-testid="left">
        <b>{left}</b> {t('queue.left')}
      </Text>
      {counts.overdue > 0 && (
        <Text size="sm">
          <b>{counts.overdue}</b> {t('queue.overdue')}
        </Text>
      )}
      <Text size="sm" data-testid="median">
        <b>{seconds === null ? '–' : Math.round(seconds)}</b> {t('queue.medianSeconds')}
      </Text>
      {desk !== null && state.phase === 'ready' && <TimeHere key={desk.current?.id ?? 'none'} desk={desk} />}
      <Progress
        className="desk-progress"
        value={done + left === 0 ? 0 : (100 * done) / (done + left)}
        size="sm"
        aria-label={t('queue.progress', { done, left })}
      />
    </Group>
  )
}

/** Seconds on the item that is shown, without the time nobody was there. */
const TimeHere = memo(function TimeHere({ desk }: { desk: Desk }) {
  const { t } = useTranslation()
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  if (desk.current === null || desk.current.judged !== null) return null
  const seconds = Math.floor(desk.pace.spent())
  return (
    <Text size="sm" c="dimmed" data-testid="time-here">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')} {t('queue.onThis')}
    </Text>
  )
})

/** The only place that tells: read aloud politely, never on top of the work. */
function Line({ desk, state }: { desk: Desk | null; state: DeskState }) {
  const { t } = useTranslation()
  const { said } = state
  const { verdict } = said?.blanks ?? {}
  const blanks =
    said === null ? {} : { ...said.blanks, ...(typeof verdict === 'string' ? { verdict: t(`verdict.${verdict}`) } : {}) }
  const rushed = isRushed(desk?.pace.seconds ?? [])
  const waiting = desk?.saving.waiting ?? 0
  return (
    <Group gap="md" mih={20} justify="space-between">
      <Text size="xs" c="dimmed" aria-live="polite" data-testid="said" flex={1}>
        {said === null ? '' : t(said.key, blanks)}
      </Text>
      {rushed && (
        <Group gap={4} wrap="nowrap">
          <IconBolt size={14} aria-hidden />
          <Text size="xs">{t('queue.rushed')}</Text>
        </Group>
      )}
      <Text size="xs" c="dimmed" data-testid="waiting">
        {waiting === 0 ? t('queue.allSaved') : t('queue.saving', { count: waiting })}
      </Text>
    </Group>
  )
}
