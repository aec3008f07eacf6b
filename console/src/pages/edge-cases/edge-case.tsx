// One entry of the catalogue: who owns it, which version deals with it, how that was tried, what came since, its examples and its history.

import { Badge, Button, Grid, Group, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type EdgeCase } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { Happenings } from '../../ui/happenings.tsx'
import { withMarks } from '../../ui/invisible.ts'
import { LinkTo } from '../../ui/links.tsx'
import { VerdictBadge } from '../../ui/marks.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { ago } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Part } from '../../ui/part.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Found, ProblemNote } from '../../ui/states.tsx'
import { Instant, Words } from '../../ui/text.tsx'
import { EdgeCaseState } from './state.tsx'

export function EdgeCasePage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/inside/edge-cases/$id' })
  const query = useQuery({ queryKey: ['edge-case', id], queryFn: () => api.edgeCase(id) })
  return (
    <Found query={query} title={t('edgeCases.title')}>
      {(found) => <Whole of={found} />}
    </Found>
  )
}

function Whole({ of }: { of: EdgeCase }) {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle title={withMarks(of.title)} actions={<Acts of={of} />}>
        <Group gap={8} mt={6}>
          <EdgeCaseState state={of.state} />
          <Badge color="gray" c="var(--mantine-color-text)">
            {t(`edgeCases.kinds.${of.kind}`)}
          </Badge>
          <LinkTo to="/rollouts/$id" params={{ id: of.rolloutId }} size="sm">
            {of.employee} · {of.workflow}
          </LinkTo>
          {of.reopened > 0 && <Text size="sm">{t('edgeCases.times', { count: of.reopened })}</Text>}
        </Group>
      </PageTitle>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Examples of={of} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <Progress of={of} />
            <Past of={of} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Progress({ of }: { of: EdgeCase }) {
  const { t } = useTranslation()
  return (
    <Part title={t('edgeCases.column.state')}>
      <Stack gap={6}>
        <Text size="sm">
          {t('edgeCases.column.owner')}: <b>{of.ownerName ?? of.owner ?? t('edgeCases.nobody')}</b>
        </Text>
        <Text size="sm" className="words" dir="ltr">
          {t('edgeCases.subject')}: <code>{withMarks(of.subject)}</code>
        </Text>
        <Text size="sm">
          {of.refinedIn === null || of.refinedAt === null
            ? t('edgeCases.notRefined')
            : t('edgeCases.refined', { version: of.refinedIn, when: ago(of.refinedAt) })}
        </Text>
        {of.replayId === null ? (
          <Text size="sm">{t('edgeCases.noReplay')}</Text>
        ) : (
          <LinkTo to="/replays/$id" params={{ id: of.replayId }} size="sm">
            {t('edgeCases.replay', { id: of.replayId })}
          </LinkTo>
        )}
        <Text size="sm">
          <b>{t('edgeCases.later')}:</b> {of.later === null ? t('edgeCases.laterUnknown') : t('edgeCases.laterOf', of.later)}
        </Text>
      </Stack>
    </Part>
  )
}

function Examples({ of: { examples } }: { of: EdgeCase }) {
  const { t } = useTranslation()
  return (
    <Part title={t('edgeCases.examples')}>
      {examples.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('edgeCases.noExamples')}
        </Text>
      )}
      <Stack gap="sm">
        {examples.map((example) => (
          <Paper key={example.interactionId} p="sm">
            <Group gap={8} mb={4}>
              <LinkTo to="/interactions/$id" params={{ id: example.interactionId }} size="sm">
                {t('card.story')}
              </LinkTo>
              <Text size="xs" c="dimmed">
                {example.queryType} · {example.channel} · <Instant at={example.receivedAt} />
              </Text>
              {example.verdict !== null && <VerdictBadge kind={example.verdict} />}
            </Group>
            <Words>{example.query}</Words>
          </Paper>
        ))}
      </Stack>
    </Part>
  )
}

function Past({ of: { history } }: { of: EdgeCase }) {
  const { t } = useTranslation()
  return (
    <Part title={t('edgeCases.history')}>
      <Happenings entries={history} />
    </Part>
  )
}

function Acts({ of }: { of: EdgeCase }) {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const queries = useQueryClient()
  const [asked, setAsked] = useState<'close' | 'reopen' | null>(null)
  const owning = useMutation({
    mutationFn: (owner: string | null) => api.ownEdgeCase(of.id, owner),
    onSettled: () => queries.invalidateQueries(),
  })
  const mine = of.owner !== null && of.owner === me?.id
  const closed = of.state === 'closed'
  return (
    <>
      {owning.error !== null && <ProblemNote error={owning.error} />}
      {mine ? (
        <Button variant="default" loading={owning.isPending} onClick={() => owning.mutate(null)}>
          {t('edgeCases.disown')}
        </Button>
      ) : (
        <ActButton
          variant="default"
          why={may('edge_case.own')}
          loading={owning.isPending}
          onPress={() => owning.mutate(me?.id ?? null)}
        >
          {t('edgeCases.own')}
        </ActButton>
      )}
      {closed ? (
        <ActButton why={may('edge_case.tag')} onPress={() => setAsked('reopen')}>
          {t('edgeCases.reopen')}
        </ActButton>
      ) : (
        <ActButton why={may('edge_case.close')} onPress={() => setAsked('close')}>
          {t('edgeCases.close')}
        </ActButton>
      )}
      {asked !== null && (
        <ReasonDialog
          title={t(`edgeCases.${asked}`)}
          consequence={t(`edgeCases.${asked}Consequence`)}
          confirm={t(`edgeCases.${asked}`)}
          act={(reason) => (asked === 'close' ? api.closeEdgeCase(of.id, reason) : api.reopenEdgeCase(of.id, reason))}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
