import { expect, test } from 'vitest'
import { type WorthOf, worthOf } from './worth.ts'

const type = (name: string, minutes: number | null) => ({ name, minutes })
const running = {
  handledRatio: 0.8,
  costPerInteractionUsd: 0.05,
  minutesPerInteraction: 0.2,
  fixedCostPerMonthUsd: 100,
  peopleCostPerHourUsd: 40,
}

function of({ types = [type('vpn', 30), type('reset', 6)], expected = running, ...over }: Record<string, unknown> = {}) {
  return worthOf({
    dossier: { workflow: { queryTypes: types }, targets: { expected } },
    handled: [
      { queryType: 'vpn', handled: 10 },
      { queryType: 'reset', handled: 20 },
    ],
    reviewed: { verdicts: 4, timed: 4, activeMs: 4 * 90_000 },
    cost: { priced: 40, settled: 40, totalUsd: 3 },
    expected: { hoursFreed: 12, savingUsd: 300 },
    ...over,
  } as unknown as WorthOf)
}

test('hours freed are the minutes of each type, less what reviewing took; saved is what they cost, less the employee', () => {
  const worth = of()
  expect(worth).toMatchObject({ hours: 7, agentUsd: 103, missing: [], expected: { hoursFreed: 12, savingUsd: 300 } })
  expect(worth.reviewHours).toBeCloseTo(0.1, 12)
  expect(worth.hoursFreed).toBeCloseTo(6.9, 12)
  expect(worth.savingUsd).toBeCloseTo(6.9 * 40 - 103, 12)
})

test('verdicts whose time is not known lasted as long as the others; nobody reviewed: no hours', () => {
  expect(of({ reviewed: { verdicts: 8, timed: 2, activeMs: 180_000 } }).reviewHours).toBeCloseTo(0.2, 12)
  expect(of({ reviewed: { verdicts: 0, timed: 0, activeMs: 0 } }).reviewHours).toBe(0)
})

test('an employee that handled nothing freed nothing, and its reviews cost', () => {
  const worth = of({ handled: [], types: [type('vpn', null)] })
  expect(worth).toMatchObject({ hours: 0, missing: [] })
  expect(worth.hoursFreed).toBeLessThan(0)
})

test.each([
  [
    'a type without minutes',
    { types: [type('vpn', null), type('reset', 6)] },
    ['minutes of vpn in workflow.yaml'],
    ['hours', 'hoursFreed', 'savingUsd'],
  ],
  [
    'a type that is not in the dossier any more',
    { types: [type('reset', 6)] },
    ['minutes of vpn in workflow.yaml'],
    ['hours', 'hoursFreed', 'savingUsd'],
  ],
  [
    'reviews none of which is timed',
    { reviewed: { verdicts: 4, timed: 0, activeMs: 0 } },
    ['how long reviews took'],
    ['reviewHours', 'hoursFreed', 'savingUsd'],
  ],
  ['nothing expected', { expected: null }, ['expected in targets.yaml'], ['agentUsd', 'savingUsd']],
  [
    'no cost of an hour',
    { expected: { ...running, peopleCostPerHourUsd: null } },
    ['expected.peopleCostPerHourUsd in targets.yaml'],
    ['savingUsd'],
  ],
  [
    'queries without a price',
    { cost: { priced: 38, settled: 40, totalUsd: 3 } },
    ['prices of 2 queries'],
    ['agentUsd', 'savingUsd'],
  ],
])('with %s the number is not known and says why', (_, over, missing, unknown) => {
  const worth = of(over)
  expect(worth.missing).toEqual(missing)
  const nulls = Object.entries(worth).flatMap(([name, value]) => (value === null ? [name] : []))
  expect(nulls).toEqual(unknown)
})
