// How far a replay is, and what came of a case: an icon and a word.

import { Badge } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowsDiff,
  IconCircleCheck,
  IconEqual,
  IconHandStop,
  IconHourglass,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Replay, ReplayCase } from '../../api.ts'

const states = {
  running: { icon: IconPlayerPlay, color: 'blue' },
  done: { icon: IconCircleCheck, color: 'green' },
  stopped: { icon: IconHandStop, color: 'orange' },
} as const

const outcomes = {
  unchanged: { icon: IconEqual, color: 'green' },
  changed: { icon: IconArrowsDiff, color: 'orange' },
  unanswerable: { icon: IconAlertTriangle, color: 'yellow' },
  failed: { icon: IconX, color: 'red' },
  waiting: { icon: IconHourglass, color: 'gray' },
} as const

export function ReplayState({ state }: Pick<Replay, 'state'>) {
  const { t } = useTranslation()
  const { icon: Shown, color } = states[state]
  return (
    <Badge color={color} c="var(--mantine-color-text)" leftSection={<Shown size={13} aria-hidden />}>
      {t(`replay.states.${state}`)}
    </Badge>
  )
}

export function CaseOutcome({ outcome }: Pick<ReplayCase, 'outcome'>) {
  const { t } = useTranslation()
  const { icon: Shown, color } = outcomes[outcome ?? 'waiting']
  return (
    <Badge color={color} c="var(--mantine-color-text)" leftSection={<Shown size={13} aria-hidden />}>
      {t(`replay.outcomes.${outcome ?? 'waiting'}`)}
    </Badge>
  )
}
