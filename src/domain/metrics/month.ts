// The five numbers of a month: accuracy, escalation, time to resolution, satisfaction, cost; by workflow and query type. What nobody knows is null, never zero.

import { judgedBand } from '../gates/gate.ts'
import type { Tally } from '../gates/item.ts'

/** What arrived of one query type in one month, summed. */
export type MonthTraffic = {
  queryType: string
  arrived: number
  escalated: number
  settled: number
  tookMs: number
  rated: number
  satisfied: number
  priced: number
  costMicros: number
}

const noTraffic = { arrived: 0, escalated: 0, settled: 0, tookMs: 0, rated: 0, satisfied: 0, priced: 0, costMicros: 0 }
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

/** `autonomous`: how many the employee handled with nobody looking at each. All of it together, whatever its query type. */
export function numbersOf(traffic: readonly MonthTraffic[], tallies: readonly Tally[], autonomous: number) {
  const sum = { ...noTraffic }
  for (const one of traffic) for (const name of Object.keys(noTraffic) as (keyof typeof noTraffic)[]) sum[name] += one[name]
  const { n, correct, estimate, lower, upper } = judgedBand(tallies)
  const known = n > 0
  const totalUsd = sum.priced === 0 ? null : sum.costMicros / 1_000_000
  return {
    arrived: sum.arrived,
    autonomous,
    accuracy: { n, correct, estimate, lower: known ? lower : null, upper: known ? upper : null },
    escalation: { escalated: sum.escalated, ratio: share(sum.escalated, sum.arrived) },
    timeToResolution: { settled: sum.settled, meanMinutes: share(sum.tookMs / 60_000, sum.settled) },
    satisfaction: { rated: sum.rated, satisfied: sum.satisfied, ratio: share(sum.satisfied, sum.rated) },
    cost: { priced: sum.priced, meanUsd: totalUsd === null ? null : totalUsd / sum.priced, totalUsd },
  }
}

/** `2026-03` → `2026-02`. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}

/** `2026-03` → `2026-04`. */
export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
