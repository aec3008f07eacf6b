// A move two steps make (a person excludes a reviewer, or the rule has proven it): what they let pass leaves the evidence of the rollout and waits for somebody else; what they
// found against the employee stays. On the trail verdict by verdict, so that an auditor can count again.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import type { ExclusionId, RolloutId } from '../domain/ids.ts'
import { append, type Saying, saidDigest } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import {
  askNot,
  decideExclusion,
  favourableVerdicts,
  insertExclusion,
  openExclusion,
  setVerdictAside,
} from '../store/exclusions.ts'
import { freshId } from '../store/fresh-id.ts'
import { lockInteraction } from '../store/interactions.ts'
import { closeReview } from '../store/reviews.ts'
import { weighVerdicts } from './weigh-verdicts.ts'

export type Excluding = { rolloutId: RolloutId; personId: string; why: string; facts: unknown; reason: string | null }

/** Puts the question to whoever owns the rollout; nothing changes yet. Null: it is put already, or answered. */
export async function proposeExclusion(tx: Tx, at: Date, by: Actor, it: Omit<Excluding, 'reason'>): Promise<ExclusionId | null> {
  const { rolloutId, personId, why, facts } = it
  if ((await openExclusion(tx, rolloutId, personId)) !== null) return null
  const id = freshId('exclusion', at)
  await insertExclusion(tx, { id, rolloutId, personId, why, facts, at })
  const says = { exclusion: id, reviewer: personId, why, facts: digest(canonical(facts)) }
  await append(tx, at, by, { kind: 'reviewer.exclusion_proposed', subject: rolloutId, says })
  return id
}

/** Puts it in force. Interactions are locked one by one, in the order of their verdicts, as every step locks them. */
export async function exclude(
  tx: Tx,
  at: Date,
  by: Actor,
  it: Excluding & { exclusionId: ExclusionId },
): Promise<{ verdicts: number }> {
  const { exclusionId, rolloutId, personId, why, facts, reason } = it
  await decideExclusion(tx, exclusionId, { state: 'in_force', by: by.id, reason, at })
  const favourable = await favourableVerdicts(tx, rolloutId, personId)
  const sayings: Saying[] = []
  for (const verdict of favourable) {
    const interaction = await lockInteraction(tx, verdict.interactionId)
    await setVerdictAside(tx, verdict.id, { exclusionId, by: by.id, at })
    await closeReview(tx, verdict.reviewId, 'open', at)
    await weighVerdicts(tx, at, { interaction: interaction!, proposalId: verdict.proposalId })
    sayings.push({
      kind: 'verdict.withdrawn',
      subject: verdict.interactionId,
      says: { verdict: verdict.id, review: verdict.reviewId },
    })
  }
  // Last: rows of the queue are locked only after every interaction is, as in every other step.
  await askNot(tx, rolloutId, personId)
  const says = { exclusion: exclusionId, reviewer: personId, why, facts: digest(canonical(facts)), verdicts: favourable.length }
  await append(
    tx,
    at,
    by,
    { kind: 'reviewer.excluded', subject: rolloutId, says: { ...says, reason: reason === null ? null : saidDigest(reason) } },
    ...sayings,
  )
  return { verdicts: favourable.length }
}
