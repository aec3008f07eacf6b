// A real client over real sockets: the AI SDK pointed at the proxy as an agent's would be, and a line that is hung up on.

import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { serve } from '@hono/node-server'
import { generateText, streamText } from 'ai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rows } from '../support/world.ts'
import { anObserved, lead, provider, stories, ticker, world } from './observed-world.ts'

let server: ReturnType<typeof serve>
let baseURL: string
beforeAll(async () => {
  server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/observe/v1`
})
afterAll(async () => {
  if ('closeAllConnections' in server) server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

const modelOf = (authorization: string) =>
  createOpenAICompatible({ name: 'proxied', apiKey: authorization.slice('Bearer '.length), baseURL })('priced-1')
const outcomesOf = async (employeeId: string) =>
  await rows<{ outcome: string; output: number | null }>(
    stories,
    'select outcome, output_tokens::int as output from tenure.model_calls where employee_id = $1 order by id',
    [employeeId],
  )

const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`
const chunk = (content: string) => ({ id: 'c', model: 'priced-1', choices: [{ index: 0, delta: { content } }] })
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }

test('the AI SDK gets its answer and its usage, whole and as a stream', async () => {
  const { agent, employeeId } = await anObserved()
  provider.it.answer = ({ body }, to) => {
    if (body.stream !== true) {
      const choices = [{ index: 0, message: { role: 'assistant', content: 'whole' }, finish_reason: 'stop' }]
      return void to
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ id: 'c', model: 'priced-1', choices, usage }))
    }
    to.writeHead(200, { 'content-type': 'text/event-stream' })
    to.write(
      event(chunk('as ')) +
        event({ ...chunk('a stream'), choices: [{ index: 0, delta: { content: 'a stream' }, finish_reason: 'stop' }] }),
    )
    to.end(`${event({ id: 'c', model: 'priced-1', choices: [], usage })}data: [DONE]\n\n`)
  }
  const model = modelOf(agent)
  expect((await generateText({ model, prompt: 'x', maxRetries: 0 })).text).toBe('whole')
  const pieces = []
  for await (const piece of streamText({ model, prompt: 'x', maxRetries: 0 }).textStream) pieces.push(piece)
  expect(pieces).toEqual(['as ', 'a stream'])
  expect(await outcomesOf(employeeId)).toEqual([
    { outcome: 'answered', output: 2 },
    { outcome: 'answered', output: 2 },
  ])
})

test('the AI SDK is told of a halt and of a model that is not on the list', async () => {
  const { agent, name } = await anObserved({ models: ['another'] })
  const asking = () => generateText({ model: modelOf(agent), prompt: 'x', maxRetries: 0 })
  await expect(asking()).rejects.toMatchObject({ statusCode: 403, message: expect.stringContaining('not on the list') })
  const pinned = await anObserved()
  await lead.orderHalt({ scope: 'employee', target: pinned.name, reason: 'it went astray' })
  await expect(generateText({ model: modelOf(pinned.agent), prompt: 'x', maxRetries: 0 })).rejects.toMatchObject({
    statusCode: 503,
    message: expect.stringContaining('it went astray'),
  })
  expect(name).not.toBe(pinned.name)
})

test('a halt reaches a client in the middle of its stream; an agent that hangs up is noticed at the provider', async () => {
  const { agent, employeeId, name } = await anObserved()
  let upstream: http.ServerResponse | null = null
  provider.it.answer = (_, to) => {
    upstream = to
    to.writeHead(200, { 'content-type': 'text/event-stream' }).write(event(chunk('begun')))
  }
  const body = JSON.stringify({ model: 'priced-1', messages: [], stream: true })
  const open = async () => {
    const request = http.request(`${baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: agent, 'content-type': 'application/json' },
    })
    request.end(body)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    const [first] = (await once(response, 'data')) as [Buffer]
    expect(first.toString()).toBe(event(chunk('begun')))
    return { request, response }
  }
  const leaving = await open()
  leaving.request.destroy()
  await expect.poll(() => upstream?.destroyed, { timeout: 20_000 }).toBe(true)
  await expect.poll(() => outcomesOf(employeeId), { timeout: 20_000 }).toEqual([{ outcome: 'left', output: null }])
  expect(ticker.running()).toBe(0)

  const cut = await open()
  await lead.orderHalt({ scope: 'employee', target: name, reason: 'stop' })
  ticker.tick()
  expect((await cut.response.toArray()).join('')).toContain('"code":"halted"')
  expect((await outcomesOf(employeeId)).map(({ outcome }) => outcome)).toEqual(['left', 'cut'])
})
