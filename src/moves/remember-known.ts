// A move made whenever a proposal was judged: what is settled beyond one person's word is remembered as an item of known outcome, from which blind items are made
// (GATES.md section 7: “taken from past confirmed errors”).

import type { Actor } from '../domain/audit/record.ts'
import { append } from '../store/audit-log.ts'
import { type BlindItem, insertBlindItem } from '../store/blind-items.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import type { Interaction } from '../store/interactions.ts'
import type { Judgement, Purpose } from '../store/reviews.ts'
import { isRehearsal } from '../store/rollouts.ts'

const by: Actor = { kind: 'worker', id: 'weigh', authority: 'two verdicts that agree, or one that settled' }

type Judged = { interaction: Interaction; judged: Partial<Record<Purpose, Judgement>>; disputed: boolean }

/** Escalations are not among them: whether one was needed is a question of its own, and a blind one would have to hang in people's hands. */
export async function rememberKnown(tx: Tx, at: Date, { interaction, judged, disputed }: Judged): Promise<void> {
  const found = disputed ? null : knownFrom(judged)
  const rolloutId = judged.primary?.review.rolloutId ?? null
  if (found === null || rolloutId === null || judged.primary?.review.escalated || (await isRehearsal(tx, rolloutId))) return
  const id = freshId('blindItem', at)
  const known: BlindItem['known'] = found.correct ? 'right' : 'wrong'
  const item = {
    id,
    rolloutId,
    sourceInteractionId: interaction.id,
    variantId: null,
    known,
    knownTo: [],
    enteredBy: null,
  } satisfies Partial<BlindItem>
  if (await insertBlindItem(tx, { ...item, why: found.why, at }))
    await append(tx, at, by, { kind: 'blind.entered', subject: id, says: { item: id, why: found.why, known } })
}

function knownFrom({ primary, double, adjudication }: Judged['judged']): { correct: boolean; why: BlindItem['why'] } | null {
  const settled = adjudication?.verdict ?? null
  if (settled !== null) return settled.correct === null ? null : { correct: settled.correct, why: 'adjudicated' }
  const first = primary?.verdict ?? null
  if (first === null || first.correct === null) return null
  if (first.source === 'verified_source') return { correct: first.correct, why: 'verified_source' }
  return double?.verdict ? { correct: first.correct, why: 'two_agree' } : null
}
