// One answer of a model: asked for once, reduced to what is kept, and read back from there. Nothing is asked twice: the provider's library must not retry, because
// the queue does, and it knows what is kept.

import { APICallError, generateText, type LanguageModel, type ModelMessage, type ToolSet } from 'ai'
import { Fault, faultIn } from '../../domain/fault.ts'
import type { ModelStep } from '../../domain/interaction/model-step.ts'
import type { Price } from '../../domain/interaction/price.ts'

export type AskedCall = { id: string; name: string; input: Record<string, unknown> | null }

/** What a model said: its words, the calls it asks for (`input` null: not an object, or not JSON), and the messages that repeat it to the model. */
export type Said = { text: string; calls: AskedCall[]; messages: ModelMessage[]; cut: boolean }

type Question = { model: LanguageModel; instructions: string; messages: ModelMessage[]; tools: ToolSet; maxOutputTokens: number }

/** Asks once. Throws Fault `agent_failed`, retryable where the provider may do better later; the sentence says what kind of failure, never what was sent. */
export async function ask({ model, ...question }: Question, price: Price, stop: AbortSignal): Promise<ModelStep> {
  try {
    const answer = await generateText({ model, ...question, maxRetries: 0, abortSignal: stop, include: { responseBody: true } })
    const { response, usage, finishReason } = answer
    const counted = {
      inputTokens: usage.inputTokens ?? 0,
      cachedTokens: usage.inputTokenDetails.cacheReadTokens ?? 0,
      outputTokens: usage.outputTokens ?? 0,
    }
    const cut =
      finishReason === 'length' || finishReason === 'error' || finishReason === 'content-filter' || finishReason === 'other'
    const calls = answer.toolCalls.map(({ toolCallId: id, toolName: name, input }) => ({
      id,
      name,
      input: isRecord(input) ? input : null,
    }))
    const unknown = usage.inputTokens === undefined || usage.outputTokens === undefined
    return {
      body: JSON.parse(JSON.stringify({ text: answer.text, calls, messages: assistantOnly(response.messages), cut })),
      model: response.modelId,
      fingerprint: fingerprintIn(answer.providerMetadata, response.body),
      ...counted,
      costMicros: unknown ? null : price(response.modelId, counted),
    }
  } catch (error) {
    throw asFault(error)
  }
}

/** What was kept, as it was said. */
export function saidIn(step: ModelStep): Said {
  return step.body as Said
}

/** Tool errors the library answers by itself (a malformed call, say) are left out: every call is answered by us. */
function assistantOnly(messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.filter(({ role }) => role === 'assistant')
}

function fingerprintIn(metadata: unknown, body: unknown): string | null {
  for (const place of [body, ...(isRecord(metadata) ? Object.values(metadata) : [])]) {
    if (!isRecord(place)) continue
    const found = place.system_fingerprint ?? place.systemFingerprint
    if (typeof found === 'string' && found !== '') return found.slice(0, 200)
  }
  return null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asFault(error: unknown): Fault {
  const told = faultIn(error)
  if (told !== null) return new Fault('agent_failed', told.message, { retryable: told.retryable, cause: error })
  if (APICallError.isInstance(error)) {
    const status = error.statusCode ?? 0
    const retryable = status === 0 || status === 408 || status === 429 || status >= 500
    return new Fault('agent_failed', `the model’s provider ${status === 0 ? 'could not be reached' : `answered ${status}`}`, {
      retryable,
      cause: error,
    })
  }
  const name = error instanceof Error ? error.name : 'unknown'
  const timedOut = name === 'AbortError' || name === 'TimeoutError'
  return new Fault(
    'agent_failed',
    timedOut ? 'the model did not answer in time' : `the model’s answer could not be read (${name})`,
    {
      retryable: !timedOut,
      cause: error,
    },
  )
}
