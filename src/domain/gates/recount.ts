// The full recount: from single items to what a gate reads. The store keeps the same sums up in the transaction of every verdict; a property test holds the two
// equal, and an auditor's bundle is recomputed by this alone.

import type { EvidenceCase, EvidenceItem, Tally, Unit } from './item.ts'
import type { DayEvidence } from './proof.ts'

/** What counts by now, and what does not yet. */
export type Counted = {
  /** Every case that counts, summed by query type and outcome; a case nobody judged in time is among them as wrong. */
  tallies: readonly Tally[]
  /** The handled ones of them by day, the days in order: what the proof goes along. */
  days: readonly DayEvidence[]
  /** The oldest case still waiting for a verdict: everything opened after it waits with it. Null: nothing waits. */
  waitsFor: string | null
  /** Cases that have their verdict and wait for an older one. */
  behind: number
  /** Of the cases that are judged or overdue: how many there are, and how many have no verdict. */
  due: { cases: number; missing: number }
}

/** Cases of items, in the order in which they count: by the review that opened first. Depends on the multiset of items alone. */
export function casesOf(items: readonly EvidenceItem[]): EvidenceCase[] {
  const groups = Map.groupBy(items, (item) => `${item.queryType}\n${item.channel}\n${item.caseKey}\n${item.escalated}`)
  return [...groups.values()].map(oneCase).toSorted((a, b) => compare(a.head, b.head))
}

function oneCase(unordered: readonly EvidenceItem[]): EvidenceCase {
  const items = unordered.toSorted((a, b) => compare(a.reviewId, b.reviewId))
  const head = items[0]!
  const open = items.filter((item) => item.source === null)
  const said = items.filter((item) => item.correct !== null)
  const correct = said.filter((item) => item.correct).length
  const waiting = open.length > 0 ? open : items
  const reviewers = items.flatMap((item) => item.reviewerSlice ?? [])
  return {
    queryType: head.queryType,
    channel: head.channel,
    head: head.reviewId,
    day: head.openedAt.slice(0, 10),
    openedAt: head.openedAt,
    phase: head.phase,
    escalated: head.escalated,
    weight: head.weight,
    share: said.length === 0 ? null : correct / said.length,
    shouldEscalate: anyNeeded(items),
    slices: [...head.slices, ...[...new Set(reviewers)].toSorted()],
    open: open.length > 0,
    dueAt: waiting
      .map((item) => item.dueAt)
      .toSorted()
      .at(-1)!,
    members: items.length,
    said: said.length,
    correct,
    needed: items.filter((item) => item.shouldEscalate === true).length,
    unneeded: items.filter((item) => item.shouldEscalate === false).length,
    byPeople: items.filter((item) => item.source === 'person').length,
  }
}

function anyNeeded(items: readonly EvidenceItem[]): boolean | null {
  if (items.some((item) => item.shouldEscalate === true)) return true
  return items.some((item) => item.shouldEscalate === false) ? false : null
}

/**
 * What of the cases counts at an instant: the longest run of them, in order, that is judged or overdue. So nobody chooses which verdicts count first, and looking
 * early or often changes nothing (GATES.md section 1, “Evaluation rule”, in its strict form: the order is fixed before any verdict).
 */
export function countedAt(cases: readonly EvidenceCase[], at: string): Counted {
  const lapsed = (one: EvidenceCase) => one.open && one.dueAt < at
  const waitsFor = cases.find((one) => one.open && !lapsed(one))?.head ?? null
  const within = waitsFor === null ? cases : cases.filter((one) => one.head < waitsFor)
  const due = cases.filter((one) => !one.open || lapsed(one))
  const counting = within.map((one) => (one.open ? asLapsed(one) : one))
  return {
    tallies: sum(counting),
    days: daysOf(counting),
    waitsFor,
    behind: waitsFor === null ? 0 : cases.filter((one) => !one.open && one.head > waitsFor).length,
    due: { cases: due.length, missing: due.filter((one) => one.open).length },
  }
}

/** A case nobody judged in time: the members without a verdict count as wrong where the employee handled them (GATES.md D14); of an escalation nothing is said. */
function asLapsed(one: EvidenceCase): EvidenceCase {
  if (one.escalated) return one
  return { ...one, share: one.correct / one.members, said: one.members }
}

/** Alike cases together. The order of the answer does not depend on the order of the cases. */
function sum(cases: readonly EvidenceCase[]): Tally[] {
  return addTallies(cases.map((one) => tallyOf(one)))
}

function tallyOf({ queryType, escalated, weight, share, shouldEscalate, ...one }: EvidenceCase): Tally {
  const { members, said, correct, needed, unneeded, byPeople } = one
  return { queryType, escalated, weight, share, shouldEscalate, n: 1, members, said, correct, needed, unneeded, byPeople }
}

/** Tallies from several sums, alike ones together again. */
export function addTallies(parts: readonly Tally[]): Tally[] {
  const tallies = new Map<string, Tally>()
  for (const part of parts) {
    const { queryType, escalated, weight, share, shouldEscalate } = part
    const name = [queryType, escalated, weight, share, shouldEscalate].join('\n')
    const known = tallies.get(name)
    tallies.set(name, known === undefined ? { ...part } : plus(known, part))
  }
  return [...tallies].toSorted(([a], [b]) => compare(a, b)).map(([, tally]) => tally)
}

function plus(one: Tally, other: Tally): Tally {
  return {
    ...one,
    n: one.n + other.n,
    members: one.members + other.members,
    said: one.said + other.said,
    correct: one.correct + other.correct,
    needed: one.needed + other.needed,
    unneeded: one.unneeded + other.unneeded,
    byPeople: one.byPeople + other.byPeople,
  }
}

/** Handled cases by day and outcome, in order. */
function daysOf(cases: readonly EvidenceCase[]): DayEvidence[] {
  const handled = cases.flatMap((one) =>
    one.escalated || one.share === null ? [] : [{ day: one.day, weight: one.weight, share: one.share }],
  )
  return [...Map.groupBy(handled, (one) => one.day)]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([day, list]) => {
      const alike = [...Map.groupBy(list, ({ weight, share }) => `${weight}/${share}`).values()]
      const fractions = alike.map((group) => ({ weight: group[0]!.weight, share: group[0]!.share, n: group.length }))
      return { day, fractions: fractions.toSorted((a, b) => b.weight - a.weight || b.share - a.share) }
    })
}

/** The handled cases of one day that count, one by one and in order. */
export function unitsOfDay(
  cases: readonly EvidenceCase[],
  day: string,
  { waitsFor, at }: { waitsFor: string | null; at: string },
): Unit[] {
  return cases.flatMap((one) => {
    if (one.day !== day || one.escalated || (waitsFor !== null && one.head >= waitsFor)) return []
    if (one.open && one.dueAt >= at) return []
    const { head, weight, share } = one.open ? asLapsed(one) : one
    return share === null ? [] : [{ head, weight, share }]
  })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
