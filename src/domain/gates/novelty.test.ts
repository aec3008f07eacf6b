import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noveltyMet, unseenEstimate } from './novelty.ts'

test.each([
  [8, 0.05, 142],
  [20, 0.05, 177],
  [8, 0.02, 360],
  [20, 0.02, 448],
])('%i types found, unseen at most %d: %i queries in a row must bring nothing new', (found, eps, run) => {
  expect(noveltyMet({ found, sinceLastNew: run }, eps, 0.05)).toEqual({ met: true, run, need: 0 })
  expect(noveltyMet({ found, sinceLastNew: run - 1 }, eps, 0.05)).toEqual({ met: false, run, need: 1 })
})

test('where no type was found nothing is known, however long that lasts', () => {
  expect(noveltyMet({ found: 0, sinceLastNew: 10_000 }, 0.05, 0.05)).toEqual({ met: false, run: null, need: null })
  expect(() => noveltyMet({ found: 1.5, sinceLastNew: 0 }, 0.05, 0.05)).toThrow(/whole types/)
  expect(() => noveltyMet({ found: 1, sinceLastNew: 0 }, 0, 0.05)).toThrow(/between 0 and 1/)
})

test('one more query of a known type never takes it away; a new type never gives it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(1000), (found, sinceLastNew) => {
      const before = noveltyMet({ found, sinceLastNew }, 0.05, 0.05)
      const longer = noveltyMet({ found, sinceLastNew: sinceLastNew + 1 }, 0.05, 0.05)
      expect(longer.met || !before.met).toBe(true)
      expect(noveltyMet({ found: found + 1, sinceLastNew: 0 }, 0.05, 0.05).met).toBe(false)
      expect(noveltyMet({ found: found + 1, sinceLastNew }, 0.05, 0.05).need).toBeGreaterThanOrEqual(before.need!)
    }),
  )
})

test('the estimate of the unseen is shown and is unknown without traffic', () => {
  expect([unseenEstimate(3, 60), unseenEstimate(0, 60), unseenEstimate(0, 0)]).toEqual([0.05, 0, null])
})

test('it stops too early in at most one run of twenty, and in fact in none: 30 equal types, unseen at most 5 %', () => {
  let state = 11
  const chance = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const early = (stops: (found: number, run: number, once: number, n: number) => boolean) => {
    let wrong = 0
    for (let trial = 0; trial < 200; trial++) {
      const met = new Map<number, number>()
      for (let n = 1, run = 0; ; n++) {
        const type = Math.floor(chance() * 30)
        run = met.has(type) ? run + 1 : 0
        met.set(type, (met.get(type) ?? 0) + 1)
        const once = [...met.values()].filter((times) => times === 1).length
        if (!stops(met.size, run, once, n)) continue
        if ((30 - met.size) / 30 > 0.05) wrong++
        break
      }
    }
    return wrong / 200
  }
  expect(early((found, sinceLastNew) => noveltyMet({ found, sinceLastNew }, 0.05, 0.05).met)).toBeLessThanOrEqual(0.05)
  // Good-Turing as a rule, which it is not: it stops too early far more often.
  expect(early((_, _run, once, n) => n >= 20 && unseenEstimate(once, n)! <= 0.05)).toBeGreaterThan(0.05)
})
