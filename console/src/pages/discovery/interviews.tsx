// Interviews: who was asked, and the questions that follow from what the map says already. Every answer is kept at once, with who said it and when.

import {
  Badge,
  Button,
  Grid,
  Group,
  Modal,
  NavLink,
  Paper,
  Progress,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ScriptQuestion } from '../../api.ts'
import { Empty, Found } from '../../ui/states.tsx'
import { asRecords, asText, interviewFile, isRaw, nameFor, type Raw } from './documents.ts'
import { useDraftEditing } from './draft-editing.tsx'
import { useTyped } from './fields.tsx'
import { questionWords } from './question-words.ts'
import { ToSettle, today } from './to-settle.tsx'

export function InterviewsTab() {
  const { t } = useTranslation()
  const { draft, mayEdit } = useDraftEditing()
  const { item } = useSearch({ from: '/inside/discovery/$id' })
  const [adding, setAdding] = useState(false)
  const ids = Object.keys(draft.documents.interviews)
  const chosen = ids.find((id) => id === item) ?? ids[0]
  const add = mayEdit && (
    <Button size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      {t('discovery.interview.add')}
    </Button>
  )
  return (
    <Stack gap="md">
      {chosen === undefined ? (
        <Empty title={t('discovery.interview.none')} action={add}>
          {t('discovery.interview.noneWhy')}
        </Empty>
      ) : (
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 3 }}>
            <Stack gap="xs">
              <People chosen={chosen} />
              {add}
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 9 }}>
            <Interview key={chosen} id={chosen} />
          </Grid.Col>
        </Grid>
      )}
      <ToSettle />
      {adding && <NewInterview onClose={() => setAdding(false)} />}
    </Stack>
  )
}

function People({ chosen }: { chosen: string }) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const navigate = useNavigate({ from: '/discovery/$id' })
  return (
    <nav aria-label={t('discovery.interview.people')}>
      {Object.entries(draft.documents.interviews).map(([id, raw]) => (
        <NavLink
          key={id}
          component="button"
          active={id === chosen}
          aria-current={id === chosen}
          label={isRaw(raw) && asText(raw.person) !== '' ? asText(raw.person) : id}
          description={isRaw(raw) ? asText(raw.role) : t('discovery.interview.unreadable')}
          rightSection={
            isRaw(raw) && raw.doesTheWork === true ? <Badge size="xs">{t('discovery.interview.worker')}</Badge> : null
          }
          onClick={() => void navigate({ search: { tab: 'interviews', item: id } })}
        />
      ))}
    </nav>
  )
}

/** A text of JSON is one of YAML too. */
function quoted(text: string): string {
  return JSON.stringify(text.trim())
}

function NewInterview({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { draft, edit } = useDraftEditing()
  const navigate = useNavigate({ from: '/discovery/$id' })
  const [person, setPerson] = useState('')
  const [role, setRole] = useState('')
  const [worker, setWorker] = useState(true)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const id = nameFor(person, Object.keys(draft.documents.interviews))
    const now = `id: ${id}\nperson: ${quoted(person)}\nrole: ${quoted(role)}\ndoesTheWork: ${worker}\non: ${today()}\nanswers: []\n`
    onClose()
    if (await edit({ kind: 'write', file: interviewFile(id), was: null, now }))
      await navigate({ search: { tab: 'interviews', item: id } })
  }
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{t('discovery.interview.add')}</Text>}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            required
            label={t('discovery.interview.person')}
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
          />
          <TextInput
            required
            label={t('discovery.interview.role')}
            description={t('discovery.interview.roleHint')}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value)}
          />
          <Switch
            label={t('discovery.interview.doesTheWork')}
            description={t('discovery.interview.doesTheWorkHint')}
            checked={worker}
            onChange={(event) => setWorker(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={person.trim() === '' || role.trim() === ''}>
              {t('discovery.interview.begin')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Interview({ id }: { id: string }) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const raw = draft.documents.interviews[id]
  const script = useQuery({
    queryKey: ['script', draft.id, draft.revision, id],
    queryFn: () => api.interviewScript(draft.files, id),
    placeholderData: keepPreviousData,
  })
  if (!isRaw(raw)) return <Empty title={t('discovery.interview.unreadable')}>{t('discovery.interview.unreadableWhy')}</Empty>
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h5">
          {asText(raw.person)}
        </Title>
        <Text size="sm" c="dimmed">
          {t('discovery.interview.of', { role: asText(raw.role), on: asText(raw.on) })}
        </Text>
      </Group>
      <Found query={script}>{({ questions }) => <Script id={id} raw={raw} questions={questions} />}</Found>
    </Stack>
  )
}

function Script({ id, raw, questions }: { id: string; raw: Raw; questions: ScriptQuestion[] }) {
  const { t } = useTranslation()
  const done = questions.filter(({ answered, open }) => answered || open).length
  const topics = [...new Set(questions.map(({ topic }) => topic))]
  return (
    <>
      <div>
        <Text size="xs" c="dimmed">
          {t('discovery.interview.progress', { done, all: questions.length })}
        </Text>
        <Progress value={(done / Math.max(1, questions.length)) * 100} aria-label={t('discovery.interview.progressLabel')} />
      </div>
      {topics.map((topic) => (
        <Paper key={topic} data-raised p="md" component="section">
          <Title order={3} size="h6" mb="xs">
            {t(`discovery.topic.${topic}`, { defaultValue: topic })}
          </Title>
          <Stack gap="md">
            {questions
              .filter((question) => question.topic === topic)
              .map((question) => (
                <Question key={question.id} interview={id} raw={raw} question={question} />
              ))}
          </Stack>
        </Paper>
      ))}
    </>
  )
}

/** An answer is known by the topic it is kept under, the question's id. */
function Question({ interview, raw, question }: { interview: string; raw: Raw; question: ScriptQuestion }) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const words = questionWords(question)
  const answers = asRecords(raw.answers)
  const at = answers.findIndex(({ topic }) => topic === question.id)
  const saved = asText(answers[at]?.answer)
  const file = interviewFile(interview)
  const typed = useTyped(saved, (text) => {
    const answer = text.trim()
    if (at !== -1) void edit({ kind: 'set', file, place: ['answers', at, 'answer'], was: saved, now: answer })
    else if (answer !== '')
      void edit({
        kind: 'add',
        file,
        place: ['answers'],
        value: { topic: question.id, question: question.question, answer, on: today() },
      })
  })
  const pass = () =>
    void edit({ kind: 'add', file, place: ['openQuestions'], value: { question: question.question, about: question.about } })
  return (
    <div>
      <Textarea
        label={<span lang={words.lang}>{words.question}</span>}
        description={<span lang={words.lang}>{words.hint}</span>}
        autosize
        minRows={1}
        maxRows={16}
        readOnly={!mayEdit}
        {...typed}
      />
      <Group justify="flex-end" mt={4}>
        {question.open ? (
          <Badge variant="default">{t('discovery.interview.passedOn')}</Badge>
        ) : (
          !question.answered &&
          mayEdit && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={pass}
              aria-label={t('discovery.interview.passOnLabel', { question: words.question })}
            >
              {t('discovery.interview.passOn')}
            </Button>
          )
        )}
      </Group>
    </div>
  )
}
