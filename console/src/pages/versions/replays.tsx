// The replays of a rollout, newest first: how far each is, what it showed, and the way to its cases.

import { Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type DossierSummary, type Replay } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { useMay } from '../../ui/me.ts'
import { Found } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { runningAsksMs } from '../replay/progress.ts'
import { ReplayState } from '../replay/state.tsx'

export function ReplaysPart({ rolloutId, versions }: { rolloutId: string; versions: DossierSummary[] }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery({
    queryKey: ['replays', 'of', rolloutId],
    queryFn: () => api.replays(rolloutId),
    enabled: may('replay.read') === null,
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? runningAsksMs : false),
  })
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('replays.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('replays.lead')}
      </Text>
      <Found query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('replays.none')}
            </Text>
          ) : (
            <Stack gap="sm">
              {items.map((replay) => (
                <One
                  key={replay.id}
                  replay={replay}
                  hash={versions.find(({ id }) => id === replay.dossierAfter)?.hash ?? replay.dossierAfter}
                />
              ))}
            </Stack>
          )
        }
      </Found>
    </Paper>
  )
}

function One({ replay, hash }: { replay: Replay; hash: string }) {
  const { t } = useTranslation()
  return (
    <Paper p="sm">
      <Group justify="space-between" gap={6} mb={4}>
        <LinkTo to="/replays/$id" params={{ id: replay.id }} size="sm" fw={600}>
          {t('replays.of', { version: hash.slice(0, 12) })}
        </LinkTo>
        <ReplayState state={replay.state} />
      </Group>
      {replay.state === 'running' && (
        <Progress value={(100 * replay.done) / replay.cases} aria-label={t('replay.progress')} mb={4} />
      )}
      <Text size="sm">
        {t('replays.showed', { done: replay.done, cases: replay.cases, changed: replay.changed, judged: replay.judged })}
      </Text>
      <Text size="xs" c="dimmed">
        {replay.orderedByName ?? replay.orderedBy}, <Instant at={replay.orderedAt} />
      </Text>
    </Paper>
  )
}
