// A replay: a role version run on past cases that people have judged, beside what happened and beside the old version run again. What is compared is what would have been
// done; words count only where the words are all there is.

import { canonical } from '../audit/canonical.ts'
import { moves, type StateOf } from '../moves.ts'

/**
 * - `running`: cases wait. Out: done with the last one, or stopped.
 * - `done`: every case has an outcome, and the result is fixed.
 * - `stopped`: by a person, or because no agent could be asked; the cases done so far stay.
 */
export const replayMoves = moves({
  running: ['done', 'stopped'],
  done: [],
  stopped: [],
})
export type ReplayState = StateOf<typeof replayMoves>

/** What came of one case: `unanswerable` asked for a read nobody recorded, `failed` gave no answer. Both count as changed. */
export const replayOutcomes = ['unchanged', 'changed', 'unanswerable', 'failed'] as const
export type ReplayOutcome = (typeof replayOutcomes)[number]

export const replayVerdicts = ['old_better', 'new_better', 'both_right', 'both_wrong'] as const
export type ReplayVerdict = (typeof replayVerdicts)[number]

/** One call as it was asked for, and whether it was allowed. */
export type LaneCall = {
  kind: 'read' | 'write'
  operation: string
  arguments: unknown
  allowed: boolean
  /** Where its answer came from: what was recorded, a simulated receipt, nowhere (a read nobody recorded), or none was given. */
  answer: 'recorded' | 'simulated' | 'missing' | 'none'
}

/** What happened, or what a version did when it was run again. */
export type Lane = {
  /** What the version takes the query for; null: as it was. */
  recognised: string | null
  escalated: boolean
  trigger: string | null
  reason: string | null
  calls: LaneCall[]
  replies: string[]
  /** Why there is no answer; null: there is one. */
  failed: string | null
}

/** In what two lanes differ, in words of the trail and the page. Empty: the same was done. */
export type Difference = 'failed' | 'recognition' | 'escalation' | 'writes' | 'reads' | 'reply'

/**
 * The same operations with the same arguments and the same hand-over are the same, whatever words went with them (PRODUCT.md section 3). Writes are compared in their order, each
 * as often as it was asked for; reads as a set, because looking twice, or in another order, changes nothing. Whether a reply was given always counts; its words only where the
 * reply is all that was done, and then without regard to case, spacing and punctuation.
 */
export function differencesOf(a: Lane, b: Lane): Difference[] {
  if (a.failed !== null || b.failed !== null) return ['failed']
  if (a.recognised !== b.recognised) return ['recognition']
  const found: Difference[] = []
  if (a.escalated !== b.escalated || (a.escalated && a.trigger !== b.trigger)) found.push('escalation')
  if (writesIn(a).join('\n') !== writesIn(b).join('\n')) found.push('writes')
  if (readsIn(a).join('\n') !== readsIn(b).join('\n')) found.push('reads')
  if (repliesDiffer(a, b)) found.push('reply')
  return found
}

/** What came of a case: the new version beside what happened. */
export function outcomeOf(happened: Lane, fresh: Lane): ReplayOutcome {
  if (fresh.failed !== null) return 'failed'
  if (fresh.calls.some(({ answer }) => answer === 'missing')) return 'unanswerable'
  return differencesOf(happened, fresh).length === 0 ? 'unchanged' : 'changed'
}

/** Whether the old version, run again, did something else than it did then, or could not be run: what a replay cannot tell from a change. */
export function isNoise(happened: Lane, again: Lane): boolean {
  return outcomeOf(happened, again) !== 'unchanged'
}

function writesIn({ calls }: Lane): string[] {
  return calls.filter(({ kind }) => kind === 'write').map(askedFor)
}

function readsIn({ calls }: Lane): string[] {
  return [...new Set(calls.filter(({ kind }) => kind === 'read').map(askedFor))].toSorted()
}

function askedFor({ operation, arguments: given, allowed }: LaneCall): string {
  return canonical([operation, given, allowed])
}

function repliesDiffer(a: Lane, b: Lane): boolean {
  if (a.replies.length !== b.replies.length) return true
  const onlyWords = [a, b].every((lane) => !lane.escalated && writesIn(lane).length === 0)
  return onlyWords && a.replies.some((text, at) => plainWords(text) !== plainWords(b.replies[at]!))
}

function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
