// What a month holds, summed: traffic, evidence and what happened to rollouts. Days are those of UTC, as the sums are kept.

import type { Tally } from '../../domain/gates/item.ts'
import type { MonthTraffic } from '../../domain/metrics/month.ts'
import type { Phase } from '../../domain/rollout/phase.ts'
import type { Database, Row } from '../database.ts'

type Reader = Pick<Database, 'read'>
type Of = { employeeId: string; workflow: string }

/** From the first day to the day after the last. */
export type Span = { from: string; to: string }

const columns =
  'employee_id, workflow, query_type, day, arrived, escalated, settled, took_ms, rated, satisfied, priced, cost_micros'
const sums = `sum(arrived)::int as arrived, sum(escalated)::int as escalated, sum(settled)::int as settled, sum(took_ms)::float8 as "tookMs", sum(rated)::int as rated, sum(satisfied)::int as satisfied,
  sum(priced)::int as priced, sum(cost_micros)::float8 as "costMicros"`

export async function monthTraffic(db: Reader, { from, to }: Span): Promise<(Of & MonthTraffic)[]> {
  return db.read<Row & Of & MonthTraffic>(
    `select employee_id as "employeeId", workflow, query_type as "queryType", ${sums}
     from (select ${columns} from tenure.traffic_days where day >= $1 and day < $2 union all select ${columns} from tenure.traffic_deltas where day >= $1 and day < $2) t
     group by 1, 2, 3 order by 1, 2, 3`,
    [from, to],
  )
}

/** Cases of the month that somebody has judged, whatever epoch they counted in: a month is what happened in it. */
export async function monthTallies(db: Reader, { from, to }: Span): Promise<(Of & Tally)[]> {
  return db.read<Row & Of & Tally>(
    `select p.employee_id as "employeeId", p.workflow, p.query_type as "queryType", p.channel, to_char(t.day, 'YYYY-MM-DD') as day, t.escalated, t.weight, nullif(t.share, -1) as share,
       case t.should when -1 then null else t.should = 1 end as "shouldEscalate", t.n, t.members, t.said, t.correct, t.needed, t.unneeded, t.by_people as "byPeople"
     from tenure.evidence_tallies t join tenure.epochs p on p.id = t.epoch where t.day >= $1 and t.day < $2 and t.n <> 0`,
    [from, to],
  )
}

export type MonthStory = Of & {
  employee: string
  phases: Phase[] | null
  roleSince: Date | null
  opened: number
  judged: number
  overdue: number
  overrides: number
  halts: number
  demotions: number
  /** The version the rollouts work by now; the newest where they differ; null: no rollout is open. */
  dossierId: string | null
  minor: number
  major: number
  severe: number
  /** Incidents of any month that nobody has closed yet. */
  unclosed: number
  /** Items known to be wrong that were judged in the month, and how many of them were found at the first word. */
  known: number
  found: number
}

const ofRollouts =
  'from tenure.reviews v where v.employee_id = w.employee_id and v.workflow = w.workflow and v.opened_at >= $1::timestamptz and v.opened_at < $2::timestamptz'
const told = (kind: string) =>
  `(select count(*)::int from audit.entries t where t.subject = any(w.ids) and t.kind = '${kind}' and t.at >= $1::timestamptz and t.at < $2::timestamptz)`

const inMonth = (at: string) => `${at} >= $1::timestamptz and ${at} < $2::timestamptz`
const opened = (severity: string) =>
  `(count(*) filter (where x.severity = '${severity}' and ${inMonth('x.opened_at')}))::int as ${severity}`
const incidents = `select ${['minor', 'major', 'severe'].map(opened).join(', ')}, (count(*) filter (where x.state <> 'closed'))::int as unclosed
  from tenure.incidents x where x.employee_id = w.employee_id and x.workflow = w.workflow`
const firstWords = `select count(*)::int as known, (count(*) filter (where not f.correct))::int as found from (
    select distinct on (p.review_id) v.correct, v.given_at from tenure.blind_placements p join tenure.blind_items i on i.id = p.item_id join tenure.verdicts v on v.review_id = p.review_id
    where p.rollout_id = any(w.ids) and i.known = 'wrong' order by p.review_id, v.id) f where ${inMonth('f.given_at')}`

/** Every workflow somebody works on or worked on, with its month apart from the numbers. Instants without a zone are UTC here as everywhere in this view. */
export async function monthStories(db: Reader, { from, to }: Span): Promise<MonthStory[]> {
  return db.read<Row & MonthStory>(
    `with w as (
       select r.employee_id, r.workflow, e.name, array_agg(r.id) as ids, array_agg(distinct r.phase) filter (where r.phase <> 'retired') as phases,
         min(d.registered_at) filter (where r.phase <> 'retired') as role_since, (array_agg(d.id order by d.registered_at desc) filter (where r.phase <> 'retired'))[1] as dossier_id
       from tenure.rollouts r join tenure.employees e on e.id = r.employee_id join tenure.dossiers d on d.id = r.dossier_id group by 1, 2, 3)
     select w.employee_id as "employeeId", w.workflow, w.name as employee, w.phases, w.role_since as "roleSince",
       (select count(*)::int ${ofRollouts}) as opened, (select count(*)::int ${ofRollouts} and v.state = 'done') as judged,
       (select count(*)::int ${ofRollouts} and v.state = 'open' and v.due_at < now()) as overdue,
       (select count(*)::int from tenure.promotions m where m.rollout_id = any(w.ids) and m.override and m.state = 'carried_out' and m.approved_at >= $1::timestamptz and m.approved_at < $2::timestamptz) as overrides,
       ${told('rollout.halted')} as halts, ${told('rollout.demoted')} as demotions, w.dossier_id as "dossierId", n.*, b.*
     from w, lateral (${incidents}) n, lateral (${firstWords}) b order by w.name, w.workflow`,
    [`${from}T00:00:00Z`, `${to}T00:00:00Z`],
  )
}
