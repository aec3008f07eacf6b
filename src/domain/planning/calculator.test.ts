import { expect, test } from 'vitest'
import { isRefusal } from '../refusal.ts'
import { evaluate, planReviews, readInside, readLevels } from './calculator.ts'

test('the golden weighted counts, as a calculator says them', () => {
  const levels = [
    [1, 190, 6],
    [0.2, 30, 10],
  ] as const
  const found = evaluate({ levels, target: 0.9, alpha: 0.05 })
  expect(found.logE).toBeCloseTo(4.902884687687437, 9)
  expect(found.lower).toBeCloseTo(0.9145766346516125, 9)
  expect(found.estimate).toBeCloseTo(0.9607843137254902, 12)
  expect(found.proven).toBe(true)
  expect(evaluate({ levels: [], target: 0.9, alpha: 0.05 })).toMatchObject({ proven: false, lower: 0, upper: 1, estimate: null })
})

test.each([
  [0.9, 0.95, 40, 210, 6],
  [0.9, 0.97, 40, 98, 3],
  [0.95, 0.98, 10, 287, 29],
])('to prove %d at a true %d with %i a day takes about %i reviews and %i days', (target, expected, perDay, reviews, days) => {
  const planned = planReviews({ target, expected, perDay, alpha: 0.05 })
  if (isRefusal(planned)) throw new Error(planned.sentence)
  expect(Math.abs(planned.reviews - reviews)).toBeLessThanOrEqual(1)
  expect(planned.days).toBe(days)
})

test('what is no better than the target is never proven, and the calculator says so', () => {
  expect(planReviews({ target: 0.9, expected: 0.9, perDay: 40, alpha: 0.05 })).toMatchObject({ refusal: 'target_unprovable' })
  expect(planReviews({ target: 0.9, expected: 0.9001, perDay: 40, alpha: 0.05 })).toMatchObject({ refusal: 'target_unprovable' })
})

test.each([
  ['[[1,2]]', /--levels 0/],
  ['[[0,1,1]]', /--levels 0\.0/],
  ['[[1,1.5,1]]', /--levels 0\.1/],
  ['[[1,1', /no JSON/],
])('levels %s are refused with their place', (text, said) => {
  const read = readLevels(text)
  expect(isRefusal(read) && read.sentence).toMatch(said)
})

test('a share that is none is refused by its name', () => {
  expect(readInside('--target', '0.9')).toBe(0.9)
  for (const text of ['1', '0', 'many', '', '-0.1']) expect(isRefusal(readInside('--target', text)), text).toBe(true)
})
