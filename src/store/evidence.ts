// Evidence of a rollout's cells in their present epochs. Kept up in the transaction of each verdict by `tenure.count_case`; read as sums, so that a million reviewed
// interactions cost as little as the days they came on. What counts is decided as in domain/gates/recount.ts, which a property test holds equal.

import type { EvidenceItem, Tally, Unit } from '../domain/gates/item.ts'
import { addTallies, type Counted } from '../domain/gates/recount.ts'
import type { SliceCounts } from '../domain/gates/slices.ts'
import type { ReviewId } from '../domain/ids.ts'
import type { Database, Row, Tx } from './database.ts'
import { firstRecentDay, keptSums } from './old-days.ts'

type Reader = Pick<Database, 'read'>

export type NewItem = {
  reviewId: ReviewId
  interactionId: string
  proposalId: string
  epoch: number
  phase: string
  openedAt: Date
  dueAt: Date
  escalated: boolean
  weight: number
  caseKey: string
  slices: readonly string[]
}

/** Keeps an item, or brings one that was opened early up to date while nobody has judged it, and counts its case. */
export async function keepItem(tx: Tx, item: NewItem): Promise<void> {
  const [was] = await tx.query<Row & { escalated: boolean; caseKey: string; epoch: number }>(
    'select escalated, case_key as "caseKey", epoch from tenure.evidence where review_id = $1 for update',
    [item.reviewId],
  )
  tx.write(
    `insert into tenure.evidence (review_id, interaction_id, proposal_id, epoch, phase, opened_at, due_at, escalated, weight, case_key, slices)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (review_id) do update set escalated = excluded.escalated, weight = excluded.weight, slices = excluded.slices, phase = excluded.phase`,
    [
      item.reviewId,
      item.interactionId,
      item.proposalId,
      item.epoch,
      item.phase,
      item.openedAt,
      item.dueAt,
      item.escalated,
      item.weight,
      item.caseKey,
      item.slices,
    ],
  )
  if (was && was.escalated !== item.escalated) countCase(tx, was)
  countCase(tx, { epoch: item.epoch, caseKey: item.caseKey, escalated: item.escalated })
}

export type Outcome = {
  correct: boolean | null
  shouldEscalate: boolean | null
  source: 'person' | 'verified_source'
  by: string
  at: Date
  reviewerSlice: string | null
}

export type MovedItem = { epoch: number; caseKey: string; escalated: boolean; slices: string[]; interactionId: string }

/** What stands for an item now; null: it is open again. Counts its case anew. Answers null for a review that counts towards nothing. */
export async function moveItem(tx: Tx, reviewId: string, outcome: Outcome | null): Promise<MovedItem | null> {
  const [item] = await tx.query<Row & MovedItem>(
    `update tenure.evidence e set correct = $2, should_escalate = $3, source = $4, judged_by = $5, closed_at = $6, reviewer_slice = $7
     where e.review_id = $1
     returning e.epoch, e.case_key as "caseKey", e.escalated, e.slices, e.interaction_id as "interactionId"`,
    [
      reviewId,
      outcome?.correct ?? null,
      outcome?.shouldEscalate ?? null,
      outcome?.source ?? null,
      outcome?.by ?? null,
      outcome?.at ?? null,
      outcome?.reviewerSlice ?? null,
    ],
  )
  if (!item) return null
  countCase(tx, item)
  return item
}

function countCase(tx: Tx, of: { epoch: number; caseKey: string; escalated: boolean }): void {
  tx.write('select tenure.count_case($1, $2, $3)', [of.epoch, of.caseKey, of.escalated])
}

/** The rollout whose gate this item counts for now; null: its epoch is over, or it never counted. */
export async function rolloutOfItem(tx: Tx, reviewId: string): Promise<string | null> {
  const [row] = await tx.query<Row & { rolloutId: string }>(
    'select c.rollout_id as "rolloutId" from tenure.evidence e join tenure.cells c on c.epoch = e.epoch where e.review_id = $1',
    [reviewId],
  )
  return row?.rolloutId ?? null
}

export type ItemFacts = {
  epoch: number | null
  queryType: string
  channel: string
  receivedAt: Date
  query: string | null
  requester: string | null
  fields: Record<string, unknown> | null
  secret: string
  systems: string[]
  operations: string[]
}

