// Calls of models that passed the door that only observes: what they cost and how they ended. Never what was said.

import type { EmployeeId, Id } from '../domain/ids.ts'
import type { Tx } from './database.ts'

export type ModelDoor = 'chat_completions' | 'responses' | 'embeddings'

/**
 * How a call ended. `refused`: the model is not on the list. `halted`: a halt stood before it began; `cut`: one was ordered while it ran. `failed`: the
 * provider. `left`: the agent went away.
 */
export type ModelCallOutcome = 'answered' | 'refused' | 'halted' | 'cut' | 'failed' | 'left'

export type ModelCall = {
  employeeId: EmployeeId
  keyId: string
  door: ModelDoor
  asked: string
  answered: string | null
  fingerprint: string | null
  /** Null: the provider did not say. */
  inputTokens: number | null
  cachedTokens: number | null
  outputTokens: number | null
  /** Millionths of a dollar; null: nobody knows the price. */
  costMicros: number | null
  outcome: ModelCallOutcome
  /** The HTTP status the agent was answered with. */
  status: number
  tookMs: number
}

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
