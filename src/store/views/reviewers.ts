// What is known of those who review: what they found of what was known, how often two agree, and how long they look. Counts only; domain/gates/reviewers.ts says what follows.

import { minDwellMs } from '../../domain/gates/reviewers.ts'
import type { Database, Row, Tx } from '../database.ts'

/** Two persons on one handled proposal: both wrong, only the first, only the second, both right (GATES.md section 7, golden a, b, c, d). */
type Doubles = { a: number; b: number; c: number; d: number }

type ReviewerFacts = {
  reviewer: string
  name: string | null
  goldenWrong: { n: number; found: number }
  goldenRight: { n: number; right: number }
  doubles: Doubles
  /** Verdicts that stand on real proposals. */
  verdicts: number
  /** Of these, given sooner than anybody can look at so many words. */
  tooFast: number
  medianSeconds: number | null
  /** Real errors they found that another person, who did not see the verdict, confirmed. */
  confirmed: number
  excluded: boolean
}

export type ReviewingCounts = Omit<ReviewerFacts, 'reviewer' | 'name' | 'excluded'>
export type RolloutReviewers = { pooled: ReviewingCounts; reviewers: ReviewerFacts[] }

type Reader = Pick<Database, 'read'> | Pick<Tx, 'query'>

function ask<R extends Row>(db: Reader, sql: string, values: unknown[]): Promise<R[]> {
  return 'read' in db ? db.read<R>(sql, values) : db.query<R>(sql, values)
}

/** The first word on a blind item counts, whatever was made of it later: else whoever found out which it was could mend it. */
const firstWords = `select distinct on (p.review_id) v.given_by as reviewer, b.known, v.correct
  from tenure.blind_placements p join tenure.blind_items b on b.id = p.item_id join tenure.verdicts v on v.review_id = p.review_id
  where p.rollout_id = $1 order by p.review_id, v.id`

// Whether each verdict was hasty: the words of what was asked and proposed are counted in the database, once, and held against the time spent.
const worked = `select v.given_by as reviewer, v.proposal_id, coalesce(v.active_ms, v.dwell_ms) as ms,
    (select coalesce(sum(array_length(regexp_split_to_array(btrim(c.body ->> k.field), '\\s+'), 1)), 0)::int
     from (select i.content_id as id, 'query' as field union all select f.request_id, 'text' from tenure.effects f where f.interaction_id = i.id and f.kind = 'reply') k
     join tenure.contents c on c.id = k.id) as words
  from tenure.verdicts v join tenure.interactions i on i.id = v.interaction_id
  where v.rollout_id = $1 and v.withdrawn_at is null and v.source = 'person'`

type Work = { reviewer: string; ms: number | null; words: number }
type Pair = { first: string; second: string; firstWrong: boolean; secondWrong: boolean }

/** Of one rollout: everybody who gave a verdict in it, and all together but those who are excluded. */
export async function reviewerFacts(db: Reader, rolloutId: string): Promise<RolloutReviewers> {
  const golden = await ask<Row & { reviewer: string; known: 'wrong' | 'right'; correct: boolean | null }>(db, firstWords, [
    rolloutId,
  ])
  const work = await ask<Row & Work>(db, worked, [rolloutId])
  const pairs = await ask<Row & Pair>(
    db,
    `select a.given_by as first, b.given_by as second, not a.correct as "firstWrong", not b.correct as "secondWrong"
     from tenure.reviews r join tenure.verdicts a on a.review_id = r.id and a.withdrawn_at is null
       join tenure.reviews d on d.proposal_id = r.proposal_id and d.purpose = 'double' join tenure.verdicts b on b.review_id = d.id and b.withdrawn_at is null
     where r.rollout_id = $1 and r.purpose = 'primary' and a.correct is not null and b.correct is not null`,
    [rolloutId],
  )
  const excluded = await ask<Row & { id: string }>(
    db,
    "select person_id as id from tenure.reviewer_exclusions where rollout_id = $1 and state = 'in_force'",
    [rolloutId],
  )
  const out = new Set(excluded.map(({ id }) => id))
  const ids = [...new Set([...golden, ...work].map(({ reviewer }) => reviewer))].toSorted()
  const names = await ask<Row & { id: string; name: string }>(db, 'select id, name from tenure.people where id = any($1)', [ids])
  const counted = (who: (id: string) => boolean) => countsOf({ golden, work, pairs }, who)
  const reviewers = ids.map((id) => ({
    reviewer: id,
    name: names.find((person) => person.id === id)?.name ?? null,
    ...counted((one) => one === id),
    excluded: out.has(id),
  }))
  return { pooled: counted((one) => !out.has(one)), reviewers }
}

