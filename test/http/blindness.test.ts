// What somebody who judges may read: not another person's verdict on what is open, and nothing that tells a known-wrong item from any other, in any answer of any route.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterBlindItem } from '../../src/governance/enter-blind-item.ts'
import { placeBlind } from '../../src/handling/place-blind.ts'
import { doors, servedAt } from '../../src/http/doors.ts'
import { testDatabase } from '../support/database.ts'
import { type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { cleo, judges, waits } from '../support/reviewing.ts'
import { aRollout, arrives, aWorld, done, type Opened, people, rows } from '../support/world.ts'

const { url } = await testDatabase()
const story = await aWorld(url)
const world = httpWorld(url, { over: story })
afterAll(() => world.close())

const seats = {} as Record<'first' | 'second' | 'third' | 'lead' | 'auditor' | 'engineer', Browser>
let opened: Opened

beforeAll(async () => {
  const admin = await firstAdmin(world)
  for (const [name, role] of [
    ['first', 'reviewer'],
    ['second', 'reviewer'],
    ['third', 'reviewer'],
    ['lead', 'ops_lead'],
    ['auditor', 'auditor'],
    ['engineer', 'engineer'],
  ] as const)
    seats[name] = await somebody(world, admin, role)
  opened = await aRollout(story)
})

const get = async (path: string, who: Browser) => {
  const answer = await world.send('GET', servedAt + path, { headers: who.headers })
  return answer.status === 200 ? answer.body : { status: answer.status, code: answer.body?.code }
}
const post = (path: string, body: unknown, who: Browser) => world.send('POST', servedAt + path, { body, headers: who.headers })

async function take(reviewId: string, who: Browser) {
  const answer = await post('/reviews/next', { reviewId }, who)
  return answer.status === 200 ? answer.body : null
}

async function verdict(reviewId: string, kind: string, who: Browser) {
  const card = await take(reviewId, who)
  const answer = await post(`/reviews/${reviewId}/verdict`, { kind, digest: card.digest, note: 'because' }, who)
  expect(answer.status).toBe(201)
  return answer.body
}

const reviewsOf = (interactionId: string) =>
  rows<{ id: string; purpose: string }>(
    story,
    'select id, purpose from tenure.reviews where interaction_id = $1 order by purpose',
    [interactionId],
  )

test('the second person reads nothing of the first verdict anywhere, and the first does not learn that there is a second', async () => {
  const { interactionId, reviewId } = await waits(story, opened.employeeId, { double: true })
  const given = await verdict(reviewId, 'wrong', seats.first)
  const double = (await reviewsOf(interactionId)).find(({ purpose }) => purpose === 'double')!
  for (const seat of [seats.second, seats.third, seats.lead]) {
    const readable = [
      await get(`/reviews/${double.id}`, seat),
      await get(`/reviews/${reviewId}`, seat),
      await get(`/interactions/${interactionId}`, seat),
      await get('/reviews?state=open', seat),
      await get('/reviews?state=done', seat),
      await get(`/trail?subject=${interactionId}`, seat),
      await get('/trail?kind=verdict.given', seat),
      await get('/trail?kind=review.doubled', seat),
    ]
    const text = JSON.stringify(readable)
    expect(text).not.toContain(given.verdictId)
    expect(text).not.toContain(seats.first.personId)
    expect(text).not.toContain('double')
    expect(
      (await get('/reviews?state=open', seat)).items.filter(
        (item: { interactionId: string }) => item.interactionId === interactionId,
      ),
    ).toHaveLength(1)
  }
  const own = JSON.stringify([
    await get(`/interactions/${interactionId}`, seats.first),
    await get('/reviews?state=open', seats.first),
  ])
  expect(own).toContain(given.verdictId)
  expect(own).not.toContain(double.id)
  expect((await get(`/reviews/${double.id}`, seats.first)).status).toBe(404)
  // Without having to judge, everything is there: it is the guard that hides it.
  expect(JSON.stringify(await get(`/interactions/${interactionId}`, seats.auditor))).toContain(given.verdictId)
  expect(JSON.stringify(await get('/trail?kind=review.doubled', seats.auditor))).toContain(double.id)
  // A key of theirs that may only read shows them no more.
  const { authorization } = await keyOf(world, seats.second, ['read'])
  const byKey = await world.send('GET', `${servedAt}/interactions/${interactionId}`, { headers: { authorization } })
  expect(JSON.stringify(byKey.body)).not.toContain(given.verdictId)
})

test('when all have judged, each may see what the others said', async () => {
  const { interactionId, reviewId } = await waits(story, opened.employeeId, { double: true })
  const given = await verdict(reviewId, 'wrong', seats.first)
  const double = (await reviewsOf(interactionId)).find(({ purpose }) => purpose === 'double')!
  await verdict(double.id, 'wrong', seats.second)
  expect(JSON.stringify(await get(`/interactions/${interactionId}`, seats.second))).toContain(given.verdictId)
})

test('an agent never learns whether and how its work was looked at', async () => {
  const { interactionId, reviewId } = await waits(story, opened.employeeId)
  const given = await verdict(reviewId, 'wrong', seats.first)
  const [employee] = await rows<{ name: string }>(story, 'select name from tenure.employees where id = $1', [opened.employeeId])
  const { authorization } = await keyOf(world, seats.engineer, ['agent'], employee!.name)
  const { body, status } = await world.send('GET', `${servedAt}/interactions/${interactionId}`, { headers: { authorization } })
  expect(status).toBe(200)
  expect(JSON.stringify(body)).not.toContain(given.verdictId)
  expect([body.reviews, body.verdicts, body.records]).toEqual([[], [], []])
  expect(body.proposals[0].sampleRatio).toBeNull()
})

/** Keys, kinds of values, and the form of ids, names and times: everything one could tell two answers apart by, but their content. */
function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(formOf)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, formOf(inner)]))
  if (typeof value !== 'string') return value === null ? null : typeof value
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return 'an instant'
  return value
    .replace(/[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}/g, (id) => `${id.slice(0, 4)}…`)
    .replace(/\b[0-9a-f]{32,64}\b/g, (hash) => `a digest of ${hash.length}`)
    .replace(/\d+/g, '9')
}

