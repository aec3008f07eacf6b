// What happened, newest first as the server tells it: what, when, by whom, why, and the record.

import { Text, Timeline } from '@mantine/core'
import { IconPoint } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Rollout } from '../api.ts'
import { Folded, Instant } from './text.tsx'

export function Happenings({ entries }: { entries: Rollout['timeline'] }) {
  const { t } = useTranslation()
  return (
    <Timeline bulletSize={18} lineWidth={2}>
      {entries.map((entry) => (
        <Timeline.Item
          key={entry.recordId}
          bullet={<IconPoint size={14} aria-hidden />}
          title={
            <Text size="sm" fw={600}>
              {t(`record.${entry.kind.replaceAll('.', '_')}`, { defaultValue: entry.kind })}
            </Text>
          }
        >
          <Text size="xs" c="dimmed">
            <Instant at={entry.at} /> · {entry.by.name ?? entry.by.id}
          </Text>
          {typeof entry.says.reason === 'string' && (
            <Text size="sm" className="words">
              {entry.says.reason}
            </Text>
          )}
          <Folded label={t('history.record')} value={entry.says} />
        </Timeline.Item>
      ))}
    </Timeline>
  )
}
