// Language models by configuration: which provider, under which key, at what price. The key is read by its name where it is needed and stays in the provider's
// client; it is in no prompt, no record and no log.

import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { calcPrice } from '@pydantic/genai-prices'
import type { LanguageModel } from 'ai'
import { languageModelAgent } from '../agents/language-model.ts'
import type { Price } from '../domain/interaction/price.ts'
import type { PrivateSystem } from '../domain/oversight/private-systems.ts'
import { type Outgoing, outgoing } from '../egress/outgoing.ts'
import type { Proxying } from '../observe/model-proxy.ts'
import type { Agent } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { AgentBinding } from '../store/employees.ts'
import { credentialOf } from './config.ts'

type ModelBinding = Extract<AgentBinding, { kind: 'language_model' }>

/** `privateSystems`: what the operator allows outside the public internet; asked for each connection. */
type Means = { clock: Clock; privateSystems: () => readonly PrivateSystem[] }

const made = new WeakMap<ModelBinding, Agent>()

/** The agent of this binding, or null when its key is not in the environment: then nobody is asked, and people have the query. */
export function modelAgentFor(binding: ModelBinding, { clock, privateSystems }: Means): Agent | null {
  const known = made.get(binding)
  if (known !== undefined) return known
  const model = modelOf(binding, privateSystems)
  if (model === null) return null
  const agent = languageModelAgent({ model, price: priceOf, clock, limits: binding.limits })
  made.set(binding, agent)
  return agent
}

function modelOf(
  { provider, model, baseUrl, credential }: ModelBinding,
  privateSystems: Means['privateSystems'],
): LanguageModel | null {
  const apiKey = credentialOf(credential)?.reveal()
  if (apiKey === undefined) return null
  const at = baseUrl === null ? {} : { baseURL: baseUrl, fetch: guarded(baseUrl, privateSystems) }
  switch (provider) {
    case 'openai':
      return createOpenAI({ apiKey, ...at })(model)
    case 'anthropic':
      return createAnthropic({ apiKey, ...at })(model)
    case 'openai_compatible':
      return baseUrl === null
        ? null
        : createOpenAICompatible({ name: 'openai-compatible', apiKey, ...at, baseURL: baseUrl })(model)
  }
}

/** An address somebody typed is reached the guarded way; the providers' own are in their libraries. Looked at when it is called: a bad one is a failed agent, not a dead worker. */
function guarded(baseUrl: string, privateSystems: Means['privateSystems']): typeof fetch {
  let way: Outgoing | null = null
  return ((url: string, init?: RequestInit) => {
    way ??= outgoing([baseUrl], { privateSystems })
    return way.fetch(url, init)
  }) as typeof fetch
}

/** The proxy's ways out to providers. The proxy itself holds answers and streams to their sizes and says so; twice that is only the last wall behind it. */
export function modelWays(privateSystems: Means['privateSystems']): Proxying['wayTo'] {
  return (baseUrl, { headersMs, silenceMs, streamBytes }) =>
    outgoing([baseUrl], { privateSystems, limits: { headersMs, silenceMs, answerBytes: 2 * streamBytes } })
}

/** By the dated table that comes with the package, offline. A model it does not know has no price (ECOSYSTEM.md pitfall 8). */
export const priceOf: Price = (model, { inputTokens, cachedTokens, outputTokens }) => {
  const usage = { input_tokens: inputTokens, cache_read_tokens: cachedTokens, output_tokens: outputTokens }
  const price = calcPrice(usage, model)
  return price === null ? null : Math.round(price.total_price * 1_000_000)
}
