import { describe, expect, test } from 'vitest'
import { runOfTrace } from '../domain/interaction/run-of-trace.ts'
import { readProtobuf, writeProtobuf } from './otlp-descriptor.ts'
import { spansIn } from './otlp-spans.ts'

const ids = { traceId: 'A'.repeat(32), spanId: '00000000000000b1', parentSpanId: '' }
const times = { startTimeUnixNano: '1760000000000999999', endTimeUnixNano: '1760000000005000000' }
const request = (span: object) => ({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, ...times, name: 'x', ...span }] }] }] })
const said = (attributes: object[], events: object[] = []) => {
  const read = spansIn(request({ attributes, events }))
  if ('bad' in read || read.why !== null) throw new Error('bad' in read ? read.bad : read.why!)
  return read.spans[0]!.span.said
}
const one = (value: object) => said([{ key: 'input.value', value }])['input.value']

test('ids become lower case, times milliseconds to the microsecond, and an empty parent is none', () => {
  expect(spansIn(request({}))).toMatchObject({
    spans: [
      {
        traceId: 'a'.repeat(32),
        span: { parentId: null, startMs: 1_760_000_000_000.999, endMs: 1_760_000_000_005, failed: false },
      },
    ],
  })
})

describe('values', () => {
  test.each([
    [{ stringValue: '' }, ''],
    [{ boolValue: false }, false],
    [{ intValue: '42' }, 42],
    [{ intValue: 42 }, 42],
    [{ doubleValue: 0.5 }, 0.5],
    [{ arrayValue: { values: [{ intValue: 1 }, {}] } }, [1, null]],
    [{ arrayValue: {} }, []],
    [{ kvlistValue: { values: [{ key: 'a', value: { stringValue: 'b' } }] } }, { a: 'b' }],
    [{ bytesValue: 'AQI=' }, 'AQI='],
    [{}, null],
  ])('%j is %j', (value, plain) => {
    expect(one(value)).toEqual(plain)
  })

  test('are the same from protocol buffers', () => {
    const values = [
      { stringValue: 'x' },
      { boolValue: false },
      { intValue: 42 },
      { doubleValue: 0.5 },
      { arrayValue: { values: [{ intValue: 1 }] } },
    ]
    const bytes = (hex: string) => Buffer.from(hex, 'hex')
    const attributes = [{ key: 'input.value', value: { arrayValue: { values } } }]
    const written = writeProtobuf('ExportTraceServiceRequest', {
      resourceSpans: [
        {
          scopeSpans: [{ spans: [{ ...times, name: 'x', traceId: bytes(ids.traceId), spanId: bytes(ids.spanId), attributes }] }],
        },
      ],
    })
    const read = spansIn(readProtobuf(written))
    expect(read).toMatchObject({ spans: [{ span: { said: { 'input.value': ['x', false, 42, 0.5, [1]] } } }] })
    expect(read).toEqual(spansIn(request({ attributes })))
  })

  test('a value nested without end is no value', () => {
    let value: object = { stringValue: 'deep' }
    for (let n = 0; n < 10_000; n++) value = { arrayValue: { values: [value] } }
    expect(JSON.stringify(one(value))).not.toContain('deep')
  })

  test('names of prototypes are names', () => {
    const pairs = { kvlistValue: { values: [{ key: '__proto__', value: { stringValue: 'x' } }] } }
    expect(Object.keys(one(pairs) as object)).toEqual(['__proto__'])
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })
})

test('events that are messages, as instrumentations before 1.37 write them, make a run', () => {
  const event = (name: string, fields: Record<string, string>) => ({
    name,
    attributes: Object.entries(fields).map(([key, text]) => ({ key, value: { stringValue: text } })),
  })
  const read = spansIn(
    request({
      attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }],
      events: [
        event('gen_ai.system.message', { content: 'You help.' }),
        event('gen_ai.user.message', { content: 'the question' }),
        event('gen_ai.choice', { index: '0', message: '{"role":"assistant","content":"the answer"}' }),
        event('exception', { 'exception.message': 'secret' }),
      ],
    }),
  )
  if ('bad' in read) throw new Error(read.bad)
  const traced = runOfTrace(
    read.spans.map(({ span }) => span),
    { id: 't', integrations: null, channels: [], price: () => null },
  )
  expect(traced).toMatchObject({ run: { query: 'the question', reply: 'the answer' } })
  expect(JSON.stringify(read)).not.toContain('secret')
})

test('events that carry the older attributes count as the span’s own, and never over them', () => {
  const event = {
    name: 'gen_ai.content.prompt',
    attributes: [{ key: 'gen_ai.prompt', value: { stringValue: 'from the event' } }],
  }
  expect(said([], [event])).toEqual({ 'gen_ai.prompt': 'from the event' })
  expect(said([{ key: 'gen_ai.prompt', value: { stringValue: 'own' } }], [event])).toEqual({ 'gen_ai.prompt': 'own' })
})

test.each([
  [{ traceId: '0'.repeat(32) }, 'traceId'],
  [{ spanId: 7 }, 'spanId'],
  [{ startTimeUnixNano: -1 }, 'startTimeUnixNano'],
  [{ endTimeUnixNano: '99999999999999999999' }, null],
  [{ endTimeUnixNano: '1e99' }, 'endTimeUnixNano'],
  [{ attributes: {} }, 'attributes'],
  [{ events: [{ attributes: [{}] }] }, 'events[0].attributes[0].key'],
])('%j is named', (span, named) => {
  const read = spansIn(request(span))
  if (named === null) expect(read).toMatchObject({ rejected: 0 })
  else expect(read).toMatchObject({ spans: [], rejected: 1, why: expect.stringContaining(`spans[0].${named}`) })
})
