// Step 2c. An answer of a language model is kept, with what it cost and which model gave it, before anything follows from it. Another model than last time is said
// on the trail: what people judged before was another's work.

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import type { InteractionId } from '../domain/ids.ts'
import type { ModelStep } from '../domain/interaction/model-step.ts'
import { seeModel } from '../moves/see-model.ts'
import { insertStep } from '../store/agent-steps.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { House } from '../store/house.ts'
import { lockInteraction } from '../store/interactions.ts'

const by: Actor = { kind: 'agent', id: 'language model', authority: 'the open proposal' }

/** Keeps one step. A position that is taken is a bug: two workers would be thinking about one query. */
export async function remember(
  house: House,
  { interactionId, position, step }: { interactionId: InteractionId; position: number; step: ModelStep },
): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, interactionId)
    invariant(interaction !== null, 'an agent works on an interaction')
    const { body, ...counted } = step
    const kept = await keep(tx, at, interactionId, 'step', body)
    await insertStep(tx, { interactionId, position, contentId: kept.id, at }, counted)
    const { model, fingerprint, inputTokens, outputTokens, costMicros } = counted
    const says = { position, model, fingerprint, inputTokens, outputTokens, costMicros, content: kept.digest }
    await append(tx, at, by, { kind: 'agent.stepped', subject: interactionId, says })
    const { employeeId, receivedAt: since } = interaction
    await seeModel(tx, at, by, { employeeId, asked: null, model, fingerprint, since })
  })
}
