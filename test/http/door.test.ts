// The guards every request passes, and what a refusal, a fault and a bug look like from outside.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { problemSchema } from '@tenure/contract/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import { testDatabase } from '../support/database.ts'
import { address, type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'

const { url } = await testDatabase()
const consoleDir = mkdtempSync(path.join(os.tmpdir(), 'tenure-console-'))
mkdirSync(path.join(consoleDir, 'assets'))
writeFileSync(path.join(consoleDir, 'index.html'), '<!doctype html><title>console</title>')
writeFileSync(path.join(consoleDir, 'assets', 'app.js'), 'void 0')
writeFileSync(path.join(consoleDir, '.secret.html'), 'not for you')
writeFileSync(path.join(consoleDir, '..', 'tenure-outside.html'), 'outside')
const world = httpWorld(url, { consoleDir })
let lead: Browser
let admin: Browser

beforeAll(async () => {
  admin = await firstAdmin(world)
  lead = await somebody(world, admin, 'ops_lead')
})
afterAll(() => world.close())

const hire = (headers: Record<string, string>, name: string = crypto.randomUUID()) =>
  world.send('POST', '/api/v1/employees', { body: { name, agent: { kind: 'scripted' } }, headers })

describe('a problem', () => {
  test('is RFC 9457, says the code, the sentence and the blanks, and is never cached', async () => {
    const answer = await world.send('GET', '/api/v1/rollouts/rol_missing', { headers: lead.headers })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(problemSchema.parse(answer.body)).toMatchObject({
      status: 404,
      code: 'not_found',
      blanks: { what: 'rollout', id: 'rol_missing' },
    })
  })

  test('names every wrong field, why, and the remedy', async () => {
    const body = { name: '', agent: { kind: 'scripted', speed: 1 }, colour: 'red' }
    const answer = await world.send('POST', '/api/v1/employees', { body, headers: lead.headers })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect(answer.body.errors.map((e: { where: string }) => e.where)).toEqual(
      expect.arrayContaining(['body.name', 'body.agent.speed', 'body.colour']),
    )
    expect(answer.body.errors.every((e: { remedy: string }) => e.remedy.length > 5)).toBe(true)
  })

  test('a model at a compatible address needs that address', async () => {
    const agent = { kind: 'language_model', provider: 'openai_compatible', model: 'small', credential: 'MODEL_API_KEY' }
    const answer = await world.send('POST', '/api/v1/employees', { body: { name: 'Nowhere', agent }, headers: lead.headers })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect(answer.body.errors.map((e: { where: string }) => e.where)).toEqual(['body.agent.baseUrl'])
  })

  test.each([
    ['{"name": "x",\n  "agent": }', 'body, line 2, column 12'],
    ['{"name": "x"', 'body, line 1, column 13'],
    ['not json', 'body, line 1, column 1'],
  ])('malformed JSON %j is refused with its place', async (text, where) => {
    const answer = await world.send('POST', '/api/v1/employees', { text, headers: lead.headers })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ where }] } })
  })

  test('of a fault is a 503 that says when to come back and tells nothing of the inside', async () => {
    const { read } = world.house.db
    world.house.db.read = async () => {
      throw new Fault('database_unavailable', 'connect ECONNREFUSED /secret/path', { retryable: true })
    }
    const answer = await world.send('GET', '/api/v1/rollouts', {
      headers: { authorization: `Bearer tk_0123456789_${'a'.repeat(43)}` },
    })
    world.house.db.read = read
    expect(answer).toMatchObject({ status: 503, body: { code: 'database_unavailable' } })
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(JSON.stringify(answer.body)).not.toContain('secret')
    expect(world.logged.at(-1)).toMatchObject({ level: 'warn', details: { quote: answer.body.quote } })
  })

  test('of a bug is a 500 with an id to quote, and the log has the rest', async () => {
    const { read } = world.house.db
    world.house.db.read = async () => {
      throw new TypeError('undefined is not a secret')
    }
    const answer = await world.send('GET', '/api/v1/rollouts', {
      headers: { authorization: `Bearer tk_0123456789_${'a'.repeat(43)}` },
    })
    world.house.db.read = read
    expect(answer).toMatchObject({ status: 500, body: { code: 'bug', quote: expect.stringMatching(/^err_[0-9a-f]{16}$/) } })
    expect(JSON.stringify(answer.body)).not.toContain('undefined is not')
    expect(world.logged.at(-1)).toMatchObject({
      level: 'error',
      details: { quote: answer.body.quote, error: expect.any(TypeError) },
    })
  })
})

