// The numbers behind the drawings of a committee's page, from a bundle's facts alone and by the gate's own functions.

import type { Facts } from '../domain/committee/facts.ts'
import { evidenceIn } from '../domain/committee/question.ts'
import { band, estimate, type Fraction } from '../domain/gates/confidence.ts'
import { evidenceOf } from '../domain/gates/proof.ts'
import { casesOf, countedAt } from '../domain/gates/recount.ts'
import type { DayPoint, DayReviews, TypeInterval } from './committee-charts.ts'

// More points than this nobody tells apart on paper, and each costs two bounds.
const mostPoints = 45

export type Numbers = { points: DayPoint[]; reviews: DayReviews[]; types: TypeInterval[] }

export function numbersOf({ sample, readAt }: Facts): Numbers {
  const counted = countedAt(casesOf(sample.items.map(evidenceIn)), readAt)
  const step = Math.max(1, Math.ceil(counted.days.length / mostPoints))
  const sum = new Map<string, Fraction & { n: number }>()
  const points: DayPoint[] = []
  for (const [at, { day, fractions }] of counted.days.entries()) {
    for (const { weight, share, n } of fractions) {
      const known = sum.get(`${weight}/${share}`)
      sum.set(`${weight}/${share}`, { weight, share, n: (known?.n ?? 0) + n })
    }
    if (at % step !== 0 && at !== counted.days.length - 1) continue
    const all = [...sum.values()]
    points.push({ day, n: all.reduce((total, { n }) => total + n, 0), estimate: estimate([], all), ...band([], all) })
  }
  const types = [...Map.groupBy(counted.tallies, ({ queryType }) => queryType)].map(([queryType, tallies]): TypeInterval => {
    const { levels, fractions, n } = evidenceOf(tallies)
    return { queryType, n, estimate: estimate(levels, fractions), ...band(levels, fractions) }
  })
  return {
    points,
    reviews: reviewsByDay(sample.items, readAt),
    types: types.toSorted((a, b) => b.n - a.n || (a.queryType < b.queryType ? -1 : 1)),
  }
}

function reviewsByDay(items: Facts['sample']['items'], readAt: string): DayReviews[] {
  const days = new Map<string, DayReviews>()
  for (const { openedAt, dueAt, outcome, escalated } of items) {
    if (escalated) continue
    const name = openedAt.slice(0, 10)
    const day = days.get(name) ?? { day: name, right: 0, wrong: 0, lapsed: 0 }
    days.set(name, day)
    if (outcome === null) day.lapsed += dueAt < readAt ? 1 : 0
    else if (outcome.correct === true) day.right += 1
    else if (outcome.correct === false) day.wrong += 1
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
}
