// A move: what a write that is only recorded answers is made once, kept, and told the same whenever it is asked for again.

import type { Policy } from '../domain/compiler/policy.ts'
import { operationOf } from '../domain/discovery/integration-map.ts'
import type { EffectId, InteractionId } from '../domain/ids.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import { plainReceipt, type Receipt, receiptFor } from '../domain/oversight/receipt.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { endEffect } from '../store/effects.ts'
import { outputSchemaOf } from '../store/tools.ts'
import { placeOf } from './see-tool.ts'

/** The receipt, shaped as the pinned definition says the tool answers; plainly a receipt where nobody knows. */
export async function keepReceipt(
  tx: Tx,
  at: Date,
  it: { interactionId: InteractionId; effectId: EffectId; policy: Policy; request: EffectRequest },
): Promise<Receipt> {
  const { interactionId, effectId, policy, request } = it
  const place = placeOf(policy, request)
  const found = request.kind === 'call' ? operationOf(policy, request.system, request.operation) : null
  if (place === null || found === null || request.kind !== 'call') return plainReceipt
  const receipt = receiptFor(await outputSchemaOf(tx, place), request.arguments, found.operation)
  const kept = await keep(tx, at, interactionId, 'receipt', receipt)
  await endEffect(tx, effectId, { state: 'recorded', resultId: kept.id }, at)
  return receipt
}
