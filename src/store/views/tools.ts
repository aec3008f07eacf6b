// Tools as readers see them.

import type { Database, Row } from '../database.ts'
import { type Tool, toolColumns } from '../tools.ts'

/** Every tool anybody has seen, suspended ones first. */
export async function allTools(db: Database): Promise<Tool[]> {
  return db.read<Row & Tool>(`select ${toolColumns} from tenure.tools order by suspended_at is null, system, tool, address`)
}
