// One effect in one line a person understands: what would happen, to what, with which arguments; the exact JSON folded below.

import { Code, Group, Paper, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StoryEffect } from '../api.ts'
import { EffectWhy } from './effect-why.tsx'
import { StateBadge } from './marks.tsx'
import { Folded, shortArguments, Words } from './text.tsx'

export function EffectLine({ effect, exact = false }: { effect: StoryEffect; exact?: boolean }) {
  const { t } = useTranslation()
  return (
    <Paper p="xs" data-testid="effect">
      <Stack gap={4}>
        <Group justify="space-between" align="flex-start" gap="xs">
          <Text size="sm" component="div" className="words" flex="1 1 200px">
            {t(`effect.lead.${effect.state}`, { defaultValue: '' })}{' '}
            <Code fz="sm" fw={650}>
              {effect.operation}
            </Code>{' '}
            {t('effect.in')} <b>{effect.system}</b>
          </Text>
          <StateBadge state={effect.state} />
        </Group>
        <Text size="sm" className="words" dir="ltr">
          {shortArguments(effect.arguments)}
        </Text>
        <EffectWhy effect={effect} />
        <Folded
          label={t('effect.exact')}
          value={exact ? { arguments: effect.arguments, result: effect.result } : effect.arguments}
        />
      </Stack>
    </Paper>
  )
}

export function ReplyBlock({ effect }: { effect: StoryEffect }) {
  return (
    <Paper p="sm" data-testid="reply">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Words flex="1 1 200px">{effect.text}</Words>
        <StateBadge state={effect.state} />
      </Group>
    </Paper>
  )
}
