// One draft being written: what the server has, what the check says of it, and one way to change it. Changes are sent one after the other, each naming what
// was seen; when somebody else was there first, both values are shown and nothing that was typed is lost.

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Draft, type DraftEdit, type Examination, type Finding, TenureRefusal } from '../../api.ts'
import { wordsOf as refusalWords } from '../../refusal-words.ts'
import { useMay } from '../../ui/me.ts'
import { Loading, ProblemNote } from '../../ui/states.tsx'
import { BothTexts } from './both-texts.tsx'
import { valueAt } from './documents.ts'

export type DraftEditing = {
  draft: Draft
  examination: Examination | undefined
  /** Resolves to whether it was saved; conflicts and refusals are shown here. */
  edit(...edits: DraftEdit[]): Promise<boolean>
  saving: boolean
  mayEdit: boolean
  findingsIn(file: string): Finding[]
}

const Context = createContext<DraftEditing | null>(null)

export function useDraftEditing(): DraftEditing {
  const editing = useContext(Context)
  if (editing === null) throw new Error('a draft is edited on its page only')
  return editing
}

type Conflict = { edits: DraftEdit[]; file: string; theirs: string; by: string; sentence: string }

export function DraftEditingProvider({ id, children }: { id: string; children: ReactNode }) {
  const draft = useQuery({ queryKey: ['draft', id], queryFn: () => api.draft(id), refetchInterval: 20_000 })
  if (draft.data === undefined)
    return draft.error === null ? <Loading /> : <ProblemNote error={draft.error} retry={() => void draft.refetch()} />
  return <Editing draft={draft.data}>{children}</Editing>
}

function Editing({ draft, children }: { draft: Draft; children: ReactNode }) {
  const may = useMay()
  const { send, saving, error, conflict, setConflict } = useSending(draft.id)
  const { data: examination } = useQuery({
    queryKey: ['examination', draft.id, draft.revision],
    queryFn: () => api.examine(draft.files),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const mayEdit = may('draft.edit') === null
  const editing = useMemo<DraftEditing>(
    () => ({
      draft,
      examination,
      edit: (...edits) => send(edits),
      saving,
      mayEdit,
      findingsIn: (file) => examination?.findings.filter((finding) => finding.file === file) ?? [],
    }),
    [draft, examination, send, saving, mayEdit],
  )
  return (
    <Context.Provider value={editing}>
      {error !== null && <ProblemNote error={error} />}
      {children}
      {conflict !== null && <ConflictDialog conflict={conflict} send={send} onClose={() => setConflict(null)} />}
    </Context.Provider>
  )
}

function useSending(id: string) {
  const queries = useQueryClient()
  const [pending, setPending] = useState(0)
  const [error, setError] = useState<unknown>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const send = useMemo(() => {
    const once = async (edits: DraftEdit[]): Promise<boolean> => {
      setPending((count) => count + 1)
      try {
        queries.setQueryData(['draft', id], await api.editDraft(id, edits))
        setError(null)
        return true
      } catch (failure) {
        if (failure instanceof TenureRefusal && failure.code === 'draft_conflict') {
          const { file = '', theirs = '', by = '' } = failure.blanks
          await queries.invalidateQueries({ queryKey: ['draft', id] })
          setConflict({ edits, file: String(file), theirs: String(theirs), by: String(by), sentence: refusalWords(failure) })
        } else setError(failure)
        return false
      } finally {
        setPending((count) => count - 1)
      }
    }
    return (edits: DraftEdit[]): Promise<boolean> => {
      const next = last.current.then(() => once(edits))
      last.current = next
      return next
    }
  }, [id, queries])
  return { send, saving: pending > 0, error, conflict, setConflict }
}

type ConflictProps = { conflict: Conflict; send: (edits: DraftEdit[]) => Promise<boolean>; onClose: () => void }

function ConflictDialog({ conflict, send, onClose }: ConflictProps) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const mine = conflict.edits.map(wordsOf).join('\n')
  const theirs = theirsAt(conflict, draft)
  const over = conflict.edits.map((edit) => seen(edit, draft))
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{t('discovery.conflict.title')}</Text>} size="lg">
      <Stack gap="sm">
        <Text size="sm">{conflict.sentence}</Text>
        <BothTexts theirs={theirs} mine={mine} by={conflict.by} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('discovery.conflict.keepTheirs')}
          </Button>
          <Button
            onClick={() => {
              onClose()
              void send(over)
            }}
          >
            {t('discovery.conflict.keepYours')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function wordsOf(edit: DraftEdit): string {
  if (edit.kind === 'set' || edit.kind === 'write')
    return typeof edit.now === 'string' ? edit.now : JSON.stringify(edit.now, null, 2)
  if (edit.kind === 'add') return JSON.stringify(edit.value, null, 2)
  return edit.kind
}

/** The same change, now in the knowledge of what stands there. */
function seen(edit: DraftEdit, draft: Draft): DraftEdit {
  if (edit.kind === 'rename' || edit.kind === 'add') return edit
  if (edit.kind === 'write') return { ...edit, was: draft.files[edit.file] ?? null }
  return { ...edit, was: valueAt(draft, edit.file, edit.place) }
}

/** What stands where the edit wanted to go. The answer of the server is cut where it is long; the draft is whole. */
function theirsAt({ edits, file, theirs }: Conflict, draft: Draft): string {
  const edit = edits.find((one) => one.kind !== 'rename' && one.kind !== 'add' && one.file === file)
  if (edit === undefined || edit.kind === 'rename' || edit.kind === 'add') return theirs
  const there = edit.kind === 'write' ? draft.files[edit.file] : valueAt(draft, edit.file, edit.place)
  return there === undefined || there === null ? '' : typeof there === 'string' ? there : JSON.stringify(there, null, 2)
}
