import { describe, expect, test } from 'vitest'
import { kindOf, runOfTrace } from './run-of-trace.ts'
import type { Span, SpanValue } from './span.ts'
import { attributeAliases, flattenedLists, isRead, kindAliases } from './span-aliases.ts'

let count = 0
const span = (said: Record<string, SpanValue>, more: Partial<Span> = {}): Span => ({
  spanId: (++count).toString(16).padStart(16, '0'),
  parentId: 'aaaaaaaaaaaaaaaa',
  name: 'x',
  startMs: 1_760_000_000_000 + count,
  endMs: 1_760_000_000_001 + count,
  failed: false,
  said,
  ...more,
})
const around = {
  id: 'trc_1',
  integrations: {
    systems: [
      {
        name: 'directory',
        operations: [
          { name: 'get_person', access: 'read' },
          { name: 'reset', access: 'write' },
          { name: 'find', access: 'read' },
        ],
      },
      { name: 'desk', operations: [{ name: 'find', access: 'read' }] },
    ],
  } as never,
  channels: ['chat'],
  price: (model: string, usage: { inputTokens: number; cachedTokens: number; outputTokens: number }) =>
    model === 'm-1' ? usage.inputTokens - usage.cachedTokens + usage.outputTokens : null,
}
const runOf = (spans: Span[]) => {
  const traced = runOfTrace(spans, around)
  if ('nothing' in traced) throw new Error(traced.nothing)
  return traced.run
}

/** One run, said in each convention by the attributes its own instrumentation writes. */
const conventions: Record<string, Span[]> = {
  'OpenTelemetry GenAI': [
    span({ 'gen_ai.operation.name': 'invoke_agent', 'enduser.id': 'ann' }, { parentId: null }),
    span({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.response.model': 'm-1',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.input.messages': JSON.stringify([
        { role: 'system', parts: [{ type: 'text', content: 'You help.' }] },
        { role: 'user', parts: [{ type: 'text', content: 'the question' }] },
      ]),
    }),
    span({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'get_person',
      'gen_ai.tool.call.arguments': '{"id":"ann"}',
      'gen_ai.tool.call.result': '{"name":"Ann"}',
    }),
    span({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.response.model': 'm-1',
      'gen_ai.usage.input_tokens': 20,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: 'the answer' }], finish_reason: 'stop' },
      ]),
    }),
  ],
  'GenAI before 1.28, flattened (OpenLLMetry)': [
    span({ 'traceloop.span.kind': 'workflow', 'traceloop.association.properties.user_id': 'ann' }, { parentId: null }),
    span({
      'llm.request.type': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.response.model': 'm-1',
      'gen_ai.usage.prompt_tokens': 10,
      'gen_ai.usage.completion_tokens': 5,
      'gen_ai.prompt.0.role': 'system',
      'gen_ai.prompt.0.content': 'You help.',
      'gen_ai.prompt.1.role': 'user',
      'gen_ai.prompt.1.content': 'the question',
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.tool_calls.0.name': 'get_person',
    }),
    span({
      'traceloop.span.kind': 'tool',
      'traceloop.entity.name': 'get_person',
      'traceloop.entity.input': '{"id":"ann"}',
      'traceloop.entity.output': '{"name":"Ann"}',
    }),
    span({
      'llm.request.type': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.response.model': 'm-1',
      'llm.usage.prompt_tokens': 20,
      'llm.usage.completion_tokens': 5,
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.content': 'the answer',
    }),
  ],
  OpenInference: [
    span({ 'openinference.span.kind': 'AGENT', 'user.id': 'ann', 'input.value': '{"input":"the question"}' }, { parentId: null }),
    span({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'm-1',
      'llm.token_count.prompt': 10,
      'llm.token_count.completion': 5,
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.contents.0.message_content.type': 'text',
      'llm.input_messages.0.message.content': 'the question',
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'get_person',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"id":"ann"}',
    }),
    span({
      'openinference.span.kind': 'TOOL',
      'tool.name': 'get_person',
      'input.value': '{"id":"ann"}',
      'output.value': '{"name":"Ann"}',
    }),
    span({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'm-1',
      'llm.token_count.prompt': 20,
      'llm.token_count.completion': 5,
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': 'the answer',
    }),
  ],
  'Vercel AI SDK': [
    span(
      { 'ai.operationId': 'ai.generateText', 'ai.telemetry.metadata.userId': 'ann', 'ai.response.text': 'the answer' },
      { parentId: null },
    ),
    span({
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.model.id': 'm',
      'ai.response.model': 'm-1',
      'ai.usage.promptTokens': 10,
      'ai.usage.completionTokens': 5,
      'ai.prompt.messages': JSON.stringify([{ role: 'user', content: [{ type: 'text', text: 'the question' }] }]),
    }),
    span({
      'ai.operationId': 'ai.toolCall',
      'ai.toolCall.name': 'get_person',
      'ai.toolCall.args': '{"id":"ann"}',
      'ai.toolCall.result': '{"name":"Ann"}',
    }),
    span({
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.response.model': 'm-1',
      'ai.usage.inputTokens': 20,
      'ai.usage.outputTokens': 5,
      'ai.response.text': 'the answer',
    }),
  ],
  'messages only, without spans of tools': [
    span({ 'user.id': 'ann' }, { parentId: null }),
    span({
      'gen_ai.operation.name': 'chat',
      'gen_ai.response.model': 'm-1',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.input.messages': [{ role: 'user', content: 'the question' }],
      'gen_ai.output.messages': [
        { role: 'assistant', parts: [{ type: 'tool_call', id: 't1', name: 'get_person', arguments: { id: 'ann' } }] },
      ],
    }),
    span({
      'gen_ai.operation.name': 'chat',
      'gen_ai.response.model': 'm-1',
      'gen_ai.usage.input_tokens': 20,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.input.messages': [
        { role: 'user', content: 'the question' },
        { role: 'assistant', tool_calls: [{ id: 't1', function: { name: 'get_person', arguments: '{"id":"ann"}' } }] },
        { role: 'tool', tool_call_id: 't1', content: '{"name":"Ann"}' },
      ],
      'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: 'the answer' }] }],
    }),
  ],
}