/** What a new item is told apart by: what was asked, and what was reached for on the way. Steps after a simulated receipt are not what the agent would have done. */
export async function factsOf(tx: Tx, interactionId: string): Promise<ItemFacts | null> {
  const [row] = await tx.query<Row & ItemFacts>(
    `select i.epoch, i.query_type as "queryType", i.channel, i.received_at as "receivedAt", q.body ->> 'query' as query, q.body ->> 'requester' as requester, q.body -> 'fields' as fields,
       r.sampling_secret as secret, coalesce(f.systems, '{}') as systems, coalesce(f.operations, '{}') as operations
     from tenure.interactions i join tenure.rollouts r on r.id = i.rollout_id join tenure.contents q on q.id = i.content_id
     left join lateral (select array_agg(distinct f.system) as systems, array_agg(distinct f.system || '.' || f.operation) as operations from tenure.effects f
       where f.interaction_id = i.id and f.operation is not null and not f.after_divergence) f on true
     where i.id = $1`,
    [interactionId],
  )
  return row ?? null
}

/** The epochs that count for a rollout now, inside a transaction. */
export async function currentEpochs(tx: Tx, rolloutId: string): Promise<number[]> {
  const rows = await tx.query<Row & { epoch: number }>('select epoch from tenure.cells where rollout_id = $1 order by epoch', [
    rolloutId,
  ])
  return rows.map((row) => row.epoch)
}

/** The epochs that count for a rollout now. */
export async function epochsOf(db: Reader, rolloutId: string): Promise<number[]> {
  const rows = await db.read<Row & { epoch: number }>('select epoch from tenure.cells where rollout_id = $1 order by epoch', [
    rolloutId,
  ])
  return rows.map((row) => row.epoch)
}

// The three pieces of what counts: whole days from the sums; the day of the oldest open case and cases nobody judged in time from the cases themselves.
// $1 epochs, $2 now, $3 and $4 the day and the head of the oldest case that waits, $5 the first day the sums are taken of (null: all).
const pieces = `with pieces as (
    select t.epoch, t.day, t.escalated, t.weight, nullif(t.share, -1) as share, case t.should when -1 then null else t.should = 1 end as should, t.n, t.members, t.said, t.correct, t.needed, t.unneeded, t.by_people
    from tenure.evidence_tallies t where t.epoch = any($1) and ($3::date is null or t.day < $3) and ($5::date is null or t.day >= $5) and t.n <> 0
    union all
    select c.epoch, c.day, c.escalated, c.weight, c.share, c.should_escalate, 1, c.members, c.said, c.correct, c.needed, c.unneeded, c.by_people
    from tenure.evidence_cases c where c.epoch = any($1) and c.day = $3 and c.head < $4 and not c.open
    union all
    select c.epoch, c.day, c.escalated, c.weight, case when c.escalated then c.share else c.correct::float8 / c.members end, c.should_escalate, 1, c.members,
      case when c.escalated then c.said else c.members end, c.correct, c.needed, c.unneeded, c.by_people
    from tenure.evidence_cases c where c.epoch = any($1) and c.open and c.due_at < $2 and ($4::text is null or c.head < $4))`

// Whole days before $2, from the sums alone; $1 epochs.
const oldPieces = `with pieces as (
    select t.epoch, t.day, t.escalated, t.weight, nullif(t.share, -1) as share, case t.should when -1 then null else t.should = 1 end as should, t.n, t.members, t.said, t.correct, t.needed, t.unneeded, t.by_people
    from tenure.evidence_tallies t where t.epoch = any($1) and t.day < $2::date and t.n <> 0)`

const byType = `select p.query_type as "queryType", x.escalated, x.weight, x.share, x.should as "shouldEscalate", sum(n)::int as n, sum(members)::int as members, sum(said)::int as said,
    sum(correct)::int as correct, sum(needed)::int as needed, sum(unneeded)::int as unneeded, sum(by_people)::int as "byPeople"
  from pieces x join tenure.epochs p on p.id = x.epoch group by 1, 2, 3, 4, 5 having sum(n) <> 0 order by 1, 2, 3, 4, 5`

const byDay = `select to_char(day, 'YYYY-MM-DD') as day, weight, share, sum(n)::int as n from pieces where not escalated and share is not null
  group by pieces.day, weight, share having sum(n) <> 0 order by pieces.day, weight desc, share desc`

