// What was said in a span, whatever convention wrote it down: a list of messages with their words, the calls they ask for and the results they bring. Everything here
// is hostile text of an agent's own choosing; it is read, never believed.

import type { Span, SpanValue } from './span.ts'
import { attributeAliases, flattenedLists } from './span-aliases.ts'

export type SpanCall = { id: string | null; name: string; arguments: unknown }
export type SpanMessage = { role: string; text: string; calls: SpanCall[]; results: { id: string | null; result: unknown }[] }

/** Messages nest a few levels in every convention we know; what nests deeper is left out. */
const deepest = 64

/** The messages a span took in or gave out, from the first alias that has any. */
export function messagesIn(span: Span, carries: 'input' | 'output'): SpanMessage[] {
  const role = carries === 'input' ? 'user' : 'assistant'
  const [structured, ...plain] = [attributeAliases[carries][0], ...attributeAliases[carries].slice(1)]
  const sources: unknown[] = [span.said[structured], ...flattened(span, carries), ...plain.map((name) => span.said[name])]
  for (const source of sources) {
    if (source === undefined || source === null) continue
    const messages = messagesOf(opened(source), role, 0).filter(
      ({ text, calls, results }) => text || calls.length > 0 || results.length > 0,
    )
    if (messages.length > 0) return messages
  }
  return []
}

/** A value that is JSON in a text, opened; anything else as it is. Half characters and U+0000 become replacement characters, for no record can keep them. */
export function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return keepable(value, 0)
  try {
    return keepable(JSON.parse(value), 0)
  } catch (error) {
    if (error instanceof SyntaxError) return keepable(value, 0)
    throw error
  }
}

/** The same value as a record can keep it. */
export function keepable(value: unknown, depth = 0): SpanValue {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\ufffd')
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean') return value
  if (typeof value !== 'object' || value === null) return null
  if (depth >= deepest) return '(nested too deep)'
  if (Array.isArray(value)) return value.map((one) => keepable(one, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name.toWellFormed().replaceAll('\0', '\ufffd'), keepable(one, depth + 1)]),
  )
}

/** Names under which frameworks keep the words or the messages in an object of theirs. */
const wrappers = [
  'messages',
  'message',
  'prompt',
  'input',
  'query',
  'question',
  'text',
  'content',
  'output',
  'result',
  'response',
  'inputs',
  'kwargs',
  'args',
]

function messagesOf(value: unknown, role: string, depth: number): SpanMessage[] {
  if (depth > 6) return []
  if (typeof value === 'string') return [plain(role, value)]
  if (Array.isArray(value)) return value.flatMap((one) => messagesOf(one, role, depth + 1))
  if (!isRecord(value)) return []
  if (typeof value.role === 'string' || Array.isArray(value.parts) || Array.isArray(value.tool_calls))
    return [messageOf(value, role)]
  if (typeof value.type === 'string' && isPart(value.type)) return [messageOf({ parts: [value] }, role)]
  const wrapper = wrappers.find((name) => value[name] !== undefined && value[name] !== null)
  return wrapper === undefined ? [] : messagesOf(opened(value[wrapper]), role, depth + 1)
}

function messageOf(value: Record<string, unknown>, fallback: string): SpanMessage {
  const role = typeof value.role === 'string' ? value.role : fallback
  const message = plain(role, '')
  const texts: string[] = []
  for (const part of [value.parts, partsIn(value.content)].flat()) addPart(message, texts, part)
  for (const call of list(value.tool_calls)) addCall(message, call)
  message.text = texts.join('\n')
  if (role === 'tool' && message.results.length === 0)
    message.results.push({ id: textOr(value.tool_call_id ?? value.id), result: opened(message.text) })
  return message
}

/** Content that is a list of parts written as JSON is those parts; any other text is what was said, though it may be JSON too. */
function partsIn(content: unknown): unknown {
  if (typeof content !== 'string' || !content.trimStart().startsWith('[')) return content
  const parts = opened(content)
  return list(parts).length > 0 && list(parts).every((part) => isRecord(part) && typeof part.type === 'string') ? parts : content
}

const isPart = (type: string) => ['text', 'tool_call', 'tool_call_response', 'tool-call', 'tool-result'].includes(type)

function addPart(message: SpanMessage, texts: string[], part: unknown): void {
  if (typeof part === 'string') return void texts.push(part)
  if (!isRecord(part)) return
  if (part.type === 'tool_call' || part.type === 'tool-call') {
    addCall(message, part)
    return
  }
  if (part.type === 'tool_call_response' || part.type === 'tool-result') {
    const result = part.response ?? part.result ?? part.output ?? null
    message.results.push({ id: textOr(part.id ?? part.toolCallId), result: opened(result) })
    return
  }
  const text = part.content ?? part.text ?? (isRecord(part.message_content) ? part.message_content.text : undefined)
  if (
    typeof text === 'string' &&
    (part.type === undefined || part.type === 'text' || part.type === 'input_text' || part.type === 'output_text')
  )
    texts.push(text)
}

function addCall(message: SpanMessage, given: unknown): void {
  const call = isRecord(given) && isRecord(given.tool_call) ? given.tool_call : given
  if (!isRecord(call)) return
  const inner = isRecord(call.function) ? call.function : call
  const name = textOr(inner.name ?? inner.toolName)
  if (name === null) return
  message.calls.push({
    id: textOr(call.id ?? call.toolCallId),
    name,
    arguments: opened(inner.arguments ?? inner.args ?? inner.input ?? {}),
  })
}

/** Messages from attributes like `llm.input_messages.0.message.role`, put together again by their numbers. */
function flattened(span: Span, carries: 'input' | 'output'): unknown[] {
  return flattenedLists
    .filter((list) => list.carries === carries)
    .flatMap(({ prefix, inner }) => {
      const tree: Tree = new Map()
      for (const [name, value] of Object.entries(span.said)) {
        if (!name.startsWith(prefix)) continue
        const steps = name
          .slice(prefix.length)
          .replace(new RegExp(`^(\\d+)\\.${inner.replace('.', '\\.')}`), '$1.')
          .split('.')
        if (/^\d+$/.test(steps[0] ?? '') && steps.length <= 12) plant(tree, steps, value)
      }
      return tree.size === 0 ? [] : [asValue(tree)]
    })
}

type Tree = Map<string, Tree | SpanValue>

function plant(tree: Tree, [first = '', ...rest]: string[], value: SpanValue): void {
  if (rest.length === 0) return void tree.set(first, value)
  const below = tree.get(first)
  const next: Tree = below instanceof Map ? below : new Map()
  tree.set(first, next)
  plant(next, rest, value)
}

/** A tree whose names are all numbers is a list. */
function asValue(tree: Tree | SpanValue): unknown {
  if (!(tree instanceof Map)) return tree
  const names = [...tree.keys()]
  if (names.every((name) => /^\d+$/.test(name)))
    return names.toSorted((a, b) => Number(a) - Number(b)).map((name) => asValue(tree.get(name) ?? null))
  return Object.fromEntries(names.map((name) => [name, asValue(tree.get(name) ?? null)]))
}

const plain = (role: string, text: string): SpanMessage => ({ role, text, calls: [], results: [] })
const textOr = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
