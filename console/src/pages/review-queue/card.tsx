// One item as the reviewer sees it: side effects first, then the request, the answer, and what was read. Nothing of what the person did is shown before the verdict.

import { Alert, Avatar, Badge, Group, Kbd, Text, Title } from '@mantine/core'
import { IconArrowsShuffle, IconClockHour4, IconEyeOff, IconUserShare } from '@tabler/icons-react'
import { lazy, memo, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCard } from '../../api.ts'
import { usePrintedKeys } from '../../keys.ts'
import { withMarks } from '../../ui/invisible.ts'
import { LinkTo } from '../../ui/links.tsx'
import { PhaseBadge, StateBadge } from '../../ui/marks.tsx'
import { Folded, Words } from '../../ui/text.tsx'
import { EffectStrip } from './effect-strip.tsx'
import type { Entry } from './entry.ts'
import { History } from './history.tsx'

const Comparison = lazy(() => import('./comparison.tsx').then((module) => ({ default: module.Comparison })))

/** Drawn again only when its own item changes: saving and fetching ahead go on all the time. */
export const CardView = memo(function CardView({ card, entry }: { card: ReviewCard; entry: Entry }) {
  return (
    <article className="desk-card">
      <Head card={card} entry={entry} />
      <Effects card={card} />
      <Request card={card} />
      <Answer card={card} />
      {entry.judged === null ? card.humanWorkHidden && <Hidden /> : <Revealed card={card} />}
      <Reads card={card} />
      {entry.judged !== null && <History card={card} />}
    </article>
  )
})

function Head({ card, entry }: { card: ReviewCard; entry: Entry }) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <div>
        <Group gap={8} align="center">
          <Title order={2} size="h4" className="words">
            {withMarks(card.queryType)}
          </Title>
          {entry.judged === null && (
            <Text size="xs" c="dimmed" visibleFrom="sm">
              {t('card.typeRight')} <Kbd size="xs">{shown('queue.type')}</Kbd>
            </Text>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {card.employee} · {card.workflow} ·{' '}
          <LinkTo to="/interactions/$id" params={{ id: card.interactionId }} size="xs">
            {t('card.story')}
          </LinkTo>
        </Text>
      </div>
      <Group gap={6} justify="flex-end">
        {card.sampled && (
          <Badge color="cyan" c="var(--mantine-color-text)" leftSection={<IconArrowsShuffle size={13} aria-hidden />}>
            {t('card.random')}
          </Badge>
        )}
        {card.phase !== null && <PhaseBadge phase={card.phase} />}
        {card.delivery !== null && (
          <Badge color="gray" c="var(--mantine-color-text)">
            {t(`delivery.${card.delivery}`)}
          </Badge>
        )}
        {entry.judged === null && entry.reservedUntil !== null && <Reservation until={entry.reservedUntil} />}
      </Group>
    </Group>
  )
}

function Reservation({ until }: { until: string }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  const minutes = Math.max(0, Math.ceil((new Date(until).getTime() - now) / 60_000))
  return (
    <Group gap={4} wrap="nowrap" data-testid="reservation">
      <IconClockHour4 size={13} aria-hidden />
      <Text size="xs" c="dimmed" className="number">
        {minutes > 0 ? t('card.reserved', { count: minutes }) : t('card.reservationOver')}
      </Text>
    </Group>
  )
}

function Effects({ card }: { card: ReviewCard }) {
  const { t } = useTranslation()
  const writes = card.effects.filter(({ kind }) => kind === 'write')
  return (
    <section aria-labelledby="card-effects">
      <Text className="eyebrow" component="h3" id="card-effects" m={0} mb={6}>
        {t('card.effects')}
      </Text>
      {card.escalation !== null && (
        <Alert
          variant="light"
          color="orange"
          p="sm"
          mb={6}
          icon={<IconUserShare size={18} aria-hidden />}
          title={t('card.escalated')}
        >
          <Words>{card.escalation.reason}</Words>
          {card.escalation.trigger !== null && (
            <Text size="xs" mt={4}>
              {t('card.trigger', { name: card.escalation.trigger })}
            </Text>
          )}
        </Alert>
      )}
      {writes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('card.noWrites')}
        </Text>
      ) : (
        writes.map((effect) => <EffectStrip key={effect.id} effect={effect} />)
      )}
    </section>
  )
}

function Request({ card }: { card: ReviewCard }) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="card-request">
      <Text className="eyebrow" component="h3" id="card-request" m={0} mb={6}>
        {t('card.request', { who: withMarks(card.requester ?? t('common.somebody')), channel: card.channel })}
      </Text>
      <div className="said said-theirs">
        <Words data-testid="query">{card.query}</Words>
      </div>
    </section>
  )
}

function Answer({ card }: { card: ReviewCard }) {
  const { t } = useTranslation()
  const reply = card.effects.findLast(({ kind }) => kind === 'reply') ?? null
  if (reply === null && card.escalation !== null) return null
  return (
    <section aria-labelledby="card-reply">
      <Text className="eyebrow" component="h3" id="card-reply" m={0} mb={6}>
        {t('card.reply')}
      </Text>
      {reply === null ? (
        <Text size="sm" c="dimmed">
          {t('card.noReply')}
        </Text>
      ) : (
        <Group gap={10} align="flex-start" wrap="nowrap">
          <Avatar name={card.employee} size={28} radius="xl" color="ink" aria-hidden />
          <div className="said said-ours" data-testid="reply">
            <Words>{reply.text}</Words>
            <StateBadge state={reply.state} size="sm" mt={6} />
          </div>
        </Group>
      )}
    </section>
  )
}

function Reads({ card }: { card: ReviewCard }) {
  const { t } = useTranslation()
  const reads = card.effects.filter(({ kind }) => kind === 'read')
  if (reads.length === 0) return null
  return (
    <section aria-labelledby="card-reads">
      <Text className="eyebrow" component="h3" id="card-reads" m={0} mb={4}>
        {t('card.reads', { count: reads.length })}
      </Text>
      {reads.map((effect) => (
        <Folded
          key={effect.id}
          label={withMarks(`${effect.operation ?? ''} · ${effect.system ?? ''}`)}
          value={{ arguments: effect.arguments, result: effect.result }}
        />
      ))}
    </section>
  )
}

function Hidden() {
  const { t } = useTranslation()
  return (
    <Group gap={6}>
      <IconEyeOff size={15} aria-hidden />
      <Text size="xs" c="dimmed">
        {t('card.hidden')}
      </Text>
    </Group>
  )
}

function Revealed({ card }: { card: ReviewCard }) {
  const { t } = useTranslation()
  return (
    <Suspense
      fallback={
        <Text size="xs" c="dimmed">
          {t('compare.loading')}
        </Text>
      }
    >
      <Comparison card={card} />
    </Suspense>
  )
}
