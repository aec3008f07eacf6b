// What pressing a verdict key will do in the world, in words, for the card that shows the key. Says nothing the steps do not do; a test holds it against them.

import { type VerdictKind, verdictsFor } from '../interaction/verdict.ts'
import type { Delivery, Phase } from '../rollout/phase.ts'

/** What the card is about. `held`: the effects that wait for this decision, as words (“unlock_account in ad”, “the reply”). */
export type CardSituation = { phase: Phase | null; delivery: Delivery | null; escalated: boolean; held: readonly string[] }

export type VerdictKey = { key: string; kind: VerdictKind; consequence: string }

/** The keys that fit this card, in order, each with its consequence. Source of the numbers: CONSOLE.md, review queue. */
export function verdictKeys(card: CardSituation): VerdictKey[] {
  return verdictsFor(card.escalated).map((kind, i) => ({ key: String(i + 1), kind, consequence: consequenceOf(kind, card) }))
}

function consequenceOf(kind: VerdictKind, { phase, delivery, escalated, held }: CardSituation): string {
  if (phase === 'shadow' && delivery === 'observe')
    return 'Nothing happens in the world: this rollout only observes. The verdict is counted.'
  if (escalated) return 'Nothing is sent: people have this query already. The verdict is counted.'
  if (held.length === 0) return 'Nothing changes in the world: nothing waits for a decision. The verdict is counted.'
  const releases = kind === 'correct' || kind === 'correct_small_edit'
  if (releases && (phase === 'halted' || phase === 'retired' || phase === null))
    return 'Refused: this rollout is not running, so nothing can be released.'
  const things = listed(held)
  if (kind === 'correct') return `Done now, once, exactly as shown: ${things}. The verdict is counted.`
  if (kind === 'correct_small_edit') return `Done now, once, with the reply as you wrote it: ${things}. The verdict is counted.`
  const after = phase === 'shadow' ? 'People do the work as before.' : 'The query goes to people.'
  return `Declined, never performed: ${things}. ${after} The verdict is counted.`
}

function listed(things: readonly string[]): string {
  const last = things.at(-1) ?? ''
  return things.length < 2 ? last : `${things.slice(0, -1).join(', ')} and ${last}`
}
