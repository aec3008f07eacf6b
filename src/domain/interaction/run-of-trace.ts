// The run a trace tells of, in the form of a recorded interaction: query, requester, channel, calls with their results, reply, usage and model. What a trace does not
// say is not guessed: without a query there is no run. The type of the query is never taken from the trace; it is decided from the words, as for any other.

import { handoffSystem, type IntegrationMap, operationOf } from '../discovery/integration-map.ts'
import type { RecordedRun } from '../discovery/recorded-interaction.ts'
import { unlisted } from '../discovery/workflow-map.ts'
import type { Price } from './price.ts'
import type { Span } from './span.ts'
import { attributeAliases, type Concept, handOverTools, kindAliases, type SpanKind } from './span-aliases.ts'
import { keepable, messagesIn, opened, type SpanCall, type SpanMessage } from './span-messages.ts'

type TracedModel = { asked: string; answered: string; fingerprint: string | null }
export type Traced = { run: RecordedRun; workflow: string | null; models: TracedModel[] } | { nothing: string }

type Around = {
  /** The id of the recording, and of the message. */
  id: string
  integrations: Pick<IntegrationMap, 'systems'> | null
  /** Channels of the workflow; with a single one a trace need not name it. */
  channels: readonly string[]
  price: Price
}

/** The same limits as for a query that arrives over HTTP. */
const longest = { query: 200_000, requester: 300, channel: 100, name: 200 }

/** Puts spans together, in any order. `nothing` says why there is no run in them. */
export function runOfTrace(spans: readonly Span[], around: Around): Traced {
  const inOrder = spans.toSorted((a, b) => a.startMs - b.startMs || (a.spanId < b.spanId ? -1 : 1))
  const root = inOrder.find(({ parentId }) => parentId === null)
  const models = innermost(inOrder, 'model').toSorted((a, b) => a.endMs - b.endMs)
  const agents = inOrder.filter((span) => kindOf(span) === 'agent' || span === root)
  const query = queryOf(agents, models)
  if (query === null) return { nothing: 'no span says what was asked' }
  if (query.length > longest.query) return { nothing: `what was asked is longer than ${longest.query} characters` }
  const calls = callsOf(inOrder, models, around.integrations)
  const reply = replyOf(agents, models)
  const last = models.at(-1)
  const saying = [...(root ? [root] : []), ...inOrder]
  const run: RecordedRun = {
    id: around.id,
    workflow: firstText(saying, 'workflow') ?? 'none',
    queryType: unlisted,
    channel: cut(
      firstText(saying, 'channel') ?? (around.channels.length === 1 ? around.channels[0] : undefined) ?? 'otlp',
      longest.channel,
    ),
    requester: cut(firstText(saying, 'requester') ?? 'unknown', longest.requester),
    query,
    messages: [
      { i: 0, role: 'user', text: query },
      ...(reply === null ? [] : [{ i: calls.length + 1, role: 'assistant', text: reply }]),
    ],
    toolCalls: calls.map((call, n) => ({ ...call, i: n + 1 })),
    reply,
    escalated: calls.some(({ system }) => system === handoffSystem),
    model: last ? nameOf(last, 'modelAnswered') : null,
    ...usageOf(models, around.price),
    startedAt: instant((root ?? inOrder[0])?.startMs),
    endedAt: instant((root ?? inOrder.at(-1))?.endMs),
  }
  return { run, workflow: firstText(saying, 'workflow'), models: tracedModels(models) }
}

/** What kind of work a span says it is; spans of other things (HTTP, databases) are `other`. */
export function kindOf({ said }: Span): SpanKind {
  for (const { attribute, values } of kindAliases) {
    const value = said[attribute]
    if (typeof value === 'string') return Object.hasOwn(values, value) ? values[value]! : 'other'
  }
  if (said['gen_ai.tool.name'] !== undefined) return 'tool'
  return said['gen_ai.request.model'] !== undefined ? 'model' : 'other'
}

/** Spans of a kind with none of that kind inside them: frameworks wrap one call of a model in another, and it is counted once. */
function innermost(spans: readonly Span[], kind: SpanKind): Span[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const ofKind = spans.filter((span) => kindOf(span) === kind)
  const outer = new Set<string>()
  for (const span of ofKind) {
    const seen = new Set<string>()
    for (let above = span.parentId; above !== null && !seen.has(above); above = byId.get(above)?.parentId ?? null) {
      seen.add(above)
      outer.add(above)
    }
  }
  return ofKind.filter(({ spanId }) => !outer.has(spanId))
}

function queryOf(agents: readonly Span[], models: readonly Span[]): string | null {
  const first = models.toSorted((a, b) => a.startMs - b.startMs).slice(0, 1)
  // The model's first call has the words in their structure; an agent's input may be anything the framework was called with.
  for (const span of [...first, ...agents]) {
    const asked = messagesIn(span, 'input').findLast(
      ({ role, text }) => (role === 'user' || role === 'human') && text.trim() !== '',
    )
    if (asked) return asked.text
  }
  return null
}

function replyOf(agents: readonly Span[], models: readonly Span[]): string | null {
  const said = (span: Span) =>
    messagesIn(span, 'output').findLast(({ role, text }) => role !== 'tool' && text.trim() !== '')?.text
  const last = models.at(-1)
  const words = (last && said(last)) ?? agents.map(said).find((text) => text !== undefined)
  return words ?? null
}

