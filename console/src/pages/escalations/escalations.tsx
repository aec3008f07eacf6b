// What waits for people: the time left, what was asked, what the employee would have said, and taking, answering or giving back in the same place. Made for a phone, too.

import { Alert, Badge, Button, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { IconClock, IconClockExclamation } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Escalation } from '../../api.ts'
import { unlessLive } from '../../live.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { EscalationReason } from '../../ui/escalation-reason.tsx'
import { LinkTo } from '../../ui/links.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Empty, Found, ProblemNote } from '../../ui/states.tsx'
import { Instant, Words } from '../../ui/text.tsx'
import { AnswerForm } from '../interaction/answer-form.tsx'
import { leftUntil } from './countdown.ts'

export function EscalationsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { view } = useSearch({ from: '/inside/escalations' })
  const answered = view === 'answered'
  const query = useQuery({
    queryKey: ['escalations', answered],
    queryFn: () => api.escalations({ limit: 200, state: answered ? 'answered' : undefined }),
    refetchInterval: unlessLive(10_000),
  })
  return (
    <>
      <PageTitle title={t('escalations.title')}>{t('escalations.lead')}</PageTitle>
      <SegmentedControl
        mb="md"
        className="touch"
        aria-label={t('escalations.which')}
        value={answered ? 'answered' : 'waiting'}
        onChange={(value) => void navigate({ to: '/escalations', search: value === 'answered' ? { view: value } : {} })}
        data={(['waiting', 'answered'] as const).map((value) => ({ value, label: t(`escalations.views.${value}`) }))}
      />
      <Found query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t(answered ? 'escalations.noneAnswered' : 'escalations.none')}>
              {t(answered ? 'escalations.noneAnsweredWhy' : 'escalations.noneWhy')}
            </Empty>
          ) : (
            <Stack gap="md">
              {items.map((escalation) => (
                <Card key={escalation.id} escalation={escalation} />
              ))}
            </Stack>
          )
        }
      </Found>
    </>
  )
}

function Card({ escalation }: { escalation: Escalation }) {
  const { t } = useTranslation()
  const me = useMe()
  const { employee, queryType, channel, takenBy, takenByName, state } = escalation
  return (
    <Paper data-raised p="md" component="article" aria-labelledby={escalation.id}>
      <Group justify="space-between" align="flex-start" mb="xs">
        <div style={{ flex: '1 1 240px' }}>
          <Title order={2} size="h6" id={escalation.id}>
            {t('escalations.of', { employee, type: queryType, channel })}
          </Title>
          <Text size="xs" c="dimmed">
            {t(`escalation.source.${escalation.source}`)} <Instant at={escalation.openedAt} />
            {escalation.who !== null && ` · ${t('escalation.who', { who: escalation.who })}`}
          </Text>
        </div>
        {state !== 'answered' && <Countdown dueAt={escalation.dueAt} />}
      </Group>
      <Text className="eyebrow">{t('card.request', { who: escalation.requester ?? t('common.somebody'), channel })}</Text>
      <Words mb="xs">{escalation.query}</Words>
      <Alert variant="light" color="orange" p="xs" mb="xs">
        <EscalationReason source={escalation.source} reason={escalation.reason} />
        {escalation.trigger !== null && <Text size="xs">{t('card.trigger', { name: escalation.trigger })}</Text>}
      </Alert>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Badge color="gray" c="var(--mantine-color-text)">
            {t(`escalation.state.${state}`)}
          </Badge>
          {state === 'taken' && (
            <Text size="sm">
              {takenBy === me?.id ? t('escalations.takenByYou') : t('escalations.takenBy', { name: takenByName ?? takenBy })}
            </Text>
          )}
          <LinkTo to="/interactions/$id" params={{ id: escalation.interactionId }} size="sm" className="touch-link">
            {t('escalations.context')}
          </LinkTo>
        </Group>
        <Acts escalation={escalation} mine={state === 'taken' && takenBy === me?.id} />
      </Group>
      {state === 'taken' && takenBy === me?.id && (
        <AnswerForm interactionId={escalation.interactionId} suggested={escalation.suggestedReply} />
      )}
    </Paper>
  )
}

function Acts({ escalation, mine }: { escalation: Escalation; mine: boolean }) {
  const { t } = useTranslation()
  const may = useMay()
  const queries = useQueryClient()
  const [returning, setReturning] = useState(false)
  const taking = useMutation({
    mutationFn: () => api.takeEscalation(escalation.interactionId),
    onSettled: () => queries.invalidateQueries({ queryKey: ['escalations'] }),
  })
  return (
    <>
      {taking.error !== null && <ProblemNote error={taking.error} />}
      {escalation.state === 'open' && (
        <ActButton className="touch" why={may('escalation.take')} onPress={() => taking.mutate()} loading={taking.isPending}>
          {t('escalation.take')}
        </ActButton>
      )}
      {mine && (
        <Button className="touch" variant="default" onClick={() => setReturning(true)}>
          {t('escalation.return')}
        </Button>
      )}
      {returning && (
        <ReasonDialog
          title={t('escalation.return')}
          consequence={t('escalation.returnConsequence')}
          confirm={t('escalation.return')}
          act={(reason) => api.returnEscalation(escalation.interactionId, reason)}
          onClose={() => setReturning(false)}
        />
      )}
    </>
  )
}

/** Ticks by itself; says in a word and an icon, not only in colour, when the time is over. */
function Countdown({ dueAt }: { dueAt: string | null }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), 1_000, { autoInvoke: true })
  if (dueAt === null) return <Text size="sm">{t('escalations.noDue')}</Text>
  const left = leftUntil(new Date(dueAt).getTime(), now)
  const Shown = left.over ? IconClockExclamation : IconClock
  return (
    <Badge
      size="lg"
      className="number"
      color={left.over ? 'red' : 'gray'}
      c="var(--mantine-color-text)"
      leftSection={<Shown size={15} aria-hidden />}
      role="timer"
    >
      {t(left.over ? 'escalations.overdue' : 'escalations.left', { time: t(`escalations.${left.key}`, left.values) })}
    </Badge>
  )
}
