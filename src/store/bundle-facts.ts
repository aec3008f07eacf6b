// What a bundle's facts are read from. Every read takes the reader it is given, so that all of them can be made in one snapshot.

import type { SliceCounts } from '../domain/gates/slices.ts'
import type { FlagId, RolloutId } from '../domain/ids.ts'
import type { IncidentSeverity, IncidentState } from '../domain/interaction/incident.ts'
import type { Phase } from '../domain/rollout/phase.ts'
import type { Row } from './database.ts'
import type { CellTraffic } from './traffic.ts'

export type Reader = { read<R extends Row>(text: string, values?: readonly unknown[]): Promise<R[]> }

export type StandingRow = {
  id: RolloutId
  phase: Phase
  employeeId: string
  employee: string
  workflow: string
  dossierId: string
  openedAt: Date
  phaseSince: Date
  /** The rollouts it was split from, and it itself. */
  line: string[]
}

export async function standingOf(db: Reader, rolloutId: string): Promise<StandingRow | null> {
  const [row] = await db.read<Row & StandingRow>(
    `with recursive line as (
       select id, split_from from tenure.rollouts where id = $1 union all select r.id, r.split_from from tenure.rollouts r join line l on r.id = l.split_from)
     select r.id, r.phase, r.employee_id as "employeeId", e.name as employee, r.workflow, r.dossier_id as "dossierId", r.opened_at as "openedAt", r.phase_since as "phaseSince",
       (select array_agg(l.id order by l.id) from line l) as line
     from tenure.rollouts r join tenure.employees e on e.id = r.employee_id where r.id = $1`,
    [rolloutId],
  )
  return row ?? null
}

export type EpochRow = { queryType: string; channel: string; epoch: number; evidenceSince: Date }

export async function epochsOfCells(db: Reader, rolloutId: string): Promise<EpochRow[]> {
  return db.read<Row & EpochRow>(
    `select query_type as "queryType", channel, epoch, evidence_since as "evidenceSince" from tenure.cells where rollout_id = $1 order by query_type, channel`,
    [rolloutId],
  )
}

export async function modelsOf(
  db: Reader,
  employeeId: string,
): Promise<{ model: string; fingerprint: string | null; since: Date }[]> {
  return db.read('select model, fingerprint, since from tenure.agent_models where employee_id = $1 order by since, model', [
    employeeId,
  ])
}

export type PinRow = { id: string; system: string; tool: string; definition: string; suspended: boolean }

export async function pinsOf(db: Reader, systems: readonly string[]): Promise<PinRow[]> {
  return db.read<Row & PinRow>(
    `select id, system, tool, approved_hash as definition, suspended_at is not null as suspended from tenure.tools where system = any($1) order by system, tool, id`,
    [systems],
  )
}

export type FlagRow = { id: FlagId; slice: string; openedAt: Date; closedAt: Date | null; baseline: SliceCounts | null }

export async function flagRows(db: Reader, rolloutId: string): Promise<FlagRow[]> {
  return db.read<Row & FlagRow>(
    `select id, slice, opened_at as "openedAt", closed_at as "closedAt", baseline from tenure.flags where rollout_id = $1 order by id`,
    [rolloutId],
  )
}

export type IncidentFact = {
  id: string
  severity: IncidentSeverity
  state: IncidentState
  queryTypes: string[]
  tool: string | null
  openedAt: Date
}

/** Incidents in the rollout's cells that are not closed, or were opened since its oldest evidence. */
export async function incidentFacts(db: Reader, rolloutId: string): Promise<IncidentFact[]> {
  return db.read<Row & IncidentFact>(
    `select i.id, i.severity, i.state, i.tool, i.opened_at as "openedAt", array_agg(distinct a.query_type order by a.query_type) as "queryTypes"
     from tenure.incidents i join tenure.incident_interactions n on n.incident_id = i.id join tenure.interactions a on a.id = n.interaction_id
     join tenure.cells c on (c.employee_id, c.workflow, c.query_type, c.channel) = (a.employee_id, a.workflow, a.query_type, a.channel)
     where c.rollout_id = $1 and (i.state <> 'closed' or i.opened_at >= (select min(evidence_since) from tenure.cells where rollout_id = $1))
     group by i.id order by i.id`,
    [rolloutId],
  )
}

export async function keysCommitted(
  db: Reader,
  line: readonly string[],
): Promise<{ rollout: string; month: string; digest: string }[]> {
  return db.read(
    'select rollout_id as rollout, month, digest from tenure.sampling_keys where rollout_id = any($1) order by 1, 2',
    [line],
  )
}

/** Which proposal each member of the evidence is about. */
export async function proposalsOfEvidence(db: Reader, epochs: readonly number[]): Promise<Map<string, string>> {
  const rows = await db.read<Row & { review: string; proposal: string }>(
    'select review_id as review, proposal_id as proposal from tenure.evidence where epoch = any($1)',
    [epochs],
  )
  return new Map(rows.map(({ review, proposal }) => [review, proposal]))
}

