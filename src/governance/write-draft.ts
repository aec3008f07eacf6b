// A dossier is written: opened from nothing, a version or files, changed by several people, or discarded. Every change names what its author saw; when
// something else stands there now, nothing changes and the answer says who was there.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { type Beginning, blankDossier } from '../domain/discovery/blank.ts'
import { documentNames, isDossierPath, isStorable } from '../domain/discovery/documents.ts'
import { applyEdits } from '../domain/discovery/edit.ts'
import type { Edit, Edited, Files } from '../domain/discovery/edited.ts'
import { headingOf } from '../domain/discovery/raw-documents.ts'
import { nameSchema } from '../domain/discovery/workflow-map.ts'
import type { DossierId, DraftId } from '../domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { filesOf } from '../store/dossiers.ts'
import { changeDraft, type Draft, discard, insertDraft, lastEditorOf, lockDraft } from '../store/drafts.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'

export type Opening = ({ from: 'nothing' } & Beginning) | { from: 'version'; dossierId: string } | { from: 'files'; files: Files }

// A dossier of three hundred steps and forty interviews is half of this; more is pasted material.
const maxCharacters = 2_000_000

/** Opens a draft at revision 1. */
export async function openDraft(house: House, opening: Opening, by: Actor): Promise<{ draftId: DraftId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const files = await beginning(tx, opening)
    if (isRefusal(files)) return files
    const at = house.clock.now()
    const id = freshId('draft', at)
    const heading = headingOf(files, { workflow: 'not named yet', title: 'Not named yet', employee: 'not named yet' })
    await insertDraft(
      tx,
      { id, files, ...heading, registered: opening.from === 'version' ? (opening.dossierId as DossierId) : null },
      by.id,
      at,
    )
    await append(tx, at, by, {
      kind: 'draft.opened',
      subject: id,
      says: { draft: id, workflow: heading.workflow, files: digest(canonical(files)) },
    })
    return { draftId: id }
  })
}

async function beginning(tx: Tx, opening: Opening): Promise<Files | Refusal> {
  if (opening.from === 'version')
    return (await filesOf(tx, opening.dossierId)) ?? refuse('not_found', { what: 'dossier', id: opening.dossierId })
  if (opening.from === 'files') return unkeepable(opening.files) ?? opening.files
  const odd = [opening.workflow, ...opening.channels].find((name) => !nameSchema.safeParse(name).success)
  if (odd === undefined) return blankDossier(opening)
  return refuse('invalid_input', {
    where: odd === opening.workflow ? 'workflow' : 'channels',
    why: `“${odd}” is not a name`,
    remedy: 'Use lower-case letters, digits, “_”, “-” or “.”, at most 80 characters.',
  })
}

/** Makes all edits or none. */
export async function editDraft(
  house: House,
  { draftId, edits }: { draftId: DraftId; edits: readonly Edit[] },
  by: Actor,
): Promise<{ draftId: DraftId; revision: number } | Refusal> {
  return house.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, draftId)
    if (draft === null) return refuse('not_found', { what: 'draft', id: draftId })
    if (draft.discardedAt !== null) return refuse('draft_discarded')
    const edited = applyEdits(draft.files, edits)
    if (!edited.ok) return refused(tx, draft, edited)
    const unfit = unkeepable(edited.files)
    if (unfit !== null) return unfit
    if (canonical(edited.files) === canonical(draft.files)) return { draftId, revision: draft.revision }
    const at = house.clock.now()
    const revision = draft.revision + 1
    const touchesRole = edited.files[documentNames.role] !== draft.files[documentNames.role]
    const heading = headingOf(edited.files, draft)
    await changeDraft(tx, { draft: draftId, revision, files: edited.files, heading, edits, touchesRole }, by.id, at)
    await append(tx, at, by, {
      kind: 'draft.edited',
      subject: draftId,
      says: { draft: draftId, revision, edits: edits.length, files: digest(canonical(edited.files)) },
    })
    return { draftId, revision }
  })
}

async function refused(tx: Tx, draft: Draft, failed: Exclude<Edited, { ok: true }>): Promise<Refusal> {
  const where = [failed.file, failed.place].filter((part) => part !== '').join(': ')
  if (failed.kind === 'impossible') return refuse('edit_impossible', { where, why: failed.why })
  const by = (await lastEditorOf(tx, draft.id, failed.file)) ?? 'somebody'
  const theirs = failed.theirs === undefined ? '' : JSON.stringify(failed.theirs).slice(0, 20_000)
  return refuse('draft_conflict', { where, file: failed.file, place: failed.place, by, theirs, revision: draft.revision })
}

/** Texts no database keeps, files a dossier does not have, or more than anybody reads. */
function unkeepable(files: Files): Refusal | null {
  const texts = Object.entries(files)
  const odd = texts.find(([file, text]) => !isDossierPath(file) || !isStorable(text))
  if (odd)
    return refuse('invalid_input', {
      where: odd[0],
      why: isDossierPath(odd[0]) ? 'it holds a NUL or half a character' : 'a dossier has no such file',
      remedy: `Its files are ${Object.values(documentNames).join(', ')} and interviews/<id>.yaml, as UTF-8 text.`,
    })
  if (texts.reduce((sum, [, text]) => sum + text.length, 0) > maxCharacters)
    return refuse('invalid_input', {
      where: 'the dossier',
      why: `it has more than ${maxCharacters} characters`,
      remedy: 'Split the workflow, or take pasted material out.',
    })
  return null
}

/** The draft is no longer shown or changed; what was written in it stays on record. */
export async function discardDraft(
  house: House,
  { draftId }: { draftId: DraftId },
  by: Actor,
): Promise<{ id: DraftId; discarded: true } | Refusal> {
  return house.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, draftId)
    if (draft === null) return refuse('not_found', { what: 'draft', id: draftId })
    if (draft.discardedAt === null) {
      const at = house.clock.now()
      await discard(tx, draftId, at)
      await append(tx, at, by, { kind: 'draft.discarded', subject: draftId, says: { draft: draftId, revision: draft.revision } })
    }
    return { id: draftId, discarded: true }
  })
}
