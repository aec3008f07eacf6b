// What an agent asks of a model, as far as the proxy must know it: which model, whether as a stream, and what would get past the list of models or past metering.
// The body that goes on is written anew from what was read, so that nobody upstream reads it differently.

import type { ModelDoor } from '../domain/interaction/model-call.ts'

export type Asked = {
  /** As the agent wrote it; '' when it named none. */
  model: string
  /** Every model that could answer; routers take lists of others to fall back on. */
  models: string[]
  stream: boolean
  /** The agent asked for usage in its stream itself, and expects it there. */
  wantsUsage: boolean
  body: string
}

type Bad = { bad: string; param: string | null }

/** Reads a request body. A body the proxy could not meter or hold to the list is refused, with the parameter that is in the way. */
export function readAsked(door: ModelDoor, text: string): Asked | Bad {
  const given = parsed(text)
  if (given === null) return { bad: 'The body must be a JSON object.', param: null }
  const { model, stream = false } = given
  if (typeof model !== 'string' || model === '') return { bad: 'Name the model you ask for.', param: 'model' }
  if (typeof stream !== 'boolean' && stream !== null) return { bad: '`stream` is true or false.', param: 'stream' }
  if (given.background === true)
    return { bad: 'A response in the background can neither be metered nor stopped here. Ask without it.', param: 'background' }
  const others = othersIn(given)
  if (others === null) return { bad: 'Models to fall back on are a list of names.', param: 'models' }
  const options = isRecord(given.stream_options) ? given.stream_options : {}
  const asksUsage = door === 'chat_completions' && stream === true
  const body = asksUsage ? { ...given, stream_options: { ...options, include_usage: true } } : given
  return {
    model,
    models: [model, ...others],
    stream: stream === true,
    wantsUsage: !asksUsage || options.include_usage === true,
    body: JSON.stringify(body),
  }
}

/** Names under which routers take other models to answer in place of the one asked for: OpenRouter's `models`, LiteLLM's `fallbacks`. */
const fallbackNames = ['models', 'fallbacks', 'context_window_fallbacks'] as const

function othersIn(given: Record<string, unknown>): string[] | null {
  const lists = fallbackNames.flatMap((name) => (given[name] === undefined || given[name] === null ? [] : [given[name]]))
  if (!lists.every((list): list is string[] => Array.isArray(list) && list.every((one) => typeof one === 'string'))) return null
  return lists.flat()
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
