// How many versions have been tried at a rollout's gate, and what that does to the chance of being promoted by luck. Shown, never corrected for (GATES.md section 8, default).

import { invariant } from '../domain/fault.ts'
import { type Attempted, anyPromotedAtLimit, usualAttempt } from '../domain/gates/attempts.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { dossierOf } from '../store/dossiers.ts'
import type { House } from '../store/house.ts'
import { readRollout } from '../store/rollouts.ts'
import { type AttemptRow, attemptsOf } from '../store/views/attempts.ts'

export type Attempts = {
  rolloutId: RolloutId
  versions: number
  attempts: AttemptRow[]
  chance: Attempted & { ratio: number; sentence: string }
}

/** An attempt is a beginning of evidence that got at least one verdict; the others are listed too. */
export async function countAttempts(house: House, { rolloutId }: { rolloutId: RolloutId }): Promise<Attempts | Refusal> {
  const found = await readRollout(house.db, rolloutId)
  if (found === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
  const stored = await dossierOf(house.db, found.rollout.dossierId)
  invariant(stored !== null, 'a rollout has a stored dossier')
  const attempts = await attemptsOf(house.db, rolloutId)
  const versions = attempts.filter(({ verdicts }) => verdicts > 0).length
  const { targetRatio, alphaRatio } = stored.dossier.targets.accuracy
  const attempted = { targetRatio, alphaRatio, ...usualAttempt }
  const ratio = anyPromotedAtLimit(versions, attempted)
  return { rolloutId, versions, attempts, chance: { ...attempted, ratio, sentence: sentenceOf(versions, ratio, attempted) } }
}

function sentenceOf(versions: number, ratio: number, { targetRatio, reviews }: Attempted): string {
  const percent = (share: number) => `${Math.round(share * 1000) / 10} %`
  if (versions === 0) return 'No version has been judged yet.'
  const [times, each] = versions === 1 ? ['One version has', 'It is'] : [`${versions} versions have`, 'Each is']
  return `${times} been judged. ${each} promoted by chance at most so often; if all were right exactly ${percent(targetRatio)} of the time, the chance that any was promoted within ${reviews} reviews, looked at daily, is ${percent(ratio)}.`
}
