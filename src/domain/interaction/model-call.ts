// One call of a model that passed the door that only observes: what it cost and how it ended. Never what was said.

import type { EmployeeId } from '../ids.ts'

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
