// Every act that moves trust asks for a reason and says beforehand what it will do. The same small form for all of them.

import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from './states.tsx'

export type ReasonDialogProps = {
  title: string
  /** What this will do, in words, before it is done. */
  consequence: ReactNode
  confirm: string
  danger?: boolean
  /** The person has to type this word: for acts that give an employee more freedom. */
  typed?: string
  /** No reason is asked where the API takes none. */
  withReason?: boolean
  /** What the reason is called here; left out: a reason. */
  label?: string
  blocked?: string | null
  children?: ReactNode
  act: (reason: string) => Promise<unknown>
  onClose: () => void
}

export function ReasonDialog({
  title,
  consequence,
  confirm,
  danger = false,
  typed,
  withReason = true,
  label,
  blocked = null,
  children,
  act,
  onClose,
}: ReasonDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [word, setWord] = useState('')
  const doing = useMutation({
    mutationFn: () => act(reason.trim()),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries()
    },
  })
  const missing = (withReason && reason.trim() === '') || (typed !== undefined && word.trim() !== typed) || blocked !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!missing && !doing.isPending) doing.mutate()
  }
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{title}</Text>} size="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Alert variant="light" color={danger ? 'red' : 'blue'} p="sm">
            <Text size="sm">{consequence}</Text>
          </Alert>
          {children}
          {withReason && (
            <Textarea
              data-autofocus
              label={label ?? t('reason.label')}
              description={t('reason.kept')}
              required
              autosize
              minRows={2}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          {typed !== undefined && (
            <TextInput
              label={t('reason.type', { word: typed })}
              autoComplete="off"
              required
              value={word}
              onChange={(event) => setWord(event.currentTarget.value)}
            />
          )}
          {doing.error !== null && <ProblemNote error={doing.error} />}
          <Group justify="flex-end" gap="xs">
            {blocked !== null && (
              <Text size="xs" c="dimmed" flex={1}>
                {blocked}
              </Text>
            )}
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={missing} loading={doing.isPending} {...(danger ? { color: 'red.9' } : {})}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
