// One case in three lanes: what happened, the old version again (what differs there is noise), and the new version. Below, the operations compared, and which was better.

import { Badge, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type ReplayCase, type ReplayVerdict } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { withMarks } from '../../ui/invisible.ts'
import { LinkTo } from '../../ui/links.tsx'
import { useMay } from '../../ui/me.ts'
import { ProblemNote } from '../../ui/states.tsx'
import { Instant, Words } from '../../ui/text.tsx'
import { compareLists } from '../review-queue/operations.ts'
import { OperationsCompared } from '../review-queue/operations-compared.tsx'
import { LaneView } from './lane.tsx'
import { CaseOutcome } from './state.tsx'

export function Case({ found }: { found: ReplayCase }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="article" aria-label={t('replay.caseOf', { id: found.id })} className="print-block">
      <Group justify="space-between" gap="xs" mb={6}>
        <Group gap={8}>
          <CaseOutcome outcome={found.outcome} />
          {found.noise && (
            <Badge color="gray" c="var(--mantine-color-text)">
              {t('replay.noisy')}
            </Badge>
          )}
          {found.differences.map((difference) => (
            <Badge key={difference} variant="default">
              {t(`replay.differences.${difference}`)}
            </Badge>
          ))}
        </Group>
        <Group gap={8}>
          <Text size="xs" c="dimmed">
            {withMarks(found.queryType)} · {withMarks(found.channel)}
          </Text>
          <LinkTo to="/interactions/$id" params={{ id: found.interactionId }} size="sm">
            {t('card.story')}
          </LinkTo>
        </Group>
      </Group>
      <Words mb="sm">{found.query}</Words>
      {found.lanes === null ? (
        <Text size="sm" c="dimmed">
          {t(found.outcome === null ? 'replay.notRun' : 'replay.erased')}
        </Text>
      ) : (
        <Lanes lanes={found.lanes} noise={found.noise === true} />
      )}
      {found.outcome !== null && found.outcome !== 'unchanged' && <Judge found={found} />}
    </Paper>
  )
}

type Shown = NonNullable<ReplayCase['lanes']>

const asOperations = (calls: Shown['fresh']['calls']) =>
  calls.map(({ operation, arguments: given }) => ({ system: null, operation, arguments: given }))
const writes = (calls: Shown['fresh']['calls']) => asOperations(calls.filter(({ kind }) => kind === 'write'))
const reads = (calls: Shown['fresh']['calls']) => asOperations(calls.filter(({ kind }) => kind === 'read'))

function Lanes({ lanes: { happened, again, fresh }, noise }: { lanes: Shown; noise: boolean }) {
  const { t } = useTranslation()
  const nameOf = (who: 'both' | 'employee' | 'person') => t(`replay.only.${who}`)
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="sm">
        <LaneView name="happened" lane={happened} beside={null} />
        <LaneView name="again" lane={again} beside={happened} same={!noise} />
        <LaneView name="fresh" lane={fresh} beside={happened} />
      </SimpleGrid>
      <div>
        <Title order={3} size="h6" mb={4}>
          {t('compare.operations')}
        </Title>
        <OperationsCompared compared={compareLists(writes(fresh.calls), writes(happened.calls))} nameOf={nameOf} />
      </div>
      <details className="fold">
        <summary>{t('replay.reads', { count: fresh.calls.filter(({ kind }) => kind === 'read').length })}</summary>
        <OperationsCompared compared={compareLists(reads(fresh.calls), reads(happened.calls))} nameOf={nameOf} />
      </details>
    </Stack>
  )
}

const verdicts = ['new_better', 'old_better', 'both_right', 'both_wrong'] as const satisfies readonly ReplayVerdict[]

/** What is said here orders nothing and gates nothing: it tells whoever decides on the version. */
function Judge({ found }: { found: ReplayCase }) {
  const { t } = useTranslation()
  const may = useMay()
  const queries = useQueryClient()
  const judging = useMutation({
    mutationFn: (verdict: ReplayVerdict) => api.judgeReplayCase(found.id, verdict),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['replays'] }),
  })
  const whyNot = may('replay.judge')
  return (
    <Stack gap={6} mt="sm">
      <Group gap="xs" role="group" aria-label={t('replay.which')} className="no-print">
        <Text size="sm" fw={600}>
          {t('replay.which')}
        </Text>
        {verdicts.map((verdict) =>
          whyNot === null ? (
            <Button
              key={verdict}
              size="compact-sm"
              className="touch"
              variant={found.verdict === verdict ? 'filled' : 'default'}
              aria-pressed={found.verdict === verdict}
              loading={judging.isPending && judging.variables === verdict}
              onClick={() => judging.mutate(verdict)}
            >
              {t(`replay.verdicts.${verdict}`)}
            </Button>
          ) : (
            <ActButton key={verdict} size="compact-sm" why={whyNot} onPress={() => undefined}>
              {t(`replay.verdicts.${verdict}`)}
            </ActButton>
          ),
        )}
      </Group>
      <Text size="xs" c="dimmed" role="status">
        {found.verdict !== null && found.judgedAt !== null && (
          <>
            {t('replay.judgedAs', {
              verdict: t(`replay.verdicts.${found.verdict}`),
              name: found.judgedByName ?? found.judgedBy ?? t('common.somebody'),
            })}
            , <Instant at={found.judgedAt} />
          </>
        )}
      </Text>
      {judging.error !== null && <ProblemNote error={judging.error} />}
    </Stack>
  )
}
