import { describe, expect, it } from 'vitest'
import { patternsOf, type SlicedCase } from './patterns.ts'

const cases = (queryType: string, n: number, wrong: number, operation = 'crm.look'): SlicedCase[] =>
  Array.from({ length: n }, (_, i) => ({
    wrong: i < wrong,
    weight: 1,
    values: { queryType: [queryType], channel: ['chat'], operation: [operation] },
  }))

describe('patterns of errors', () => {
  it('finds the type that fails every time and not the one that fails as the target allows', () => {
    const found = patternsOf([...cases('mms', 49, 49), ...cases('billing', 60, 2, 'billing.read')], 0.95)
    expect(found.map(({ by, value, n, wrong }) => [by, value, n, wrong])).toContainEqual(['queryType', 'mms', 49, 49])
    expect(found.find((pattern) => pattern.value === 'billing')).toBeUndefined()
    expect(found.find((pattern) => pattern.value === 'mms')).toMatchObject({ errorRatio: 1, restErrorRatio: 2 / 60 })
  })

  it('reproduces the engine’s golden slice: 13 wrong of 64 against 5 %', () => {
    const [pattern] = patternsOf([...cases('a', 64, 13), ...cases('b', 64, 0, 'b.read')], 0.95).filter(
      ({ by }) => by === 'queryType',
    )
    expect(pattern?.logE).toBeCloseTo(7.230938994661925, 9)
    // Five slices: a, b, chat and two operations.
    expect(pattern?.threshold).toBeCloseTo(Math.log(5 / 0.025), 12)
  })

  it('needs two errors, however improbable one is, and is silent where nothing is judged', () => {
    expect(patternsOf([...cases('rare', 1, 1), ...cases('b', 500, 0, 'b.read')], 0.999)).toEqual([])
    expect(patternsOf([], 0.95)).toEqual([])
  })

  it('does not call it a pattern when a slice holds every case', () => {
    expect(patternsOf(cases('only', 50, 50), 0.95)).toEqual([])
  })

  it('asks for more evidence the more slices are looked at', () => {
    const many = Array.from({ length: 200 }, (_, i) => cases(`t${i}`, 1, 0, `s.o${i}`)).flat()
    const few = patternsOf([...cases('a', 28, 9), ...cases('b', 28, 0, 'b.read')], 0.95)
    const among = patternsOf([...cases('a', 28, 9), ...many], 0.95)
    const named = (found: ReturnType<typeof patternsOf>) => found.some(({ value }) => value === 'a')
    expect([named(few), named(among)]).toEqual([true, false])
  })
})
