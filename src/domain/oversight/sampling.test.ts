import { expect, test } from 'vitest'
import { drawn, uniform } from './sampling.ts'

test('the draws are those of the golden values (GATES.md section 3)', () => {
  expect(uniform('test-key', 'review', 'int_000001')).toBeCloseTo(0.7763752779847037, 15)
  expect(uniform('test-key', 'review', 'int_000002')).toBeCloseTo(0.9454560074348044, 15)
  expect(uniform('test-key', 'double', 'int_000001')).toBeCloseTo(0.6671505804171514, 15)
})

test('a rate is hit within four standard errors over 20,000 ids, and another key draws others', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `int_${i}`)
  const pick = (secret: string) =>
    new Set(ids.filter((interactionId) => drawn({ secret, interactionId, baseRatio: 0.15, ratio: 0.15 }).drawn))
  const [one, again, other] = [pick('a'), pick('a'), pick('b')]
  expect(Math.abs(one.size / ids.length - 0.15)).toBeLessThan(4 * Math.sqrt((0.15 * 0.85) / ids.length))
  expect([...one]).toEqual([...again])
  expect([...one].filter((id) => other.has(id)).length).toBeLessThan(one.size / 3)
})

test('an item drawn more often counts for less, in exact proportion', () => {
  expect(drawn({ secret: 's', interactionId: 'i', baseRatio: 0.1, ratio: 0.5 }).weight).toBeCloseTo(0.2, 15)
  expect(() => drawn({ secret: 's', interactionId: 'i', baseRatio: 0.2, ratio: 0.1 })).toThrow(/base rate/)
})
