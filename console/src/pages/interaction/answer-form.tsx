// The form in which a person answers a query in the employee's place; it may start from what the employee would have said.

import { Button, Group, NumberInput, Paper, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { ProblemNote } from '../../ui/states.tsx'
import { Words } from '../../ui/text.tsx'

export function AnswerForm({ interactionId, suggested = null }: { interactionId: string; suggested?: string | null }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [reply, setReply] = useState('')
  const [minutes, setMinutes] = useState<number | string>('')
  const answering = useMutation({
    mutationFn: () =>
      api.answerEscalation(interactionId, {
        reply: reply.trim() === '' ? null : reply,
        operations: [],
        minutes: typeof minutes === 'number' ? minutes : null,
      }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    answering.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" mt="sm">
        {suggested !== null && (
          <Paper p="sm" data-testid="suggested">
            <Group justify="space-between" align="flex-start" gap="xs">
              <div style={{ flex: '1 1 220px' }}>
                <Text className="eyebrow">{t('escalations.suggested')}</Text>
                <Words>{suggested}</Words>
              </div>
              <Button className="touch" size="compact-sm" variant="default" onClick={() => setReply(suggested)}>
                {t('escalations.useSuggested')}
              </Button>
            </Group>
          </Paper>
        )}
        <Textarea
          label={t('escalation.reply')}
          description={t('escalation.replyHow')}
          autosize
          minRows={3}
          value={reply}
          onChange={(event) => setReply(event.currentTarget.value)}
        />
        <NumberInput label={t('escalation.minutes')} min={0} w={160} value={minutes} onChange={setMinutes} />
        {answering.error !== null && <ProblemNote error={answering.error} />}
        <Group>
          <Button type="submit" className="touch" loading={answering.isPending} disabled={reply.trim() === ''}>
            {t('escalation.answer')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
