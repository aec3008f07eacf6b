// One change in the world as a strip: what would happen, where, with which arguments; the exact JSON folded below.

import { Code, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StoryEffect } from '../../api.ts'
import { EffectWhy } from '../../ui/effect-why.tsx'
import { withMarks } from '../../ui/invisible.ts'
import { StateBadge } from '../../ui/marks.tsx'
import { Folded } from '../../ui/text.tsx'

export function EffectStrip({ effect }: { effect: StoryEffect }) {
  const { t } = useTranslation()
  return (
    <div className="strip" data-testid="effect">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text size="sm" component="div" className="words" flex="1 1 200px">
          {t(`effect.lead.${effect.state}`, { defaultValue: '' })}{' '}
          <Code fz="sm" fw={650}>
            {withMarks(effect.operation ?? '')}
          </Code>{' '}
          {t('effect.in')} <b>{withMarks(effect.system ?? '')}</b>
        </Text>
        <StateBadge state={effect.state} />
      </Group>
      <Arguments value={effect.arguments} />
      <EffectWhy effect={effect} />
      <Folded label={t('effect.exact')} value={effect.arguments} />
    </div>
  )
}

/** Name and value of each argument; whatever is not an object is left to the exact JSON. */
function Arguments({ value }: { value: unknown }) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return (
    <dl className="arguments" dir="ltr">
      {Object.entries(value).map(([name, each]) => (
        <div key={name}>
          <dt>{withMarks(name)}</dt>
          <dd>{withMarks(typeof each === 'string' ? each : (JSON.stringify(each) ?? ''))}</dd>
        </div>
      ))}
    </dl>
  )
}