/** Reviews that are no part of the evidence, by why. */
export async function leftAside(
  db: Reader,
  rolloutId: string,
  epochs: readonly number[],
): Promise<{ why: 'double' | 'adjudication' | 'blind' | 'former_epoch'; reviews: number }[]> {
  return db.read(
    `select w.purpose as why, count(*)::int as reviews from tenure.reviews w join tenure.interactions i on i.id = w.interaction_id
       where i.epoch = any($2) and w.purpose in ('double', 'adjudication') group by 1
     union all select 'blind', count(*)::int from tenure.blind_placements where rollout_id = $1 having count(*) > 0
     union all select 'former_epoch', count(*)::int from tenure.evidence e join tenure.epochs p on p.id = e.epoch
       join tenure.cells c on (c.employee_id, c.workflow, c.query_type, c.channel) = (p.employee_id, p.workflow, p.query_type, p.channel)
       where c.rollout_id = $1 and e.epoch <> c.epoch having count(*) > 0
     order by 1`,
    [rolloutId, epochs],
  )
}

export type RecordRow = { id: string; body: string }

const ofLine = [
  'rollout.opened',
  'rollout.split',
  'rollout.advanced',
  'rollout.demoted',
  'rollout.halted',
  'rollout.resumed',
  'rollout.version_adopted',
  'evidence.aged',
  'plan.registered',
  'plan.replaced',
  'sampling.key_committed',
]
const ofItself = ['flag.opened', 'flag.closed']
const ofThings = [
  'dossier.registered',
  'dossier.signed',
  'tool.pinned',
  'tool.suspended',
  'tool.approved',
  'agent.model_changed',
  'replay.ordered',
  'replay.ended',
]
const ofIncidents = ['incident.opened', 'incident.remedied', 'incident.closed']

/** Records of what stood: of the rollout and those it was split from, of its flags, of the dossier, the tools, the model, and the incidents. */
export async function recordsOfStanding(
  db: Reader,
  of: { rolloutId: string; line: readonly string[]; things: readonly string[]; incidents: readonly string[] },
): Promise<RecordRow[]> {
  return db.read<Row & RecordRow>(
    `select id, body from audit.entries where (subject = any($1) and kind = any($2)) or (subject = $3 and kind = any($4))
       or (subject = any($5) and kind = any($6)) or (subject = any($7) and kind = any($8))`,
    [of.line, ofLine, of.rolloutId, ofItself, of.things, ofThings, of.incidents, ofIncidents],
  )
}

/** What was drawn and judged. Only these say who is in the sample and what stands. */
const ofSample = [
  'proposal.disposed',
  'verdict.given',
  'verdict.withdrawn',
  'verdict.reinstated',
  'review.doubled',
  'review.disputed',
]

/** Records of the interactions that came in these epochs, a page at a time, by interaction. */
export async function recordsOfInteractions(
  db: Reader,
  epochs: readonly number[],
  page: { after: string; limit: number },
): Promise<{ records: RecordRow[]; last: string | null }> {
  const rows = await db.read<Row & { id: string }>(
    'select id from tenure.interactions where epoch = any($1) and id > $2 order by id limit $3',
    [epochs, page.after, page.limit],
  )
  const ids = rows.map(({ id }) => id)
  const records = await db.read<Row & RecordRow>(
    'select id, body from audit.entries where subject = any($1) and kind = any($2)',
    [ids, ofSample],
  )
  return { records, last: rows.length < page.limit ? null : (ids.at(-1) ?? null) }
}

export async function recordsById(db: Reader, ids: readonly string[]): Promise<RecordRow[]> {
  return db.read<Row & RecordRow>('select id, body from audit.entries where id = any($1)', [ids])
}

/** What was recorded of the promotion itself, and of the key that signs. */
export async function recordsOfPromotion(
  db: Reader,
  of: { rolloutId: string; promotionId: string; keySubject: string },
): Promise<RecordRow[]> {
  return db.read<Row & RecordRow>(
    `select id, body from audit.entries where (subject = $1 and kind in ('gate.read', 'promotion.proposed', 'promotion.approved', 'promotion.withdrawn', 'rollout.advanced')
       and body::jsonb #>> '{says,promotion}' = $2) or (subject = $3 and kind = 'signing_key.created') order by id`,
    [of.rolloutId, of.promotionId, of.keySubject],
  )
}

export async function namesOf(db: Reader, people: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.read<Row & { id: string; name: string }>('select id, name from tenure.people where id = any($1)', [
    people,
  ])
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type DayTraffic = CellTraffic & { day: string }

/** What came for this rollout's cells in their present epochs, day by day: the sums that are folded, and what has not been folded yet. */
export async function trafficByDay(db: Reader, rolloutId: string): Promise<DayTraffic[]> {
  const counts = 'arrived, escalated, settled, took_ms, rated, satisfied, priced, cost_micros'
  return db.read<Row & DayTraffic>(
    `select to_char(t.day, 'YYYY-MM-DD') as day, t.query_type as "queryType", sum(t.arrived)::int as arrived, sum(t.escalated)::int as escalated, sum(t.settled)::int as settled,
       sum(t.took_ms)::float8 as "tookMs", sum(t.rated)::int as rated, sum(t.satisfied)::int as satisfied, sum(t.priced)::int as priced, sum(t.cost_micros)::float8 as "costMicros"
     from tenure.cells c join (
       select employee_id, workflow, query_type, channel, epoch, day, ${counts} from tenure.traffic_days
       union all select employee_id, workflow, query_type, channel, coalesce(epoch, 0), day, ${counts} from tenure.traffic_deltas) t
       on (t.employee_id, t.workflow, t.query_type, t.channel, t.epoch) = (c.employee_id, c.workflow, c.query_type, c.channel, c.epoch)
     where c.rollout_id = $1 group by 1, 2 order by 1, 2`,
    [rolloutId],
  )
}
