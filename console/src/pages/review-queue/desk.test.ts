import { expect, test } from 'vitest'
import { type ReviewCard, type ReviewSummary, TenureRefusal, type VerdictRequest } from '../../api.ts'
import { Desk } from './desk.ts'
import type { DeskApi } from './desk-api.ts'
import type { Act, ActStore } from './outbox.ts'
import type { Line, News } from './tabs.ts'

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

const refusal = (code: string, status = 409) =>
  new TenureRefusal({ type: 'about:blank', title: code, status, detail: code, code })

type Sent = [what: string, id: string, body: unknown, key: string]

/** A server that answers when told, so that the order of answers is the test's, and remembers keys as the real one does. */
function slowServer(ids: string[]) {
  const waiting: (() => void)[] = []
  const sent: Sent[] = []
  const given = new Map<string, string>()
  const server = { down: false, refuse: null as string | null, taken: new Set<string>() }
  const reached = () => {
    if (server.down) throw new TypeError('Failed to fetch')
  }
  const api: DeskApi = {
    reviews: async () => {
      reached()
      return { items: ids.map(summary), next: null, counts: { open: ids.length, byReason: {}, doneToday: 0, overdue: 0 } }
    },
    card: async (id) => {
      reached()
      return { ...summary(id), digest: `digest of ${id}`, keys: [], humanWorkHidden: false } as unknown as ReviewCard
    },
    take: async (id) => {
      reached()
      if (server.taken.has(id)) throw refusal('review_taken')
      return null
    },
    giveVerdict: (id, body: VerdictRequest, key) => {
      sent.push(['verdict', id, body, key])
      if (server.down) return Promise.reject(new TypeError('Failed to fetch'))
      const code = server.refuse
      if (code !== null) return Promise.reject(refusal(code))
      given.set(key, id)
      return new Promise((done) =>
        waiting.push(() => done({ verdictId: `ver ${id}`, effects: [], interactionState: 'recorded' })),
      )
    },
    skip: async (id, why, key) => void sent.push(['skip', id, why, key]),
    undo: async (id, key) => void sent.push(['undo', id, null, key]),
    correct: async (id, body, key) => {
      sent.push(['correct', id, body, key])
      return { reviewId: id, filedAs: 'a', declared: [], said: { queryType: null, answer: null } }
    },
  }
  return {
    api,
    sent,
    given,
    server,
    answerAll: () =>
      waiting.splice(0).forEach((answer) => {
        answer()
      }),
  }
}

export function memoryStore(acts = new Map<string, Act>()): ActStore {
  return {
    keep: (act) => {
      acts.set(act.key, act)
      return true
    },
    drop: (key) => void acts.delete(key),
    find: (key) => acts.get(key) ?? null,
    all: () => [...acts.values()],
  }
}

/** Lines between windows that hear each other at once. */
function lines() {
  const ends: { listener: ((news: News) => void) | null }[] = []
  return (): Line => {
    const end = { listener: null as ((news: News) => void) | null }
    ends.push(end)
    return {
      post: (news) => {
        for (const other of ends) if (other !== end) other.listener?.(news)
      },
      hear: (listener) => {
        end.listener = listener
      },
      close: () => void ends.splice(ends.indexOf(end), 1),
    }
  }
}

type Given = { ids?: string[]; store?: ActStore; line?: Line; tab?: string; server?: ReturnType<typeof slowServer> }

async function deskOf(
  ids: string[],
  { store = memoryStore(), line = lines()(), tab = 'one', server = slowServer(ids) }: Given = {},
) {
  let at = 0
  const timers: (() => void)[] = []
  const desk = new Desk(server.api, {
    filter: {},
    me: 'me',
    mayTake: true,
    tab,
    store,
    paceStore: { read: () => [], write: () => undefined },
    line,
    after: (_, act) => {
      timers.push(act)
      return () => undefined
    },
    now: () => at,
    today: () => at,
  })
  await desk.load()
  await settled()
  return {
    desk,
    store,
    ...server,
    /** Everything that was to run later runs now. */
    later: async () => {
      for (const act of timers.splice(0)) act()
      await settled()
    },
    pass: (ms: number) => {
      at += ms
    },
  }
}

const settled = () => new Promise((done) => setTimeout(done, 0))
const judgedOf = (desk: Desk) => desk.entries.map(({ judged }) => judged?.kind ?? null)

