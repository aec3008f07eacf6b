// How far an entry of the catalogue has come: an icon and a word.

import { Badge } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed, IconPencil, IconRefresh, IconRepeat } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { EdgeCaseSummary } from '../../api.ts'

const marks = {
  open: { icon: IconCircleDashed, color: 'yellow' },
  refined: { icon: IconPencil, color: 'blue' },
  replayed: { icon: IconRepeat, color: 'violet' },
  closed: { icon: IconCircleCheck, color: 'green' },
  reopened: { icon: IconRefresh, color: 'red' },
} as const

export function EdgeCaseState({ state }: Pick<EdgeCaseSummary, 'state'>) {
  const { t } = useTranslation()
  const { icon: Shown, color } = marks[state]
  return (
    <Badge color={color} c="var(--mantine-color-text)" leftSection={<Shown size={13} aria-hidden />}>
      {t(`edgeCases.states.${state}`)}
    </Badge>
  )
}
