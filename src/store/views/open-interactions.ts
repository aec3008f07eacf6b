// Interactions whose agent drives itself and is still at work: where a call over MCP may belong.

import type { EmployeeId, InteractionId } from '../../domain/ids.ts'
import type { Database, Row } from '../database.ts'

export type OpenInteraction = { id: InteractionId; queryType: string; dossierId: string | null }

/** At most two of them: one may be meant, two are too many to guess between. A named one is told whatever its state, so that a late call hears why it is refused. */
export async function openInteractionsOf(db: Database, employeeId: EmployeeId, named: string | null): Promise<OpenInteraction[]> {
  return db.read<Row & OpenInteraction>(
    `select id, query_type as "queryType", dossier_id as "dossierId" from tenure.interactions
     where employee_id = $1 and driver = 'agent' and case when $2::text is null then state = 'proposing' else id = $2 end
     order by received_at desc limit 2`,
    [employeeId, named],
  )
}
