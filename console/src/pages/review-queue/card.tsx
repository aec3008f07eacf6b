// One item as the reviewer sees it: side effects first, then the request, the answer, and what was read. Nothing of what the person did is shown before the verdict.

import { Alert, Badge, Divider, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconArrowsShuffle, IconClockHour4, IconEyeOff, IconUserShare } from '@tabler/icons-react'
import { memo, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCard } from '../../api.ts'
import { EffectLine, ReplyBlock } from '../../ui/effect-line.tsx'
import { LinkTo } from '../../ui/links.tsx'
import { PhaseBadge } from '../../ui/marks.tsx'
import { Folded, Words } from '../../ui/text.tsx'
import { Comparison } from './comparison.tsx'
import type { Entry } from './desk.ts'

/** Drawn again only when its own item changes: saving and fetching ahead go on all the time. */
export const CardView = memo(function CardView({ card, entry }: { card: ReviewCard; entry: Entry }) {
  const { t } = useTranslation()
  const writes = card.effects.filter(({ kind }) => kind === 'write')
  const reply = card.effects.findLast(({ kind }) => kind === 'reply') ?? null
  const reads = card.effects.filter(({ kind }) => kind === 'read')
  return (
    <Paper data-raised p="md">
      <Stack gap="md">
        <Head card={card} entry={entry} />
        {card.escalation !== null && (
          <Alert variant="light" color="orange" p="sm" icon={<IconUserShare size={18} aria-hidden />} title={t('card.escalated')}>
            <Words>{card.escalation.reason}</Words>
            {card.escalation.trigger !== null && (
              <Text size="xs" mt={4}>
                {t('card.trigger', { name: card.escalation.trigger })}
              </Text>
            )}
          </Alert>
        )}
        <section aria-labelledby="card-effects">
          <Text className="eyebrow" component="h3" id="card-effects" m={0} mb={6}>
            {t('card.effects')}
          </Text>
          {writes.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('card.noWrites')}
            </Text>
          ) : (
            <Stack gap={6}>
              {writes.map((effect) => (
                <EffectLine key={effect.id} effect={effect} />
              ))}
            </Stack>
          )}
        </section>
        <section aria-labelledby="card-request">
          <Text className="eyebrow" component="h3" id="card-request" m={0} mb={4}>
            {t('card.request', { who: card.requester ?? t('common.somebody'), channel: card.channel })}
          </Text>
          <Words data-testid="query">{card.query}</Words>
        </section>
        {reply !== null && (
          <section aria-labelledby="card-reply">
            <Text className="eyebrow" component="h3" id="card-reply" m={0} mb={4}>
              {t('card.reply')}
            </Text>
            <ReplyBlock effect={reply} />
          </section>
        )}
        {reply === null && card.escalation === null && (
          <Text size="sm" c="dimmed">
            {t('card.noReply')}
          </Text>
        )}
        {entry.judged === null ? card.humanWorkHidden && <Hidden /> : <Comparison card={card} reply={reply?.text ?? null} />}
        {reads.length > 0 && (
          <>
            <Divider />
            <section aria-labelledby="card-reads">
              <Text className="eyebrow" component="h3" id="card-reads" m={0} mb={4}>
                {t('card.reads', { count: reads.length })}
              </Text>
              <Stack gap={4}>
                {reads.map((effect) => (
                  <Folded
                    key={effect.id}
                    label={`${effect.operation ?? ''} · ${effect.system ?? ''}`}
                    value={{ arguments: effect.arguments, result: effect.result }}
                  />
                ))}
              </Stack>
            </section>
          </>
        )}
      </Stack>
    </Paper>
  )
})

function Head({ card, entry }: { card: ReviewCard; entry: Entry }) {
  const { t } = useTranslation()
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <div>
        <Title order={2} size="h5">
          {card.queryType}
        </Title>
        <Text size="xs" c="dimmed">
          {card.employee} · {card.workflow} ·{' '}
          <LinkTo to="/interactions/$id" params={{ id: card.interactionId }} size="xs">
            {t('card.story')}
          </LinkTo>
        </Text>
      </div>
      <Stack gap={4} align="flex-end">
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
        </Group>
        {entry.judged === null && entry.reservedUntil !== null && <Reservation until={entry.reservedUntil} />}
      </Stack>
    </Group>
  )
}

function Reservation({ until }: { until: string }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [])
  const minutes = Math.max(0, Math.ceil((new Date(until).getTime() - now) / 60_000))
  return (
    <Group gap={4} wrap="nowrap">
      <IconClockHour4 size={13} aria-hidden />
      <Text size="xs" c="dimmed" className="number">
        {minutes > 0 ? t('card.reserved', { count: minutes }) : t('card.reservationOver')}
      </Text>
    </Group>
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
