// What was handled poorly, grouped so that a person sees where to look: by what went wrong and by query type, with counts and examples.

import type { SlicedCase } from '../../domain/gates/patterns.ts'
import type { Database, Row } from '../database.ts'
import { standingVerdicts } from '../standing-verdicts.ts'

type Reader = Pick<Database, 'read'>

/**
 * `wrong`: judged wrong, whoever had it in the end; `missed`: should have gone to a person and did not; `unneeded`: went to one without need; `unmapped`: no rollout
 * owns its cell or no type fits; `failed`: the agent gave no answer; `refused`: asked for something it may not do.
 */
type EdgeCaseKind = 'wrong' | 'missed' | 'unneeded' | 'unmapped' | 'failed' | 'refused'

export type EdgeCase = { kind: EdgeCaseKind; queryType: string; count: number; examples: string[] }

const mostExamples = 5

/** A step after a simulated receipt is not what the agent would have done and leaves the metrics. One that plays a recording goes on from nothing it is told. */
const counts = "(not f.after_divergence or p.agent in ('recorded', 'observed'))"

/** The catalogue of one employee's interactions, the most frequent first. Examples are the messages' own ids, oldest first. An interaction may be in several. */
export async function edgeCasesOf(db: Reader, employeeId: string): Promise<EdgeCase[]> {
  return db.read<Row & EdgeCase>(
    `with standing as (select * from ${standingVerdicts} v),
     found as (
       select 'wrong' as kind, v.interaction_id as id from standing v where v.correct = false
       union select 'missed', v.interaction_id from standing v where v.should_escalate and not v.escalated
       union select 'unneeded', v.interaction_id from standing v where v.should_escalate = false and v.escalated
       union select 'unmapped', e.interaction_id from tenure.escalations e where e.reason in ('unknown_query_type', 'unmapped_cell')
       union select 'failed', e.interaction_id from tenure.escalations e where e.reason in ('agent_failed', 'agent_silent', 'no_proposal')
       union select 'refused', f.interaction_id from tenure.effects f join tenure.proposals p on p.id = f.proposal_id
         where f.state = 'refused' and f.disposition = 'refuse' and ${counts})
     select f.kind, i.query_type as "queryType", count(*)::int as count, (array_agg(i.external_id order by i.received_at, i.id))[1:$2] as examples
     from found f join tenure.interactions i on i.id = f.id
     where i.employee_id = $1 group by 1, 2 order by count(*) desc, 1, 2`,
    [employeeId, mostExamples],
  )
}

/** Every judged interaction of an employee with the values errors may recur by. */
export async function slicedCasesOf(db: Reader, employeeId: string): Promise<SlicedCase[]> {
  const rows = await db.read<
    Row & { wrong: boolean; weight: number; queryType: string; channel: string; systems: string[]; operations: string[] }
  >(
    `select not v.correct as wrong, v.weight, v.query_type as "queryType", v.channel,
       coalesce(array_agg(distinct f.system) filter (where f.system is not null), '{}') as systems,
       coalesce(array_agg(distinct f.system || '.' || f.operation) filter (where f.operation is not null), '{}') as operations
     from ${standingVerdicts} v join tenure.interactions i on i.id = v.interaction_id
       left join (tenure.effects f join tenure.proposals p on p.id = f.proposal_id and ${counts}) on f.interaction_id = i.id
     where i.employee_id = $1 and v.correct is not null
     group by v.id, v.correct, v.weight, v.query_type, v.channel`,
    [employeeId],
  )
  return rows.map(({ wrong, weight, queryType, channel, systems, operations }) => ({
    wrong,
    weight,
    values: { queryType: [queryType], channel: [channel], system: systems, operation: operations },
  }))
}
