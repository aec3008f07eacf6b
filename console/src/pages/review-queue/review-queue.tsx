// The review queue: one key is verdict, save and next. The mouse is never needed.

import { Alert, Box, Grid, Group, Paper, Progress, SegmentedControl, Text, Title } from '@mantine/core'
import { IconBolt, IconChecks } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Empty, Loading, ProblemNote } from '../../ui/states.tsx'
import { CardView } from './card.tsx'
import { Desk, type DeskState, isRushed, median } from './desk.ts'
import { QueueList } from './list.tsx'
import { Rubric } from './rubric.tsx'
import { VerdictBar } from './verdict-bar.tsx'

type Filter = {
  state: 'open' | 'done'
  rollout?: string | undefined
  employee?: string | undefined
  queryType?: string | undefined
}

export function ReviewQueuePage() {
  const { item, ...filter } = useSearch({ from: '/inside/reviews' })
  const [state, setState] = useState<'open' | 'done'>('open')
  const me = useMe()
  if (me === undefined) return <Loading />
  const key = JSON.stringify({ ...filter, state })
  return <DeskView key={key} me={me.id} filter={{ ...filter, state }} item={item} onState={setState} />
}

function useDesk(filter: Filter, me: string, item: string | undefined): [Desk, DeskState] {
  const mayTake = useMay()('review.take') === null
  // The key of the page above changes with the filter, so one desk lives as long as this component.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const desk = useMemo(() => new Desk(api, { filter, me, mayTake }), [])
  const state = useSyncExternalStore(desk.subscribe, desk.state)
  useEffect(() => void desk.load(item), [desk, item])
  return [desk, state]
}

