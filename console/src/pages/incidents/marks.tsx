// How bad an incident is and how far it has come: always an icon and a word.

import { Badge } from '@mantine/core'
import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconInfoCircle,
  IconTool,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { IncidentSummary } from '../../api.ts'

const severities = {
  minor: { icon: IconInfoCircle, color: 'gray' },
  major: { icon: IconAlertTriangle, color: 'orange' },
  severe: { icon: IconAlertOctagon, color: 'red' },
} as const

const states = {
  open: { icon: IconCircleDashed, color: 'red' },
  remedied: { icon: IconTool, color: 'yellow' },
  closed: { icon: IconCircleCheck, color: 'green' },
} as const

export function Severity({ severity }: Pick<IncidentSummary, 'severity'>) {
  const { t } = useTranslation()
  const { icon: Shown, color } = severities[severity]
  return (
    <Badge color={color} c="var(--mantine-color-text)" leftSection={<Shown size={13} aria-hidden />}>
      {t(`incidents.severities.${severity}`)}
    </Badge>
  )
}

export function IncidentState({ state }: Pick<IncidentSummary, 'state'>) {
  const { t } = useTranslation()
  const { icon: Shown, color } = states[state]
  return (
    <Badge color={color} c="var(--mantine-color-text)" leftSection={<Shown size={13} aria-hidden />}>
      {t(`incidents.states.${state}`)}
    </Badge>
  )
}
