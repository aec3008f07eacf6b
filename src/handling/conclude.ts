// Step 2b. An agent that drives itself says it is done, or hands over: its proposal is fixed and Tenure rules on it.

import type { Actor } from '../domain/audit/record.ts'
import type { InteractionId } from '../domain/ids.ts'
import type { OwnScores, Usage } from '../domain/interaction/proposal.ts'
import type { Refusal } from '../domain/refusal.ts'
import { fixProposal } from '../moves/fix-proposal.ts'
import type { House } from '../store/house.ts'

export type Closing = {
  interactionId: InteractionId
  answer: OwnScores &
    (
      | { kind: 'effects'; usage: Usage | null }
      | { kind: 'escalation'; reason: string; trigger: string | null; usage: Usage | null }
    )
}

/** Ends the agent's part. Effects it asked for before stand as they were ruled on; nothing can be added afterwards. */
export async function conclude(
  house: House,
  { interactionId, answer }: Closing,
  by: Actor,
): Promise<Refusal | { interactionId: InteractionId; state: string }> {
  return house.db.transaction(async (tx) => {
    const done = await fixProposal(tx, house.clock.now(), by, { interactionId, answer: { ...answer, effects: [] } })
    return 'refusal' in done ? done : { interactionId, state: done.state }
  })
}
