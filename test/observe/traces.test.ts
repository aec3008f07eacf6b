// Spans of an agent that cannot be rewired: they become one run, the run becomes an interaction in shadow, and nothing live is touched.

import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { completeTrace } from '../../src/handling/complete-trace.ts'
import { abandonMs, quietMs } from '../../src/handling/gather.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, rows } from '../support/world.ts'
import { anObserved, send, stories, systems, work } from './observed-world.ts'
import {
  aRun,
  asProtobuf,
  attribute,
  effectsOf,
  freshTrace,
  interactionsOf,
  json,
  protobuf,
  query,
  request,
  runOf,
  span,
  tracesOf,
} from './spans.ts'

beforeEach(() => {
  stories.seen.calls.length = 0
  stories.seen.deliveries.length = 0
})

describe('a run', () => {
  test('becomes an interaction in shadow, replayed from its own spans, and waits for its review', async () => {
    const { inbound, employeeId, rolloutId } = await anObserved({ proxy: false })
    const { root, children } = aRun(freshTrace())
    const response = await send(inbound, json(request([...children, root])))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({})
    await work()
    const [trace] = await tracesOf(employeeId)
    const [interaction, ...more] = await interactionsOf(employeeId)
    expect(more).toEqual([])
    expect(trace).toMatchObject({ state: 'complete', spans: 6, interaction_id: interaction!.id })
    expect(interaction).toMatchObject({
      external_id: trace!.id,
      query_type: 'password_reset',
      channel: 'chat',
      rollout_id: rolloutId,
      phase: 'shadow',
      model: 'priced-1-a',
      input_tokens: '200',
      output_tokens: '20',
      cost_micros: '240',
      diverged: true,
    })
    expect(await effectsOf(interaction!.id!)).toMatchObject([
      { kind: 'read', operation: 'get_person', state: 'replayed', request: { id: 'ann' }, result: { name: 'Ann' } },
      { kind: 'write', operation: 'reset_password', state: 'recorded', simulated: true, request: { id: 'ann', notify: true } },
      { kind: 'reply', state: 'recorded', request: { text: 'A link is on its way.' } },
    ])
    const reviews = await rows(stories, "select reason from tenure.reviews where interaction_id = $1 and state = 'open'", [
      interaction!.id,
    ])
    expect(reviews).toEqual([{ reason: 'shadow' }])
    expect(stories.seen.calls, 'no live system').toEqual([])
    expect(stories.seen.deliveries, 'no channel').toEqual([])
  })

  test('of an agent that is not observed only does reach the live system: the binding is what keeps it away', async () => {
    const { dossierId } = await anObserved({ proxy: false })
    const call = { system: 'directory', operation: 'get_person', arguments: { id: 'ann' }, key: 'k', externalId: 'none' }
    await (await systems.find(dossierId, 'directory'))!.call(call)
    expect(stories.seen.calls).toEqual([])
    const other = await aRollout(stories)
    await (await systems.find(other.dossierId, 'directory'))!.call(call)
    expect(stories.seen.calls).toHaveLength(1)
  })

  test('is the same from JSON, from protocol buffers, and from either of them packed', async () => {
    const all = []
    for (const [wrap, headers] of [
      [(m: ReturnType<typeof request>) => json(m), { 'content-type': 'application/json' }],
      [asProtobuf, protobuf],
      [(m: ReturnType<typeof request>) => gzipSync(json(m)), { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
      [(m: ReturnType<typeof request>) => gzipSync(asProtobuf(m)), { ...protobuf, 'content-encoding': 'gzip' }],
    ] as const) {
      const { inbound, employeeId } = await anObserved({ proxy: false })
      const { root, children } = aRun('cafe'.padStart(32, '1'))
      const response = await send(
        inbound,
        wrap(request([...children, root])) as Uint8Array<ArrayBuffer>,
        headers as Record<string, string>,
      )
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe(headers['content-type'])
      await work()
      const { id: _, ...run } = (await runOf(employeeId))!
      all.push(run)
    }
    expect(all[0]).toMatchObject({ query, requester: 'ann', reply: 'A link is on its way.' })
    for (const run of all) expect(run).toEqual(all[0])
  })

  test('keeps nothing of spans but what it reads, and nothing of them at all once it is complete', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const { root, children } = aRun(freshTrace())
    await send(inbound, json(request([...children, root])))
    const bodies = () =>
      rows<{ body: unknown }>(
        stories,
        'select s.body from tenure.observed_spans s join tenure.observed_traces t on t.id = s.trace where t.employee_id = $1',
        [employeeId],
      )
    const before = JSON.stringify(await bodies())
    expect(before).toContain('forgot my password')
    expect(before).not.toContain('select secret')
    expect(before).not.toContain('http.route')
    await work()
    expect(await bodies()).toEqual(Array.from({ length: 6 }, () => ({ body: null })))
  })

  test('that was handed to a person is an escalation, and a tool nobody granted is refused', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const traceId = freshTrace()
    const { root, children } = aRun(traceId)
    const tool = (n: number, name: string) =>
      span({
        traceId,
        spanId: `00000000000000c${n}`,
        parentSpanId: '00000000000000a1',
        name,
        at: 10 + n,
        said: { 'openinference.span.kind': 'TOOL', 'tool.name': name, 'input.value': { id: 'ann', summary: 'too hard' } },
      })
    await send(
      inbound,
      json(request([...children, root, tool(1, 'delete_person'), tool(2, 'rm_rf'), tool(3, 'transfer_to_human')])),
    )
    await work()
    const [interaction] = await interactionsOf(employeeId)
    expect(await effectsOf(interaction!.id!)).toMatchObject([
      { operation: 'get_person', state: 'replayed' },
      { operation: 'reset_password', state: 'recorded' },
      { operation: 'delete_person', state: 'refused' },
      { system: 'unlisted', operation: 'rm_rf', state: 'refused' },
      { kind: 'reply' },
    ])
    const [escalation] = await rows<Record<string, string>>(
      stories,
      'select * from tenure.escalations where interaction_id = $1',
      [interaction!.id],
    )
    expect(escalation).toMatchObject({ source: 'agent' })
  })

  test('over systems the agent reaches itself is answered from its spans all the same', async () => {
    const own = smallDossier['integrations.yaml']!.replace(
      "connector: {kind: mcp, url: 'http://127.0.0.1:1/mcp'}",
      'connector: {kind: agent}',
    )
    const { inbound, employeeId } = await anObserved({ proxy: false, files: { 'integrations.yaml': own } })
    const { root, children } = aRun(freshTrace())
    await send(inbound, json(request([...children, root])))
    await work()
    const [interaction] = await interactionsOf(employeeId)
    expect(await effectsOf(interaction!.id!)).toMatchObject([
      { operation: 'get_person', state: 'replayed', result: { name: 'Ann' } },
      { operation: 'reset_password', state: 'recorded' },
      { kind: 'reply' },
    ])
  })

  test('cannot say which type its query is of: the words decide', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const { root, children } = aRun(freshTrace(), { query: 'how do I bake bread' })
    root.attributes.push(attribute('tenure.query_type', 'password_reset'))
    await send(inbound, json(request([...children, root])))
    await work()
    expect(await interactionsOf(employeeId)).toMatchObject([{ query_type: 'unlisted' }])
  })

  test('of another model than last time ages evidence', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    for (const answered of ['priced-1-a', 'priced-1-a', 'priced-1-b']) {
      const { root, children } = aRun(freshTrace())
      const text = json(request([...children, root])).replaceAll('"priced-1-a"', `"${answered}"`)
      await send(inbound, text)
      await work()
    }
    const changes = await rows(stories, "select 1 from audit.entries where subject = $1 and kind = 'agent.model_changed'", [
      employeeId,
    ])
    expect(changes).toHaveLength(1)
  })
})

