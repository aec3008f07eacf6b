// The whole story of one query on one page: what was asked, proposed, ruled and done; what the person did; how it was judged; and the records that say so.

import { Alert, Badge, Grid, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { IconGitBranch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type InteractionStory } from '../../api.ts'
import { unlessLive } from '../../live.ts'
import { LinkTo } from '../../ui/links.tsx'
import { MapSketch } from '../../ui/map-sketch.tsx'
import { PhaseBadge, StateBadge, VerdictBadge } from '../../ui/marks.tsx'
import { useMay } from '../../ui/me.ts'
import { dollars, fullInstant } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Found } from '../../ui/states.tsx'
import { Folded, Instant, shortArguments, Words } from '../../ui/text.tsx'
import { ReportIncident } from '../incidents/report.tsx'
import { EnterKnown } from '../sampling/enter-known.tsx'
import { EscalationPanel } from './escalation.tsx'
import { ProposalPart } from './proposal.tsx'

export function InteractionPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/inside/interactions/$id' })
  const story = useQuery({
    queryKey: ['interaction', id],
    queryFn: () => api.interaction(id),
    refetchInterval: (query) => (query.state.data?.state === 'settled' ? false : unlessLive(5_000)()),
  })
  return (
    <Found query={story} title={t('story.one')}>
      {(found) => <Story story={found} />}
    </Found>
  )
}

/** Offered to those who may, where there is something to be known: it was handled to its end. */
function AsKnown({ story: { id, rolloutId, state, outcome } }: { story: InteractionStory }) {
  const may = useMay()
  if (rolloutId === null || state !== 'settled' || outcome !== 'handled' || may('blind.enter') !== null) return null
  return <EnterKnown rolloutId={rolloutId} interactionId={id} />
}

function Story({ story }: { story: InteractionStory }) {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle
        title={t('story.title', { type: story.queryType, channel: story.channel })}
        actions={
          <>
            <AsKnown story={story} />
            <ReportIncident interactionId={story.id} />
          </>
        }
      >
        <Group gap={8} mt={6}>
          {story.phase !== null && <PhaseBadge phase={story.phase} size="lg" />}
          {story.delivery !== null && story.phase === 'shadow' && (
            <Badge size="lg" color="gray" c="var(--mantine-color-text)">
              {t(`delivery.${story.delivery}`)}
            </Badge>
          )}
          <StateBadge state={story.state} size="lg" />
          {story.outcome !== null && <Text size="sm">{t(`outcomeOf.${story.outcome}`)}</Text>}
          {story.diverged && (
            <Badge size="lg" color="yellow" c="var(--mantine-color-text)" leftSection={<IconGitBranch size={14} aria-hidden />}>
              {t('story.diverged')}
            </Badge>
          )}
        </Group>
      </PageTitle>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <Paper data-raised p="md" component="section">
              <Text className="eyebrow" component="h2" m={0} mb={4}>
                {t('card.request', { who: story.requester ?? t('common.somebody'), channel: story.channel })}
              </Text>
              <Words data-testid="query">{story.query}</Words>
              {Object.keys(story.fields).length > 0 && <Folded label={t('rubric.fields')} value={story.fields} />}
            </Paper>
            {story.phase === null && <Alert color="yellow">{t('story.unmapped')}</Alert>}
            {story.proposals.map((proposal) => (
              <ProposalPart key={proposal.id} proposal={proposal} />
            ))}
            {story.proposals.length === 0 && (
              <Paper data-raised p="md">
                <Text size="sm" c="dimmed">
                  {t('story.noProposal')}
                </Text>
              </Paper>
            )}
            {story.escalation !== null && <EscalationPanel interactionId={story.id} escalation={story.escalation} />}
            <HumanPart story={story} />
            <Records story={story} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <Verdicts story={story} />
            <Facts story={story} />
            {story.dossierId !== null && (
              <Paper data-raised p="md" component="section" className="no-print">
                <details className="fold">
                  <summary>{t('rollout.mapShow')}</summary>
                  <MapSketch dossierId={story.dossierId} workflow={story.workflow} height={160} />
                </details>
              </Paper>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function HumanPart({ story }: { story: InteractionStory }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('story.human')}
      </Title>
      {story.humanWork === null ? (
        <Text size="sm" c="dimmed">
          {t('card.hidden')}
        </Text>
      ) : story.humanWork.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('compare.none')}
        </Text>
      ) : (
        story.humanWork.map((work) => (
          <Stack key={work.id} gap={4}>
            <Text size="xs" c="dimmed">
              {work.doneBy} · <Instant at={work.doneAt} />
              {work.minutes !== null && ` · ${t('compare.minutes', { count: work.minutes })}`}
            </Text>
            {work.operations.map((operation) => (
              <Text
                size="sm"
                key={`${operation.system} ${operation.operation} ${JSON.stringify(operation.arguments)}`}
                className="words"
              >
                <b>{operation.operation}</b> · {operation.system} ({shortArguments(operation.arguments)})
              </Text>
            ))}
            <Words>{work.reply}</Words>
          </Stack>
        ))
      )}
    </Paper>
  )
}

