// Effects that wait for a person while their agent waits, and effects whose outcome never came back. What is shown is what will be done, to the last byte; what nobody
// knows is settled by somebody who looked, with how they know.

import { Badge, Code, Group, Paper, Radio, Stack, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ListedEffect } from '../../api.ts'
import { unlessLive } from '../../live.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { EffectLine, ReplyBlock } from '../../ui/effect-line.tsx'
import { EffectWhy } from '../../ui/effect-why.tsx'
import { LinkTo } from '../../ui/links.tsx'
import { PhaseBadge } from '../../ui/marks.tsx'
import { useMay } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Empty, Found } from '../../ui/states.tsx'
import { Instant, Words } from '../../ui/text.tsx'

const shown = ['held', 'unknown'] as const
type Shown = (typeof shown)[number]

export function EffectsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = useSearch({ from: '/inside/effects' })
  const state: Shown = search.state === 'unknown' ? 'unknown' : 'held'
  const query = useQuery({ queryKey: ['effects', state], queryFn: () => api.effects(state), refetchInterval: unlessLive(5_000) })
  return (
    <>
      <PageTitle title={t('effects.title')}>{t('effects.lead')}</PageTitle>
      <Tabs
        value={state}
        onChange={(value) => void navigate({ to: '/effects', search: { state: value === 'unknown' ? 'unknown' : 'held' } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {shown.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`effects.tab.${one}`)}
              {query.data !== undefined && ` (${query.data.waiting[one]})`}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={state}>
          <Text size="sm" c="dimmed" mb="sm">
            {t(`effects.how.${state}`)}
          </Text>
          <Found query={query}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty title={t(`effects.none.${state}`)}>{t(`effects.noneWhy.${state}`)}</Empty>
              ) : (
                <Stack gap="md">
                  {items.map((effect) => (
                    <Waiting key={effect.id} effect={effect} />
                  ))}
                </Stack>
              )
            }
          </Found>
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

function Waiting({ effect }: { effect: ListedEffect }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="article" aria-label={t('effects.one', { id: effect.id })}>
      <Group justify="space-between" align="flex-start" mb={6}>
        <Group gap={8}>
          <Text fw={650}>{effect.employee}</Text>
          <Badge color="gray" c="var(--mantine-color-text)">
            {effect.queryType}
          </Badge>
          <Badge color="gray" c="var(--mantine-color-text)">
            {effect.channel}
          </Badge>
          {effect.phase !== null && <PhaseBadge phase={effect.phase} size="sm" />}
        </Group>
        <Text size="xs" c="dimmed">
          {t('effects.asked')} <Instant at={effect.askedAt} />
        </Text>
      </Group>
      <Group gap={6} mb={4} align="baseline">
        <Text size="sm" c="dimmed">
          {t('effects.from', { who: effect.requester ?? '–' })}
        </Text>
        <LinkTo to="/interactions/$id" params={{ id: effect.interactionId }} size="sm">
          {t('effects.story')}
        </LinkTo>
      </Group>
      <Words mb="xs">{effect.query}</Words>
      {effect.kind === 'reply' ? <ReplyBlock effect={effect} /> : <EffectLine effect={effect} />}
      {effect.kind === 'reply' && <EffectWhy effect={effect} />}
      {effect.state === 'held' ? <Deciding effect={effect} /> : <Settling effect={effect} />}
    </Paper>
  )
}

function Deciding({ effect }: { effect: ListedEffect }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState<'release' | 'decline' | null>(null)
  const digest = effect.approvalDigest ?? ''
  return (
    <Group justify="space-between" mt="sm">
      <Text size="xs" c="dimmed" component="div">
        {t('effect.approval')} <Code fz="xs">{digest.slice(0, 16)}…</Code>
        {effect.expiresAt !== null && (
          <>
            {' · '}
            {t('effects.lapses')} <Instant at={effect.expiresAt} />
          </>
        )}
      </Text>
      <Group gap="xs">
        <ActButton variant="default" why={may('effect.decide')} onPress={() => setAsked('decline')}>
          {t('effects.decline')}
        </ActButton>
        <ActButton why={may('effect.decide')} onPress={() => setAsked('release')}>
          {t('effects.release')}
        </ActButton>
      </Group>
      {asked !== null && (
        <ReasonDialog
          title={t(`effects.${asked}`)}
          consequence={t(`effects.consequence.${asked}`)}
          confirm={t(`effects.${asked}`)}
          withReason={false}
          danger={asked === 'decline'}
          act={() => api.decideEffect(effect.id, asked, digest)}
          onClose={() => setAsked(null)}
        >
          {effect.kind === 'reply' ? <ReplyBlock effect={effect} /> : <EffectLine effect={effect} />}
        </ReasonDialog>
      )}
    </Group>
  )
}

function Settling({ effect }: { effect: ListedEffect }) {
  const { t } = useTranslation()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const [outcome, setOutcome] = useState<'performed' | 'failed' | null>(null)
  return (
    <Group justify="space-between" mt="sm" align="flex-end">
      <Text size="xs" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
        {t('effects.sent')} {effect.attemptedAt === null ? '–' : <Instant at={effect.attemptedAt} />}
        {' · '}
        {t('effects.key')} <Code fz="xs">{effect.key}</Code>
        {effect.providerRef !== null && (
          <>
            {' · '}
            {t('effects.reference')} <Code fz="xs">{effect.providerRef}</Code>
          </>
        )}
      </Text>
      <ActButton why={may('effect.settle')} onPress={() => setOpen(true)}>
        {t('effects.settle')}
      </ActButton>
      {open && (
        <ReasonDialog
          title={t('effects.settle')}
          consequence={t('effects.consequence.settle')}
          confirm={t('effects.settleNow')}
          label={t('effects.evidence')}
          blocked={outcome === null ? t('effects.sayWhich') : null}
          act={(evidence) => api.settleUnknown(effect.id, outcome ?? 'failed', evidence)}
          onClose={() => setOpen(false)}
        >
          <Radio.Group
            label={t('effects.happened')}
            value={outcome}
            onChange={(value) => setOutcome(value === 'performed' ? 'performed' : 'failed')}
          >
            <Group mt={6}>
              <Radio value="performed" label={t('effects.outcome.performed')} />
              <Radio value="failed" label={t('effects.outcome.failed')} />
            </Group>
          </Radio.Group>
        </ReasonDialog>
      )}
    </Group>
  )
}
