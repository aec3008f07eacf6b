// One answer of a language model, as it is kept before anything follows from it.

/** One answer of a language model. `body` is the message as the runtime put it together; tokens and money as the provider counted them. */
export type ModelStep = {
  body: unknown
  /** The model and its build, as the provider says they were, not as they were asked for. */
  model: string
  fingerprint: string | null
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  /** Millionths of a dollar; null: unpriced, which is never zero. */
  costMicros: number | null
}
