import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type IncidentDay, type IncidentState, incidentDecided, incidentStep, openedIncidents } from './incident-drift.ts'
import { logMean } from './shiryaev-roberts.ts'

const dayOf = (i: number) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10)
const days = (counts: readonly number[], exposure = 100): IncidentDay[] =>
  counts.map((incidents, i) => ({ day: dayOf(i), incidents, severe: 0, exposure }))
const after = (list: readonly IncidentDay[], state: IncidentState = openedIncidents(0.01)) => list.reduce(incidentStep, state)

test('each day multiplies by rho^x exp(−(rho − 1) × baseline × exposure)', () => {
  // A day of 100 at 0.01: ln 2 − 1 and ln 4 − 3; the mean of the two.
  const state = after(days([1]))
  expect(logMean(state.logs)).toBeCloseTo(Math.log((2 * Math.exp(-1) + 4 * Math.exp(-3)) / 2), 12)
  const second = after(days([1, 0]))
  const first = [2 * Math.exp(-1), 4 * Math.exp(-3)]
  const wanted = ((1 + first[0]!) * Math.exp(-1) + (1 + first[1]!) * Math.exp(-3)) / 2
  expect(logMean(second.logs)).toBeCloseTo(Math.log(wanted), 12)
})

test('as many as before are no alarm, three times as many are', () => {
  expect(after(days(Array.from({ length: 300 }, () => 1))).alarm).toBeNull()
  const state = after(days(Array.from({ length: 30 }, () => 3)))
  expect(state.alarm?.why).toBe('more')
})

test('a severe one is an alarm at once, also while a milder alarm stands', () => {
  const [severe] = days([1]).map((day) => ({ ...day, severe: 1 }))
  expect(after([severe!]).alarm).toEqual({ day: dayOf(0), why: 'severe' })
  const more = after(days(Array.from({ length: 30 }, () => 3)))
  expect(incidentStep(more, { day: '2027-01-01', incidents: 1, severe: 1, exposure: 10 }).alarm?.why).toBe('severe')
})

test('it starts again after a decision about an alarm and not otherwise; idle days say nothing', () => {
  const more = after(days(Array.from({ length: 30 }, () => 3)))
  expect(incidentDecided(more)).toMatchObject({ logs: [], alarm: null, days: 0, decisions: 1 })
  const calm = after(days([1, 0, 1]))
  expect(incidentDecided(calm)).toEqual(calm)
  expect(
    after(
      days(
        Array.from({ length: 1000 }, () => 0),
        0,
      ),
    ).alarm,
  ).toBeNull()
  expect(() => incidentStep(calm, days([1])[0]!)).toThrow(/in order/)
  expect(() => after([{ day: '2026-01-01', incidents: 0, severe: 1, exposure: 1 }])).toThrow(/severe among them/)
})

test('kept through JSON it is what the days recompute, and one incident more never lowers it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 30 }), fc.nat(29), (counts, at) => {
      let kept = openedIncidents(0.01)
      for (const day of days(counts)) kept = JSON.parse(JSON.stringify(incidentStep(kept, day)))
      expect(kept).toEqual(after(days(counts)))
      const more = counts.map((count, i) => (i === at % counts.length ? count + 1 : count))
      expect(logMean(after(days(more)).logs)!).toBeGreaterThanOrEqual(logMean(kept.logs)!)
    }),
    { numRuns: 60 },
  )
})
