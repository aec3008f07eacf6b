// What a reviewer sets right beside the verdict, over the HTTP API: recorded, their own to see, and never a move of evidence.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EmployeeId } from '../../src/domain/ids.ts'
import { testDatabase } from '../support/database.ts'
import { type Browser, firstAdmin, httpWorld, somebody } from '../support/http-world.ts'
import { aRollout, arrives, aWorld, rows } from '../support/world.ts'

const { url } = await testDatabase()
const stories = await aWorld(url)
const world = httpWorld(url, { over: stories })
afterAll(() => world.close())

let rita: Browser
let other: Browser
let auditor: Browser
beforeAll(async () => {
  const admin = await firstAdmin(world)
  rita = await somebody(world, admin, 'reviewer')
  other = await somebody(world, admin, 'reviewer')
  auditor = await somebody(world, admin, 'auditor')
})

async function waiting(employeeId: EmployeeId, ...queries: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const query of queries) ids.push((await arrives(stories, employeeId, query)).interactionId)
  await stories.drain()
  const found = await rows<{ id: string; about: string }>(
    stories,
    'select id, interaction_id as about from tenure.reviews where interaction_id = any($1)',
    [ids],
  )
  return ids.map((id) => found.find(({ about }) => about === id)!.id)
}

const ask = (who: Browser, id: string, what: string) =>
  world.send('GET', `/api/v1/reviews/${id}/${what}`, { headers: who.headers })
const say = (who: Browser, id: string, body: object) =>
  world.send('POST', `/api/v1/reviews/${id}/corrections`, { body, headers: who.headers })

describe('corrections', () => {
  test('a type is corrected, an answer written; both are the reviewer’s own, on the trail, and the item stays in its cell', async () => {
    const { employeeId } = await aRollout(stories)
    const [id] = await waiting(employeeId, 'I forgot my password, please reset my password')
    const before = (await ask(rita, id!, 'corrections')).body
    expect(before).toMatchObject({ filedAs: 'password_reset', said: { queryType: null, answer: null } })
    expect(before.declared).toContain('unlisted')
    const to = before.declared.find((name: string) => name !== 'password_reset' && name !== 'unlisted')
    expect((await say(rita, id!, { queryType: to, answer: 'Ann’s link is on its way.' })).status).toBe(201)
    expect((await ask(rita, id!, 'corrections')).body.said).toEqual({ queryType: to, answer: 'Ann’s link is on its way.' })
    expect((await ask(other, id!, 'corrections')).body.said).toEqual({ queryType: null, answer: null })
    const [review] = await rows<{ type: string }>(stories, 'select query_type as type from tenure.reviews where id = $1', [id])
    expect(review).toEqual({ type: 'password_reset' })
    const said = await rows<{ body: string }>(
      stories,
      "select body from audit.entries where kind in ('review.type_checked', 'review.answer_written') order by kind",
    )
    expect(said.map(({ body }) => JSON.parse(body).says)).toEqual([
      { review: id, answer: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { review: id, from: 'password_reset', to },
    ])
    expect(said.some(({ body }) => body.includes('Ann'))).toBe(false)
  })

  test('a type no dossier declares, an item somebody else has, and an auditor are refused', async () => {
    const { employeeId } = await aRollout(stories)
    const [id] = await waiting(employeeId, 'the vpn does not connect')
    expect((await say(rita, id!, { queryType: 'my own cell' })).body.code).toBe('invalid_input')
    await world.send('POST', '/api/v1/reviews/next', { body: { reviewId: id }, headers: other.headers })
    expect((await say(rita, id!, { queryType: 'unlisted' })).body.code).toBe('review_taken')
    expect((await say(auditor, id!, { queryType: 'unlisted' })).body.code).toBe('not_allowed')
    expect((await say(other, id!, { queryType: 'unlisted' })).status).toBe(201)
  })
})

describe('items alike', () => {
  test('same type and effects, open and free: others’ reservations and other types are left out', async () => {
    const { employeeId } = await aRollout(stories)
    const asked = 'I forgot my password, please reset my password'
    const [first, second, third] = await waiting(employeeId, asked, asked, asked, 'the vpn does not connect')
    const alike = async () => (await ask(rita, first!, 'alike')).body.items.map((each: { id: string }) => each.id)
    expect(await alike()).toEqual([second, third])
    await world.send('POST', '/api/v1/reviews/next', { body: { reviewId: second }, headers: other.headers })
    expect(await alike()).toEqual([third])
  })

  test('where something is held, every item is decided by itself', async () => {
    const { employeeId } = await aRollout(stories, { delivery: 'assist' })
    const asked = 'I forgot my password, please reset my password'
    const [first] = await waiting(employeeId, asked, asked)
    expect((await ask(rita, first!, 'alike')).body.items).toEqual([])
  })
})
