// A move two steps make: whether a proposal will be judged, and twice, is drawn. The draw is fixed and on the trail as the interaction arrives, when nothing is known of it
// yet and no effect of it exists; only its rate is known later, and is on the trail before any verdict (GATES.md section 3).

import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import type { InteractionId } from '../domain/ids.ts'
import { monthKey, monthOf, uniform } from '../domain/oversight/sampling.ts'
import { append, type Saying } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import type { Interaction } from '../store/interactions.ts'
import type { Rollout } from '../store/rollouts.ts'
import { commitKey } from '../store/sampling-keys.ts'

export type Drawn = Pick<Interaction, 'sampledBy' | 'sampleU' | 'doubleU' | 'doubleRatio'>

const by: Actor = { kind: 'worker', id: 'sampling', authority: 'the rollout’s own key' }

/** Draws by the key of the month, committing to it on the trail first when this is its first draw. The agent MUST NOT see what comes out. */
export async function drawSample(
  tx: Tx,
  at: Date,
  { rollout, interactionId, doubleRatio }: { rollout: Rollout; interactionId: InteractionId; doubleRatio: number },
): Promise<{ drawn: Drawn; saying: Saying }> {
  const month = monthOf(at)
  const key = monthKey(rollout.samplingSecret, month)
  if (!rollout.samplingMonths.includes(month)) {
    const committed = digest(key)
    if (await commitKey(tx, { rolloutId: rollout.id, month, digest: committed, at }))
      await append(tx, at, by, { kind: 'sampling.key_committed', subject: rollout.id, says: { month, key: committed } })
  }
  const [u, double] = [uniform(key, 'review', interactionId), uniform(key, 'double', interactionId)]
  return {
    drawn: { sampledBy: rollout.id, sampleU: u, doubleU: double, doubleRatio },
    saying: { kind: 'sample.drawn', subject: interactionId, says: { rollout: rollout.id, month, u, double, doubleRatio } },
  }
}