test('the next item is shown before the server has answered, and the verdict names the digest that was shown', async () => {
  const { desk, sent } = await deskOf(['a', 'b', 'c'])
  desk.judge('correct')
  expect(desk.current?.id).toBe('b')
  await settled()
  expect(sent).toEqual([
    ['verdict', 'a', { kind: 'correct', digest: 'digest of a', activeMs: 0, reasons: [], note: null }, expect.any(String)],
  ])
})

test('undo of a verdict on its way is sent after it, and names the verdict it became', async () => {
  const { desk, sent, answerAll } = await deskOf(['a', 'b'])
  desk.judge('correct')
  await settled()
  desk.undo()
  expect(desk.current).toMatchObject({ id: 'a', judged: null })
  expect(sent.map(([what]) => what)).toEqual(['verdict'])
  answerAll()
  await settled()
  expect(sent.map(([what, id]) => [what, id])).toEqual([
    ['verdict', 'a'],
    ['undo', 'ver a'],
  ])
  await settled()
  expect([desk.state().judgedHere, judgedOf(desk)]).toEqual([0, [null, null]])
})

test('undo of a verdict that never left is a verdict never given', async () => {
  const { desk, sent, server, store, later } = await deskOf(['a', 'b', 'c'])
  server.down = true
  desk.judge('correct')
  await settled()
  desk.judge('correct')
  desk.undo()
  expect(desk.current?.id).toBe('b')
  expect(store.all().map(({ reviewId }) => reviewId)).toEqual(['a'])
  server.down = false
  await later()
  expect(sent.filter(([, id]) => id === 'b')).toEqual([])
})

test('without a network verdicts wait, and are sent once each, with the key of the first try', async () => {
  const { desk, sent, given, server, store, later, answerAll } = await deskOf(['a', 'b', 'c'])
  server.down = true
  desk.judge('correct')
  desk.judge('wrong', { reasons: ['tone'] })
  await settled()
  expect([desk.saving, store.all().length]).toEqual([{ waiting: 2, trouble: 'offline', kept: true }, 2])
  await later()
  await later()
  server.down = false
  await later()
  answerAll()
  await settled()
  answerAll()
  await settled()
  expect([...given.values()]).toEqual(['a', 'b'])
  expect(new Set(sent.filter(([, id]) => id === 'a').map(([, , , key]) => key)).size).toBe(1)
  expect([desk.saving, store.all().length]).toEqual([{ waiting: 0, trouble: null, kept: true }, 0])
})

test('what a closed window left behind is shown as judged at once and sent by the next one', async () => {
  const store = memoryStore()
  const first = await deskOf(['a', 'b'], { store })
  first.server.down = true
  first.desk.judge('correct')
  await settled()
  first.desk.close()
  const next = await deskOf(['a', 'b'], { store, tab: 'two' })
  expect(judgedOf(next.desk)).toEqual(['correct', null])
  expect(next.desk.current?.id).toBe('b')
  await next.later()
  expect([...next.given.values()]).toEqual(['a'])
})

test('an open window keeps its own acts: another one does not send them', async () => {
  const store = memoryStore()
  const join = lines()
  const first = await deskOf(['a', 'b', 'c'], { store, line: join() })
  first.server.down = true
  first.desk.judge('correct')
  await settled()
  const second = await deskOf(['a', 'b', 'c'], { store, line: join(), tab: 'two' })
  await second.later()
  expect(second.given.size).toBe(0)
})

test('two windows never show one item, and what one judges the other has judged too', async () => {
  const join = lines()
  const server = slowServer(['a', 'b', 'c'])
  const first = await deskOf(['a', 'b', 'c'], { line: join(), server })
  const second = await deskOf(['a', 'b', 'c'], { line: join(), tab: 'two', server })
  expect([first.desk.current?.id, second.desk.current?.id]).toEqual(['a', 'b'])
  first.desk.judge('correct')
  expect([first.desk.current?.id, second.desk.current?.id]).toEqual(['c', 'b'])
  expect(judgedOf(second.desk)).toEqual(['correct', null, null])
})

test('an item somebody else took leaves the desk', async () => {
  const server = slowServer(['a', 'b'])
  server.server.taken.add('a')
  const { desk } = await deskOf(['a', 'b'], { server })
  expect(desk.entries.map(({ id }) => id)).toEqual(['b'])
  expect([desk.current?.id, desk.state().said?.key]).toEqual(['b', 'said.taken'])
})

test('a verdict that is refused comes back with its reason and is not counted', async () => {
  const { desk, server } = await deskOf(['a', 'b'])
  server.refuse = 'approval_stale'
  desk.judge('correct')
  await settled()
  await settled()
  expect(judgedOf(desk)).toEqual([null, null])
  expect(desk.state()).toMatchObject({ judgedHere: 0, problems: [{ id: 'a', what: 'verdict', why: 'approval_stale' }] })
})

