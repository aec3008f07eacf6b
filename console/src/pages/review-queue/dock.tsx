// Under the card: the verdict keys with what each will do in the world, and the one form that stands open.

import { Group, Kbd, Paper, Text, Textarea } from '@mantine/core'
import { lazy, type RefObject, Suspense, useRef } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { ReviewCard, SkipReason, VerdictKind } from '../../api.ts'
import { type Bindings, useKeys, usePrintedKeys } from '../../keys.ts'
import { VerdictBadge } from '../../ui/marks.tsx'
import type { Desk } from './desk.ts'
import { Hand, Reasons } from './dock-forms.tsx'
import { PlainKeys, VerdictKeys } from './dock-keys.tsx'
import { type ChangeDraft, type Draft, useDraft } from './draft.ts'
import type { Entry } from './entry.ts'
import { handReasons, needsWords, reasons } from './reasons.ts'

const TypePicker = lazy(() => import('./type-picker.tsx').then((module) => ({ default: module.TypePicker })))
const AnswerEditor = lazy(() => import('./answer-editor.tsx').then((module) => ({ default: module.AnswerEditor })))
const Alike = lazy(() => import('./alike.tsx').then((module) => ({ default: module.Alike })))

export type DockProps = { desk: Desk; card: ReviewCard | null; entry: Entry | null; whyNot: string | null }

export function Dock({ desk, card, entry, whyNot }: DockProps) {
  const { t } = useTranslation()
  const [draft, change] = useDraft(entry?.id ?? '')
  const noteField = useRef<HTMLTextAreaElement>(null)
  const acts = actsOf({ desk, card, entry, draft, change })
  const open = whyNot === null && isOpen(card, entry)
  const note = () => {
    // Drawn and in focus before this key is done: the next one, however fast, is a letter of the note and no verdict.
    flushSync(() => change({ noteShown: true }))
    noteField.current?.focus()
  }
  useKeys(bindingsOf({ desk, card, draft, change, acts, open, entry, note }))
  if (card === null || entry === null)
    return (
      <Paper data-raised p="xs" className="dock">
        <PlainKeys presses={{ 'queue.undo': acts.undo, 'queue.previous': () => desk.move(-1) }} />
      </Paper>
    )
  return (
    <Paper data-raised className="dock" component="section" aria-label={t('queue.verdict')}>
      {whyNot !== null && <Text size="sm">{whyNot}</Text>}
      {entry.judged !== null && <Standing entry={entry} mayChange={open} />}
      {open && <Forms {...{ desk, card, draft, change, acts, entry }} />}
      {open && (draft.noteShown || draft.mode === 'reasons') && (
        <Note draft={draft} change={change} field={noteField} onSave={acts.saveReasons} />
      )}
      {/* A form has keys of its own; what does nothing then is not printed. */}
      {(!open || draft.mode === 'keys') && (
        <PlainKeys presses={pressesOf({ desk, card, draft, change, acts, open, entry, note })} />
      )}
    </Paper>
  )
}

/** A verdict may be given, or one's own changed. */
function isOpen(card: ReviewCard | null, entry: Entry | null): boolean {
  if (card === null || entry === null) return false
  return entry.judged === null ? card.state === 'open' : entry.judged.verdictId !== null
}

type Acts = {
  choose: (kind: VerdictKind) => void
  give: (kind: VerdictKind) => void
  saveReasons: () => void
  undo: () => void
  hand: (why: SkipReason) => void
}
type Scene = { desk: Desk; card: ReviewCard | null; entry: Entry | null; draft: Draft; change: ChangeDraft }

/** The reply as proposed, and whether it waits to be sent. */
function replyOf(card: ReviewCard | null): { text: string; held: boolean } | null {
  const reply = card?.effects.findLast(({ kind }) => kind === 'reply')
  return reply === undefined ? null : { text: reply.text ?? '', held: reply.state === 'held' }
}

