// One replay: how far it is, what it showed by type and what of it may be carried over, and the cases that came out differently, for people to say which was better.

import { Button, Group, Paper, Progress, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Replay } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { LinkTo } from '../../ui/links.tsx'
import { useMay } from '../../ui/me.ts'
import { dollars } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Empty, Found, Loading, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { Carried } from './carried.tsx'
import { Case } from './case.tsx'
import { runningAsksMs } from './progress.ts'
import { ReplayState } from './state.tsx'

export function ReplayPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/inside/replays/$id' })
  const query = useQuery({
    queryKey: ['replays', id],
    queryFn: () => api.replay(id),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? runningAsksMs : false),
  })
  return (
    <Found query={query} title={t('replay.title')}>
      {(found) => <Whole replay={found} />}
    </Found>
  )
}

function Whole({ replay }: { replay: Replay }) {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle title={t('replay.title')} actions={<Stop replay={replay} />}>
        <Group gap={8} mt={6}>
          <ReplayState state={replay.state} />
          <LinkTo to="/rollouts/$id/versions" params={{ id: replay.rolloutId }} search={{ to: replay.dossierAfter }} size="sm">
            {t('replay.toVersions')}
          </LinkTo>
          <Text size="sm">
            {t('replay.ordered', { name: replay.orderedByName ?? replay.orderedBy })}, <Instant at={replay.orderedAt} />
          </Text>
        </Group>
        <Text size="sm" mt={6} className="words">
          {t('replay.pair', { before: replay.dossierBefore, after: replay.dossierAfter })} {t('replay.lead')}
        </Text>
      </PageTitle>
      <Stack gap="md">
        <HowFar replay={replay} />
        <Carried replay={replay} />
        <Cases replay={replay} />
      </Stack>
    </>
  )
}

function HowFar({ replay }: { replay: Replay }) {
  const { t } = useTranslation()
  const { done, cases, changed, noise, judged, costMicros } = replay
  const facts = [
    ['done', `${done} / ${cases}`],
    ['changed', String(changed)],
    ['noise', String(noise)],
    ['judged', `${judged} / ${changed}`],
    ['cost', costMicros === null ? t('replay.costUnknown') : dollars(costMicros / 1_000_000, 4)],
  ] as const
  return (
    <Paper data-raised p="md" component="section" aria-label={t('replay.progress')}>
      <Progress value={cases === 0 ? 0 : (100 * done) / cases} aria-label={t('replay.progress')} mb="sm" />
      <Group gap="xl" className="number">
        {facts.map(([name, value]) => (
          <div key={name}>
            <Text className="eyebrow">{t(`replay.facts.${name}`)}</Text>
            <Text size="lg" fw={650} component="bdi" dir="ltr">
              {value}
            </Text>
          </div>
        ))}
      </Group>
      <Text size="xs" c="dimmed" mt={6}>
        {t('replay.noiseMeans')}
      </Text>
      {replay.why !== null && (
        <Text size="sm" mt={6} className="words">
          {t('replay.stoppedWhy')} <bdi>{replay.why}</bdi>
        </Text>
      )}
    </Paper>
  )
}

function Stop({ replay }: { replay: Replay }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  if (replay.state !== 'running') return null
  return (
    <>
      <ActButton
        variant="default"
        why={may('replay.order')}
        leftSection={<IconHandStop size={16} aria-hidden />}
        onPress={() => setAsked(true)}
      >
        {t('replay.stop')}
      </ActButton>
      {asked && (
        <ReasonDialog
          danger
          title={t('replay.stop')}
          consequence={t('replay.stopConsequence')}
          confirm={t('replay.stop')}
          act={(reason) => api.stopReplay(replay.id, reason)}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}

const views = {
  differing: { outcome: 'differing' },
  open: { outcome: 'differing', judged: 'false' },
  all: {},
} as const
type View = keyof typeof views
const isView = (word: string | undefined): word is View => word !== undefined && word in views

// Each case draws three lanes; more at once makes a page slow to read and to draw.
const pageSize = 20

function Cases({ replay }: { replay: Replay }) {
  const { t } = useTranslation()
  const { show } = useSearch({ from: '/inside/replays/$id' })
  const view = isView(show) ? show : 'differing'
  const navigate = useNavigate({ from: '/replays/$id' })
  const list = useInfiniteQuery({
    // Asked once more when it ends: what came last would be missing otherwise.
    queryKey: ['replays', replay.id, 'cases', view, replay.state],
    queryFn: ({ pageParam }) => api.replayCases(replay.id, { ...views[view], cursor: pageParam ?? undefined, limit: pageSize }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: replay.state === 'running' ? runningAsksMs * 2 : false,
  })
  const cases = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section aria-labelledby="cases">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5" id="cases">
          {t('replay.cases')}
        </Title>
        <SegmentedControl
          className="no-print"
          aria-label={t('replay.show')}
          value={view}
          data={(['differing', 'open', 'all'] as const).map((value) => ({ value, label: t(`replay.views.${value}`) }))}
          onChange={(next) => void navigate({ search: next === 'differing' ? {} : { show: next }, resetScroll: false })}
        />
      </Group>
      {list.isPending && <Loading />}
      {list.error !== null && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && cases.length === 0 && (
        <Empty title={t(`replay.none.${replay.state === 'running' ? 'running' : view}`)}>{t('replay.noneWhy')}</Empty>
      )}
      <Stack gap="md">
        {cases.map((one) => (
          <Case key={one.id} found={one} />
        ))}
      </Stack>
      {list.hasNextPage && (
        <Button mt="sm" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('replay.more')}
        </Button>
      )}
    </section>
  )
}
