// The proxy for models: what goes on, what comes back, what is counted, and what stops it.

import { describe, expect, test } from 'vitest'
import { rows } from '../support/world.ts'
import { answersWith, callsOf, completion, eachAfresh, question, recordsOf, usage } from './calls.ts'
import { admin, anObserved, ask, keyOfAnother, lead, provider, providerKey, stories, ticker, world } from './observed-world.ts'

eachAfresh()

describe('a call that is allowed', () => {
  test('goes on with our key instead of the agent’s, and comes back as it is', async () => {
    const { agent } = await anObserved()
    const response = await ask(agent, question)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(completion)
    expect(provider.seen).toHaveLength(1)
    const [seen] = provider.seen
    expect(seen).toMatchObject({ method: 'POST', path: '/v1/chat/completions', body: question })
    expect(seen!.headers.authorization).toBe(`Bearer ${providerKey}`)
    expect(JSON.stringify(seen!.headers)).not.toContain(agent.slice(7))
  })

  test('is one row and one record, with tokens, price and duration, and without what was said', async () => {
    const { agent, employeeId } = await anObserved()
    provider.it.answer = (_, to) => {
      stories.clock.pass({ ms: 1234 })
      to.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion))
    }
    await (await ask(agent, question)).text()
    const [row, ...more] = await callsOf(employeeId)
    expect(more).toEqual([])
    expect(row).toMatchObject({
      door: 'chat_completions',
      asked: 'priced-1',
      answered: 'priced-1-2026-01-01',
      fingerprint: 'fp_1',
      input_tokens: '100',
      cached_tokens: '40',
      output_tokens: '20',
      cost_micros: '100',
      outcome: 'answered',
      status: 200,
      took_ms: 1234,
    })
    const [said, ...others] = await recordsOf(employeeId, 'model.called')
    expect(others).toEqual([])
    expect(said).toMatchObject({
      call: row!.id,
      asked: 'priced-1',
      inputTokens: 100,
      costMicros: 100,
      outcome: 'answered',
      tookMs: 1234,
    })
    expect(JSON.stringify([row, said])).not.toContain('secret')
    const kept = await rows(stories, "select 1 from tenure.contents where body::text like '%secret%'")
    expect(kept).toEqual([])
  })

  test('of responses and of embeddings is counted by their own words', async () => {
    const { agent, employeeId } = await anObserved()
    answersWith({ model: 'priced-1', usage: { input_tokens: 7, input_tokens_details: { cached_tokens: 2 }, output_tokens: 3 } })
    await (await ask(agent, { model: 'priced-1', input: 'hello' }, 'responses')).text()
    answersWith({ model: 'priced-1', data: [], usage: { prompt_tokens: 9, total_tokens: 9 } })
    await (await ask(agent, { model: 'priced-1', input: 'hello' }, 'embeddings')).text()
    expect(await callsOf(employeeId)).toMatchObject([
      { door: 'responses', input_tokens: '7', cached_tokens: '2', output_tokens: '3', cost_micros: '11' },
      { door: 'embeddings', input_tokens: '9', cached_tokens: null, output_tokens: '0', cost_micros: '9' },
    ])
    expect(provider.seen.map(({ path }) => path)).toEqual(['/v1/responses', '/v1/embeddings'])
  })

  test('without a known price or without usage costs nobody knows what, never nothing', async () => {
    const { agent, employeeId } = await anObserved({ models: ['mystery', 'priced-1'] })
    answersWith({ ...completion, model: 'mystery' })
    await (await ask(agent, { ...question, model: 'mystery' })).text()
    answersWith({ ...completion, usage: undefined })
    await (await ask(agent, question)).text()
    expect(await callsOf(employeeId)).toMatchObject([
      { input_tokens: '100', cost_micros: null },
      { input_tokens: null, output_tokens: null, cost_micros: null },
    ])
  })

  test('tells which models there are without asking anybody', async () => {
    const { agent } = await anObserved({ models: ['priced-1', 'other'] })
    const response = await world.app.request('http://127.0.0.1:4310/observe/v1/models', {
      headers: { host: '127.0.0.1:4310', authorization: agent },
    })
    expect(((await response.json()) as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual(['priced-1', 'other'])
    expect(provider.seen).toEqual([])
  })
})

