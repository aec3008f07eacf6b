// The workflow as a whole: what it is called, through which channels it is reached, what is known of a query before anybody reads it, and what nobody knows
// yet.

import { Button, Group, Paper, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { files, isRaw } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { type At, BoundTags, BoundText, useBound, useTyped, useWords } from '../fields.tsx'
import { linesOf, readLines } from './argument-lines.ts'

export function General() {
  const at = (field: string): At => ({ file: files.workflow, place: [field], word: `workflow_${field}` })
  return (
    <Paper data-raised p="md">
      <Stack gap="sm">
        <BoundText {...at('title')} />
        <BoundText {...at('employee')} />
        <BoundTags {...at('channels')} />
        <BoundTags {...at('trustedChannels')} />
        <DeclaredFields />
        <AskQuestion />
      </Stack>
    </Paper>
  )
}

const types = ['string', 'number', 'boolean']

function DeclaredFields() {
  const { t } = useTranslation()
  const { value, save, mayEdit } = useBound({ file: files.workflow, place: ['fields'] })
  const wrong = (text: string) => {
    const read = readLines(text)
    if (!read.ok) return read.line
    const at = Object.values(read.values).findIndex((type) => !types.includes(String(type)))
    return at === -1 ? null : at + 1
  }
  const typed = useTyped(linesOf(isRaw(value) ? value : {}), (text) => {
    const read = readLines(text)
    if (read.ok && wrong(text) === null) save(Object.keys(read.values).length === 0 ? null : read.values)
  })
  const line = wrong(typed.value)
  return (
    <Textarea
      {...useWords('workflow_fields')}
      {...typed}
      autosize
      minRows={2}
      readOnly={!mayEdit}
      error={line === null ? null : t('discovery.map.fieldLine', { line, types: types.join(', ') })}
    />
  )
}

/** A question for later: it blocks signing until somebody has answered it, which is what it is for. */
function AskQuestion() {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const [question, setQuestion] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setQuestion('')
    void edit({ kind: 'add', file: files.workflow, place: ['openQuestions'], value: { question: question.trim() } })
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          flex={1}
          label={t('discovery.settle.ask')}
          description={t('discovery.settle.askHint')}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!mayEdit || question.trim() === ''}>
          {t('discovery.settle.askNow')}
        </Button>
      </Group>
    </form>
  )
}