const aside = `select (select coalesce(sum(n), 0)::int from tenure.evidence_tallies where epoch = any($1) and ($5::date is null or day >= $5)) as closed,
    (select count(*)::int from tenure.evidence_cases where epoch = any($1) and open and due_at < $2) as missing,
    case when $4::text is null then 0 else (select coalesce(sum(n), 0)::int from tenure.evidence_tallies where epoch = any($1) and day > $3::date)
      + (select count(*)::int from tenure.evidence_cases where epoch = any($1) and day = $3::date and head > $4 and not open) end as behind`

type DayRow = { day: string; weight: number; share: number; n: number }
type Sums = { tallies: Tally[]; daily: DayRow[]; closed: number }

/** What counts at this instant, as `countedAt` decides it. Days that are over are read once and kept while nothing in them moves. */
export async function countedOf(db: Reader, epochs: readonly number[], at: Date): Promise<Counted> {
  const [first] = await db.read<Row & { head: string; day: string }>(
    `select head, to_char(day, 'YYYY-MM-DD') as day from tenure.evidence_cases where epoch = any($1) and open and due_at >= $2 order by head limit 1`,
    [epochs, at],
  )
  const recent = firstRecentDay(at)
  // What waits lies in the old days: then nothing of them is a whole to be kept.
  const whole = first === undefined || first.day >= recent
  const values = [epochs, at, first?.day ?? null, first?.head ?? null, whole ? recent : null]
  const [old, tallies, daily, [rest]] = await Promise.all([
    whole ? oldSums(db, epochs, recent) : { tallies: [], daily: [], closed: 0 },
    db.read<Row & Tally>(`${pieces} ${byType}`, values),
    db.read<Row & DayRow>(`${pieces} ${byDay}`, values),
    db.read<Row & { closed: number; missing: number; behind: number }>(aside, values),
  ])
  const { closed, missing, behind } = rest!
  return {
    tallies: addTallies([...old.tallies, ...tallies]),
    days: joinDays([...old.daily, ...daily]),
    waitsFor: first?.head ?? null,
    behind,
    due: { cases: old.closed + closed + missing, missing },
  }
}

function oldSums(db: Reader, epochs: readonly number[], recent: string): Promise<Sums> {
  return keptSums<Sums>(db, `evidence/${recent}/${epochs.join()}`, {
    moved: (xmin) => oldMoved(db, epochs, { recent, xmin }),
    read: async () => {
      const [tallies, daily] = await Promise.all([
        db.read<Row & Tally>(`${oldPieces} ${byType}`, [epochs, recent]),
        db.read<Row & DayRow>(`${oldPieces} ${byDay}`, [epochs, recent]),
      ])
      return { tallies, daily, closed: tallies.reduce((sum, tally) => sum + tally.n, 0) }
    },
  })
}

/** Every change of a judged case changes a sum of its day. */
async function oldMoved(db: Reader, epochs: readonly number[], it: { recent: string; xmin: string }): Promise<boolean> {
  const [row] = await db.read<Row & { moved: boolean }>(
    'select exists (select 1 from tenure.evidence_tallies where epoch = any($1) and changed >= $3::xid8 and day < $2::date) as moved',
    [epochs, it.recent, it.xmin],
  )
  return row!.moved
}

function joinDays(rows: readonly DayRow[]): Counted['days'] {
  return [...Map.groupBy(rows, (row) => row.day)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, list]) => {
      const alike = [...Map.groupBy(list, ({ weight, share }) => `${weight}/${share}`).values()]
      const fractions = alike.map((group) => ({
        weight: group[0]!.weight,
        share: group[0]!.share,
        n: group.reduce((sum, { n }) => sum + n, 0),
      }))
      return { day, fractions: fractions.toSorted((a, b) => b.weight - a.weight || b.share - a.share) }
    })
}

type UnitsAsked = { epochs: readonly number[]; days: readonly string[]; waitsFor: string | null; at: Date }

/** The handled cases of some days, one by one in order, as far as they count. Judged ones of days that are over are kept while nothing in them moves. */
export async function unitsOf(db: Reader, { epochs, days, waitsFor, at }: UnitsAsked): Promise<Map<string, Unit[]>> {
  if (days.length === 0) return new Map()
  const recent = firstRecentDay(at)
  // With a case that waits, what counts of its day is a part of it.
  const older = waitsFor === null ? days.filter((day) => day < recent) : []
  const [kept, fresh] = await Promise.all([
    older.length === 0
      ? []
      : keptSums(db, `units/${epochs.join()}/${older.join()}`, {
          moved: (xmin) => oldMoved(db, epochs, { recent, xmin }),
          read: () => readUnits(db, { epochs, days: older, waitsFor, at, judgedIn: null }),
        }),
    readUnits(db, { epochs, days, waitsFor, at, judgedIn: days.filter((day) => !older.includes(day)) }),
  ])
  const inOrder = kept.length === 0 || fresh.length === 0 ? [...kept, ...fresh] : [...kept, ...fresh].toSorted(byHead)
  return Map.groupBy(inOrder, (row) => row.day)
}