describe('the same run in every convention', () => {
  test.each(Object.entries(conventions))('%s', (_, spans) => {
    expect(runOf(spans)).toMatchObject({
      query: 'the question',
      requester: 'ann',
      channel: 'chat',
      reply: 'the answer',
      model: 'm-1',
      usage: { inputTokens: 30, outputTokens: 10 },
      costUsd: 0.00004,
      escalated: false,
      toolCalls: [
        { i: 1, system: 'directory', name: 'get_person', access: 'read', arguments: { id: 'ann' }, result: { name: 'Ann' } },
      ],
    })
  })

  test.each(Object.entries(conventions))('%s, whatever order its spans come in', (_, spans) => {
    expect(runOf(spans.toReversed())).toEqual(runOf(spans))
  })
})

describe('the table', () => {
  const concepts = Object.entries(attributeAliases).flatMap(([concept, names]) => names.map((name) => [concept, name] as const))
  test.each(concepts)('%s may be said as %s, and is kept', (_, name) => {
    expect(isRead(name)).toBe(true)
  })
  test.each([...kindAliases.map(({ attribute }) => attribute), ...flattenedLists.map(({ prefix }) => `${prefix}0.content`)])(
    '%s is kept',
    (name) => {
      expect(isRead(name)).toBe(true)
    },
  )
  test.each([
    'db.statement',
    'http.url',
    'gen_ai.system_instructions',
    'gen_ai.promptx',
    'llm.invocation_parameters',
    '__proto__',
    'constructor',
  ])('%s is not', (name) => {
    expect(isRead(name)).toBe(false)
  })
  test.each([
    ['gen_ai.operation.name', 'chat', 'model'],
    ['gen_ai.operation.name', 'embeddings', 'other'],
    ['gen_ai.operation.name', 'constructor', 'other'],
    ['openinference.span.kind', 'TOOL', 'tool'],
    ['ai.operationId', 'ai.streamText', 'agent'],
    ['ai.operationId', 'ai.streamText.doStream', 'model'],
    ['traceloop.span.kind', 'workflow', 'agent'],
    ['http.method', 'GET', 'other'],
  ])('%s = %s is %s', (attribute, value, kind) => {
    expect(kindOf(span({ [attribute]: value }))).toBe(kind)
  })
})

