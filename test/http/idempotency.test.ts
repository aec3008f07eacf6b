// One Idempotency-Key, one effect, one answer.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Idempotency, requestDigest } from '../../src/http/idempotency.ts'
import { claim, keepAnswer } from '../../src/store/idempotency.ts'
import { testDatabase } from '../support/database.ts'
import { type Browser, firstAdmin, httpWorld, somebody } from '../support/http-world.ts'

const { url } = await testDatabase()
const world = httpWorld(url, { connections: 5 })
let lead: Browser
beforeAll(async () => {
  lead = await somebody(world, await firstAdmin(world), 'ops_lead')
})
afterAll(() => world.close())

const halt = (key: string, body: unknown = { scope: 'tool', target: 'ad', reason: 'a test' }) =>
  world.send('POST', '/api/v1/halts', { body, headers: { ...lead.headers, 'idempotency-key': key } })
const halts = async () => (await world.house.db.read('select id from tenure.halts')).length

describe('a key', () => {
  test('a hundred times at once makes one effect, and everybody gets the same answer', async () => {
    const before = await halts()
    const answers = await Promise.all(Array.from({ length: 100 }, () => halt('k-100')))
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 201, body: { haltId: expect.stringMatching(/^hlt_/) } })
    expect(await halts()).toBe(before + 1)
  })

  test('a hundred different ones make a hundred: the sibling without the guard', async () => {
    const before = await halts()
    await Promise.all(Array.from({ length: 100 }, (_, i) => halt(`k-each-${i}`)))
    expect(await halts()).toBe(before + 100)
  })

  test('through two processes at once makes one effect too', async () => {
    const other = httpWorld(url, { connections: 5 })
    const before = await halts()
    const options = {
      body: { scope: 'tool', target: 'ad', reason: 'two' },
      headers: { ...lead.headers, 'idempotency-key': 'k-two' },
    }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? world : other).send('POST', '/api/v1/halts', options)),
    )
    await other.close()
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1)
    expect(await halts()).toBe(before + 1)
  })

  test('with another body or path is refused', async () => {
    await halt('k-reused')
    expect(await halt('k-reused', { scope: 'all', reason: 'other' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    })
    const elsewhere = await world.send('POST', '/api/v1/employees', {
      body: { name: 'x', agent: { kind: 'scripted' } },
      headers: { ...lead.headers, 'idempotency-key': 'k-reused' },
    })
    expect(elsewhere).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  })

  test('gets a refusal again as it was', async () => {
    const body = { name: 'taken', agent: { kind: 'scripted' } }
    const hire = (key: string) =>
      world.send('POST', '/api/v1/employees', { body, headers: { ...lead.headers, 'idempotency-key': key } })
    await hire('k-first')
    const refused = await hire('k-second')
    expect(refused).toMatchObject({ status: 409, body: { code: 'employee_exists' } })
    expect((await hire('k-second')).body).toEqual(refused.body)
  })

  test('is one per caller: somebody else’s same key is another key', async () => {
    const before = await halts()
    await halt('k-shared')
    const key = await world.send('POST', '/api/v1/keys', { body: { name: 'mine', scopes: ['govern'] }, headers: lead.headers })
    const body = { scope: 'tool', target: 'ad', reason: 'a test' }
    await world.send('POST', '/api/v1/halts', {
      body,
      headers: { authorization: `Bearer ${key.body.secret}`, 'idempotency-key': 'k-shared' },
    })
    expect(await halts()).toBe(before + 2)
  })

  test('shows a secret once', async () => {
    const body = { name: 'once', scopes: ['read'] }
    const issue = () => world.send('POST', '/api/v1/keys', { body, headers: { ...lead.headers, 'idempotency-key': 'k-secret' } })
    const first = await issue()
    expect(first.body.secret).toMatch(/^tk_/)
    expect(await issue()).toMatchObject({ status: 201, body: { key: { id: first.body.key.id }, secret: null } })
    const [stored] = await world.house.db.read("select response::text as text from tenure.idempotency where key = 'k-secret'")
    expect(String(stored?.text)).not.toContain(first.body.secret)
  })

  test.each(['', 'x'.repeat(256)])('of the wrong length is refused', async (key) => {
    expect(await halt(key)).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } })
  })

  test('is not spent by a body that does not fit: mend it and send it again', async () => {
    expect((await halt('k-mended', { scope: 'everything', reason: 'x' })).status).toBe(400)
    expect((await halt('k-mended')).status).toBe(201)
  })
})

describe('a process that died in the middle', () => {
  const request = { caller: 'per_x', key: 'k', digest: requestDigest('POST', '/x', '{}') }
  const run = async () => ({ status: 201, body: { done: true } })

  test('leaves a key that is not run again blindly, unless repeating is harmless', async () => {
    const { db, clock } = world.house
    await claim(db, { ...request, key: 'k-dead' }, clock.now(), 10_000)
    await claim(db, { ...request, key: 'k-dead-harmless' }, clock.now(), 10_000)
    world.clock.forward(10_001)
    const idempotency = new Idempotency(world.house)
    expect(await idempotency.once({ ...request, key: 'k-dead' }, false, run)).toMatchObject({
      refusal: 'idempotency_interrupted',
    })
    expect(await idempotency.once({ ...request, key: 'k-dead-harmless' }, true, run)).toEqual({
      status: 201,
      body: { done: true },
    })
  })

  test('a step that threw gives the key back', async () => {
    const idempotency = new Idempotency(world.house)
    const broken = async () => {
      throw new Error('broken')
    }
    await expect(idempotency.once({ ...request, key: 'k-threw' }, false, broken)).rejects.toThrow('broken')
    expect(await idempotency.once({ ...request, key: 'k-threw' }, false, run)).toMatchObject({ status: 201 })
  })

  test('another process that still works is waited for', async () => {
    const { db, clock } = world.house
    await claim(db, { ...request, key: 'k-slow' }, clock.now(), 10_000)
    const waiting = new Idempotency(world.house).once({ ...request, key: 'k-slow' }, false, run)
    await keepAnswer(db, { ...request, key: 'k-slow' }, { status: 200, response: { by: 'the other' } }, clock.now())
    expect(await waiting).toEqual({ status: 200, body: { by: 'the other' } })
  })
})
