// Calls of models that passed the door that only observes: what they cost and how they ended. Never what was said.

import type { Id } from '../domain/ids.ts'
import type { ModelCall } from '../domain/interaction/model-call.ts'
import type { Tx } from './database.ts'

export async function insertModelCall(tx: Tx, id: Id<'modelCall'>, at: Date, call: ModelCall): Promise<void> {
  await tx.query(
    `insert into tenure.model_calls (id, employee_id, key_id, door, asked, answered, fingerprint, input_tokens, cached_tokens, output_tokens, cost_micros, outcome, status,
       took_ms, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      id,
      call.employeeId,
      call.keyId,
      call.door,
      call.asked,
      call.answered,
      call.fingerprint,
      call.inputTokens,
      call.cachedTokens,
      call.outputTokens,
      call.costMicros,
      call.outcome,
      call.status,
      call.tookMs,
      at,
    ],
  )
}
