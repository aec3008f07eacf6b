// Every change of a rollout: when, what, who, and with which reason.

import { Paper, Text, Timeline, Title } from '@mantine/core'
import { IconPoint } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Rollout } from '../../api.ts'
import { Folded, Instant } from '../../ui/text.tsx'

export function History({ rollout }: { rollout: Rollout }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="sm">
        {t('history.title')}
      </Title>
      {rollout.timeline.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('history.none')}
        </Text>
      ) : (
        <Timeline bulletSize={18} lineWidth={2}>
          {rollout.timeline.map((entry) => (
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
      )}
    </Paper>
  )
}
