// Phase, gate outcome, verdict, state: always an icon and a word; colour only repeats what they say.

import { Badge, type BadgeProps, Group, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowUpRight,
  IconBan,
  IconCheck,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconEye,
  IconHandStop,
  IconHourglass,
  IconPencil,
  IconPlayerPause,
  IconRocket,
  IconSearch,
  IconShieldCheck,
  IconUserShare,
  IconX,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Phase, VerdictKind } from '../api.ts'

type Icon = ComponentType<{ size?: number | string; color?: string; 'aria-hidden'?: boolean }>
type Mark = { icon: Icon; color: string }

export const phaseMarks: Record<Phase, Mark> = {
  discovery: { icon: IconSearch, color: 'gray' },
  shadow: { icon: IconEye, color: 'violet' },
  supervised: { icon: IconShieldCheck, color: 'blue' },
  autonomous: { icon: IconRocket, color: 'teal' },
  halted: { icon: IconHandStop, color: 'red' },
  retired: { icon: IconPlayerPause, color: 'gray' },
}

const verdictMarks: Record<VerdictKind, Mark> = {
  correct: { icon: IconCheck, color: 'green' },
  correct_small_edit: { icon: IconPencil, color: 'teal' },
  wrong: { icon: IconX, color: 'red' },
  should_escalate: { icon: IconUserShare, color: 'orange' },
  unsafe: { icon: IconAlertTriangle, color: 'grape' },
  needed: { icon: IconUserShare, color: 'green' },
  not_needed: { icon: IconArrowUpRight, color: 'orange' },
}

const outcomeMarks = {
  met: { icon: IconCircleCheck, color: 'green' },
  not_met: { icon: IconCircleX, color: 'red' },
  not_yet_known: { icon: IconCircleDashed, color: 'yellow' },
  none: { icon: IconPlayerPause, color: 'gray' },
} as const

const stateMarks: Record<string, Mark> = {
  performed: { icon: IconCheck, color: 'green' },
  replayed: { icon: IconCheck, color: 'gray' },
  recorded: { icon: IconEye, color: 'violet' },
  held: { icon: IconHourglass, color: 'yellow' },
  refused: { icon: IconBan, color: 'red' },
  declined: { icon: IconBan, color: 'orange' },
  escalated: { icon: IconUserShare, color: 'orange' },
  failed: { icon: IconX, color: 'red' },
  unknown: { icon: IconAlertTriangle, color: 'red' },
  lapsed: { icon: IconHourglass, color: 'gray' },
}

function MarkBadge({ mark, word, ...rest }: { mark: Mark; word: string } & BadgeProps) {
  const Shown = mark.icon
  return (
    <Badge color={mark.color} leftSection={<Shown size={13} aria-hidden />} c="var(--mantine-color-text)" {...rest}>
      {word}
    </Badge>
  )
}

export function PhaseBadge({ phase, ...rest }: { phase: Phase } & BadgeProps) {
  const { t } = useTranslation()
  return <MarkBadge mark={phaseMarks[phase]} word={t(`phase.${phase}`)} {...rest} />
}

export function VerdictBadge({ kind, ...rest }: { kind: VerdictKind } & BadgeProps) {
  const { t } = useTranslation()
  return <MarkBadge mark={verdictMarks[kind]} word={t(`verdict.${kind}`)} {...rest} />
}

export function StateBadge({ state, ...rest }: { state: string } & BadgeProps) {
  const { t } = useTranslation()
  return <MarkBadge mark={stateMarks[state] ?? { icon: IconCircleDashed, color: 'gray' }} word={t(`state.${state}`)} {...rest} />
}

/** Null: there is no promotion from here, so there is nothing to meet. */
export type Outcome = Exclude<keyof typeof outcomeMarks, 'none'> | null

export function OutcomeMark({ outcome, size = 'sm' }: { outcome: Outcome; size?: 'sm' | 'lg' }) {
  const { t } = useTranslation()
  const { icon: Shown, color } = outcomeMarks[outcome ?? 'none']
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <Shown size={size === 'lg' ? 22 : 17} aria-hidden color={`var(--mantine-color-${color}-filled)`} />
      <Text component="span" size={size} fw={600} style={{ whiteSpace: 'nowrap' }}>
        {t(`outcome.${outcome ?? 'none'}`)}
      </Text>
    </Group>
  )
}

export function VerdictIcon({ kind }: { kind: VerdictKind }) {
  const { icon: Shown, color } = verdictMarks[kind]
  return <Shown size={17} aria-hidden color={`var(--mantine-color-${color}-filled)`} />
}
