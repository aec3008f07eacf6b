// Every change of a rollout: when, what, who, and with which reason.

import { Paper, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Rollout } from '../../api.ts'
import { Happenings } from '../../ui/happenings.tsx'

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
        <Happenings entries={rollout.timeline} />
      )}
    </Paper>
  )
}
