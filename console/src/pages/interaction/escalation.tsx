// A query that people have: who has it and until when.

import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type StoryEscalation } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { EscalationReason } from '../../ui/escalation-reason.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { AnswerForm } from './answer-form.tsx'

export function EscalationPanel({ interactionId, escalation }: { interactionId: string; escalation: StoryEscalation }) {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const queries = useQueryClient()
  const [returning, setReturning] = useState(false)
  const taking = useMutation({
    mutationFn: () => api.takeEscalation(interactionId),
    onSuccess: () => queries.invalidateQueries(),
  })
  const mine = escalation.state === 'taken' && escalation.takenBy === me?.id
  return (
    <Paper data-raised p="md" component="section">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t('escalation.title')}
        </Title>
        <Text size="sm">
          {t(`escalation.state.${escalation.state}`)}
          {escalation.dueAt !== null && escalation.state !== 'answered' && (
            <>
              {' · '}
              {t('escalation.due')} <Instant at={escalation.dueAt} />
            </>
          )}
        </Text>
      </Group>
      <Text size="sm">{t(`escalation.source.${escalation.source}`)}</Text>
      <EscalationReason source={escalation.source} reason={escalation.reason} />
      {escalation.who !== null && (
        <Text size="xs" c="dimmed">
          {t('escalation.who', { who: escalation.who })}
        </Text>
      )}
      {taking.error !== null && <ProblemNote error={taking.error} />}
      {escalation.state !== 'answered' && (
        <Group gap="xs" mt="sm">
          {escalation.state === 'open' && (
            <ActButton size="compact-sm" why={may('escalation.take')} onPress={() => taking.mutate()}>
              {t('escalation.take')}
            </ActButton>
          )}
          {mine && (
            <Button size="compact-sm" variant="default" onClick={() => setReturning(true)}>
              {t('escalation.return')}
            </Button>
          )}
        </Group>
      )}
      {mine && <AnswerForm interactionId={interactionId} />}
      {returning && (
        <ReasonDialog
          title={t('escalation.return')}
          consequence={t('escalation.returnConsequence')}
          confirm={t('escalation.return')}
          act={(reason) => api.returnEscalation(interactionId, reason)}
          onClose={() => setReturning(false)}
        />
      )}
    </Paper>
  )
}