describe('what a trace does not say', () => {
  const model = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.response.model': 'm-1',
    'gen_ai.input.messages': [{ role: 'user', content: 'q' }],
  }
  test('is not guessed: no query, no run', () => {
    expect(runOfTrace([span({ 'http.method': 'GET' }, { parentId: null })], around)).toEqual({
      nothing: 'no span says what was asked',
    })
  })
  test('tokens of one call unknown: the sum is unknown, not smaller', () => {
    const counted = { 'gen_ai.usage.input_tokens': 1, 'gen_ai.usage.output_tokens': 1 }
    expect(runOf([span({ ...model, ...counted }), span(model)])).toMatchObject({ usage: null, costUsd: null })
  })
  test('a price unknown: no price, though the tokens are known', () => {
    const counted = { 'gen_ai.usage.input_tokens': 1, 'gen_ai.usage.output_tokens': 1 }
    expect(runOf([span({ ...model, ...counted, 'gen_ai.response.model': 'mystery' })])).toMatchObject({
      usage: { inputTokens: 1, outputTokens: 1 },
      costUsd: null,
    })
  })
  test('a channel, where the workflow has several', () => {
    const traced = runOfTrace([span(model)], { ...around, channels: ['chat', 'email'] })
    expect(traced).toMatchObject({ run: { channel: 'otlp', requester: 'unknown' } })
  })
  test('a call of a model inside another is one call', () => {
    const counted = { ...model, 'gen_ai.usage.input_tokens': 4, 'gen_ai.usage.output_tokens': 2 }
    const outer = span(counted)
    const inner = span(counted, { parentId: outer.spanId })
    expect(runOf([outer, inner])).toMatchObject({ usage: { inputTokens: 4, outputTokens: 2 } })
  })
  test('spans that are each other’s parents end all the same', () => {
    const [a, b] = [span(model), span(model)]
    expect(runOf([{ ...a!, parentId: b!.spanId }, { ...b!, parentId: a!.spanId }, span(model)]).query).toBe('q')
  })
})

test('what a person asked stays what they asked, though it is JSON', () => {
  const query = (content: string) =>
    runOf([span({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': [{ role: 'user', content }] })]).query
  expect(query('{"query":"inner"}')).toBe('{"query":"inner"}')
  expect(query('[1, 2]')).toBe('[1, 2]')
  expect(query('[{"type":"text","text":"words"}]')).toBe('words')
})

describe('where a tool belongs', () => {
  const called = (name: string, more: Record<string, SpanValue> = {}) =>
    runOf([
      span({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': [{ role: 'user', content: 'q' }] }),
      span({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, 'gen_ai.tool.call.arguments': 'plain', ...more }),
    ]).toolCalls[0]
  test.each([
    ['get_person', 'directory', 'get_person', 'read'],
    ['directory__reset', 'directory', 'reset', 'write'],
    ['directory.get_person', 'directory', 'get_person', 'read'],
    ['mcp__directory__get_person', 'directory', 'get_person', 'read'],
    ['find', 'unlisted', 'find', 'write'],
    ['desk__find', 'desk', 'find', 'read'],
    ['other__get_person', 'unlisted', 'other__get_person', 'write'],
    ['rm -rf', 'unlisted', 'rm -rf', 'write'],
    ['transfer_to_human', 'handoff', 'transfer_to_human', 'write'],
    ['desk__escalate', 'handoff', 'desk__escalate', 'write'],
  ])('%s', (name, system, operation, access) => {
    expect(called(name)).toMatchObject({ system, name: operation, access, arguments: { value: 'plain' } })
  })
  test('as its span says', () => {
    expect(called('find', { 'tenure.system': 'desk' })).toMatchObject({ system: 'desk', name: 'find', access: 'read' })
  })
})
