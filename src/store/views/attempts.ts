// How often evidence began anew in the cells of a rollout, and under what it began: the attempts at its gate.

import type { Database, Row } from '../database.ts'

export type AttemptRow = {
  since: Date
  /** What began it: opened, demoted, or words of the ageing rule. */
  why: string
  dossierId: string
  cells: number
  /** Verdicts ever given on it, withdrawn ones too: what was looked at was an attempt. */
  verdicts: number
}

/** Epochs of the cells this rollout owns, those that began together as one, oldest first. */
export async function attemptsOf(db: Pick<Database, 'read'>, rolloutId: string): Promise<AttemptRow[]> {
  return db.read<Row & AttemptRow>(
    `select e.since, e.why, e.dossier_id as "dossierId", count(distinct (e.query_type, e.channel))::int as cells,
       (select count(*)::int from tenure.evidence v join tenure.verdicts x on x.review_id = v.review_id where v.epoch = any(array_agg(e.id))) as verdicts
     from tenure.cells c join tenure.epochs e on (e.employee_id, e.workflow, e.query_type, e.channel) = (c.employee_id, c.workflow, c.query_type, c.channel)
     where c.rollout_id = $1 group by e.since, e.why, e.dossier_id order by e.since, min(e.id)`,
    [rolloutId],
  )
}
