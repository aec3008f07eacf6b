// Drafts: dossiers still being written. Open one, change it, register what it says as a version, or discard it.

import { registeredAnswer } from '@tenure/contract/dossiers'
import {
  discardedAnswer,
  draftAnswer,
  draftSummary,
  editDraftRequest,
  openDraftRequest,
  registerDraftRequest,
} from '@tenure/contract/drafts'
import { idParams, pageOf, pageQuery } from '@tenure/contract/paging'
import type { Edit } from '../../domain/discovery/edited.ts'
import { rawDocuments } from '../../domain/discovery/raw-documents.ts'
import type { DraftId, EmployeeId } from '../../domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { registerDossier } from '../../governance/sign-dossier.ts'
import { discardDraft, editDraft, openDraft } from '../../governance/write-draft.ts'
import type { House } from '../../store/house.ts'
import { type DraftRow, findDraft, listDrafts, type WholeDraft } from '../../store/views/drafts.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { page, readTimeCursor, timeCursor } from '../../store/views/page.ts'
import { door } from '../door.ts'
import { iso } from '../tell.ts'

const tell = (row: DraftRow) => ({ ...row, changedAt: iso(row.changedAt), openedAt: iso(row.openedAt) })
const tellWhole = (row: WholeDraft) => ({ ...tell(row), files: row.files, documents: rawDocuments(row.files) })

async function wholeDraft(house: House, id: string): Promise<ReturnType<typeof tellWhole> | Refusal> {
  const row = await findDraft(house.db, id)
  return row === null ? refuse('not_found', { what: 'draft', id }) : tellWhole(row)
}

export const draftDoors = [
  door({
    name: 'listDrafts',
    method: 'get',
    path: '/drafts',
    act: 'draft.read',
    group: 'dossiers',
    summary: 'Dossiers still being written, the ones changed last first.',
    query: pageQuery,
    answer: pageOf(draftSummary),
    async handle({ door: { house }, query }) {
      const cursor = readTimeCursor(query.cursor)
      if (isRefusal(cursor)) return cursor
      const rows = await listDrafts(house.db, cursor, query.limit + 1)
      const found = page(rows, query.limit, (draft) => timeCursor(draft.changedAt, draft.id))
      return { ...found, items: found.items.map(tell) }
    },
  }),
  door({
    name: 'openDraft',
    method: 'post',
    path: '/drafts',
    act: 'draft.open',
    group: 'dossiers',
    summary: 'Opens a draft from nothing, from a registered version, or from the texts of files.',
    body: openDraftRequest,
    answer: draftAnswer,
    status: 201,
    async handle({ door: { house }, body, who }) {
      const opened = await openDraft(house, body, who.actor)
      return isRefusal(opened) ? opened : wholeDraft(house, opened.draftId)
    },
  }),
  door({
    name: 'draft',
    method: 'get',
    path: '/drafts/{id}',
    act: 'draft.read',
    group: 'dossiers',
    summary: 'One draft: its files as texts and as data.',
    params: idParams,
    answer: draftAnswer,
    handle: ({ door: { house }, params }) => wholeDraft(house, params.id),
  }),
  door({
    name: 'editDraft',
    method: 'post',
    path: '/drafts/{id}/edits',
    act: 'draft.edit',
    group: 'dossiers',
    summary:
      'Makes all changes or none. Each names what was seen; where something else stands now, nothing changes and the answer says what and by whom.',
    params: idParams,
    body: editDraftRequest,
    answer: draftAnswer,
    async handle({ door: { house }, params, body, who }) {
      const edited = await editDraft(house, { draftId: params.id as DraftId, edits: body.edits as Edit[] }, who.actor)
      return isRefusal(edited) ? edited : wholeDraft(house, params.id)
    },
  }),
  door({
    name: 'registerDraft',
    method: 'post',
    path: '/drafts/{id}/registration',
    act: 'dossier.register',
    group: 'dossiers',
    summary:
      'Registers what the draft says as a version, if it is still what was looked at. The employee its map names must exist.',
    params: idParams,
    body: registerDraftRequest,
    answer: registeredAnswer,
    status: 201,
    repeatable: true,
    async handle({ door: { house }, params, body, who }) {
      const draft = await findDraft(house.db, params.id)
      if (draft === null) return refuse('not_found', { what: 'draft', id: params.id })
      if (draft.revision !== body.revision)
        return refuse('draft_moved', { now: draft.revision, seen: body.revision, by: draft.changedBy })
      const employeeId = await employeeIdOf(house.db, draft.employee)
      if (employeeId === null) return refuse('not_found', { what: 'employee', id: draft.employee })
      const from = { id: params.id as DraftId, revision: body.revision }
      return registerDossier(house, { employeeId: employeeId as EmployeeId, files: draft.files, draft: from }, who.actor)
    },
  }),
  door({
    name: 'discardDraft',
    method: 'delete',
    path: '/drafts/{id}',
    act: 'draft.discard',
    group: 'dossiers',
    summary: 'Discards a draft. What was written in it stays on record.',
    params: idParams,
    answer: discardedAnswer,
    handle: ({ door: { house }, params, who }) => discardDraft(house, { draftId: params.id as DraftId }, who.actor),
  }),
]
