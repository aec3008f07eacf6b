import { expect, test } from 'vitest'
import { carriedOver, type Replayed } from './carry-over.ts'

const replayed = (lower: number | null, over: Partial<Replayed> & { touched?: boolean } = {}): Replayed => ({
  replay: 'rpl_1',
  state: over.state ?? 'done',
  result:
    over.result === null
      ? null
      : {
          cases: 300,
          changed: 0,
          unanswerable: 0,
          failed: 0,
          noise: 0,
          touched: over.touched ?? false,
          byType: {},
          carried: lower === null ? null : { lower, oldLower: lower + 0.015, changedUpper: 0.015, replayed: 300, changed: 0 },
        },
})

test('the bound of a replay that is done is carried over', () => {
  expect(carriedOver([replayed(0.91)])).toEqual({ lower: 0.91, changed: 0, replayed: 300 })
})

test('of several the worst speaks, whichever was last', () => {
  expect(carriedOver([replayed(0.91), replayed(0.88), replayed(0.93)])?.lower).toBe(0.88)
})

test.each([
  ['nothing was replayed', []],
  ['one was stopped beside one that is done', [replayed(0.91), replayed(null, { state: 'stopped', result: null })]],
  ['one had not ended', [replayed(0.91), replayed(null, { state: 'running', result: null })]],
  ['the change touches a cell of the rollout', [replayed(0.91, { touched: true })]],
  ['there was no evidence of the old version', [replayed(0.91), replayed(null)]],
])('nothing is carried over where %s', (_, replays) => {
  expect(carriedOver(replays)).toBeNull()
})
