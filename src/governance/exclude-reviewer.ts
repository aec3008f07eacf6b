// Whoever owns a rollout takes a reviewer's verdicts out of its evidence, says no to a proposal to do so, or readmits them. Each with a reason, on the trail.

import type { Actor } from '../domain/audit/record.ts'
import type { ExclusionId, RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { exclude, proposeExclusion } from '../moves/set-aside.ts'
import { weighVerdicts } from '../moves/weigh-verdicts.ts'
import { append, type Saying, saidDigest } from '../store/audit-log.ts'
import {
  askAgain,
  decideExclusion,
  liftExclusion,
  lockExclusion,
  openExclusion,
  reinstateVerdict,
  replaceable,
} from '../store/exclusions.ts'
import type { House } from '../store/house.ts'
import { lockInteraction } from '../store/interactions.ts'
import { closeReview } from '../store/reviews.ts'
import { lockRollout } from '../store/rollouts.ts'
import { reviewerFacts } from '../store/views/reviewers.ts'

/** With or without a proposal of the rule. What they let pass waits for somebody else; what they found stays. */
export async function excludeReviewer(
  house: House,
  { rolloutId, personId, reason }: { rolloutId: RolloutId; personId: string; reason: string },
  by: Actor,
): Promise<{ exclusionId: ExclusionId; verdicts: number } | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    if ((await lockRollout(tx, rolloutId)) === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
    const facts = (await reviewerFacts(tx, rolloutId)).reviewers.find(({ reviewer }) => reviewer === personId)
    if (facts === undefined) return refuse('not_found', { what: 'reviewer of this rollout', id: personId })
    const open = await openExclusion(tx, rolloutId, personId)
    if (open?.state === 'in_force')
      return refuse('move_not_legal', { what: 'reviewer', from: 'excluded', to: 'excluded', legal: 'readmitted' })
    const why = open?.why ?? 'by_hand'
    const exclusionId = open?.id ?? (await proposeExclusion(tx, at, by, { rolloutId, personId, why, facts }))!
    const { verdicts } = await exclude(tx, at, by, { exclusionId, rolloutId, personId, why, facts, reason })
    return { exclusionId, verdicts }
  })
}

/** The rule proposed it, and whoever owns the rollout says no. It may be proposed again when more is known. */
export async function dismissExclusion(
  house: House,
  { exclusionId, reason }: { exclusionId: ExclusionId; reason: string },
  by: Actor,
): Promise<{ exclusionId: ExclusionId; verdicts: number } | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const exclusion = await lockExclusion(tx, exclusionId)
    if (exclusion === null) return refuse('not_found', { what: 'exclusion', id: exclusionId })
    if (exclusion.state !== 'proposed')
      return refuse('move_not_legal', {
        what: 'exclusion',
        from: exclusion.state,
        to: 'dismissed',
        legal: exclusion.state === 'in_force' ? 'lifted' : 'none',
      })
    await decideExclusion(tx, exclusionId, { state: 'dismissed', by: by.id, reason, at })
    const says = { exclusion: exclusionId, reviewer: exclusion.personId, reason: saidDigest(reason) }
    await append(tx, at, by, { kind: 'reviewer.exclusion_dismissed', subject: exclusion.rolloutId, says })
    return { exclusionId, verdicts: 0 }
  })
}

/** Their verdicts stand again where nobody has judged in their place, and they are asked again. */
export async function readmitReviewer(
  house: House,
  { exclusionId, reason }: { exclusionId: ExclusionId; reason: string },
  by: Actor,
): Promise<{ exclusionId: ExclusionId; verdicts: number } | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const exclusion = await lockExclusion(tx, exclusionId)
    if (exclusion === null) return refuse('not_found', { what: 'exclusion', id: exclusionId })
    if (exclusion.state !== 'in_force')
      return refuse('move_not_legal', { what: 'exclusion', from: exclusion.state, to: 'lifted', legal: 'none' })
    if (exclusion.personId === by.id) return refuse('same_person')
    const { rolloutId, personId } = exclusion
    await liftExclusion(tx, exclusionId, { by: by.id, at })
    const sayings: Saying[] = []
    for (const verdict of await replaceable(tx, exclusionId)) {
      const interaction = await lockInteraction(tx, verdict.interactionId)
      await reinstateVerdict(tx, verdict.id)
      await closeReview(tx, verdict.reviewId, 'done', at)
      await weighVerdicts(tx, at, { interaction: interaction!, proposalId: verdict.proposalId })
      sayings.push({
        kind: 'verdict.reinstated',
        subject: verdict.interactionId,
        says: { verdict: verdict.id, review: verdict.reviewId },
      })
    }
    await askAgain(tx, rolloutId, personId)
    const says = { exclusion: exclusionId, reviewer: personId, verdicts: sayings.length, reason: saidDigest(reason) }
    await append(tx, at, by, { kind: 'reviewer.readmitted', subject: rolloutId, says }, ...sayings)
    return { exclusionId, verdicts: sayings.length }
  })
}