type Call = Omit<RecordedRun['toolCalls'][number], 'i'>

/** Calls from the spans of tools; where a framework writes none, from the messages of the model. */
function callsOf(spans: readonly Span[], models: readonly Span[], integrations: Around['integrations']): Call[] {
  const tools = innermost(spans, 'tool')
  if (tools.length > 0)
    return tools.map((span) => ({
      ...placeOf(firstText([span], 'toolName') ?? (span.name || 'unnamed'), firstText([span], 'toolSystem'), integrations),
      arguments: argumentsOf(opened(first(span, 'toolArguments'))),
      result: opened(first(span, 'toolResult') ?? null),
      ...(span.failed ? { isError: true } : {}),
    }))
  const results = new Map(
    models.flatMap((span) => messagesIn(span, 'input').flatMap((m) => m.results.map((r) => [r.id, r.result] as const))),
  )
  const asked = models.flatMap((span) => messagesIn(span, 'output').flatMap((message: SpanMessage) => message.calls))
  return once(asked).map(({ id, name, arguments: given }) => ({
    ...placeOf(name, null, integrations),
    arguments: argumentsOf(given),
    result: id === null ? null : (results.get(id) ?? null),
  }))
}

function once(calls: readonly SpanCall[]): SpanCall[] {
  const seen = new Set<string>()
  return calls.filter(({ id }) => id === null || (!seen.has(id) && seen.add(id)))
}

/**
 * Where a tool is in the integration map: `system__operation`, `system.operation`, or an operation only one system has. What is not there is of no system and a
 * write, and the role grants nothing of it.
 */
function placeOf(name: string, system: string | null, map: Around['integrations']): Pick<Call, 'name' | 'system' | 'access'> {
  const bare = name.replace(/^mcp__/, '')
  const [head = '', tail] = bare.split(/__|\.|\/|:/)
  if (handOverTools.includes(name) || (tail !== undefined && handOverTools.includes(tail)))
    return { system: handoffSystem, name: cut(name, longest.name), access: 'write' }
  const systems = map?.systems ?? []
  const having = systems.filter(({ operations }) => operations.some((o) => o.name === bare))
  const wanted =
    system !== null
      ? { system, name: tail ?? bare }
      : tail !== undefined
        ? { system: head, name: bare.slice(head.length).replace(/^(__|\.|\/|:)/, '') }
        : null
  const listed = wanted === null ? null : operationOf({ systems }, wanted.system, wanted.name)
  const found = listed ?? (having.length === 1 ? operationOf({ systems }, having[0]!.name, bare) : null)
  if (found !== null)
    return { system: found.system.name, name: found.operation.name, access: found.operation.access === 'read' ? 'read' : 'write' }
  return { system: 'unlisted', name: cut(name, longest.name), access: 'write' }
}

function argumentsOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  return value === undefined || value === null || value === '' ? {} : { value }
}

/** Sums over all calls of models; when one does not say, nobody knows the sum. */
function usageOf(models: readonly Span[], price: Price): Pick<RecordedRun, 'usage' | 'costUsd'> {
  const counted = models.map((span) => {
    const [inputTokens, cachedTokens, outputTokens] = (['inputTokens', 'cachedTokens', 'outputTokens'] as const).map((c) =>
      countOf(span, c),
    )
    const model = nameOf(span, 'modelAnswered')
    if (inputTokens == null || outputTokens == null) return null
    const costMicros = model === null ? null : price(model, { inputTokens, cachedTokens: cachedTokens ?? 0, outputTokens })
    return { inputTokens, outputTokens, costMicros }
  })
  if (counted.length === 0 || counted.some((one) => one === null)) return { usage: null, costUsd: null }
  const all = counted.filter((one) => one !== null)
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0)
  return {
    usage: { inputTokens: sum((one) => one.inputTokens), outputTokens: sum((one) => one.outputTokens) },
    costUsd: all.some(({ costMicros }) => costMicros === null) ? null : sum(({ costMicros }) => costMicros ?? 0) / 1_000_000,
  }
}

function tracedModels(models: readonly Span[]): TracedModel[] {
  const seen = new Map<string, TracedModel>()
  for (const span of models) {
    const answered = nameOf(span, 'modelAnswered')
    if (answered === null) continue
    const asked = nameOf(span, 'modelAsked') ?? answered
    // The last build that answered under a name is the one that is there now.
    seen.set(asked, { asked, answered, fingerprint: nameOf(span, 'fingerprint') })
  }
  return [...seen.values()]
}

function first(span: Span, concept: Concept): unknown {
  const name = attributeAliases[concept].find((alias) => span.said[alias] !== undefined && span.said[alias] !== null)
  return name === undefined ? undefined : span.said[name]
}

function firstText(spans: readonly Span[], concept: Concept): string | null {
  for (const span of spans) {
    const value = first(span, concept)
    if (typeof value === 'string' && value.trim() !== '') return keepable(value) as string
  }
  return null
}

function nameOf(span: Span, concept: Concept): string | null {
  const text = firstText([span], concept)
  return text === null ? null : cut(text, longest.name)
}

function countOf(span: Span, concept: Concept): number | null {
  const value = first(span, concept)
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

const cut = (text: string, to: number): string => (text.length <= to ? text : text.slice(0, to).toWellFormed())

function instant(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString()
}