describe('a change from another site', () => {
  test('is refused, with the cookie and all', async () => {
    const foreign = await hire({ ...lead.headers, origin: 'https://evil.example' })
    expect(foreign).toMatchObject({ status: 403, body: { code: 'origin_foreign' } })
    const { cookie = '' } = lead.headers
    expect(await hire({ cookie })).toMatchObject({ status: 403, body: { code: 'origin_foreign' } })
    expect(await hire({ ...lead.headers, origin: 'null' })).toMatchObject({ status: 403 })
    expect(await hire({ ...lead.headers, 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
    expect(await hire({ ...lead.headers, origin: 'http://127.0.0.1:4311' })).toMatchObject({ status: 403 })
  })

  test('is let in from our own address: the sibling of the refusals above', async () => {
    expect((await hire(lead.headers)).status).toBe(201)
    expect((await hire({ ...lead.headers, 'sec-fetch-site': 'same-origin' })).status).toBe(201)
  })

  test('cannot pass as a form', async () => {
    const answer = await world.send('POST', '/api/v1/employees', {
      text: '{"name":"x","agent":{"kind":"scripted"}}',
      headers: { ...lead.headers, 'content-type': 'text/plain' },
    })
    expect(answer).toMatchObject({ status: 415, body: { code: 'body_not_json' } })
  })

  test('a program with a key needs neither cookie nor Origin', async () => {
    const { authorization } = await keyOf(world, lead, ['govern'])
    expect((await hire({ authorization })).status).toBe(201)
  })
})

describe('what is let in at all', () => {
  test('a body over 4 MiB is refused, said or not', async () => {
    const text = JSON.stringify({ name: 'x'.repeat(4 * 1024 * 1024), agent: { kind: 'scripted' } })
    expect(await world.send('POST', '/api/v1/employees', { text, headers: lead.headers })).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    })
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    const request = new Request(`${address}/api/v1/employees`, {
      method: 'POST',
      body: stream,
      headers: { ...lead.headers, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      duplex: 'half',
    } as RequestInit)
    expect((await world.app.fetch(request)).status).toBe(413)
  })

  test('a loopback server answers to loopback names only', async () => {
    const loopback = httpWorld(url, { hosts: ['127.0.0.1', 'localhost', '[::1]'] })
    const health = (host: string) => loopback.send('GET', '/api/v1/health', { headers: { host } })
    expect((await health('127.0.0.1:4310')).status).toBe(200)
    expect((await health('[::1]:4310')).status).toBe(200)
    expect(await health('rebound.evil.example:4310')).toMatchObject({ status: 421, body: { code: 'host_unknown' } })
    await loopback.close()
  })

  test('an unknown path under /api does not exist, whoever asks', async () => {
    for (const headers of [{}, admin.headers]) {
      expect(await world.send('GET', '/api/v1/secrets', { headers })).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    expect((await world.send('DELETE', '/api/v1/rollouts', { headers: admin.headers })).status).toBe(404)
  })
})

describe('what browsers are told', () => {
  test('every answer forbids framing, sniffing and foreign code', async () => {
    for (const where of ['/', '/api/v1/health', '/api/v1/docs', '/nowhere', '/api/v1/nowhere', '/api/auth/get-session']) {
      const { headers } = await world.send('GET', where)
      expect(headers.get('content-security-policy'), where).toContain("frame-ancestors 'none'")
      // A page names its own scripts by a nonce; anything else may load nothing at all (test/http/headers.test.ts looks at every route).
      const isPage = (headers.get('content-type') ?? '').startsWith('text/html')
      const scripts = isPage ? /script-src 'self' 'nonce-[\w-]{22}';/ : /^default-src 'none';/
      expect(headers.get('content-security-policy'), where).toMatch(scripts)
      expect(headers.get('x-content-type-options'), where).toBe('nosniff')
    }
  })

  test('the console is served, its pages by any address, its files as they are, and nothing outside its folder', async () => {
    expect((await world.send('GET', '/')).body).toContain('<title>console</title>')
    expect((await world.send('GET', '/rollouts/rol_1')).body).toContain('<title>console</title>')
    const file = await world.send('GET', '/assets/app.js')
    expect(file.headers.get('cache-control')).toContain('immutable')
    expect((await world.send('GET', '/assets/missing.js')).status).toBe(404)
    for (const sly of [
      '/.secret.html',
      '/%2e%2e/tenure-outside.html',
      '/..%2ftenure-outside.html',
      '/assets/..%2f..%2ftenure-outside.html',
    ]) {
      expect(String((await world.send('GET', sly)).body), sly).not.toMatch(/outside|not for you/)
    }
  })

  test('the API description and its pages load nothing from elsewhere', async () => {
    const page = await world.send('GET', '/api/v1/docs')
    expect(page.body).not.toMatch(/https?:\/\//)
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'start.js']) {
      expect((await world.send('GET', `/api/v1/docs/${file}`)).status, file).toBe(200)
    }
    expect((await world.send('GET', '/api/v1/docs/package.json')).status).toBe(404)
  })
})

describe('lists', () => {
  test('are walked page by page without a gap or a repeat, and a cursor that is not ours is refused', async () => {
    for (let i = 0; i < 7; i++) await hire(lead.headers)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const answer = await world.send('GET', `/api/v1/employees?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`, {
        headers: lead.headers,
      })
      seen.push(...answer.body.items.map((employee: { id: string }) => employee.id))
      cursor = answer.body.next
    } while (cursor !== null)
    const all = await world.send('GET', '/api/v1/employees?limit=200', { headers: lead.headers })
    expect(seen).toEqual(all.body.items.map((employee: { id: string }) => employee.id))
    expect(new Set(seen).size).toBe(seen.length)
    const records: string[] = []
    do {
      const answer = await world.send('GET', `/api/v1/trail?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`, {
        headers: lead.headers,
      })
      records.push(...answer.body.items.map((record: { id: string }) => record.id))
      cursor = answer.body.next
    } while (cursor !== null)
    const [{ n }] = (await world.house.db.read<{ n: number }>('select count(*)::int as n from audit.entries')) as [{ n: number }]
    expect(records.length).toBe(n)
    expect(new Set(records).size).toBe(n)
    const wrong = await world.send('GET', '/api/v1/trail?cursor=nonsense', { headers: lead.headers })
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect(await world.send('GET', '/api/v1/trail?limit=0', { headers: lead.headers })).toMatchObject({
      status: 400,
      body: { errors: [{ where: 'query.limit' }] },
    })
  })
})
