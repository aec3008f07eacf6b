// Replays: a role version run on cases people have judged, case by case, and what it showed.

import type { ContentId, DossierId, EmployeeId, InteractionId, ReplayId, RolloutId } from '../domain/ids.ts'
import type { EffectKind, EffectState } from '../domain/interaction/effect.ts'
import type { ReplayOutcome, ReplayState, ReplayVerdict } from '../domain/interaction/replay.ts'
import type { Disposition } from '../domain/oversight/disposition.ts'
import type { Delivery, Phase } from '../domain/rollout/phase.ts'
import type { Database, Row, Tx } from './database.ts'

export type Replay = {
  id: ReplayId
  rolloutId: RolloutId
  employeeId: EmployeeId
  workflow: string
  dossierBefore: DossierId
  dossierAfter: DossierId
  state: ReplayState
  cases: number
  orderedBy: string
  orderedAt: Date
  endedAt: Date | null
  why: string | null
}

/** Of the table under the name `r`. */
export const replayColumns = `r.id, r.rollout_id as "rolloutId", r.employee_id as "employeeId", r.workflow, r.dossier_before as "dossierBefore", r.dossier_after as "dossierAfter", r.state,
  r.cases, r.ordered_by as "orderedBy", r.ordered_at as "orderedAt", r.ended_at as "endedAt", r.why`

export async function lockReplay(tx: Tx, id: string): Promise<Replay | null> {
  const [row] = await tx.query<Row & Replay>(`select ${replayColumns} from tenure.replays r where r.id = $1 for update`, [id])
  return row ?? null
}

type Candidate = { interactionId: InteractionId; queryType: string; channel: string }

/**
 * What can be replayed of a rollout: queries handled under this version whose proposal is whole and that people, or a verified source, have judged or answered; one of each
 * independent case (GATES.md D13), newest first.
 */
export async function judgedUnder(
  tx: Tx,
  on: { rolloutId: RolloutId; dossierId: DossierId; limit: number },
): Promise<Candidate[]> {
  return tx.query<Row & Candidate>(
    `select id as "interactionId", query_type as "queryType", channel from (
       select distinct on (coalesce(v.case_key, i.id)) i.id, i.query_type, i.channel, i.received_at
       from tenure.interactions i join tenure.proposals p on p.interaction_id = i.id join tenure.contents q on q.id = i.content_id
       left join tenure.evidence v on v.interaction_id = i.id
       where i.rollout_id = $1 and p.dossier_id = $2 and p.state = 'complete' and q.body is not null and i.phase in ('shadow', 'supervised', 'autonomous')
         and (exists (select from tenure.verdicts x join tenure.reviews w on w.id = x.review_id where x.interaction_id = i.id and x.withdrawn_at is null and w.purpose <> 'blind')
           or exists (select from tenure.escalations s where s.interaction_id = i.id and s.state = 'answered'))
       order by coalesce(v.case_key, i.id), i.received_at desc, i.id) as cases
     order by received_at desc, id desc limit $3`,
    [on.rolloutId, on.dossierId, on.limit],
  )
}

export async function insertReplay(
  tx: Tx,
  r: Omit<Replay, 'state' | 'endedAt' | 'why'>,
  cases: readonly (Candidate & { id: string })[],
): Promise<void> {
  await tx.query(
    `insert into tenure.replays (id, rollout_id, employee_id, workflow, dossier_before, dossier_after, state, cases, ordered_by, ordered_at)
     values ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9)`,
    [r.id, r.rolloutId, r.employeeId, r.workflow, r.dossierBefore, r.dossierAfter, r.cases, r.orderedBy, r.orderedAt],
  )
  tx.write(
    `insert into tenure.replay_cases (id, replay_id, position, interaction_id, query_type, channel, state)
     select c.id, $1, c.position, c.interaction, c.query_type, c.channel, 'waiting'
     from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[]) as c (id, position, interaction, query_type, channel)`,
    [
      r.id,
      cases.map(({ id }) => id),
      cases.map((_, at) => at),
      cases.map(({ interactionId }) => interactionId),
      cases.map(({ queryType }) => queryType),
      cases.map(({ channel }) => channel),
    ],
  )
}

export type WaitingCase = { id: string; interactionId: InteractionId }

