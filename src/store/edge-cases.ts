// The edge-case catalogue: one entry per rollout, kind and subject, with its examples, and what came of its subject later.

import type { WrongItem } from '../domain/gates/clusters.ts'
import type { Level } from '../domain/gates/confidence.ts'
import type { EdgeCaseKind, EdgeCaseState, Later } from '../domain/gates/edge-case.ts'
import type { DossierId, EdgeCaseId, EmployeeId, ReplayId, RolloutId } from '../domain/ids.ts'
import type { Database, Row, Tx } from './database.ts'

export type StoredEdgeCase = {
  id: EdgeCaseId
  employeeId: EmployeeId
  workflow: string
  rolloutId: RolloutId
  kind: EdgeCaseKind
  subject: string
  title: string
  state: EdgeCaseState
  owner: string | null
  openedAt: Date
  openedBy: string
  movedAt: Date
  refinedIn: DossierId | null
  refinedAt: Date | null
  replayId: ReplayId | null
  closedAt: Date | null
  reopened: number
}

/** Of the table under the name `c`. */
export const edgeCaseColumns = `c.id, c.employee_id as "employeeId", c.workflow, c.rollout_id as "rolloutId", c.kind, c.subject, c.title, c.state, c.owner, c.opened_at as "openedAt",
  c.opened_by as "openedBy", c.moved_at as "movedAt", c.refined_in as "refinedIn", c.refined_at as "refinedAt", c.replay_id as "replayId", c.closed_at as "closedAt", c.reopened`

export async function lockEdgeCase(tx: Tx, id: string): Promise<StoredEdgeCase | null> {
  const [row] = await tx.query<Row & StoredEdgeCase>(
    `select ${edgeCaseColumns} from tenure.edge_cases c where c.id = $1 for update`,
    [id],
  )
  return row ?? null
}

/** The entry of this subject, locked, or null; an entry that is being made at the same moment is waited for by `insertEdgeCase`. */
export async function lockEdgeCaseOf(
  tx: Tx,
  on: Pick<StoredEdgeCase, 'rolloutId' | 'kind' | 'subject'>,
): Promise<StoredEdgeCase | null> {
  const [row] = await tx.query<Row & StoredEdgeCase>(
    `select ${edgeCaseColumns} from tenure.edge_cases c where c.rollout_id = $1 and c.kind = $2 and c.subject = $3 for update`,
    [on.rolloutId, on.kind, on.subject],
  )
  return row ?? null
}

type NewEdgeCase = Pick<StoredEdgeCase, 'id' | 'employeeId' | 'workflow' | 'rolloutId' | 'kind' | 'subject' | 'title'> & {
  by: string
  at: Date
}

/** Inserts unless there is one of this subject; then false. */
export async function insertEdgeCase(tx: Tx, c: NewEdgeCase): Promise<boolean> {
  const rows = await tx.query(
    `insert into tenure.edge_cases (id, employee_id, workflow, rollout_id, kind, subject, title, state, opened_at, opened_by, moved_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $8) on conflict on constraint edge_cases_once_per_subject do nothing returning 1`,
    [c.id, c.employeeId, c.workflow, c.rolloutId, c.kind, c.subject, c.title, c.at, c.by],
  )
  return rows.length > 0
}

// A blind item in the queue is a clone that belongs to nobody's traffic and is shown as this employee's. Refusing it as an example would tell a reviewer what it is.
const isPlaced = (employee: string) =>
  `exists (select from tenure.blind_placements b where b.interaction_id = i.id and b.employee_id = ${employee})`

/** Adds examples and returns those that were not there yet. Ids of interactions of another employee add nothing. */
export async function addExamples(
  tx: Tx,
  entry: Pick<StoredEdgeCase, 'id' | 'employeeId'>,
  interactions: readonly string[],
  it: { by: string; at: Date },
): Promise<string[]> {
  const rows = await tx.query<Row & { id: string }>(
    `insert into tenure.edge_case_examples (edge_case_id, interaction_id, added_by, added_at)
     select $1, i.id, $3, $4 from tenure.interactions i where i.id = any($2) and (i.employee_id = $5 or ${isPlaced('$5')})
     on conflict on constraint edge_case_examples_once_each do nothing returning interaction_id as id`,
    [entry.id, interactions, it.by, it.at, entry.employeeId],
  )
  return rows.map(({ id }) => id).toSorted()
}

export async function examplesOf(tx: Tx, id: EdgeCaseId): Promise<{ interactionId: string; addedAt: Date }[]> {
  return tx.query<Row & { interactionId: string; addedAt: Date }>(
    'select interaction_id as "interactionId", added_at as "addedAt" from tenure.edge_case_examples where edge_case_id = $1 order by added_at, interaction_id',
    [id],
  )
}

/** Those of these interactions that are this employee's, with their types. */
export async function examplesAmong(
  tx: Tx,
  ids: readonly string[],
  employeeId: EmployeeId,
): Promise<{ id: string; queryType: string }[]> {
  return tx.query<Row & { id: string; queryType: string }>(
    `select i.id, i.query_type as "queryType" from tenure.interactions i where i.id = any($1) and (i.employee_id = $2 or ${isPlaced('$2')})`,
    [ids, employeeId],
  )
}