describe('a stream', () => {
  const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
  const chunk = (content: string) => ({ model: 'priced-1', choices: [{ index: 0, delta: { content } }], usage: null })
  const last = { model: 'priced-1', system_fingerprint: 'fp_s', choices: [], usage }

  /** Streams under the test's hand: writes what it is given, when it is given. */
  function streams() {
    let to: { write(text: string): void; end(): void; destroyed: boolean } | null = null
    const begun = new Promise<void>((resolve) => {
      provider.it.answer = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.flushHeaders()
        to = response
        resolve()
      }
    })
    return { begun, write: (text: string) => to!.write(text), end: () => to!.end(), destroyed: () => to!.destroyed }
  }
  const textOf = (value: Uint8Array | undefined) => new TextDecoder().decode(value)

  test('comes through piece by piece, while it is still being written', async () => {
    const { agent, employeeId } = await anObserved()
    const stream = streams()
    const answering = ask(agent, { ...question, stream: true })
    await stream.begun
    const reader = (await answering).body!.getReader()
    for (const word of ['one', 'two']) {
      stream.write(event(chunk(word)))
      expect(textOf((await reader.read()).value)).toBe(event(chunk(word)))
    }
    expect(await callsOf(employeeId), 'it has not ended').toEqual([])
    stream.write(event(last) + event('[DONE]'))
    stream.end()
    let rest = ''
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) rest += textOf(piece.value)
    expect(rest, 'the usage nobody asked for is taken out').toBe(event('[DONE]'))
    expect(provider.seen[0]!.body.stream_options).toEqual({ include_usage: true })
    expect(await callsOf(employeeId)).toMatchObject([
      { outcome: 'answered', fingerprint: 'fp_s', input_tokens: '100', output_tokens: '20', cost_micros: '100' },
    ])
  })

  test('keeps the usage for an agent that asked for it', async () => {
    const { agent } = await anObserved()
    provider.it.answer = (_, to) =>
      void to.writeHead(200, { 'content-type': 'text/event-stream' }).end(event(last) + event('[DONE]'))
    const response = await ask(agent, { ...question, stream: true, stream_options: { include_usage: true } })
    expect(await response.text()).toBe(event(last) + event('[DONE]'))
  })

  test('of responses is passed on as it is, and its usage read from the last event', async () => {
    const { agent, employeeId } = await anObserved()
    const completed = {
      type: 'response.completed',
      response: { model: 'priced-1', usage: { input_tokens: 5, output_tokens: 6 } },
    }
    const text = `event: response.completed\n${event(completed)}`
    provider.it.answer = (_, to) => void to.writeHead(200, { 'content-type': 'text/event-stream' }).end(text)
    expect(await (await ask(agent, { model: 'priced-1', input: 'x', stream: true }, 'responses')).text()).toBe(text)
    expect(provider.seen[0]!.body).not.toHaveProperty('stream_options')
    expect(await callsOf(employeeId)).toMatchObject([{ input_tokens: '5', output_tokens: '6', cost_micros: '17' }])
  })

  test('under way is cut by a halt at the next look, and the provider is hung up on', async () => {
    const { agent, employeeId, name } = await anObserved()
    const stream = streams()
    const answering = ask(agent, { ...question, stream: true })
    await stream.begun
    const reader = (await answering).body!.getReader()
    stream.write(event(chunk('one')))
    await reader.read()
    // A look without a halt changes nothing.
    ticker.tick()
    stream.write(event(chunk('two')))
    expect(textOf((await reader.read()).value)).toContain('two')
    await lead.orderHalt({ scope: 'employee', target: name, reason: 'it went astray' })
    ticker.tick()
    const cut = textOf((await reader.read()).value)
    expect(JSON.parse(cut.slice(6))).toMatchObject({
      error: { code: 'halted', message: expect.stringContaining('it went astray') },
    })
    expect((await reader.read()).done).toBe(true)
    await expect.poll(stream.destroyed, { timeout: 20_000 }).toBe(true)
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'cut', input_tokens: null, cost_micros: null }])
    expect(await recordsOf(employeeId, 'model.called')).toHaveLength(1)
  })

  test('without a look goes on in spite of the halt: it is the look that cuts', async () => {
    const { agent, name } = await anObserved()
    const stream = streams()
    const answering = ask(agent, { ...question, stream: true })
    await stream.begun
    const reader = (await answering).body!.getReader()
    await lead.orderHalt({ scope: 'employee', target: name, reason: 'nobody looks' })
    stream.write(event(chunk('on and on')))
    expect(textOf((await reader.read()).value)).toContain('on and on')
    await reader.cancel()
  })

  test('whose agent goes away is given up and counted', async () => {
    const { agent, employeeId } = await anObserved()
    const stream = streams()
    const answering = ask(agent, { ...question, stream: true })
    await stream.begun
    const reader = (await answering).body!.getReader()
    stream.write(event(chunk('one')))
    await reader.read()
    await reader.cancel()
    await expect.poll(stream.destroyed, { timeout: 20_000 }).toBe(true)
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'left' }])
  })

  test('that breaks off or grows without end says so to the agent, and is counted', async () => {
    const { agent, employeeId } = await anObserved()
    provider.it.answer = (_, to) => {
      to.writeHead(200, { 'content-type': 'text/event-stream' })
      to.write(event(chunk('one')), () => to.destroy())
    }
    expect(await (await ask(agent, { ...question, stream: true })).text()).toContain('"code":"upstream_failed"')
    provider.it.answer = (_, to) =>
      void to.writeHead(200, { 'content-type': 'text/event-stream' }).end(event(chunk('x'.repeat(50_000))).repeat(6))
    expect(await (await ask(agent, { ...question, stream: true })).text()).toContain('too large')
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }])
  })
})

