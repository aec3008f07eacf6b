// Drafts as readers see them: what is being written, by whom, and which version was last registered from it.

import type { Database, Row } from '../database.ts'

export type DraftRow = {
  id: string
  workflow: string
  title: string
  employee: string
  revision: number
  changedBy: string
  changedAt: Date
  openedBy: string
  openedAt: Date
  registered: { dossierId: string; hash: string; current: boolean } | null
}

const columns = `d.id, d.workflow, d.title, d.employee, d.revision, coalesce(c.name, d.changed_by) as "changedBy", d.changed_at as "changedAt",
  coalesce(o.name, d.opened_by) as "openedBy", d.opened_at as "openedAt",
  case when v.id is null then null else jsonb_build_object('dossierId', v.id, 'hash', v.hash, 'current', d.registered_revision = d.revision) end as registered`
const from = `tenure.drafts d left join tenure.people c on c.id = d.changed_by left join tenure.people o on o.id = d.opened_by
  left join tenure.dossiers v on v.id = d.registered_dossier_id`

/** Drafts that are not discarded, the ones changed last first. */
export async function listDrafts(db: Database, before: { at: Date; id: string } | null, limit: number): Promise<DraftRow[]> {
  return db.read<Row & DraftRow>(
    `select ${columns} from ${from} where d.discarded_at is null and ($1::timestamptz is null or (d.changed_at, d.id) < ($1, $2)) order by d.changed_at desc, d.id desc limit $3`,
    [before?.at ?? null, before?.id ?? null, limit],
  )
}

export type WholeDraft = DraftRow & { files: Record<string, string> }

/** Null also for a discarded one. */
export async function findDraft(db: Database, id: string): Promise<WholeDraft | null> {
  const [row] = await db.read<Row & WholeDraft>(
    `select ${columns}, d.files from ${from} where d.id = $1 and d.discarded_at is null`,
    [id],
  )
  return row ?? null
}
