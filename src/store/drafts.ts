// Drafts: dossiers still being written, as the texts of their files, and every change made to them.

import type { Edit, Files } from '../domain/discovery/edited.ts'
import type { DossierId, DraftId } from '../domain/ids.ts'
import type { Row, Tx } from './database.ts'

export type Draft = {
  id: DraftId
  workflow: string
  title: string
  employee: string
  files: Files
  revision: number
  changedBy: string
  changedAt: Date
  registeredRevision: number | null
  discardedAt: Date | null
}

/** Locks the draft, so that two people's changes are made one after the other. */
export async function lockDraft(tx: Tx, id: string): Promise<Draft | null> {
  const [row] = await tx.query<Row & Draft>(
    `select id, workflow, title, employee, files, revision, changed_by as "changedBy", changed_at as "changedAt",
       registered_revision as "registeredRevision", discarded_at as "discardedAt" from tenure.drafts where id = $1 for update`,
    [id],
  )
  return row ?? null
}

type Heading = { workflow: string; title: string; employee: string }

export async function insertDraft(
  tx: Tx,
  draft: Heading & { id: DraftId; files: Files; registered: DossierId | null },
  by: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into tenure.drafts (id, workflow, title, employee, files, revision, opened_by, opened_at, changed_by, changed_at, registered_dossier_id, registered_revision)
     values ($1, $2, $3, $4, $5, 1, $6, $7, $6, $7, $8, case when $8::text is null then null else 1 end)`,
    [draft.id, draft.workflow, draft.title, draft.employee, JSON.stringify(draft.files), by, at, draft.registered],
  )
}

export type Change = {
  draft: DraftId
  revision: number
  files: Files
  heading: Heading
  edits: readonly Edit[]
  touchesRole: boolean
}

/** Writes the new texts and keeps what was changed, by whom, as one revision. */
export async function changeDraft(tx: Tx, change: Change, by: string, at: Date): Promise<void> {
  const { draft, revision, files, heading, edits, touchesRole } = change
  await tx.query(
    `with kept as (insert into tenure.draft_edits (draft_id, revision, edits, touches_role, edited_by, edited_at) values ($1, $2, $8, $9, $6, $7))
     update tenure.drafts set files = $3, revision = $2, workflow = $4, title = $5, changed_by = $6, changed_at = $7, employee = $10 where id = $1`,
    [
      draft,
      revision,
      JSON.stringify(files),
      heading.workflow,
      heading.title,
      by,
      at,
      JSON.stringify(edits),
      touchesRole,
      heading.employee,
    ],
  )
}

/** The person who last changed something in a file of the draft, by id; null when nobody did since it was opened. */
export async function lastEditorOf(tx: Tx, draft: string, file: string): Promise<string | null> {
  const [row] = await tx.query<Row & { by: string }>(
    `select coalesce(p.name, e.edited_by) as by from tenure.draft_edits e left join tenure.people p on p.id = e.edited_by
     where e.draft_id = $1 and exists (select from jsonb_array_elements(e.edits) one where one->>'file' = $2 or one->>'kind' = 'rename')
     order by e.revision desc limit 1`,
    [draft, file],
  )
  return row?.by ?? null
}

/** Everybody who wrote on the role definition in this draft since it was last registered. */
export async function roleWriters(tx: Tx, draft: string, since: number | null): Promise<string[]> {
  const rows = await tx.query<Row & { by: string }>(
    'select distinct edited_by as by from tenure.draft_edits where draft_id = $1 and touches_role and revision > $2 order by 1',
    [draft, since ?? 0],
  )
  return rows.map((row) => row.by)
}

export async function markRegistered(tx: Tx, draft: string, dossier: DossierId, revision: number): Promise<void> {
  await tx.query('update tenure.drafts set registered_dossier_id = $2, registered_revision = $3 where id = $1', [
    draft,
    dossier,
    revision,
  ])
}

export async function discard(tx: Tx, draft: string, at: Date): Promise<void> {
  await tx.query('update tenure.drafts set discarded_at = $2 where id = $1', [draft, at])
}
