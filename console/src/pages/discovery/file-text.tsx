// A text of a draft, checked while one types. It is saved when one says so and names the text the writing began from: when somebody else has changed it
// since, nothing is overwritten and nothing typed is lost.

import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Finding } from '../../api.ts'
import { useDraftEditing } from './draft-editing.tsx'
import { FindingList } from './finding-list.tsx'
import { TextEditor } from './text-editor.tsx'
import { keepUnsaved, type Unsaved, unsavedText } from './unsaved-text.ts'

const typingPauseMs = 450

/** What the check says of a file with this text in it; asked once typing pauses. Null: the text as it is saved. */
function useExamined(file: string, typed: string | null): Finding[] {
  const { draft, examination } = useDraftEditing()
  const [text] = useDebouncedValue(typed, typingPauseMs)
  const { data } = useQuery({
    queryKey: ['examination', draft.id, draft.revision, file, text],
    queryFn: () => api.examine({ ...draft.files, [file]: text ?? '' }),
    enabled: text !== null,
    placeholderData: keepPreviousData,
  })
  const found = typed === null ? examination : (data ?? examination)
  return found?.findings.filter((finding) => finding.file === file) ?? []
}

type TextPartProps = {
  /** Under which what is not saved yet is kept; the file, or a part of it. */
  part: string
  file: string
  label: string
  saved: string
  /** What stands in the file above this text. */
  before?: string
  line?: number | null
  save: (unsaved: Unsaved) => Promise<boolean>
}

export function TextPart({ part, file, label, saved, before = '', line = null, save }: TextPartProps) {
  const { t } = useTranslation()
  const { draft, mayEdit } = useDraftEditing()
  const [unsaved, setUnsaved] = useState<Unsaved | null>(() => unsavedText(draft.id, part))
  const keep = (next: Unsaved | null) => {
    keepUnsaved(draft.id, part, next)
    setUnsaved(next)
  }
  // Saved another way, such as by choosing one's own text in a conflict: then nothing is left to save.
  const done = unsaved !== null && unsaved.text === saved
  useEffect(() => {
    if (!done) return
    keepUnsaved(draft.id, part, null)
    setUnsaved(null)
  }, [done, draft.id, part])
  const change = (text: string) => {
    const base = unsaved?.base ?? saved
    keep(text === base ? null : { base, text })
  }
  const saveNow = async () => {
    if (unsaved !== null && (await save(unsaved))) keep(null)
  }
  const above = before.split('\n').length - 1
  const findings = useExamined(file, unsaved === null ? null : before + unsaved.text).flatMap((finding) =>
    finding.line === null ? [finding] : finding.line > above ? [{ ...finding, line: finding.line - above }] : [],
  )
  useHotkeys([['mod+S', () => void saveNow()]], [], true)
  return (
    <Stack gap="xs">
      {unsaved !== null && unsaved.base !== saved && (
        <Alert color="yellow" variant="light" p="xs">
          {t('fileText.moved')}
        </Alert>
      )}
      <TextEditor
        label={label}
        text={unsaved?.text ?? saved}
        language={file.endsWith('.md') ? 'markdown' : 'yaml'}
        readOnly={!mayEdit}
        findings={findings}
        line={line}
        onChange={change}
      />
      <Foot dirty={unsaved !== null} findings={findings} onSave={() => void saveNow()} onGiveUp={() => keep(null)} />
      <FindingList findings={findings} />
    </Stack>
  )
}

type FootProps = { dirty: boolean; findings: Finding[]; onSave: () => void; onGiveUp: () => void }

function Foot({ dirty, findings, onSave, onGiveUp }: FootProps) {
  const { t } = useTranslation()
  const { mayEdit, saving } = useDraftEditing()
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return (
    <Group justify="space-between">
      <Group gap="xs">
        <Text size="xs" c="dimmed" role="status">
          {t(dirty ? 'fileText.unsaved' : 'fileText.saved')}
        </Text>
        <Badge color={errors > 0 ? 'red' : 'gray'} c="var(--mantine-color-text)">
          {t('fileText.findings', { errors, warnings: findings.length - errors })}
        </Badge>
      </Group>
      {mayEdit && (
        <Group gap="xs">
          <Button size="compact-sm" variant="default" disabled={!dirty} onClick={onGiveUp}>
            {t('fileText.giveUp')}
          </Button>
          <Button size="compact-sm" disabled={!dirty} loading={saving} onClick={onSave}>
            {t('fileText.save')}
          </Button>
        </Group>
      )}
    </Group>
  )
}

export function FileText({ file, line = null }: { file: string; line?: number | null }) {
  const { t } = useTranslation()
  const { draft, edit } = useDraftEditing()
  const saved = draft.files[file]
  return (
    <TextPart
      part={file}
      file={file}
      label={t('fileText.label', { file })}
      saved={saved ?? ''}
      line={line}
      save={({ base, text }) => edit({ kind: 'write', file, was: saved === undefined ? null : base, now: text })}
    />
  )
}
