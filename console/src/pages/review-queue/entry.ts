// The items on a desk and what is known of each. Pure: lists in, lists out.

import type { ReviewCard, ReviewQueue, ReviewSummary, VerdictKind } from '../../api.ts'
import type { Act } from './outbox.ts'

/** `key`: the act that carries it, while it is on its way; null when it came from the server or another window. */
export type Judged = { kind: VerdictKind; verdictId: string | null; saving: boolean; key: string | null }
export type Entry = {
  id: string
  summary: ReviewSummary
  judged: Judged | null
  reservedUntil: string | null
  /** The item is not what it was when it was first shown; the next verdict key only says so. */
  changed: boolean
}

/** What the live line says: a key of the locale and its blanks. */
export type Said = { key: string; blanks: Record<string, string | number> }
/** A verdict, undo or correction that the server did not take, with its sentence. */
export type Problem = { id: string; what: Act['what']; why: string }

export type DeskState = {
  phase: 'loading' | 'ready' | 'failed'
  failure: unknown
  entries: readonly Entry[]
  index: number
  counts: ReviewQueue['counts'] | null
  judgedHere: number
  said: Said | null
  problems: readonly Problem[]
  /** The item judged last, whose comparison may be looked at. */
  last: string | null
}

export const emptyDesk: DeskState = {
  phase: 'loading',
  failure: null,
  entries: [],
  index: 0,
  counts: null,
  judgedHere: 0,
  said: null,
  problems: [],
  last: null,
}

export function asEntry(summary: ReviewSummary): Entry {
  const { verdict } = summary
  return {
    id: summary.id,
    summary,
    judged: judgedOf(verdict),
    reservedUntil: null,
    changed: false,
  }
}

export function judgedOf(verdict: ReviewSummary['verdict']): Judged | null {
  return verdict === null ? null : { kind: verdict.kind, verdictId: verdict.id, saving: false, key: null }
}

/** Entries whose verdict waits in this browser are shown as judged, after a reload too. */
export function withWaiting(entries: readonly Entry[], acts: readonly Act[]): Entry[] {
  return entries.map((entry) => {
    const act = acts.findLast((each) => each.reviewId === entry.id && (each.what === 'verdict' || each.what === 'undo'))
    if (act?.what !== 'verdict') return entry
    return { ...entry, judged: { kind: act.body.kind, verdictId: null, saving: true, key: act.key } }
  })
}

/** Whether nobody else has it, as far as this answer of the server says. */
export function isFree(item: ReviewSummary, me: string, now: number): boolean {
  const until = item.reservedUntil === null ? 0 : new Date(item.reservedUntil).getTime()
  return item.reservedBy === null || item.reservedBy === me || until <= now
}

/** Whether a card fetched ahead may be shown next: it is still open and nobody took it meanwhile. */
export function mayBeShown(card: ReviewCard | null, me: string, now: number): boolean {
  return card === null || (card.state === 'open' && isFree(card, me, now))
}
