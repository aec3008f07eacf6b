// Whether the page is kept true by itself: an icon and a word, told to screen readers when it changes.

import { Group, Text, Tooltip } from '@mantine/core'
import { IconBroadcast, IconBroadcastOff, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type LiveState, useLive } from '../live.ts'

const icons = { live: IconBroadcast, reconnecting: IconRefresh, connecting: IconRefresh, off: IconBroadcastOff } satisfies Record<
  LiveState,
  unknown
>

export function LiveMark() {
  const { t } = useTranslation()
  const state = useLive()
  const Shown = icons[state]
  return (
    <Tooltip label={t(`live.means.${state}`)} multiline maw={260} withArrow>
      <Group gap={4} wrap="nowrap" role="status" className={`live-mark is-${state}`} data-live={state}>
        <Shown size={16} aria-hidden />
        <Text size="xs" span visibleFrom="lg">
          {t(`live.${state}`)}
        </Text>
        <Text span hiddenFrom="lg" className="said-only">
          {t(`live.${state}`)}
        </Text>
      </Group>
    </Tooltip>
  )
}
