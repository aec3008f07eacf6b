// What the work costs today and what it would cost: money and minutes a month, the reviews included. What nobody has said is named and not guessed.

import type { Dossier } from '../discovery/dossier.ts'
import type { BusinessCase, PhasePlan, Sum } from './planned.ts'
import { round } from './rounding.ts'

export function businessCaseOf({ workflow, targets }: Dossier, phases: readonly PhasePlan[]): BusinessCase {
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
  const reviewCostUsd = reviewHours === null || perHour === null ? null : round(((reviewHours * 52) / 12) * perHour, 2)
  const later = expectedSum({ perMonth, today, reviewCostUsd }, targets)
  const saving = today.costUsd === null || later.costUsd === null ? null : round(today.costUsd - later.costUsd, 2)
  const proof = costOfProof(phases, reviewers && perHour !== null ? { minutes: reviewers.minutesPerReview, perHour } : null)
  return {
    interactionsPerMonth: perMonth,
    today,
    expected: { ...later, reviewCostUsd },
    savingPerMonthUsd: saving,
    hoursFreedPerMonth: today.hours === null || later.hours === null ? null : round(today.hours - later.hours, 1),
    costOfProofUsd: proof,
    paidBackAfterMonths: saving === null || proof === null || saving <= 0 ? null : round(proof / saving, 1),
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

/** What is handed over costs and takes what it does today; the rest what is expected of the employee. */
function expectedSum(
  { perMonth, today, reviewCostUsd }: { perMonth: number | null; today: Sum; reviewCostUsd: number | null },
  { expected }: Dossier['targets'],
): Sum {
  if (expected === null || perMonth === null) return { costUsd: null, hours: null }
  const left = 1 - expected.handledRatio
  const costUsd =
    today.costUsd === null || reviewCostUsd === null
      ? null
      : round(expected.fixedCostPerMonthUsd + perMonth * expected.costPerInteractionUsd + today.costUsd * left + reviewCostUsd, 2)
  const hours =
    today.hours === null
      ? null
      : round((perMonth * expected.handledRatio * expected.minutesPerInteraction) / 60 + today.hours * left, 1)
  return { costUsd, hours }
}

/** Reviews of shadow and supervised at what an hour of a reviewer costs; escalations are work, not proof, and are not in it. */
function costOfProof(phases: readonly PhasePlan[], review: { minutes: number; perHour: number } | null): number | null {
  const reviews = phases.filter(({ phase }) => phase !== 'autonomous').map((phase) => phase.reviews)
  if (review === null || reviews.includes(null)) return null
  const sum = reviews.reduce<number>((total, one) => total + (one ?? 0), 0)
  return round((sum * review.minutes * review.perHour) / 60, 2)
}
