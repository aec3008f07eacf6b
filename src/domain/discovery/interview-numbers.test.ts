import fc from 'fast-check'
import { expect, it } from 'vitest'
import { suggestionsIn } from './interview-numbers.ts'

const heard = (answer: string) =>
  suggestionsIn('queryTypes.vpn', answer).map(
    ({ place, value, how }) => `${String(place.at(-1))} ${value}${how ? ` (${how})` : ''}`,
  )

it.each([
  ['About 520 a month, eight minutes each.', ['perMonth 520', 'minutes 8']],
  ['5 a day', ['perMonth 105 (5 × 21 working days)']],
  [
    'maybe 20 to 30 per week, 8-10 min',
    ['perMonth 108 (the middle of 20 and 30, 25 × 52 weeks / 12)', 'minutes 9 (the middle of 8 and 10)'],
  ],
  ['1,200 password resets a year', ['perMonth 100 (1200 × a twelfth of the year)']],
  ['half an hour, sometimes 1.5 hours', ['minutes 30', 'minutes 90 (1.5 × 60 minutes)']],
  ['30 seconds', ['minutes 0.5 (30 × 0.02 minutes)']],
  ['fünfzehn Minuten, 40 pro Woche', ['perMonth 173 (40 × 52 weeks / 12)', 'minutes 15']],
  ['diez minutos, 300 al mes', ['perMonth 300', 'minutes 10']],
  ['लगभग ८ मिनट', ['minutes 8']],
  ['the 3rd floor, room 12, ticket 4711', []],
  ['0 minutes', []],
  ['We are 24/7, 365 days', []],
])('hears numbers in “%s”', (answer, numbers) => {
  expect(heard(answer)).toEqual(numbers)
})

it('offers nothing for a question that is about no query type', () => {
  expect(suggestionsIn(null, '8 minutes')).toEqual([])
  expect(suggestionsIn('triggers.vip', '8 minutes')).toEqual([])
})

it('reads hostile answers in little time and offers only numbers', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5000 }),
    fc.constantFrom('1'.repeat(100_000), '1 a '.repeat(20_000), '9 x y '.repeat(10_000), '1,1.1'.repeat(9000), '٣'.repeat(5000)),
  )
  const startedAt = performance.now()
  fc.assert(
    fc.property(hostile, (answer) => {
      for (const { value } of suggestionsIn('queryTypes.vpn', answer)) expect(Number.isFinite(value) && value > 0).toBe(true)
    }),
  )
  expect(performance.now() - startedAt).toBeLessThan(3000)
})
