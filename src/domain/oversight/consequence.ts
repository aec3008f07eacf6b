// What pressing a verdict key will do in the world, in words, for the card that shows the key. Says nothing the steps do not do; a test holds it against them.

import { type VerdictKind, verdictsFor } from '../interaction/verdict.ts'
import type { Delivery, Phase } from '../rollout/phase.ts'
import type { Sentence } from '../sentence.ts'
import { inEnglish, listed, says, type Waiting } from './sentences.ts'

/** What the card is about. `held`: the effects that wait for this decision. */
export type CardSituation = { phase: Phase | null; delivery: Delivery | null; escalated: boolean; held: readonly Waiting[] }

/** `says`: the consequence for other languages. */
export type VerdictKey = { key: string; kind: VerdictKind; consequence: string; says: readonly Sentence[] }

/** The keys that fit this card, in order, each with its consequence. Source of the numbers: CONSOLE.md, review queue. */
export function verdictKeys(card: CardSituation): VerdictKey[] {
  return verdictsFor(card.escalated).map((kind, i) => {
    const said = [consequenceOf(kind, card)]
    return { key: String(i + 1), kind, consequence: inEnglish(said), says: said }
  })
}

function consequenceOf(kind: VerdictKind, { phase, delivery, escalated, held }: CardSituation): Sentence {
  if (phase === 'shadow' && delivery === 'observe') return says('only_observes', {})
  if (escalated) return says('people_have_it', {})
  if (held.length === 0) return says('nothing_waits', {})
  const releases = kind === 'correct' || kind === 'correct_small_edit'
  if (releases && (phase === 'halted' || phase === 'retired' || phase === null)) return says('not_running', {})
  const things = listed(held)
  if (kind === 'correct') return says('done', { things })
  if (kind === 'correct_small_edit') return says('done_as_edited', { things })
  return says(phase === 'shadow' ? 'declined_in_shadow' : 'declined_to_people', { things })
}