test('an item somebody else has judged meanwhile is believed at once, not asked for again and again', async () => {
  const server = slowServer(['a', 'b'])
  const { card } = server.api
  const { desk, sent } = await deskOf(['a', 'b'], { server })
  server.server.refuse = 'review_closed'
  Object.assign(server.api, { card: async (id: string) => ({ ...(await card(id)), state: 'done' }) })
  desk.judge('correct')
  await settled()
  await settled()
  expect(sent).toHaveLength(1)
  expect(desk.state().problems).toMatchObject([{ id: 'a', what: 'verdict' }])
})

test('an act whose answer is lost for good is sent once more under another key, and no third time', async () => {
  const { desk, sent, server } = await deskOf(['a', 'b'])
  server.refuse = 'idempotency_interrupted'
  desk.judge('correct')
  for (let i = 0; i < 5; i++) await settled()
  expect(new Set(sent.map(([, , , key]) => key)).size).toBe(2)
  expect(sent).toHaveLength(2)
  expect(desk.saving.waiting).toBe(0)
})

test('what a closed window left is sent by one that is open', async () => {
  const store = memoryStore()
  const join = lines()
  const first = await deskOf(['a', 'b', 'c'], { store, line: join() })
  first.server.down = true
  const second = await deskOf(['a', 'b', 'c'], { store, line: join(), tab: 'two' })
  first.desk.judge('correct')
  await settled()
  await second.desk.lookAgain()
  expect(second.given.size).toBe(0)
  first.desk.close()
  await second.desk.lookAgain()
  await settled()
  expect([...second.given.values()]).toEqual(['a'])
})

test('a card that is not here yet cannot be judged', async () => {
  const server = slowServer(['a'])
  const { desk, sent } = await deskOf(['a'], {
    server: { ...server, api: { ...server.api, card: () => new Promise(() => undefined) } },
  })
  desk.judge('correct')
  await settled()
  expect(sent).toEqual([])
})

test('S sends an item to the end; undo brings it back', async () => {
  const { desk, sent } = await deskOf(['a', 'b'])
  desk.skip()
  await settled()
  expect([desk.current?.id, sent.map(([what, id, why]) => [what, id, why])]).toEqual(['b', [['skip', 'a', 'later']]])
  desk.undo()
  expect(desk.current?.id).toBe('a')
})

test('an edited answer is recorded beside the verdict, before it', async () => {
  const { desk, sent, answerAll } = await deskOf(['a', 'b'])
  desk.judge('wrong', { reasons: ['wrong_fact'], answer: 'the right one' })
  await settled()
  answerAll()
  expect(sent.map(([what, id]) => [what, id])).toEqual([
    ['correct', 'a'],
    ['verdict', 'a'],
  ])
})

test('items judged together each carry the digest of their own card, and one undo takes all back', async () => {
  const { desk, sent, api, answerAll } = await deskOf(['a', 'b', 'c'])
  desk.judgeTogether([await api.card('a'), await api.card('c')], 'correct')
  for (let i = 0; i < 3; i++) {
    await settled()
    answerAll()
  }
  expect(sent.map(([, id, body]) => [id, (body as VerdictRequest).digest])).toEqual([
    ['a', 'digest of a'],
    ['c', 'digest of c'],
  ])
  expect(desk.current?.id).toBe('b')
  desk.undo()
  expect(judgedOf(desk)).toEqual([null, null, null])
})

test('another verdict in the place of one’s own takes the old one back first', async () => {
  const { desk, sent, answerAll } = await deskOf(['a', 'b'])
  desk.judge('correct')
  await settled()
  answerAll()
  await settled()
  desk.move(-1)
  await settled()
  desk.judge('wrong', { reasons: ['tone'] })
  await settled()
  expect(sent.map(([what, id]) => [what, id])).toEqual([
    ['verdict', 'a'],
    ['undo', 'ver a'],
    ['verdict', 'a'],
  ])
  expect([desk.current?.id, desk.state().judgedHere]).toEqual(['a', 1])
})

test('time away from the desk is cut off at two minutes', async () => {
  const { desk, pass, sent } = await deskOf(['a', 'b'])
  pass(3_600_000)
  desk.judge('correct')
  expect(desk.pace.seconds).toEqual([120])
  await settled()
  // The server is told the same, beside what it counts for itself.
  expect(sent.map(([, , body]) => body)).toMatchObject([{ activeMs: 120_000 }])
})