function DeskView({
  me,
  filter,
  item,
  onState,
}: {
  me: string
  filter: Filter
  item: string | undefined
  onState: (state: 'open' | 'done') => void
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [desk, state] = useDesk(filter, me, item)
  // Other pages count what is open; they look again when the reviewer leaves.
  useEffect(() => () => void queries.invalidateQueries(), [queries])
  const { said } = state
  const blanks =
    said === null
      ? {}
      : { ...said.blanks, ...(typeof said.blanks.verdict === 'string' ? { verdict: t(`verdict.${said.blanks.verdict}`) } : {}) }
  return (
    <>
      <PageTitle
        title={t('queue.title')}
        actions={
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
        }
      >
        <Filters filter={filter} />
      </PageTitle>
      <ProgressLine state={state} said={said === null ? '' : t(said.key, blanks)} />
      {state.phase === 'loading' && <Loading />}
      {state.phase === 'failed' && <ProblemNote error={state.failure} />}
      {state.phase === 'ready' && <Workplace desk={desk} state={state} filter={filter} />}
    </>
  )
}

function Filters({ filter }: { filter: Filter }) {
  const { t } = useTranslation()
  const shown = [filter.rollout, filter.employee, filter.queryType].filter((value) => value !== undefined)
  if (shown.length === 0) return <>{t('queue.lead')}</>
  return (
    <>
      {t('queue.filtered', { filter: shown.join(', ') })} <LinkTo to="/reviews">{t('queue.showAll')}</LinkTo>
    </>
  )
}

function ProgressLine({ state, said }: { state: DeskState; said: string }) {
  const { t } = useTranslation()
  const counts = state.counts ?? { open: 0, byReason: {}, doneToday: 0, overdue: 0 }
  const done = counts.doneToday + state.judgedHere
  const left = Math.max(0, counts.open - state.judgedHere)
  const seconds = median(state.seconds)
  return (
    <Paper data-raised px="md" py={8} mb="sm">
      <Group justify="space-between" gap="xl" mb={6}>
        <Group gap="lg" className="number">
          <Text size="sm" data-testid="done-today">
            <b>{done}</b> {t('queue.doneToday')}
          </Text>
          <Text size="sm" data-testid="left">
            <b>{left}</b> {t('queue.left')}
          </Text>
          <Text size="sm">
            <b>{seconds === null ? '–' : seconds.toFixed(1)}</b> {t('queue.medianSeconds')}
          </Text>
          {counts.overdue > 0 && (
            <Text size="sm">
              <b>{counts.overdue}</b> {t('queue.overdue')}
            </Text>
          )}
        </Group>
        <Text role="status" aria-live="polite" size="sm" fw={500} data-testid="said">
          {said}
        </Text>
        {isRushed(state.seconds) && (
          <Group gap={4}>
            <IconBolt size={15} aria-hidden />
            <Text size="xs">{t('queue.rushed')}</Text>
          </Group>
        )}
      </Group>
      <Progress
        size="sm"
        value={done + left === 0 ? 0 : (100 * done) / (done + left)}
        aria-label={t('queue.progress', { done, left })}
      />
    </Paper>
  )
}

function Workplace({ desk, state, filter }: { desk: Desk; state: DeskState; filter: Filter }) {
  const { t } = useTranslation()
  const may = useMay()
  const navigate = useNavigate()
  const entry = desk.current
  const card = entry === null ? null : desk.cardOf(entry.id)
  const failed = state.entries.filter(({ problem, judged }) => problem !== null && judged === null)
  if (state.entries.length === 0) return <NothingOpen filter={filter} onAll={() => void navigate({ to: '/reviews' })} />
  return (
    <Grid gap="md" columns={24}>
      <Grid.Col span={{ base: 24, md: 5 }} order={{ base: 2, md: 1 }}>
        <QueueList desk={desk} state={state} />
      </Grid.Col>
      <Grid.Col span={{ base: 24, md: 13 }} order={{ base: 1, md: 2 }}>
        {failed
          .filter(({ id }) => id !== entry?.id)
          .map((each) => (
            <Alert key={each.id} color="red" mb="xs" p="xs" title={t('queue.notSaved')} withCloseButton={false}>
              <Text size="sm">{each.problem}</Text>
              <LinkTo to="/reviews" search={{ item: each.id }} size="sm">
                {t('queue.goThere')}
              </LinkTo>
            </Alert>
          ))}
        {entry === null ? (
          <Empty title={t('queue.finished')} icon={<IconChecks size={34} stroke={1.4} />}>
            {t('queue.finishedWhy')}
          </Empty>
        ) : (
          <Box data-testid="card" data-review={entry.id}>
            {entry.problem !== null && (
              <Alert color="red" mb="xs" p="xs" title={t('queue.notSaved')}>
                <Text size="sm">{entry.problem}</Text>
              </Alert>
            )}
            {card === null ? <Loading /> : <CardView card={card} entry={entry} />}
            {card !== null && <VerdictBar desk={desk} card={card} entry={entry} whyNot={may('verdict.give')} />}
          </Box>
        )}
        {entry === null && <UndoOnly desk={desk} />}
      </Grid.Col>
      <Grid.Col span={{ base: 24, md: 6 }} order={{ base: 3, md: 3 }}>
        {card !== null && <Rubric card={card} />}
      </Grid.Col>
    </Grid>
  )
}

function UndoOnly({ desk }: { desk: Desk }) {
  return <VerdictBar desk={desk} card={null} entry={null} whyNot={null} />
}

function NothingOpen({ filter, onAll }: { filter: Filter; onAll: () => void }) {
  const { t } = useTranslation()
  const filtered = filter.rollout !== undefined || filter.employee !== undefined || filter.queryType !== undefined
  if (filter.state === 'done')
    return (
      <Empty title={t('queue.noneDone')}>
        <Title order={3} size="h6" hidden>
          {t('queue.done')}
        </Title>
        {t('queue.noneDoneWhy')}
      </Empty>
    )
  return filtered ? (
    <Empty
      title={t('queue.noneHere')}
      action={
        <LinkTo to="/reviews" onClick={onAll}>
          {t('queue.showAll')}
        </LinkTo>
      }
    >
      {t('queue.noneHereWhy')}
    </Empty>
  ) : (
    <Empty title={t('queue.none')} icon={<IconChecks size={34} stroke={1.4} />}>
      {t('queue.noneWhy')}
    </Empty>
  )
}
