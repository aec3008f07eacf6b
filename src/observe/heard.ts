// What a provider says of a call: which model answered, which build of it, and how many tokens. From whole answers and from the events of a stream. What it
// does not say stays null, and what it says is hostile text: cut to size and made printable before it is written down.

import type { Price } from '../domain/interaction/price.ts'
import { printable } from '../domain/oversight/plain-text.ts'

export type Heard = {
  answered: string | null
  fingerprint: string | null
  inputTokens: number | null
  cachedTokens: number | null
  outputTokens: number | null
}

export const nothingHeard: Heard = {
  answered: null,
  fingerprint: null,
  inputTokens: null,
  cachedTokens: null,
  outputTokens: null,
}

/** Adds what one answer, or one event of a stream, says. Later words win; silence changes nothing. Responses put everything under `response` in their events. */
export function hear(before: Heard, said: unknown): Heard {
  if (!isRecord(said)) return before
  const inner = isRecord(said.response) ? said.response : said
  const usage = isRecord(inner.usage) ? inner.usage : {}
  const details = [usage.prompt_tokens_details, usage.input_tokens_details].find(isRecord) ?? {}
  return {
    answered: nameIn(inner.model) ?? before.answered,
    fingerprint: nameIn(inner.system_fingerprint) ?? before.fingerprint,
    inputTokens: count(usage.prompt_tokens ?? usage.input_tokens) ?? before.inputTokens,
    cachedTokens: count(details.cached_tokens) ?? before.cachedTokens,
    outputTokens: count(usage.completion_tokens ?? usage.output_tokens) ?? before.outputTokens,
  }
}

/** The price of a call in millionths of a dollar; null when tokens or price are unknown. By the model that answered, else by the name that was asked for. */
export function costOf(price: Price, asked: string, heard: Heard): number | null {
  const { inputTokens, outputTokens } = heard
  if (inputTokens === null || outputTokens === null) return null
  const usage = { inputTokens, cachedTokens: heard.cachedTokens ?? 0, outputTokens }
  return (heard.answered === null ? null : price(heard.answered, usage)) ?? price(asked, usage)
}

/** The longest name that is written down; providers' names are a fifth of it. */
const longestName = 200

/** The name a provider or an agent gave, as it may be written down; null when it is no text or nothing of it can be seen. */
export function nameIn(value: unknown): string | null {
  return typeof value === 'string' ? printable(value, longestName) || null : null
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