export async function nextCase(tx: Tx, replayId: ReplayId): Promise<WaitingCase | null> {
  const [row] = await tx.query<Row & WaitingCase>(
    `select id, interaction_id as "interactionId" from tenure.replay_cases where replay_id = $1 and state = 'waiting' order by position limit 1`,
    [replayId],
  )
  return row ?? null
}

type Ending = { id: string; outcome: ReplayOutcome; noise: boolean; lanesId: ContentId; costMicros: number | null; at: Date }

/** Writes down what came of a case; one that has its outcome keeps it. */
export async function endCase(tx: Tx, c: Ending): Promise<void> {
  tx.write(
    `update tenure.replay_cases set state = 'done', outcome = $2, noise = $3, lanes_id = $4, cost_micros = $5, done_at = $6 where id = $1 and state = 'waiting'`,
    [c.id, c.outcome, c.noise, c.lanesId, c.costMicros, c.at],
  )
}

export async function endReplay(
  tx: Tx,
  id: ReplayId,
  it: { state: 'done' | 'stopped'; at: Date; why: string | null; result: unknown },
): Promise<void> {
  tx.write('update tenure.replays set state = $2, ended_at = $3, why = $4, result = $5 where id = $1', [
    id,
    it.state,
    it.at,
    it.why,
    it.result === null ? null : JSON.stringify(it.result),
  ])
}

/** How an interaction was handled then, whole: the query, its proposal and its effects in order, compensations apart, which were no agent's. */
export type Handled = {
  externalId: string
  queryType: string
  channel: string
  phase: Phase
  receivedAt: Date
  said: { query: string; requester: string; fields: Record<string, unknown> } | null
  escalated: boolean
  trigger: string | null
  reason: string | null
  effects: {
    kind: EffectKind
    system: string | null
    operation: string | null
    request: unknown
    state: EffectState
    disposition: Disposition | null
    delivery: Delivery | null
    sentence: string | null
    result: unknown
  }[]
}

export async function handledOf(tx: Tx, interactionId: string): Promise<Handled | null> {
  const [row] = await tx.query<Row & Handled>(
    `select i.external_id as "externalId", i.query_type as "queryType", i.channel, i.phase, i.received_at as "receivedAt", q.body as said, p.escalated, p.trigger_name as trigger, p.reason,
       (select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'system', f.system, 'operation', f.operation, 'request', a.body, 'state', f.state, 'disposition', f.disposition,
          'delivery', f.delivery, 'sentence', case when f.state = 'failed' then coalesce(b.body #>> '{}', f.why) else f.why end, 'result', case when f.state = 'failed' then null else b.body end)
          order by f.position), '[]')
        from tenure.effects f join tenure.contents a on a.id = f.request_id left join tenure.contents b on b.id = f.result_id
        where f.interaction_id = i.id and f.compensates is null) as effects
     from tenure.interactions i join tenure.contents q on q.id = i.content_id join tenure.proposals p on p.interaction_id = i.id where i.id = $1`,
    [interactionId],
  )
  return row ?? null
}

export type OutcomeCount = { queryType: string; channel: string; outcome: ReplayOutcome; noise: boolean; n: number }

/** The cases done, counted. */
export async function outcomesOf(db: Pick<Database, 'read'>, replayId: string): Promise<OutcomeCount[]> {
  return db.read<Row & OutcomeCount>(
    `select query_type as "queryType", channel, outcome, noise, count(*)::int as n from tenure.replay_cases where replay_id = $1 and state = 'done' group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    [replayId],
  )
}

export type LockedCase = { id: string; replayId: ReplayId; interactionId: InteractionId; outcome: ReplayOutcome | null }

export async function lockCaseOfReplay(tx: Tx, id: string): Promise<LockedCase | null> {
  const [row] = await tx.query<Row & LockedCase>(
    `select id, replay_id as "replayId", interaction_id as "interactionId", outcome from tenure.replay_cases where id = $1 for update`,
    [id],
  )
  return row ?? null
}

export async function judgeCase(tx: Tx, id: string, it: { verdict: ReplayVerdict; by: string; at: Date }): Promise<void> {
  tx.write('update tenure.replay_cases set verdict = $2, judged_by = $3, judged_at = $4 where id = $1', [
    id,
    it.verdict,
    it.by,
    it.at,
  ])
}
