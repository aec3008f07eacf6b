// Every rollout with its cells and what is open in it; one rollout whole; its promotions.

import type { Delivery, Phase } from '../../domain/rollout/phase.ts'
import type { Database, Row } from '../database.ts'

export type BoardRow = {
  id: string
  employeeId: string
  employee: string
  workflow: string
  phase: Phase
  delivery: Delivery
  rehearsal: boolean
  observedOnly: boolean
  haltedFrom: Phase | null
  cells: { queryType: string; channel: string }[]
  phaseSince: Date
  interactions: number
  openReviews: number
  openEscalations: number
  /** Opened within the last seven days: what reviewers have to keep up with. */
  reviewsLately: number
  /** Of all reviewers together, as agreed in the dossier; null: nobody said. */
  reviewerHours: number | null
}

// A reviewer finds blind items in every count, as in every list: what is missing from one would tell them apart.
const placed = ' + (select count(*)::int from tenure.blind_placements b where b.rollout_id = r.id)'
const placedOpen =
  " + (select count(*)::int from tenure.blind_placements b join tenure.reviews v on v.id = b.review_id where b.rollout_id = r.id and v.state = 'open')"

const placedLately =
  " + (select count(*)::int from tenure.blind_placements b join tenure.reviews v on v.id = b.review_id where b.rollout_id = r.id and v.opened_at > now() - interval '7 days')"

const columnsFor = (
  blindly: boolean,
) => `r.id, r.employee_id as "employeeId", e.name as employee, r.workflow, r.phase, r.delivery, r.rehearsal, e.agent ->> 'kind' = 'observed' as "observedOnly", r.halted_from as "haltedFrom", r.phase_since as "phaseSince",
  coalesce((select jsonb_agg(jsonb_build_object('queryType', c.query_type, 'channel', c.channel) order by c.query_type, c.channel) from tenure.cells c where c.rollout_id = r.id), '[]') as cells,
  (select count(*)::int from tenure.interactions i where i.rollout_id = r.id)${blindly ? placed : ''} as interactions,
  (select count(*)::int from tenure.reviews v where v.rollout_id = r.id and v.state = 'open')${blindly ? placedOpen : ''} as "openReviews",
  (select count(*)::int from tenure.escalations s join tenure.interactions i on i.id = s.interaction_id where i.rollout_id = r.id and s.state <> 'answered') as "openEscalations",
  (select count(*)::int from tenure.reviews v where v.rollout_id = r.id and v.opened_at > now() - interval '7 days')${blindly ? placedLately : ''} as "reviewsLately",
  (select (d.plan #>> '{reviewers,hoursPerWeek}')::float8 from tenure.dossiers d where d.id = r.dossier_id) as "reviewerHours"`

export type BoardFilter = { employeeId: string | null; phase: Phase | null; before: string | null }

/** Rollouts, newest first, a page at a time; retired ones only when asked for by phase. */
export async function listRollouts(db: Database, filter: BoardFilter, limit: number, blindly = false): Promise<BoardRow[]> {
  return db.read<Row & BoardRow>(
    `select ${columnsFor(blindly)} from tenure.rollouts r join tenure.employees e on e.id = r.employee_id
     where ($1::text is null or r.employee_id = $1) and (r.phase = $2 or ($2::text is null and r.phase <> 'retired')) and ($3::text is null or r.id < $3)
     order by r.id desc limit $4`,
    [filter.employeeId, filter.phase, filter.before, limit],
  )
}

export type WholeRollout = BoardRow & {
  dossierId: string
  dossierHash: string
  sampleRatio: number
  openedBy: string
  openedAt: Date
}

export async function findRollout(db: Database, id: string, blindly = false): Promise<WholeRollout | null> {
  const [row] = await db.read<Row & WholeRollout>(
    `select ${columnsFor(blindly)}, r.dossier_id as "dossierId", d.hash as "dossierHash", r.sample_ratio as "sampleRatio", r.opened_by as "openedBy", r.opened_at as "openedAt"
     from tenure.rollouts r join tenure.employees e on e.id = r.employee_id join tenure.dossiers d on d.id = r.dossier_id where r.id = $1`,
    [id],
  )
  return row ?? null
}

export type PromotionRow = {
  id: string
  rolloutId: string
  from: Phase
  to: Phase
  state: 'proposed' | 'approved' | 'carried_out' | 'withdrawn'
  override: boolean
  reason: string
  gateOutcome: 'met' | 'not_met' | 'not_yet_known'
  proposedBy: string
  proposedByName: string | null
  proposedAt: Date
  approvedBy: string | null
  approvedByName: string | null
  approvedAt: Date | null
}

const promotions = `select m.id, m.rollout_id as "rolloutId", m.from_phase as "from", m.to_phase as "to", m.state, m.override, m.reason, m.gate ->> 'outcome' as "gateOutcome",
  m.proposed_by as "proposedBy", a.name as "proposedByName", m.proposed_at as "proposedAt", m.approved_by as "approvedBy", b.name as "approvedByName", m.approved_at as "approvedAt"
  from tenure.promotions m left join tenure.people a on a.id = m.proposed_by left join tenure.people b on b.id = m.approved_by`

/** The rollout's promotions, newest first; `before` is the id of the last one seen. */
export async function promotionsOf(
  db: Database,
  rolloutId: string,
  before: string | null = null,
  limit = 200,
): Promise<PromotionRow[]> {
  return db.read<Row & PromotionRow>(
    `${promotions} where m.rollout_id = $1 and ($2::text is null or m.id < $2) order by m.id desc limit $3`,
    [rolloutId, before, limit],
  )
}
