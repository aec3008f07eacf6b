// What a call of a model costs.

/** Millionths of a dollar, or null when nobody knows: unknown is never zero. */
export type Price = (model: string, usage: { inputTokens: number; cachedTokens: number; outputTokens: number }) => number | null