/** Whether one of its examples happened under this very version, which therefore cannot be the one that deals with it. */
export async function examplesUnder(tx: Tx, id: EdgeCaseId, dossierId: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from tenure.edge_case_examples x join tenure.interactions i on i.id = x.interaction_id where x.edge_case_id = $1 and i.dossier_id = $2 limit 1`,
    [id, dossierId],
  )
  return rows.length > 0
}

export async function ownEdgeCase(tx: Tx, id: EdgeCaseId, owner: string | null): Promise<void> {
  tx.write('update tenure.edge_cases set owner = $2 where id = $1', [id, owner])
}

export async function refineEdgeCase(tx: Tx, id: EdgeCaseId, it: { dossierId: string; at: Date }): Promise<void> {
  tx.write(
    "update tenure.edge_cases set state = 'refined', refined_in = $2, refined_at = $3, replay_id = null, moved_at = $3 where id = $1",
    [id, it.dossierId, it.at],
  )
}

export async function replayEdgeCase(tx: Tx, id: EdgeCaseId, it: { replayId: string; at: Date }): Promise<void> {
  tx.write("update tenure.edge_cases set state = 'replayed', replay_id = $2, moved_at = $3 where id = $1", [
    id,
    it.replayId,
    it.at,
  ])
}

type Closing = { by: string; at: Date; successes: number; failures: number; needed: number }

export async function closeEdgeCase(tx: Tx, id: EdgeCaseId, it: Closing): Promise<void> {
  tx.write(
    "update tenure.edge_cases set state = 'closed', closed_at = $2, closed_by = $3, successes = $4, failures = $5, needed = $6, moved_at = $2 where id = $1",
    [id, it.at, it.by, it.successes, it.failures, it.needed],
  )
}

export async function reopenEdgeCase(tx: Tx, id: EdgeCaseId, at: Date): Promise<void> {
  tx.write("update tenure.edge_cases set state = 'reopened', reopened = reopened + 1, moved_at = $2 where id = $1", [id, at])
}

type Outcome = Row & { weight: number; successes: number; failures: number }

/**
 * What people have judged of this subject in the version that refined it, by weight: queries that arrived after it was named and count as evidence, one outcome per independent
 * case, wrong where any of its items is; an item nobody gave a verdict on in time is wrong (GATES.md D13, D14). Escalations say nothing here.
 */
export async function laterOutcomes(
  db: Pick<Database, 'read'>,
  entry: Pick<StoredEdgeCase, 'employeeId' | 'workflow' | 'refinedIn' | 'refinedAt'>,
  slices: readonly string[],
  at: Date,
): Promise<Later> {
  const rows = await db.read<Outcome>(
    `with judged as (
       select bool_and(coalesce(v.correct, false)) as correct, min(v.weight) as weight
       from tenure.evidence v join tenure.interactions i on i.id = v.interaction_id
       where i.employee_id = $1 and i.workflow = $2 and i.dossier_id = $3 and i.received_at > $4 and not v.escalated and v.slices @> $6
         and (v.correct is not null or (v.closed_at is null and v.due_at < $5))
       group by v.epoch, v.case_key)
     select weight, count(*) filter (where correct)::int as successes, count(*) filter (where not correct)::int as failures from judged group by weight order by weight desc`,
    [entry.employeeId, entry.workflow, entry.refinedIn, entry.refinedAt, at, slices],
  )
  const sum = (of: (row: Outcome) => number) => rows.reduce((all, row) => all + of(row), 0)
  const levels = rows.map(({ weight, successes, failures }): Level => ({ weight, correct: successes, wrong: failures }))
  return { successes: sum((row) => row.successes), failures: sum((row) => row.failures), levels }
}

/** Rollouts that are at work and have something judged wrong that stands as evidence: what the search for clusters looks through. A blind item is none: it was made to be wrong. */
export async function rolloutsWithErrors(
  db: Pick<Database, 'read'>,
): Promise<{ id: RolloutId; employeeId: EmployeeId; workflow: string }[]> {
  return db.read<Row & { id: RolloutId; employeeId: EmployeeId; workflow: string }>(
    `select r.id, r.employee_id as "employeeId", r.workflow from tenure.rollouts r where r.phase <> 'retired'
       and exists (select from tenure.reviews w join tenure.evidence v on v.review_id = w.id where w.rollout_id = r.id and v.correct = false) order by r.id`,
  )
}

// Enough to see what recurs; older ones were looked at in their time.
const mostWrongItems = 5_000

/** What was judged wrong in a rollout under its present version, newest first, with what was called and how that ended. */
export async function wrongItemsOf(db: Pick<Database, 'read'>, rolloutId: string): Promise<(WrongItem & { receivedAt: Date })[]> {
  return db.read<Row & WrongItem & { receivedAt: Date }>(
    `select i.id as "interactionId", i.received_at as "receivedAt", i.query_type as "queryType",
       (select coalesce(array_agg(distinct x.reason), '{}') from tenure.verdicts v join tenure.reviews w on w.id = v.review_id, unnest(v.reasons) as x (reason)
          where v.interaction_id = i.id and v.withdrawn_at is null and w.purpose <> 'blind') as reasons,
       (select coalesce(jsonb_agg(jsonb_build_object('operation', coalesce(f.system || '.' || f.operation, 'reply'), 'kind', f.kind, 'failed', f.state in ('refused', 'failed'),
          'why', left(coalesce(case when f.state = 'failed' then c.body #>> '{}' end, f.why), 500)) order by f.position), '[]')
        from tenure.effects f left join tenure.contents c on c.id = f.result_id where f.interaction_id = i.id and f.kind <> 'reply') as calls
     from tenure.interactions i join tenure.rollouts r on r.id = i.rollout_id
     where i.rollout_id = $1 and i.dossier_id = r.dossier_id
       and exists (select from tenure.reviews w join tenure.evidence v on v.review_id = w.id where w.interaction_id = i.id and v.correct = false)
     order by i.received_at desc, i.id desc limit $2`,
    [rolloutId, mostWrongItems],
  )
}
