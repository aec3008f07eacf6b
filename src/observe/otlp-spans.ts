// From an OTLP request to the spans we keep. Each span is checked by itself; a bad one is left out and named by its place, and what we do not read of a span is not
// kept. JSON and protocol buffers arrive here in one form and leave in one form.

import type { SpanValue } from '../domain/interaction/span.ts'
import { attributeAliases, isRead, messageEvents } from '../domain/interaction/span-aliases.ts'
import { keepable } from '../domain/interaction/span-messages.ts'
import type { TracedSpan } from '../handling/gather.ts'

export type Read = { spans: TracedSpan[]; rejected: number; why: string | null } | { bad: string }

/** OpenTelemetry's batch processors send 512 at once by default; a collector a few thousand. */
const mostSpans = 10_000
/** The usual limit of attributes per span is 128; of flattened messages there are more. */
const mostAttributes = 5_000
const longestName = 500

/** Reads every span. `bad`: the request as a whole cannot be read. */
export function spansIn(request: unknown): Read {
  if (!isRecord(request)) return { bad: 'the body: it is not an ExportTraceServiceRequest' }
  const found: { raw: unknown; where: string }[] = []
  for (const resource of each(request.resourceSpans, 'resourceSpans')) {
    if ('bad' in resource) return resource
    const scopes = isRecord(resource.value) ? resource.value.scopeSpans : undefined
    for (const scope of each(scopes, `${resource.where}.scopeSpans`)) {
      if ('bad' in scope) return scope
      for (const span of each(isRecord(scope.value) ? scope.value.spans : undefined, `${scope.where}.spans`)) {
        if ('bad' in span) return span
        found.push({ raw: span.value, where: span.where })
        if (found.length > mostSpans) return { bad: `${span.where}: a request has at most ${mostSpans} spans` }
      }
    }
  }
  const read: Extract<Read, { spans: unknown }> = { spans: [], rejected: 0, why: null }
  for (const { raw, where } of found) {
    const span = spanOf(raw, where)
    if ('bad' in span) {
      read.rejected++
      read.why ??= span.bad
    } else read.spans.push(span)
  }
  return read
}

type Item = { value: unknown; where: string } | { bad: string }

function* each(list: unknown, where: string): Generator<Item> {
  if (list === undefined || list === null) return
  if (!Array.isArray(list)) return void (yield { bad: `${where}: it is not a list` })
  for (const [n, value] of list.entries()) {
    const at = `${where}[${n}]`
    yield isRecord(value) ? { value, where: at } : { bad: `${at}: it is not an object` }
  }
}

function spanOf(raw: unknown, where: string): TracedSpan | { bad: string } {
  const given = raw as Record<string, unknown>
  const traceId = idOf(given.traceId, 32)
  const spanId = idOf(given.spanId, 16)
  const isRoot = given.parentSpanId === undefined || given.parentSpanId === null || textOrHex(given.parentSpanId) === ''
  const parentId = isRoot ? null : idOf(given.parentSpanId, 16)
  if (traceId === null) return { bad: `${where}.traceId: it is not 16 bytes other than zero` }
  if (spanId === null) return { bad: `${where}.spanId: it is not 8 bytes other than zero` }
  if (parentId === null && !isRoot) return { bad: `${where}.parentSpanId: it is not 8 bytes other than zero` }
  const startMs = millis(given.startTimeUnixNano)
  const endMs = millis(given.endTimeUnixNano)
  if (startMs === null) return { bad: `${where}.startTimeUnixNano: it is no time` }
  if (endMs === null) return { bad: `${where}.endTimeUnixNano: it is no time` }
  const attributes = attributesOf(given.attributes, `${where}.attributes`)
  if ('bad' in attributes) return attributes
  const events = eventsOf(given.events, `${where}.events`)
  if ('bad' in events) return events
  const said = { ...events.said, ...attributes.said }
  const name = typeof given.name === 'string' ? (keepable(given.name.slice(0, longestName)) as string) : ''
  const failed = isRecord(given.status) && (given.status.code === 2 || given.status.code === 'STATUS_CODE_ERROR')
  return { traceId, where, span: { spanId, parentId, name, startMs, endMs, failed, said } }
}

type Said = { said: Record<string, SpanValue> } | { bad: string }

function attributesOf(list: unknown, where: string): Said {
  const kept: [string, SpanValue][] = []
  let n = 0
  for (const item of each(list, where)) {
    if ('bad' in item) return item
    if (++n > mostAttributes) return { bad: `${item.where}: a span has at most ${mostAttributes} attributes` }
    const { key, value } = item.value as { key?: unknown; value?: unknown }
    if (typeof key !== 'string' || key === '') return { bad: `${item.where}.key: it is not a name` }
    if (!isRead(key)) continue
    const plain = plainValue(value, 0)
    if (plain === undefined) return { bad: `${item.where}.value: it is not a value` }
    kept.push([key, keepable(plain)])
  }
  return { said: Object.fromEntries(kept) }
}

