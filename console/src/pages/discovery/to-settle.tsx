// What only people can settle and what keeps a dossier from being signed: questions nobody has answered, and places where the SOP says one thing and people
// do another.

import { Button, Group, Paper, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft, EditPlace } from '../../api.ts'
import { useMe } from '../../ui/me.ts'
import { asRecords, asText, files, interviewFile, isRaw, type Raw, recordsAt } from './documents.ts'
import { useDraftEditing } from './draft-editing.tsx'

type OpenQuestion = { file: string; place: EditPlace; question: string }
type Difference = { file: string; place: EditPlace; title: string; sop: string; practice: string }

export function ToSettle() {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const questions = openQuestionsIn(draft)
  const differences = differencesIn(draft)
  if (questions.length + differences.length === 0) return null
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('discovery.settle.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('discovery.settle.lead')}
      </Text>
      <Stack gap="md">
        {differences.map((difference) => (
          <SettleDifference key={`${difference.file} ${difference.place.join('.')}`} {...difference} />
        ))}
        {questions.map((question) => (
          <AnswerQuestion key={`${question.file} ${question.question}`} {...question} />
        ))}
      </Stack>
    </Paper>
  )
}

function openQuestionsIn(draft: Draft): OpenQuestion[] {
  const from = (file: string, list: Raw[]) =>
    list.flatMap((one, at) => (isRaw(one.answer) ? [] : [{ file, place: ['openQuestions', at], question: asText(one.question) }]))
  const interviews = Object.entries(draft.documents.interviews).flatMap(([id, interview]) =>
    isRaw(interview) ? from(interviewFile(id), asRecords(interview.openQuestions)) : [],
  )
  return [...from(files.workflow, recordsAt(draft, files.workflow, ['openQuestions'])), ...interviews]
}

const words = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

function differencesIn(draft: Draft): Difference[] {
  return (['queryTypes', 'steps'] as const).flatMap((list) =>
    recordsAt(draft, files.workflow, [list]).flatMap((one) => {
      const [sop, practice] = [asText(one.sop), asText(one.practice)]
      const differ = sop !== '' && practice !== '' && words(sop) !== words(practice) && !isRaw(one.resolution)
      return differ
        ? [{ file: files.workflow, place: [list, asText(one.name ?? one.id)], title: asText(one.title), sop, practice }]
        : []
    }),
  )
}

export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

function AnswerQuestion({ file, place, question }: OpenQuestion) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const me = useMe()
  const [text, setText] = useState('')
  const [by, setBy] = useState(me?.name ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void edit({ kind: 'set', file, place: [...place, 'answer'], now: { text: text.trim(), by: by.trim(), on: today() } })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <Textarea
          label={question}
          description={file}
          autosize
          minRows={1}
          value={text}
          readOnly={!mayEdit}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group align="flex-end" gap="xs">
          <TextInput
            size="xs"
            label={t('discovery.settle.by')}
            value={by}
            onChange={(event) => setBy(event.currentTarget.value)}
          />
          <Button size="compact-sm" type="submit" variant="default" disabled={!mayEdit || text.trim() === '' || by.trim() === ''}>
            {t('discovery.settle.answer')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function SettleDifference({ file, place, title, sop, practice }: Difference) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const me = useMe()
  const [holds, setHolds] = useState<string | null>(null)
  const [what, setWhat] = useState('')
  const [by, setBy] = useState(me?.name ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void edit({
      kind: 'set',
      file,
      place: [...place, 'resolution'],
      now: { holds, what: what.trim(), by: by.trim(), on: today() },
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={6}>
        <Text fw={600} size="sm">
          {t('discovery.settle.differs', { title })}
        </Text>
        <Text size="sm">{t('discovery.settle.sop', { text: sop })}</Text>
        <Text size="sm">{t('discovery.settle.practice', { text: practice })}</Text>
        <Group align="flex-end" gap="xs">
          <Select
            size="xs"
            label={t('discovery.settle.holds')}
            value={holds}
            onChange={(next) => {
              setHolds(next)
              if (what === '') setWhat(next === 'sop' ? sop : next === 'practice' ? practice : '')
            }}
            data={(['sop', 'practice', 'neither'] as const).map((value) => ({ value, label: t(`discovery.holds.${value}`) }))}
          />
          <TextInput
            size="xs"
            flex={1}
            miw={220}
            label={t('discovery.settle.what')}
            value={what}
            onChange={(event) => setWhat(event.currentTarget.value)}
          />
          <TextInput
            size="xs"
            label={t('discovery.settle.by')}
            value={by}
            onChange={(event) => setBy(event.currentTarget.value)}
          />
          <Button
            size="compact-sm"
            type="submit"
            variant="default"
            disabled={!mayEdit || holds === null || what.trim() === '' || by.trim() === ''}
          >
            {t('discovery.settle.settle')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
