// Tools and the definitions people have looked at: one row per address and tool.

import type { ToolId } from '../domain/ids.ts'
import type { SeenTool, ToolDefinition } from '../domain/oversight/tool-pin.ts'
import type { Database, Row, Tx } from './database.ts'

/** Where a tool is, and what the signed dossier says of it. */
export type ToolPlace = { address: string; system: string; operation: string; access: 'read' | 'write'; declared: string | null }

export type Tool = {
  id: ToolId
  address: string
  system: string
  tool: string
  access: 'read' | 'write'
  approvedHash: string
  approvedDefinition: ToolDefinition | null
  seenHash: string
  seenDefinition: ToolDefinition | null
  seenAt: Date
  suspendedAt: Date | null
  proposedBy: string | null
  proposedHash: string | null
}

export const toolColumns = `id, address, system, tool, access, approved_hash as "approvedHash", approved_definition as "approvedDefinition", seen_hash as "seenHash",
  seen_definition as "seenDefinition", seen_at as "seenAt", suspended_at as "suspendedAt", proposed_by as "proposedBy", proposed_hash as "proposedHash"`

/** The tool at this place, locked, or null when nobody has seen it. */
export async function lockTool(tx: Tx, { address, operation }: ToolPlace): Promise<Tool | null> {
  const [row] = await tx.query<Row & Tool>(
    `select ${toolColumns} from tenure.tools where address = $1 and tool = $2 for update`,
    [address, operation],
  )
  return row ?? null
}

/** What the definition people have looked at says the tool answers with; null: it does not say. */
export async function outputSchemaOf(tx: Tx, { address, operation }: ToolPlace): Promise<unknown> {
  const [row] = await tx.query<Row & { schema: unknown }>(
    "select approved_definition -> 'outputSchema' as schema from tenure.tools where address = $1 and tool = $2",
    [address, operation],
  )
  return row?.schema ?? null
}

export async function lockToolById(tx: Tx, id: string): Promise<Tool | null> {
  const [row] = await tx.query<Row & Tool>(`select ${toolColumns} from tenure.tools where id = $1 for update`, [id])
  return row ?? null
}

/** The tools seen at these addresses. */
export async function toolsAt(db: Pick<Database, 'read'>, addresses: readonly string[]): Promise<Tool[]> {
  return db.read<Row & Tool>(`select ${toolColumns} from tenure.tools where address = any($1) order by system, tool`, [addresses])
}

/** Pins a tool for the first time. Somebody else was quicker: false, and nothing is written. */
export async function insertTool(
  tx: Tx,
  id: ToolId,
  place: ToolPlace,
  it: { approved: { hash: string; definition: ToolDefinition | null }; seen: SeenTool; suspended: boolean; at: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into tenure.tools (id, address, system, tool, access, approved_hash, approved_definition, seen_hash, seen_definition, seen_at, suspended_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $11 then $10::timestamptz end)
     on conflict on constraint tools_are_pinned_once do nothing returning 1`,
    [
      id,
      place.address,
      place.system,
      place.operation,
      place.access,
      it.approved.hash,
      json(it.approved.definition),
      it.seen.hash,
      json(it.seen.definition),
      it.at,
      it.suspended,
    ],
  )
  return rows.length > 0
}

/** Another definition was seen. An open proposal spoke of what was seen before, so it falls. */
export async function noteSeen(tx: Tx, id: ToolId, seen: SeenTool, it: { suspended: boolean; at: Date }): Promise<void> {
  await tx.query(
    `update tenure.tools set seen_hash = $2, seen_definition = $3, seen_at = $4, suspended_at = case when $5 then coalesce(suspended_at, $4::timestamptz) else suspended_at end,
       proposed_by = null, proposed_hash = null, proposed_at = null where id = $1`,
    [id, seen.hash, json(seen.definition), it.at, it.suspended],
  )
}

export async function proposeTool(tx: Tx, id: ToolId, it: { by: string; hash: string; at: Date }): Promise<void> {
  await tx.query('update tenure.tools set proposed_by = $2, proposed_hash = $3, proposed_at = $4 where id = $1', [
    id,
    it.by,
    it.hash,
    it.at,
  ])
}

/** The definition seen last becomes the one people have looked at. */
export async function approveTool(tx: Tx, id: ToolId): Promise<void> {
  await tx.query(
    `update tenure.tools set approved_hash = seen_hash, approved_definition = seen_definition, suspended_at = null, proposed_by = null, proposed_hash = null, proposed_at = null
     where id = $1`,
    [id],
  )
}

function json(definition: ToolDefinition | null): string | null {
  return definition === null ? null : JSON.stringify(definition)
}