/** Attributes of events count as the span's own, and an event that is a message is added to the span's messages. */
function eventsOf(list: unknown, where: string): Said {
  const said: Record<string, SpanValue> = {}
  const messages: Record<'input' | 'output', SpanValue[]> = { input: [], output: [] }
  for (const item of each(list, where)) {
    if ('bad' in item) return item
    const event = item.value as Record<string, unknown>
    const message =
      typeof event.name === 'string' && Object.hasOwn(messageEvents, event.name) ? messageEvents[event.name] : undefined
    if (message === undefined) {
      const own = attributesOf(event.attributes, `${item.where}.attributes`)
      if ('bad' in own) return own
      Object.assign(said, own.said)
      continue
    }
    const fields: [string, SpanValue][] = []
    for (const attribute of each(event.attributes, `${item.where}.attributes`)) {
      if ('bad' in attribute) return attribute
      const { key, value } = attribute.value as { key?: unknown; value?: unknown }
      if (typeof key === 'string') fields.push([key, keepable(plainValue(value, 0) ?? null)])
    }
    messages[message.carries].push(withRole(Object.fromEntries(fields), message.role))
  }
  for (const carries of ['input', 'output'] as const)
    if (messages[carries].length > 0) said[attributeAliases[carries][0]] ??= messages[carries]
  return { said }
}

/** `gen_ai.choice` keeps its message under `message`, as an object or as JSON; the others are the message. */
function withRole(fields: Record<string, SpanValue>, role: string): SpanValue {
  const inner = fields.message ?? fields['gen_ai.event.content'] ?? null
  const message = typeof inner === 'string' && inner.trim().startsWith('{') ? parsed(inner) : inner
  if (isRecord(message)) return { role, ...(message as Record<string, SpanValue>) }
  return typeof message === 'string' ? { role, content: message } : { role, ...fields }
}

function parsed(text: string): SpanValue {
  try {
    return keepable(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return keepable(text)
    throw error
  }
}

/** Far below what either decoder lets through. */
const deepest = 32

/** An AnyValue; undefined when it is none. An AnyValue without a value is null. */
function plainValue(any: unknown, depth: number): unknown {
  if (any === undefined || any === null) return null
  if (!isRecord(any) || depth > deepest) return undefined
  if (typeof any.stringValue === 'string') return any.stringValue
  if (typeof any.boolValue === 'boolean') return any.boolValue
  if (any.intValue !== undefined) return numberOf(any.intValue)
  if (any.doubleValue !== undefined) return numberOf(any.doubleValue)
  if (any.bytesValue !== undefined) return Buffer.isBuffer(any.bytesValue) ? any.bytesValue.toString('base64') : any.bytesValue
  if (isRecord(any.arrayValue))
    return Array.isArray(any.arrayValue.values) ? any.arrayValue.values.map((one) => plainValue(one, depth + 1) ?? null) : []
  if (isRecord(any.kvlistValue)) {
    const pairs = Array.isArray(any.kvlistValue.values) ? any.kvlistValue.values : []
    return Object.fromEntries(pairs.filter(isRecord).map(({ key, value }) => [String(key), plainValue(value, depth + 1) ?? null]))
  }
  return Object.keys(any).length === 0 ? null : undefined
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isNaN(number) ? undefined : number
}

/** Lower-case hexadecimal of the length asked for, from a buffer or OTLP's JSON; null when it is not, or all zero. */
function idOf(value: unknown, digits: number): string | null {
  const text = textOrHex(value)
  return text.length === digits && /^[0-9a-f]+$/.test(text) && !/^0+$/.test(text) ? text : null
}

function textOrHex(value: unknown): string {
  if (Buffer.isBuffer(value) || value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'string' ? value.toLowerCase() : '?'
}

/** The last instant a date can be. */
const lastMs = 8.64e15

/** Nanoseconds since 1970, as text or number, in milliseconds to the microsecond: spans of one program often begin within one millisecond, and their order matters. */
function millis(value: unknown): number | null {
  const nanos = typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : value
  if (typeof nanos !== 'number' && !(typeof nanos === 'string' && /^\d{1,20}$/.test(nanos))) return null
  const ms = Number(BigInt(nanos) / 1000n) / 1000
  return ms > 0 && ms < lastMs ? ms : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
