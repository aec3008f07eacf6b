// Items of known outcome, entered by whoever owns the rollout: something that was wrong, or a wrong variant of something that was right. Whoever entered one is never asked
// about it.

import type { Actor } from '../domain/audit/record.ts'
import type { BlindItemId, InteractionId, RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { type BlindItem, insertBlindItem, lockBlindItem, retireBlindItem } from '../store/blind-items.ts'
import { keep } from '../store/contents.ts'
import { effectsOf } from '../store/effects.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { lockInteraction } from '../store/interactions.ts'
import { proposalOf } from '../store/proposals.ts'

/** `reply`: what is said instead, for a variant; null: as it was. */
export type BlindEntry = { rolloutId: RolloutId; interactionId: InteractionId; known: BlindItem['known']; reply: string | null }

/** The copy is shown as it was, with another reply where one is given; so it has to have been handled, and a variant has to have had a reply. */
export async function enterBlindItem(house: House, entry: BlindEntry, by: Actor): Promise<{ itemId: BlindItemId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, entry.interactionId)
    if (interaction === null || interaction.rolloutId !== entry.rolloutId)
      return refuse('not_found', { what: 'interaction of this rollout', id: entry.interactionId })
    const proposal = await proposalOf(tx, interaction.id)
    if (interaction.state !== 'settled' || proposal === null || proposal.escalated)
      return refuse('blind_source_unfit', { why: 'it was not handled to its end' })
    if (entry.reply !== null && !(await effectsOf(tx, interaction.id)).some((effect) => effect.kind === 'reply'))
      return refuse('blind_source_unfit', { why: 'it has no reply that another could stand for' })
    const variant = entry.reply === null ? null : await keep(tx, at, null, 'reply', { text: entry.reply })
    const id = freshId('blindItem', at)
    const { rolloutId, known } = entry
    const item: BlindItem = {
      ...{ id, rolloutId, sourceInteractionId: interaction.id, variantId: variant?.id ?? null, known },
      ...{ why: 'entered', knownTo: [by.id], enteredBy: by.id },
    }
    if (!(await insertBlindItem(tx, { ...item, at })))
      return refuse('blind_source_unfit', { why: 'it is among the blind items already' })
    await append(tx, at, by, { kind: 'blind.entered', subject: id, says: { item: id, why: 'entered', known } })
    return { itemId: id }
  })
}

/** No copy of it is placed any more, and those that wait leave the queue. What was said of it stays. */
export async function retireBlind(
  house: House,
  { itemId, reason }: { itemId: BlindItemId; reason: string },
  by: Actor,
): Promise<{ itemId: BlindItemId } | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const item = await lockBlindItem(tx, itemId)
    if (item === null) return refuse('not_found', { what: 'blind item', id: itemId })
    if (item.retiredAt !== null)
      return refuse('move_not_legal', { what: 'blind item', from: 'retired', to: 'retired', legal: 'none' })
    await retireBlindItem(tx, itemId, at)
    await append(tx, at, by, { kind: 'blind.retired', subject: itemId, says: { item: itemId, reason: saidDigest(reason) } })
    return { itemId }
  })
}