type UnitRow = Unit & { head: string; day: string }
const byHead = (a: UnitRow, b: UnitRow) => (a.head < b.head ? -1 : 1)

/** `judgedIn`: judged cases of these days and what is overdue of all; null: judged cases of all days and nothing that is overdue, which no sum speaks of. */
async function readUnits(
  db: Reader,
  { epochs, days, waitsFor, at, judgedIn }: UnitsAsked & { judgedIn: readonly string[] | null },
): Promise<UnitRow[]> {
  return db.read<Row & UnitRow>(
    `select to_char(day, 'YYYY-MM-DD') as day, head, weight, case when open then correct::float8 / members else share end as share from tenure.evidence_cases
     where epoch = any($1) and not escalated and ($3::text is null or head < $3)
       and ((not open and share is not null and day = any(coalesce($5::date[], $2::date[]))) or ($5::date[] is not null and open and due_at < $4 and day = any($2::date[]))) order by head`,
    [epochs, days, waitsFor, at, judgedIn],
  )
}

/** Cases judged that opened since, counted no further than `enough`. */
export async function judgedSince(db: Reader, epochs: readonly number[], since: Date, enough: number): Promise<number> {
  const [row] = await db.read<Row & { n: number }>(
    `select count(*)::int as n from (select 1 from tenure.evidence_cases where epoch = any($1) and opened_at >= $2 and not open limit $3) as judged`,
    [epochs, since, enough],
  )
  return row!.n
}

/** Handled cases by slice; of some slices, or of all. */
export async function slicesOfEpochs(
  db: Reader | Pick<Tx, 'query'>,
  epochs: readonly number[],
  named: readonly string[] | null,
): Promise<SliceCounts[]> {
  const sql = `select slice, weight, share, sum(n)::int as n from tenure.evidence_slices where epoch = any($1) and ($2::text[] is null or slice = any($2)) group by 1, 2, 3 having sum(n) <> 0 order by 1, 2, 3`
  const values = [epochs, named]
  const rows =
    'read' in db
      ? await db.read<Row & { slice: string; weight: number; share: number; n: number }>(sql, values)
      : await db.query<Row & { slice: string; weight: number; share: number; n: number }>(sql, values)
  return [...Map.groupBy(rows, (row) => row.slice)].map(([slice, list]) => ({ slice, ...byOutcome(list) }))
}

function byOutcome(list: readonly { weight: number; share: number; n: number }[]): Pick<SliceCounts, 'levels' | 'fractions'> {
  const whole = list.filter(({ share }) => share === 0 || share === 1)
  const levels = [...Map.groupBy(whole, ({ weight }) => weight)].map(([weight, rows]) => {
    const correct = rows.find(({ share }) => share === 1)?.n ?? 0
    return { weight, correct, wrong: rows.find(({ share }) => share === 0)?.n ?? 0 }
  })
  return {
    levels,
    fractions: list.filter(({ share }) => share !== 0 && share !== 1).map(({ weight, share, n }) => ({ weight, share, n })),
  }
}

/** Every item of these epochs, whole: for a recount, and for what an auditor is given. */
export async function itemsOf(
  db: Reader,
  epochs: readonly number[],
  page: { after: string | null; limit: number },
): Promise<EvidenceItem[]> {
  return db.read<Row & EvidenceItem>(
    `select e.review_id as "reviewId", e.interaction_id as "interactionId", p.query_type as "queryType", p.channel, e.phase,
       to_char(e.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt", to_char(e.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "dueAt",
       e.escalated, e.weight, e.case_key as "caseKey", e.slices, e.correct, e.should_escalate as "shouldEscalate", e.source, e.judged_by as "judgedBy", e.reviewer_slice as "reviewerSlice"
     from tenure.evidence e join tenure.epochs p on p.id = e.epoch where e.epoch = any($1) and ($2::text is null or e.review_id > $2) order by e.review_id limit $3`,
    [epochs, page.after, page.limit],
  )
}