describe('what does not go on', () => {
  test.each([
    ['a model that is not on the list', { ...question, model: 'another' }],
    ['another model to fall back on', { ...question, models: ['priced-1', 'another'] }],
    ['another model by LiteLLM’s name for it', { ...question, fallbacks: ['another'] }],
    ['a name that only looks the same', { ...question, model: 'priced-1\u200b' }],
    ['two models in one body', '{"model":"priced-1","messages":[],"model":"another"}'],
  ])('%s', async (_, body) => {
    const { agent, employeeId } = await anObserved()
    const response = await ask(agent, body)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'model_not_pinned', type: 'permission_error', param: 'model' } })
    expect(provider.seen).toEqual([])
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'refused', status: 403, answered: null, cost_micros: null }])
  })

  test.each([
    ['no JSON', 'model', null],
    ['no model', { messages: [] }, 'model'],
    ['a response in the background', { model: 'priced-1', background: true }, 'background'],
    ['models that are no names', { model: 'priced-1', models: [{}] }, 'models'],
  ])('%s', async (_, body, param) => {
    const { agent } = await anObserved()
    const response = await ask(agent, body, 'responses')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { param } })
    expect(provider.seen).toEqual([])
  })

  test.each(['all', 'employee'] as const)('anything while a halt of %s stands', async (scope) => {
    const { agent, employeeId, name } = await anObserved()
    await lead.orderHalt(scope === 'all' ? { scope, reason: 'stop' } : { scope, target: name, reason: 'stop' })
    const response = await ask(agent, question)
    expect(response.status).toBe(503)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(await response.json()).toMatchObject({ error: { code: 'halted', type: 'server_error' } })
    expect(provider.seen).toEqual([])
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'halted', status: 503 }])
  })

  test('a halt of somebody else stops nobody', async () => {
    const { agent } = await anObserved()
    const other = await anObserved()
    await lead.orderHalt({ scope: 'employee', target: other.name, reason: 'stop' })
    expect((await ask(agent, question)).status).toBe(200)
  })

  test('an answer that is waited for is cut by a halt too', async () => {
    const { agent, employeeId, name } = await anObserved()
    const asked = new Promise<void>((resolve) => {
      provider.it.answer = () => resolve()
    })
    const answering = ask(agent, question)
    await asked
    await lead.orderHalt({ scope: 'employee', target: name, reason: 'stop' })
    ticker.tick()
    expect((await answering).status).toBe(503)
    expect(await callsOf(employeeId)).toMatchObject([{ outcome: 'cut', status: 503 }])
  })

  test('nobody without a key of scope agent, nor for an employee that is not observed', async () => {
    const { inbound } = await anObserved()
    expect((await ask('Bearer tk_0123456789_nobodynobodynobodynobodynobodynobodynobody', question)).status).toBe(401)
    const wrong = await ask(inbound, question)
    expect(wrong.status).toBe(403)
    expect(await wrong.json()).toMatchObject({ error: { code: 'scope_missing' } })
    const spansOnly = await anObserved({ proxy: false })
    expect(await (await ask(spansOnly.agent, question)).json()).toMatchObject({ error: { code: 'no_proxy' } })
    const plain = await keyOfAnother('http')
    expect(await (await ask(plain, question)).json()).toMatchObject({ error: { code: 'no_proxy' } })
    expect((await ask(admin.headers.cookie ?? '', question)).status).toBe(401)
    expect(provider.seen).toEqual([])
  })
})
