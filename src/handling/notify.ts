// Step 10. An agent elsewhere is told that an effect it waits for has moved. News only: nothing depends on its arrival, the agent can always ask.

import type { EffectId } from '../domain/ids.ts'
import type { Webhook } from '../ports/webhook.ts'
import type { House } from '../store/house.ts'
import { awaitedEffect } from '../store/notices.ts'

/** News older than this is no news: an agent that was away so long asks for what it needs when it comes back. */
const freshForMs = 6 * 3_600_000

/** Tells the effect's state as it is now. Nothing to tell when the employee has no webhook. Throws the webhook's Fault; the queue tries again while it is news. */
export async function notify(house: House, webhook: Webhook, id: EffectId): Promise<void> {
  const effect = await awaitedEffect(house.db, id)
  const now = house.clock.now()
  if (effect === null || effect.url === null || effect.secret === null || now.getTime() - effect.movedAt.getTime() > freshForMs)
    return
  const { interactionId, state, url, secret } = effect
  await webhook.tell({ url, secret }, { kind: 'effect.decided', effectId: id, interactionId, state, at: now.toISOString() })
}
