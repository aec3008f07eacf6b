// Step 7. The interaction is closed: how it ended, how long it took, what it cost. Nothing of it moves afterwards but its rating.

import type { Actor } from '../domain/audit/record.ts'
import type { InteractionId } from '../domain/ids.ts'
import type { InteractionOutcome, InteractionState } from '../domain/interaction/interaction.ts'
import { append } from '../store/audit-log.ts'
import { escalationOf } from '../store/escalations.ts'
import type { House } from '../store/house.ts'
import { lockInteraction, settleInteraction } from '../store/interactions.ts'
import { leaveTraffic } from '../store/traffic.ts'

const by: Actor = { kind: 'worker', id: 'settle', authority: 'the outcome of every effect is known' }

const outcomes: Partial<Record<InteractionState, InteractionOutcome>> = {
  performed: 'handled',
  recorded: 'recorded',
  refused: 'refused',
  escalated: 'escalated',
}

/** Closes an interaction whose work is done. An escalated one is closed only when a person has answered. */
export async function settle(house: House, id: InteractionId): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, id)
    const outcome = interaction === null ? undefined : outcomes[interaction.state]
    if (interaction === null || outcome === undefined) return
    const escalated = outcome === 'escalated'
    if (escalated && (await escalationOf(tx, id))?.state !== 'answered') return
    await settleInteraction(tx, id, outcome, at)
    const tookMs = at.getTime() - interaction.receivedAt.getTime()
    const cost = interaction.costMicros === null ? {} : { priced: 1, costMicros: interaction.costMicros }
    leaveTraffic(tx, interaction, { settled: 1, tookMs, ...cost })
    await append(tx, at, by, {
      kind: 'interaction.settled',
      subject: id,
      says: { outcome, tookMs, costMicros: interaction.costMicros, escalated },
    })
  })
}
