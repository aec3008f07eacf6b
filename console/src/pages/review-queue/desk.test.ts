import { expect, test } from 'vitest'
import type { ReviewCard, ReviewSummary, VerdictRequest } from '../../api.ts'
import { Desk, type DeskApi, isRushed, median } from './desk.ts'

const summary = (id: string): ReviewSummary =>
  ({
    id,
    state: 'open',
    reservedBy: null,
    reservedUntil: null,
    verdict: null,
    queryType: 'a',
    query: 'b',
    reason: 'shadow',
    dueAt: '2026-03-02T09:00:00Z',
  }) as ReviewSummary

/** A server that answers when told, so that the order of answers is the test's. */
function slowServer(ids: string[]) {
  const waiting: (() => void)[] = []
  const sent: [string, VerdictRequest][] = []
  const api: DeskApi = {
    reviews: async () => ({
      items: ids.map(summary),
      next: null,
      counts: { open: ids.length, byReason: {}, doneToday: 0, overdue: 0 },
    }),
    card: async (id) => ({ ...summary(id), digest: `digest of ${id}`, keys: [] }) as unknown as ReviewCard,
    take: async () => null,
    giveVerdict: (id, body) => {
      sent.push([id, body])
      return new Promise((done) =>
        waiting.push(() => done({ verdictId: `ver ${id}`, effects: [], interactionState: 'recorded' })),
      )
    },
    skip: async () => null,
    undo: async () => null,
  }
  return {
    api,
    sent,
    answerAll: () =>
      waiting.splice(0).forEach((answer) => {
        answer()
      }),
  }
}

async function deskOf(ids: string[]) {
  const server = slowServer(ids)
  let at = 0
  const desk = new Desk(server.api, { filter: {}, me: 'me', mayTake: true, now: () => at })
  await desk.load()
  await settled()
  return {
    desk,
    ...server,
    pass: (ms: number) => {
      at += ms
    },
  }
}

const settled = () => new Promise((done) => setTimeout(done, 0))

test('the next item is shown before the server has answered, and the verdict names the digest that was shown', async () => {
  const { desk, sent } = await deskOf(['a', 'b', 'c'])
  desk.judge('correct')
  expect(desk.current?.id).toBe('b')
  await settled()
  expect(sent).toEqual([['a', { kind: 'correct', digest: 'digest of a' }]])
})

test('undo waits for the verdict that is still being saved', async () => {
  const { desk, answerAll } = await deskOf(['a', 'b'])
  desk.judge('correct')
  const undone = desk.undo()
  await settled()
  answerAll()
  await undone
  expect(desk.current).toMatchObject({ id: 'a', judged: null })
  expect(desk.state().judgedHere).toBe(0)
})

test('a card that is not here yet cannot be judged', async () => {
  const { api, sent } = slowServer(['a'])
  const desk = new Desk(
    { ...api, card: () => new Promise(() => undefined) },
    { filter: {}, me: 'me', mayTake: true, now: () => 0 },
  )
  await desk.load()
  desk.judge('correct')
  await settled()
  expect(sent).toEqual([])
})

test('time away from the desk is cut off at two minutes', async () => {
  const { desk, pass } = await deskOf(['a', 'b'])
  pass(3_600_000)
  desk.judge('correct')
  expect(desk.state().seconds).toEqual([120])
})

test('median and haste', () => {
  expect([median([]), median([3, 1, 2]), median([4, 2])]).toEqual([null, 2, 3])
  expect([isRushed([1, 1, 1, 1]), isRushed([9, 1, 1, 1, 1, 1]), isRushed([1, 1, 1, 1, 5])]).toEqual([false, true, false])
})
