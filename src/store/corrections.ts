// The query types an item could have been of: those its own dossier declares, not those of a later version.

import type { Row, Tx } from './database.ts'

export async function declaredTypesOf(tx: Tx, proposalId: string): Promise<string[]> {
  const rows = await tx.query<Row & { name: string }>(
    `select t.value ->> 'name' as name from tenure.proposals p join tenure.dossiers d on d.id = p.dossier_id,
       jsonb_array_elements(d.content -> 'workflow' -> 'queryTypes') with ordinality as t (value, n) where p.id = $1 order by t.n`,
    [proposalId],
  )
  return rows.map(({ name }) => name)
}
