// What an agent of our own keeps of its work, so that one that is asked again after a crash goes on where the last one was.

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

export interface Memory {
  /** The steps kept for this interaction so far, in order. */
  recall(): Promise<ModelStep[]>
  /** Keeps the next step. MUST be called before anything follows from it; `position` counts from 0, and one that is kept already is a bug. */
  keep(position: number, step: ModelStep): Promise<void>
}