type Raw = {
  golden: readonly { reviewer: string; known: 'wrong' | 'right'; correct: boolean | null }[]
  work: readonly Work[]
  pairs: readonly Pair[]
}

function countsOf({ golden, work, pairs }: Raw, who: (id: string) => boolean): RolloutReviewers['pooled'] {
  const own = golden.filter(({ reviewer }) => who(reviewer))
  const [wrong, right] = [own.filter(({ known }) => known === 'wrong'), own.filter(({ known }) => known === 'right')]
  const mine = work.filter(({ reviewer }) => who(reviewer))
  const timed = mine.flatMap(({ ms, words }) => (ms === null ? [] : [{ ms, words }]))
  const shared = pairs.filter(({ first, second }) => who(first) && who(second))
  const either = pairs.filter(({ first, second }) => who(first) || who(second))
  const judged = shared.length > 0 ? shared : either
  return {
    goldenWrong: { n: wrong.length, found: wrong.filter(({ correct }) => correct === false).length },
    goldenRight: { n: right.length, right: right.filter(({ correct }) => correct === true).length },
    doubles: {
      a: judged.filter((pair) => pair.firstWrong && pair.secondWrong).length,
      b: judged.filter((pair) => pair.firstWrong && !pair.secondWrong).length,
      c: judged.filter((pair) => !pair.firstWrong && pair.secondWrong).length,
      d: judged.filter((pair) => !pair.firstWrong && !pair.secondWrong).length,
    },
    verdicts: mine.length,
    tooFast: timed.filter(({ ms, words }) => ms < minDwellMs(words)).length,
    medianSeconds: median(timed.map(({ ms }) => ms / 1000)),
    confirmed: either.filter((pair) => pair.firstWrong && pair.secondWrong).length,
  }
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return null
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!
}

export type OwnNumbers = { doneToday: number; left: number; medianSeconds: number | null; hastyInARow: number }

/** One person's own numbers, over every rollout. Blind items are in them like the rest: a number that left them out would tell them apart. */
export async function ownNumbers(db: Pick<Database, 'read'>, person: string, now: Date): Promise<OwnNumbers> {
  const today = await db.read<Row & Work>(
    `${worked.replace('v.rollout_id = $1', 'v.given_by = $1')} and v.given_at >= date_trunc('day', $2::timestamptz, 'UTC') order by v.given_at desc, v.id desc`,
    [person, now],
  )
  const [left] = await db.read<Row & { n: number }>(
    "select count(*)::int as n from tenure.reviews where state = 'open' and not ($1 = any (not_for))",
    [person],
  )
  const hasty = today.map(({ ms, words }) => ms !== null && ms < minDwellMs(words))
  const streak = hasty.indexOf(false)
  return {
    doneToday: today.length,
    left: left!.n,
    medianSeconds: median(today.flatMap(({ ms }) => (ms === null ? [] : [ms / 1000]))),
    hastyInARow: streak < 0 ? hasty.length : streak,
  }
}

export type ListedExclusion = {
  id: string
  reviewer: string
  state: 'proposed' | 'in_force' | 'dismissed' | 'lifted'
  why: string
  reason: string | null
  proposedAt: Date
  decidedBy: string | null
  decidedByName: string | null
  decidedAt: Date | null
  liftedBy: string | null
  liftedByName: string | null
  liftedAt: Date | null
}

/** Every exclusion of a rollout there was or is proposed, the latest first. */
export async function exclusionsOf(db: Pick<Database, 'read'>, rolloutId: string): Promise<ListedExclusion[]> {
  return db.read<Row & ListedExclusion>(
    `select x.id, x.person_id as reviewer, x.state, x.why, x.reason, x.proposed_at as "proposedAt", x.decided_by as "decidedBy", d.name as "decidedByName", x.decided_at as "decidedAt",
       x.lifted_by as "liftedBy", l.name as "liftedByName", x.lifted_at as "liftedAt"
     from tenure.reviewer_exclusions x left join tenure.people d on d.id = x.decided_by left join tenure.people l on l.id = x.lifted_by
     where x.rollout_id = $1 order by x.id desc`,
    [rolloutId],
  )
}
