// The leaves of the trail in order of arrival: what its size and root are computed from, until the sequencer keeps a tree.

import type { Database, Row } from '../database.ts'

export async function leaves(db: Pick<Database, 'read'>): Promise<Buffer[]> {
  const rows = await db.read<Row & { leaf: Buffer }>('select leaf from audit.pending order by arrival')
  return rows.map((row) => row.leaf)
}