function Verdicts({ story }: { story: InteractionStory }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('story.verdicts')}
      </Title>
      <Stack gap="sm">
        {story.verdicts.map((verdict) => (
          <div key={verdict.id}>
            <Group gap={6}>
              <VerdictBadge kind={verdict.kind} />
              {!verdict.stands && (
                <Badge color="gray" c="var(--mantine-color-text)">
                  {t('story.withdrawn')}
                </Badge>
              )}
            </Group>
            <Text size="xs" c="dimmed">
              {verdict.source === 'verified_source'
                ? t('story.verified', { name: verdict.givenByName ?? verdict.givenBy })
                : (verdict.givenByName ?? verdict.givenBy)}{' '}
              · <Instant at={verdict.givenAt} />
            </Text>
            {verdict.reasons.length > 0 && (
              <Text size="sm">{verdict.reasons.map((reason) => t(`reason.${reason}`)).join(', ')}</Text>
            )}
            {verdict.note !== null && <Words>{verdict.note}</Words>}
          </div>
        ))}
        {story.reviews
          .filter(({ state }) => state === 'open')
          .map((review) => (
            <Text key={review.id} size="sm">
              {t('story.waits')}{' '}
              <LinkTo to="/reviews" search={{ item: review.id }} size="sm">
                {t('story.judge')}
              </LinkTo>
            </Text>
          ))}
        {story.verdicts.length === 0 && story.reviews.every(({ state }) => state !== 'open') && (
          <Text size="sm" c="dimmed">
            {t('story.noVerdict')}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}

function Facts({ story }: { story: InteractionStory }) {
  const { t } = useTranslation()
  const { usage } = story
  const cost = usage.costMicros === null ? t('story.unpriced') : dollars(usage.costMicros / 1_000_000, 4)
  const facts: [string, ReactNode][] = [
    [t('story.employee'), story.employee],
    [t('story.received'), fullInstant(story.receivedAt)],
    [t('story.settled'), story.settledAt === null ? t('story.notYet') : fullInstant(story.settledAt)],
    [
      t('story.took'),
      story.settledAt === null
        ? '–'
        : t('story.seconds', {
            count: Math.round((new Date(story.settledAt).getTime() - new Date(story.receivedAt).getTime()) / 100) / 10,
          }),
    ],
    [t('story.cost'), cost],
    [
      t('story.tokens'),
      usage.inputTokens === null ? '–' : t('story.tokensOf', { input: usage.inputTokens, output: usage.outputTokens ?? 0 }),
    ],
    [t('story.model'), usage.model ?? '–'],
    [t('story.rating'), story.rating === null ? t('story.notRated') : t('story.stars', { count: story.rating })],
    [
      t('story.rollout'),
      story.rolloutId === null ? (
        '–'
      ) : (
        <LinkTo key="r" to="/rollouts/$id" params={{ id: story.rolloutId }} size="sm">
          {story.workflow}
        </LinkTo>
      ),
    ],
    [
      t('story.external'),
      <span key="e" className="words">
        {story.externalId}
      </span>,
    ],
    [t('story.id'), <code key="i">{story.id}</code>],
  ]
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('rollout.facts')}
      </Title>
      <Table variant="vertical" layout="fixed" withRowBorders={false} horizontalSpacing={0} verticalSpacing={3} fz="sm">
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={120} fw={500} bg="transparent">
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Records({ story }: { story: InteractionStory }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb={2}>
        {t('story.trail')}
      </Title>
      <Text size="xs" c="dimmed" mb="sm">
        {t('story.trailLead', { count: story.records.length })}
      </Text>
      <Stack gap={6}>
        {story.records.map((record) => (
          <div key={record.id}>
            <Group gap={8} justify="space-between" wrap="nowrap">
              <LinkTo to="/trail/$id" params={{ id: record.id }} size="sm" fw={600} underline="hover">
                {t(`record.${record.kind.replaceAll('.', '_')}`, { defaultValue: record.kind })}
              </LinkTo>
              <Text size="xs" c="dimmed">
                {t(`trail.actors.${record.actor.kind}`, { defaultValue: record.actor.kind })} · <Instant at={record.at} />
              </Text>
            </Group>
            <Folded label={record.kind} value={{ id: record.id, at: record.at, actor: record.actor, says: record.says }} />
          </div>
        ))}
      </Stack>
    </Paper>
  )
}
