import { expect, test } from 'vitest'
import { arrived, listedStillNeeded, majorsOf, noveltyRun, thinMajors, unlistedLower, unlistedUpper } from './coverage.ts'

test('a major is declared or brings its share of the traffic, and is named once', () => {
  const traffic = { byType: { refund: 50, address: 46, rare: 3 }, unlisted: 1 }
  expect(arrived(traffic)).toBe(100)
  expect(majorsOf(['refund', 'legal'], traffic, 0.04)).toEqual(['address', 'legal', 'refund'])
  expect(majorsOf([], { byType: { refund: 0 }, unlisted: 0 }, 0)).toEqual([])
})

test('a major is thin until it has enough verdicts, also one nobody has judged and one with a name of JavaScript', () => {
  const verdicts = new Map([
    ['refund', 5],
    ['address', 4],
  ])
  expect(thinMajors(['refund', 'address', 'legal', 'constructor'], verdicts, 5)).toEqual([
    { queryType: 'address', have: 4 },
    { queryType: 'legal', have: 0 },
    { queryType: 'constructor', have: 0 },
  ])
})

test('88 queries with none unlisted show a share of at most 5 %, 134 with one; one query fewer does not', () => {
  const seen = (listed: number, unlisted: number) => unlistedUpper({ byType: { refund: listed }, unlisted }, 0.05)
  expect(seen(88, 0)).toBeLessThanOrEqual(0.05)
  expect(seen(87, 0)).toBeGreaterThan(0.05)
  expect(seen(133, 1)).toBeLessThanOrEqual(0.05)
  expect(seen(132, 1)).toBeGreaterThan(0.05)
  expect(unlistedUpper({ byType: {}, unlisted: 0 }, 0.05)).toBe(1)
})

test('how many listed queries are still missing', () => {
  expect(listedStillNeeded({ byType: { refund: 80 }, unlisted: 0 }, 0.05, 0.05)).toBe(8)
  expect(listedStillNeeded({ byType: { refund: 200 }, unlisted: 0 }, 0.05, 0.05)).toBe(0)
  expect(listedStillNeeded({ byType: { refund: 200 }, unlisted: 0 }, 0, 0.05)).toBeNull()
  expect(listedStillNeeded({ byType: {}, unlisted: 0 }, 1, 0.05)).toBe(1)
})

test('too much unlisted traffic is shown as such, a little is not', () => {
  expect(unlistedLower({ byType: { refund: 60 }, unlisted: 40 }, 0.05)).toBeGreaterThan(0.05)
  expect(unlistedLower({ byType: { refund: 94 }, unlisted: 6 }, 0.05)).toBeLessThan(0.05)
})

test('a run without a new type, by how many types are known', () => {
  expect([noveltyRun(8, 0.05, 0.05), noveltyRun(20, 0.05, 0.05)]).toEqual([142, 177])
  expect([noveltyRun(8, 0.02, 0.05), noveltyRun(20, 0.02, 0.05)]).toEqual([360, 448])
})
