// Step 8. The person who asked says how it went: one to five stars and, if they like, a word. Once.

import type { Actor } from '../domain/audit/record.ts'
import type { InteractionId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { House } from '../store/house.ts'
import { lockInteraction, rateInteraction } from '../store/interactions.ts'
import { leaveTraffic } from '../store/traffic.ts'

/** Four or five of five stars count as satisfied: the two highest boxes of the scale (ISO 10004, “top two boxes”). */
const satisfiedStars = 4

export async function rate(
  house: House,
  it: { interactionId: InteractionId; stars: 1 | 2 | 3 | 4 | 5; comment: string | null },
  by: Actor,
): Promise<{ interactionId: InteractionId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, it.interactionId)
    if (interaction === null) return refuse('not_found', { what: 'interaction', id: it.interactionId })
    if (interaction.state !== 'settled') return refuse('not_settled', { interaction: it.interactionId, state: interaction.state })
    if (!(await rateInteraction(tx, it.interactionId, it.stars))) return refuse('already_rated')
    leaveTraffic(tx, interaction, { rated: 1, satisfied: it.stars >= satisfiedStars ? 1 : 0 })
    const kept = it.comment?.trim() ? await keep(tx, at, it.interactionId, 'note', it.comment) : null
    await append(tx, at, by, {
      kind: 'interaction.rated',
      subject: it.interactionId,
      says: { stars: it.stars, comment: kept?.digest ?? null },
    })
    return { interactionId: it.interactionId }
  })
}