function actsOf({ desk, card, entry, draft, change }: Scene): Acts {
  const reply = replyOf(card)
  const give = (kind: VerdictKind) => {
    const words = draft.note.trim()
    const edited = draft.edit !== null && draft.edit.trim() !== '' && draft.edit !== reply?.text ? draft.edit : null
    const sent = edited !== null && reply?.held === true && kind === 'correct_small_edit'
    const extras = {
      reasons: [...draft.chosen],
      note: words === '' ? null : words,
      edit: sent ? edited : null,
      answer: sent ? null : edited,
    }
    if (draft.together.length > 0 && card !== null)
      desk.judgeTogether([card, ...draft.together], kind, { ...extras, answer: null })
    else desk.judge(kind, extras)
    change({ mode: 'keys', asking: null, chosen: [], note: '', noteShown: false, edit: null, together: [] })
  }
  return {
    give,
    choose: (kind) => {
      if (entry?.judged?.kind === kind) return
      // Where a reply waits to be sent, a small edit is the edited text itself.
      if (kind === 'correct_small_edit' && reply?.held === true && draft.edit === null) change({ mode: 'edit', edit: reply.text })
      else if (needsWords(kind)) change({ mode: 'reasons', asking: kind })
      else give(kind)
    },
    saveReasons: () => {
      if (draft.asking !== null && (draft.chosen.length > 0 || draft.note.trim() !== '')) give(draft.asking)
    },
    undo: () => desk.undo(entry === null || entry.judged === null ? undefined : entry.id),
    hand: (why) => {
      change({ mode: 'keys' })
      desk.skip(why)
    },
  }
}

type Bound = Scene & { acts: Acts; open: boolean; note: () => void }

/** What each key does now. Listened for and printed from the same list. */
function pressesOf({ desk, card, entry, draft, change, acts, open, note }: Bound): Bindings {
  const free = open && draft.mode === 'keys'
  const fresh = free && entry?.judged === null
  const writes = card?.effects.some(({ state }) => state === 'held') !== true
  return {
    'queue.undo': acts.undo,
    'queue.previous': () => desk.move(-1),
    'queue.next': () => desk.move(1),
    ...(fresh ? { 'queue.skip': () => desk.skip(), 'queue.hand_over': () => change({ mode: 'hand' }) } : {}),
    ...(free
      ? { 'queue.note': note, 'queue.edit': () => change({ mode: 'edit', edit: draft.edit ?? replyOf(card)?.text ?? '' }) }
      : {}),
    ...(free ? { 'queue.type': () => change({ mode: 'type' }) } : {}),
    ...(fresh && writes ? { 'queue.alike': () => change({ mode: 'alike' }) } : {}),
  }
}

function bindingsOf(bound: Bound): Bindings {
  const { card, draft, change, acts, open, note } = bound
  const cancel = { 'verdict.cancel': () => change({ mode: 'keys', asking: null, together: [] }) }
  const verdicts = Object.fromEntries(card?.keys.map(({ kind }) => [`verdict.${kind}`, () => acts.choose(kind)]) ?? [])
  if (!open) return pressesOf(bound)
  switch (draft.mode) {
    case 'reasons': {
      const toggles = Object.fromEntries(
        reasons.map((reason) => [`reason.${reason}`, () => change({ chosen: toggled(draft.chosen, reason) })]),
      )
      return { ...toggles, ...cancel, 'verdict.save': acts.saveReasons, 'queue.note': note }
    }
    case 'hand':
      return { ...cancel, ...Object.fromEntries(handReasons.map((why) => [`hand.${why}`, () => acts.hand(why)])) }
    case 'type':
    case 'edit':
      return cancel
    case 'alike':
      return { ...cancel, ...verdicts, 'queue.alike': cancel['verdict.cancel'] }
    case 'keys':
      return { ...verdicts, ...pressesOf(bound) }
  }
}