type Seen = { card: unknown; listed: unknown; story: unknown; summary: unknown; effects: unknown; place: number }

async function everythingOf(interactionId: string, reviewId: string, who: Browser): Promise<Seen> {
  const about = (list: { items: { id?: string; interactionId?: string }[] }) =>
    list.items.filter((item) => item.interactionId === interactionId || item.id === interactionId)
  const open = await get('/reviews?state=open&limit=200', who)
  const one = async <T>(list: Promise<T>): Promise<unknown> => formOf(about((await list) as never))
  return {
    card: formOf(await get(`/reviews/${reviewId}`, who)),
    listed: formOf(about(open)),
    story: formOf(await get(`/interactions/${interactionId}`, who)),
    summary: await one(get('/interactions?limit=200', who)),
    effects: await one(get('/effects?limit=200', who)),
    place: open.items.findIndex((item: { id: string }) => item.id === reviewId),
  }
}

async function aCopy(of: Opened): Promise<{ interactionId: string; reviewId: string }> {
  const source = await waits(story, of.employeeId, { query: 'my vpn keeps dropping' })
  done(await judges(story, cleo, source.reviewId, 'wrong'))
  await story.drain()
  const entry = { rolloutId: of.rolloutId, interactionId: source.interactionId as never, known: 'wrong' as const, reply: null }
  done(await enterBlindItem(story.house, entry, people.ona))
  story.clock.pass({ minutes: 40 })
  const reviewId = (await placeBlind(story.house, of.rolloutId))!
  const [row] = await rows<{ id: string }>(story, 'select interaction_id as id from tenure.reviews where id = $1', [reviewId])
  return { interactionId: row!.id, reviewId }
}

