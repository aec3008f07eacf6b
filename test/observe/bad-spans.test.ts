// What is sent to the door for spans and is not what it should be: refused by name, and nothing half-written.

import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readProtobuf } from '../../src/observe/otlp-descriptor.ts'
import { mostUnpacked } from '../../src/observe/trace-door.ts'
import { anObserved, keyOfAnother, send, work } from './observed-world.ts'
import { aRun, asProtobuf, freshTrace, interactionsOf, json, protobuf, query, request, runOf, span, tracesOf } from './spans.ts'

describe('bad input', () => {
  const nothingKept = async (employeeId: string) => expect(await tracesOf(employeeId)).toEqual([])

  test.each([
    ['no JSON', '{"resourceSpans":', 400, 'not JSON'],
    ['no request', '[]', 400, 'ExportTraceServiceRequest'],
    ['spans that are no list', '{"resourceSpans":[{"scopeSpans":[{"spans":{}}]}]}', 400, 'resourceSpans[0].scopeSpans[0].spans'],
    ['a span that is none', '{"resourceSpans":[{"scopeSpans":[{"spans":[7]}]}]}', 400, 'spans[0]'],
  ])('%s is refused as a whole, by name', async (_, body, status, why) => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const response = await send(inbound, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code: 3, message: expect.stringContaining(why) })
    await nothingKept(employeeId)
  })

  test('one bad span is left out and named; the others are kept', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const { root, children } = aRun(freshTrace())
    const bad = [
      { ...root, spanId: '0000000000000000' },
      { ...root, spanId: '00000000000000e1', traceId: 'short' },
      { ...root, spanId: '00000000000000e2', endTimeUnixNano: 'yesterday' },
      { ...root, spanId: '00000000000000e3', parentSpanId: 'zz' },
      { ...root, spanId: '00000000000000e4', attributes: [{ key: 'gen_ai.tool.name', value: { strangeValue: 1 } }] },
      { ...root, spanId: '00000000000000e5', attributes: [{ value: { stringValue: 'x' } }] },
    ]
    const response = await send(inbound, json(request([...children, root, ...bad])))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      partialSuccess: {
        rejectedSpans: '6',
        errorMessage: 'resourceSpans[0].scopeSpans[0].spans[6].spanId: it is not 8 bytes other than zero',
      },
    })
    expect(await tracesOf(employeeId)).toMatchObject([{ spans: 6 }])
  })

  test('bytes that are no message, an unknown packing, and a type nobody reads', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    expect((await send(inbound, new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]), protobuf)).status).toBe(400)
    expect((await send(inbound, 'x', { ...protobuf, 'content-encoding': 'br' })).status).toBe(415)
    expect((await send(inbound, 'x', { 'content-type': 'application/json', 'content-encoding': 'gzip' })).status).toBe(400)
    expect((await send(inbound, 'x', { 'content-type': 'text/plain' })).status).toBe(415)
    await nothingKept(employeeId)
  })

  test('a bomb is refused where it passes the cap; the same packing below it is read', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const bomb = gzipSync(' '.repeat(mostUnpacked + 1))
    expect(bomb.byteLength).toBeLessThan(50_000)
    expect((await send(inbound, bomb, packed)).status).toBe(413)
    await nothingKept(employeeId)
    expect((await send(inbound, gzipSync(`{}${' '.repeat(mostUnpacked - 2)}`), packed)).status).toBe(200)
  })

  test('texts no record can keep are kept as far as they can be', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const { root, children } = aRun(freshTrace(), { query: `${query} \ud800 \u0000`, reply: 'half \udc00' })
    await send(inbound, json(request([...children, root])))
    await work()
    expect(await interactionsOf(employeeId)).toMatchObject([{ query_type: 'password_reset' }])
    expect((await runOf(employeeId))?.query).toBe(`${query} \ufffd \ufffd`)
  })

  test('a trace that says too much is not kept growing', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const traceId = freshTrace()
    const big = (n: number) =>
      span({
        traceId,
        spanId: n.toString(16).padStart(16, '0'),
        parentSpanId: '00000000000000a1',
        name: 'x',
        at: n,
        said: { 'input.value': 'x'.repeat(3_000_000) },
      })
    for (const n of [1, 2]) expect(await (await send(inbound, json(request([big(n)])))).json()).toEqual({})
    const answer = (await (await send(inbound, json(request([big(3)])))).json()) as { partialSuccess: Record<string, string> }
    expect(answer.partialSuccess.errorMessage).toContain('8388608 bytes')
    expect(await tracesOf(employeeId)).toMatchObject([{ spans: 2 }])
  })

  test('nobody without a key of scope inbound of an employee that is observed', async () => {
    const { agent, employeeId } = await anObserved({ proxy: false })
    const { root } = aRun(freshTrace())
    expect((await send(agent, json(request([root])))).status).toBe(403)
    expect((await send('Bearer nonsense', json(request([root])))).status).toBe(401)
    expect((await send(await keyOfAnother('http'), json(request([root])))).status).toBe(403)
    await nothingKept(employeeId)
  })

  test('the descriptor reads back what it writes', () => {
    const { root } = aRun(freshTrace())
    const read = readProtobuf(asProtobuf(request([root]))) as ReturnType<typeof request>
    expect(read.resourceSpans[0]!.scopeSpans[0]!.spans[0]).toMatchObject({
      name: 'POST /ask',
      startTimeUnixNano: root.startTimeUnixNano,
    })
  })
})
