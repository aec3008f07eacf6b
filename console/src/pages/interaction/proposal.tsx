// What the agent put forward, and what Tenure ruled for each effect.

import { Alert, Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconUserShare } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { InteractionStory, StoryEffect } from '../../api.ts'
import { EffectLine, ReplyBlock } from '../../ui/effect-line.tsx'
import { percent } from '../../ui/numbers.ts'
import { Folded, Instant, Words } from '../../ui/text.tsx'

type Proposal = InteractionStory['proposals'][number]

export function ProposalPart({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          {t('proposal.title', { attempt: proposal.attempt })}
        </Title>
        <Text size="xs" c="dimmed">
          {proposal.agent} · {t(`phase.${proposal.phase}`)} · {t(`proposal.state.${proposal.state}`)} ·{' '}
          <Instant at={proposal.openedAt} />
          {proposal.sampleRatio !== null && ` · ${t('proposal.sampled', { ratio: percent(proposal.sampleRatio, 0) })}`}
        </Text>
      </Group>
      <Stack gap="sm">
        {proposal.escalated && (
          <Alert variant="light" color="orange" p="sm" icon={<IconUserShare size={18} aria-hidden />} title={t('card.escalated')}>
            <Words>{proposal.reason}</Words>
            {proposal.trigger !== null && <Text size="xs">{t('card.trigger', { name: proposal.trigger })}</Text>}
          </Alert>
        )}
        {proposal.effects.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('proposal.noEffects')}
          </Text>
        )}
        {proposal.effects.map((effect) => (
          <OneEffect key={effect.id} effect={effect} />
        ))}
      </Stack>
    </Paper>
  )
}

function OneEffect({ effect }: { effect: StoryEffect }) {
  const { t } = useTranslation()
  return (
    <div>
      {effect.kind === 'reply' ? <ReplyBlock effect={effect} /> : <EffectLine effect={effect} exact />}
      <Group gap={8} mt={2} ml={4}>
        <Text size="xs" c="dimmed">
          {effect.position}. {t(`effect.kind.${effect.kind}`)}
        </Text>
        {effect.disposition !== null && (
          <Badge size="xs" color="gray" c="var(--mantine-color-text)">
            {t(`disposition.${effect.disposition}`)}
          </Badge>
        )}
        {effect.afterDivergence && (
          <Badge size="xs" color="yellow" c="var(--mantine-color-text)">
            {t('effect.afterDivergence')}
          </Badge>
        )}
        {effect.simulated && (
          <Badge size="xs" color="violet" c="var(--mantine-color-text)">
            {t('effect.simulated')}
          </Badge>
        )}
        <Text size="xs" c="dimmed">
          {t(`effect.performer.${effect.performer}`)}
          {effect.releasedBy !== null && ` · ${t('effect.releasedBy', { name: effect.releasedBy })}`}
          {effect.providerRef !== null && ` · ${effect.providerRef}`} · <Instant at={effect.endedAt ?? effect.askedAt} />
        </Text>
      </Group>
      {effect.approvalDigest !== null && (
        <Folded label={t('effect.approval')} value={{ digest: effect.approvalDigest, expiresAt: effect.expiresAt }} />
      )}
    </div>
  )
}