function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((each) => each !== one) : [...list, one]
}

function Forms({ desk, card, draft, change, acts, entry }: Scene & { card: ReviewCard; acts: Acts }) {
  const { t } = useTranslation()
  const cancel = () => change({ mode: 'keys', asking: null, together: [] })
  const keys = (
    <VerdictKeys card={card} onChoose={acts.choose} together={draft.together.length} standing={entry?.judged?.kind ?? null} />
  )
  return (
    <Suspense fallback={<Text size="sm">{t('common.loading')}</Text>}>
      {draft.mode === 'keys' && keys}
      {draft.mode === 'reasons' && draft.asking !== null && (
        <Reasons
          kind={draft.asking}
          chosen={draft.chosen}
          onToggle={(reason) => change({ chosen: toggled(draft.chosen, reason) })}
          onSave={acts.saveReasons}
          onCancel={cancel}
          ready={draft.chosen.length > 0 || draft.note.trim() !== ''}
        />
      )}
      {draft.mode === 'hand' && <Hand onChoose={acts.hand} onCancel={cancel} />}
      {draft.mode === 'type' && (
        <TypePicker
          card={card}
          said={draft.type}
          onCancel={cancel}
          onChoose={(type) => {
            desk.correctType(type)
            change({ mode: 'keys', type })
          }}
        />
      )}
      {draft.mode === 'edit' && (
        <AnswerEditor
          before={replyOf(card)?.text ?? ''}
          text={draft.edit ?? ''}
          onChange={(edit) => change({ edit })}
          onSave={() => acts.give('correct_small_edit')}
          onLeave={() => change({ mode: 'keys' })}
          maySave={!card.escalated}
        />
      )}
      {draft.mode === 'alike' && (
        <Alike card={card} together={draft.together} onChange={(together) => change({ together })} onCancel={cancel}>
          {keys}
        </Alike>
      )}
      {draft.mode === 'keys' && <Pending card={card} draft={draft} />}
    </Suspense>
  )
}

/** What goes with the verdict besides its kind. */
function Pending({ card, draft }: { card: ReviewCard; draft: Draft }) {
  const { t } = useTranslation()
  const edited = draft.edit !== null && draft.edit !== replyOf(card)?.text
  return (
    <>
      {edited && (
        <Text size="xs" data-testid="edited">
          {t(replyOf(card)?.held === true ? 'queue.editWaits' : 'queue.editKept')}
        </Text>
      )}
      {draft.type !== null && (
        <Text size="xs" data-testid="typed">
          {t(draft.type === card.queryType ? 'typed.confirmed' : 'typed.corrected', { from: card.queryType, to: draft.type })}
        </Text>
      )}
    </>
  )
}

function Standing({ entry, mayChange }: { entry: Entry; mayChange: boolean }) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  if (entry.judged === null) return null
  return (
    <Group gap="xs">
      <VerdictBadge kind={entry.judged.kind} size="lg" />
      <Text size="sm" c="dimmed">
        {t(entry.judged.saving ? 'queue.beingSaved' : mayChange ? 'queue.mayChange' : 'queue.yourVerdict')}{' '}
        {mayChange && <Kbd size="xs">{shown('queue.undo')}</Kbd>}
      </Text>
    </Group>
  )
}

type NoteProps = { draft: Draft; change: ChangeDraft; field: RefObject<HTMLTextAreaElement | null>; onSave: () => void }

function Note({ draft, change, field, onSave }: NoteProps) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  return (
    <Textarea
      ref={field}
      aria-label={t('queue.note')}
      placeholder={t('queue.notePlaceholder', { key: shown('queue.note') })}
      size="xs"
      autosize
      minRows={1}
      maxRows={6}
      maxLength={5000}
      value={draft.note}
      onChange={(event) => change({ note: event.currentTarget.value })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && draft.asking !== null) onSave()
      }}
    />
  )
}
