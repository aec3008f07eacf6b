// What the work costs today and what it would cost: money and minutes a month, the reviews included. What nobody has said is named and not guessed.

import type { Dossier } from '../discovery/dossier.ts'
import type { BusinessCase, PhaseCost, PhasePlan, Setting, Sum } from './planned.ts'
import { daysPerMonth } from './planned.ts'
import { round } from './rounding.ts'

export function businessCaseOf({ dossier: { workflow, targets } }: Setting, phases: readonly PhasePlan[]): BusinessCase {
  const { baseline, expected, reviewers } = targets
  const known = workflow.queryTypes.every(({ perMonth }) => perMonth !== null)
  const perMonth = known
    ? workflow.queryTypes.reduce((sum, type) => sum + (type.perMonth ?? 0), 0)
    : (baseline?.interactionsPerMonth ?? null)
  const minutes =
    minutesToday(workflow.queryTypes) ?? (baseline && perMonth !== null ? perMonth * baseline.minutesPerInteraction : null)
  const today: Sum = {
    costUsd: baseline && perMonth !== null ? round(perMonth * baseline.costPerInteractionUsd, 2) : null,
    hours: minutes === null ? null : round(minutes / 60, 1),
  }
  const perHour = expected?.peopleCostPerHourUsd ?? null
  const reviewHours = phases.find(({ phase }) => phase === 'autonomous')?.reviewHoursPerWeek ?? null
  // 52 weeks in 12 months.
  const reviewHoursPerMonth = reviewHours === null ? null : (reviewHours * 52) / 12
  const reviewCostUsd = reviewHoursPerMonth === null || perHour === null ? null : round(reviewHoursPerMonth * perHour, 2)
  const working = withEmployee({ perMonth, today }, targets)
  const costUsd = working.costUsd === null || reviewCostUsd === null ? null : round(working.costUsd + reviewCostUsd, 2)
  const hours = working.hours === null || reviewHoursPerMonth === null ? null : round(working.hours + reviewHoursPerMonth, 1)
  const saving = today.costUsd === null || costUsd === null ? null : round(today.costUsd - costUsd, 2)
  const gain = today.costUsd === null || working.costUsd === null ? null : today.costUsd - working.costUsd
  const review = reviewers && perHour !== null ? (reviewers.minutesPerReview * perHour) / 60 : null
  const byPhase = phases.flatMap((phase) => phaseCost(phase, { review, gain, running: runningCost(perMonth, targets) }))
  const proof = sumOf(byPhase.map((one) => one.reviewCostUsd))
  return {
    interactionsPerMonth: perMonth,
    today,
    expected: { costUsd, hours, reviewCostUsd },
    savingPerMonthUsd: saving,
    hoursFreedPerMonth: today.hours === null || hours === null ? null : round(today.hours - hours, 1),
    costOfProofUsd: proof,
    paidBackAfterMonths: saving === null || proof === null || saving <= 0 ? null : round(proof / saving, 1),
    byPhase,
    breakEvenAfterMonths: breakEven(phases, byPhase, saving),
    missing: [
      ...(baseline === null ? ['baseline'] : []),
      ...(expected === null ? ['expected'] : []),
      ...(expected !== null && perHour === null ? ['expected.peopleCostPerHourUsd'] : []),
      ...(reviewers === null ? ['reviewers'] : []),
      ...(perMonth === null ? ['perMonth of every query type, or baseline.interactionsPerMonth'] : []),
    ],
  }
}

function minutesToday(types: Dossier['workflow']['queryTypes']): number | null {
  if (types.some(({ perMonth, minutes }) => perMonth === null || minutes === null)) return null
  return types.reduce((sum, { perMonth, minutes }) => sum + (perMonth ?? 0) * (minutes ?? 0), 0)
}

/** What the employee itself costs in a month, at every query: it is asked each one, and hands some over. */
function runningCost(perMonth: number | null, { expected }: Dossier['targets']): number | null {
  return expected === null || perMonth === null ? null : expected.fixedCostPerMonthUsd + perMonth * expected.costPerInteractionUsd
}

/** A month in which it acts, reviews left out. What is handed over costs and takes what it does today; the rest what is expected of the employee. */
function withEmployee({ perMonth, today }: { perMonth: number | null; today: Sum }, targets: Dossier['targets']): Sum {
  const { expected } = targets
  const running = runningCost(perMonth, targets)
  if (expected === null || perMonth === null || running === null) return { costUsd: null, hours: null }
  const left = 1 - expected.handledRatio
  return {
    costUsd: today.costUsd === null ? null : running + today.costUsd * left,
    hours:
      today.hours === null ? null : (perMonth * expected.handledRatio * expected.minutesPerInteraction) / 60 + today.hours * left,
  }
}

/** In shadow people do the work and the employee costs on top; in supervised it acts. Reviews are all that is reviewed in those days. */
function phaseCost(
  { phase, days, reviewsGiven }: PhasePlan,
  { review, gain, running }: { review: number | null; gain: number | null; running: number | null },
): PhaseCost[] {
  if (phase === 'autonomous') return []
  const months = days === null ? null : days / daysPerMonth
  const reviewCost = review === null || reviewsGiven === null ? null : reviewsGiven * review
  const perMonth = phase === 'shadow' ? (running === null ? null : -running) : gain
  const net = months === null || perMonth === null || reviewCost === null ? null : months * perMonth - reviewCost
  return [
    {
      phase,
      reviewCostUsd: reviewCost === null ? null : round(reviewCost, 2),
      agentCostUsd: months === null || running === null ? null : round(months * running, 2),
      netUsd: net === null ? null : round(net, 2),
    },
  ]
}

function sumOf(costs: readonly (number | null)[]): number | null {
  return costs.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : round(sum + cost, 2)), 0)
}

/** Savings run evenly through a phase; the month in which the sum since the first day of shadow reaches zero. */
function breakEven(phases: readonly PhasePlan[], costs: readonly PhaseCost[], saving: number | null): number | null {
  let [months, sum] = [0, 0]
  for (const { phase, netUsd } of costs) {
    const days = phases.find((one) => one.phase === phase)?.days ?? null
    if (days === null || netUsd === null) return null
    const length = days / daysPerMonth
    if (sum < 0 && sum + netUsd >= 0) return round(months + (length * -sum) / netUsd, 1)
    months += length
    sum += netUsd
  }
  if (sum >= 0) return round(months, 1)
  return saving === null || saving <= 0 ? null : round(months - sum / saving, 1)
}