test.each(['observe', 'assist'] as const)(
  'in shadow %s a known-wrong item is told apart by no field of any answer a reviewer gets, before and after the verdict',
  async (delivery) => {
    const here = await aRollout(story, { delivery })
    const copy = await aCopy(here)
    story.clock.pass({ minutes: 3 })
    const real = await waits(story, here.employeeId, { query: 'my vpn keeps dropping' })
    const before = {
      real: await everythingOf(real.interactionId, real.reviewId, seats.third),
      copy: await everythingOf(copy.interactionId, copy.reviewId, seats.third),
    }
    expect(before.copy).toEqual({ ...before.real, place: before.copy.place })
    // Neither first nor last by anything but when it came.
    expect(before.copy.place).toBe(before.real.place - 1)
    const told = await verdict(real.reviewId, 'correct', seats.third)
    await story.drain()
    const toldOfCopy = await verdict(copy.reviewId, 'correct', seats.third)
    expect(formOf(toldOfCopy)).toEqual(formOf(told))
    await story.drain()
    const after = {
      real: await everythingOf(real.interactionId, real.reviewId, seats.third),
      copy: await everythingOf(copy.interactionId, copy.reviewId, seats.third),
    }
    expect(after.copy).toEqual(after.real)
  },
)

test('times of a copy are as plausible as any: it came before it was proposed, was proposed before it was put in the queue, and none of it lies in the future', async () => {
  const { interactionId, reviewId } = await aCopy(opened)
  const told = await get(`/interactions/${interactionId}`, seats.third)
  const card = await get(`/reviews/${reviewId}`, seats.third)
  const [proposal] = told.proposals
  const order = [
    told.receivedAt,
    proposal.openedAt,
    ...proposal.effects.map((effect: { askedAt: string }) => effect.askedAt),
    card.openedAt,
  ]
  expect(order).toEqual(order.toSorted())
  expect(card.openedAt <= world.clock.now().toISOString()).toBe(true)
  // The time in each id is the time it is shown with.
  const [ids] = await rows<{ ok: boolean }>(
    story,
    `select bool_and(left(f.id, 12) >= replace(left($1::text, 12), 'int', 'eff')) as ok from tenure.effects f where f.interaction_id = $1`,
    [interactionId],
  )
  expect(ids?.ok).toBe(true)
})

test('what a copy was taken from cannot be found by its words, and counts say the same as lists', async () => {
  const here = await aRollout(story)
  const copy = await aCopy(here)
  await arrives(story, here.employeeId, 'the vpn does not connect')
  await story.drain()
  const found = await get(`/interactions?rollout=${here.rolloutId}&q=keeps%20dropping`, seats.third)
  expect(found.items.map((item: { id: string }) => item.id)).toEqual([copy.interactionId])
  const all = await get(`/interactions?rollout=${here.rolloutId}`, seats.third)
  const board = await get(`/rollouts/${here.rolloutId}`, seats.third)
  // The source is left out of the list and not of the count: a list may be shorter than what was counted before one looked.
  expect(board.interactions).toBe(all.items.length + 1)
  const queue = await get(`/reviews?state=open&rollout=${here.rolloutId}`, seats.third)
  expect(board.openReviews).toBe(queue.items.length)
  // Whoever does not judge sees traffic, and a copy is none.
  const traffic = await get(`/interactions?rollout=${here.rolloutId}`, seats.auditor)
  expect(traffic.items.map((item: { id: string }) => item.id)).not.toContain(copy.interactionId)
})

test('no route a reviewer may use says what is known: every readable answer was looked at', async () => {
  const { interactionId, reviewId } = await aCopy(opened)
  const ids: Record<string, string[]> = {
    '/interactions/{id}': [interactionId],
    '/reviews/{id}': [reviewId],
    '/rollouts/{id}': [opened.rolloutId],
    '/rollouts/{id}/gate': [opened.rolloutId],
    '/rollouts/{id}/blind-items': [opened.rolloutId],
    '/rollouts/{id}/reviewers': [opened.rolloutId],
    '/employees/{id}': [opened.employeeId],
    '/samples/{id}': ['2026-11'],
  }
  const [item] = await rows<{ id: string }>(
    story,
    'select item_id as id from tenure.blind_placements where interaction_id = $1',
    [interactionId],
  )
  const seen: string[] = []
  for (const { method, path } of doors) {
    if (method !== 'get') continue
    const paths = path.includes('{id}') ? (ids[path] ?? ['none']).map((id) => path.replace('{id}', id)) : [path]
    for (const one of paths) seen.push(JSON.stringify(await get(one, seats.third)))
  }
  const text = seen.join('\n')
  expect(text).toContain(interactionId)
  expect(text).not.toContain(item!.id)
  expect(text).not.toMatch(/blind[ _/.-]item|"blind"|emp_0000000000|known_wrong|adjudicat/)
})