describe('a trace', () => {
  test('waits for its root, whatever comes first and however long it takes', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const { root, children } = aRun(freshTrace())
    for (const child of children.toReversed()) await send(inbound, json(request([child])))
    await work(quietMs * 5)
    expect(await tracesOf(employeeId)).toMatchObject([{ state: 'gathering', spans: 5 }])
    expect(await interactionsOf(employeeId)).toEqual([])
    await send(inbound, json(request([root])))
    await work()
    expect(await tracesOf(employeeId)).toMatchObject([{ state: 'complete', spans: 6 }])
    expect(await interactionsOf(employeeId)).toHaveLength(1)
  })

  test('whose root comes first waits for what follows', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const { root, children } = aRun(freshTrace())
    await send(inbound, json(request([root])))
    const [job, ...rest] = stories.jobs.splice(0)
    stories.clock.pass({ ms: quietMs - 1 })
    await send(inbound, json(request(children)))
    stories.jobs.push(job!, ...rest)
    await completeTrace(stories.house, { price: () => null, quietMs, abandonMs }, job!.id as never)
    expect(await tracesOf(employeeId), 'it is not silent yet').toMatchObject([{ state: 'gathering' }])
    await work()
    expect((await runOf(employeeId))?.reply).toBe('A link is on its way.')
  })

  test('sent twice, in parts, together, or after its end, counts once', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const { root, children } = aRun(freshTrace())
    const all = json(request([...children, root, ...children]))
    const answers = await Promise.all([send(inbound, all), send(inbound, all), send(inbound, json(request(children)))])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    await work()
    const again = await send(inbound, all)
    expect(await again.json(), 'what is known is not rejected').toEqual({})
    await work()
    expect(await tracesOf(employeeId)).toMatchObject([{ state: 'complete', spans: 6 }])
    const interactions = await interactionsOf(employeeId)
    expect(interactions).toMatchObject([{ input_tokens: '200' }])
    const completed = await rows(stories, "select 1 from audit.entries where kind = 'trace.completed' and subject = $1", [
      (await tracesOf(employeeId))[0]!.id,
    ])
    expect(completed).toHaveLength(1)
  })

  test('that is closed takes no more: late spans are rejected and named', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const traceId = freshTrace()
    const { root, children } = aRun(traceId)
    await send(inbound, json(request([...children, root])))
    await work()
    const late = span({ traceId, spanId: '00000000000000ff', parentSpanId: root.spanId, name: 'late', at: 9, said: {} })
    const answer = (await (await send(inbound, json(request([late])))).json()) as { partialSuccess: Record<string, string> }
    expect(answer.partialSuccess).toMatchObject({ rejectedSpans: '1', errorMessage: expect.stringContaining('spans[0]') })
    const binary = await send(inbound, asProtobuf(request([late])), protobuf)
    expect(binary.headers.get('content-type')).toBe('application/x-protobuf')
    expect(Buffer.from(await binary.arrayBuffer()).toString()).toContain('closed already')
    expect(await tracesOf(employeeId)).toMatchObject([{ spans: 6 }])
  })

  test('whose root never comes is dropped after a day, and that is on the trail', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const { children } = aRun(freshTrace())
    await send(inbound, json(request(children)))
    await work(abandonMs)
    expect(await tracesOf(employeeId)).toMatchObject([{ state: 'dropped', why: 'its root span never came' }])
    const said = await rows(stories, "select 1 from audit.entries where kind = 'trace.dropped' and subject = $1", [
      (await tracesOf(employeeId))[0]!.id,
    ])
    expect(said).toHaveLength(1)
    expect(await interactionsOf(employeeId)).toEqual([])
  })

  test('of other things than an agent’s work tells of nothing', async () => {
    const { inbound, employeeId } = await anObserved({ proxy: false })
    const traceId = freshTrace()
    const said = { 'http.method': 'GET', 'unknown.query': query, 'gen_ai.operation.name': 'dance' }
    await send(inbound, json(request([span({ traceId, spanId: '00000000000000a1', name: 'weird span', at: 0, said })])))
    await work()
    expect(await tracesOf(employeeId)).toMatchObject([{ state: 'dropped', why: 'no span says what was asked' }])
    expect(await interactionsOf(employeeId)).toEqual([])
  })

  test('of one employee is not another’s, though it has the same id', async () => {
    const one = await anObserved({ proxy: false })
    const two = await anObserved({ proxy: false })
    const traceId = freshTrace()
    for (const { inbound, reply } of [
      { ...one, reply: 'One.' },
      { ...two, reply: 'Two.' },
    ]) {
      const { root, children } = aRun(traceId, { reply })
      await send(inbound, json(request([...children, root])))
    }
    await work()
    expect((await runOf(one.employeeId))?.reply).toBe('One.')
    expect((await runOf(two.employeeId))?.reply).toBe('Two.')
  })
})
