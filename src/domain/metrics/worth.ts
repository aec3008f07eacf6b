// What a month was worth: hours of people that were not needed, less those that went into reviewing, and what that is in money. What nobody has said is named and not
// guessed, and no number that needs it is shown.

import type { Dossier } from '../discovery/dossier.ts'

/** Of one query type: handled with real effects, which shadow never does. */
export type Handled = { queryType: string; handled: number }

/** Verdicts given in the month, and how long people worked on those whose time is known. */
export type Reviewed = { verdicts: number; timed: number; activeMs: number }

export type Worth = {
  /** Hours these queries would have taken people, by the minutes the dossier gives for each type. */
  hours: number | null
  reviewHours: number | null
  hoursFreed: number | null
  /** What the employee cost: its own queries, and its fixed cost. */
  agentUsd: number | null
  /** Hours freed at what an hour of people costs, less the employee's own cost. Negative while it costs more than it frees. */
  savingUsd: number | null
  /** What the dossier says a month in autonomous would be. */
  expected: { hoursFreed: number | null; savingUsd: number | null }
  missing: string[]
}

export type WorthOf = {
  dossier: Pick<Dossier, 'workflow' | 'targets'>
  handled: readonly Handled[]
  reviewed: Reviewed
  /** Null: nothing of the month has a price. */
  cost: { priced: number; settled: number; totalUsd: number | null }
  expected: Worth['expected']
}

export function worthOf({ dossier: { workflow, targets }, handled, reviewed, cost, expected }: WorthOf): Worth {
  const minutesOf = new Map(workflow.queryTypes.map(({ name, minutes }) => [name, minutes]))
  const untold = handled.filter((one) => one.handled > 0 && (minutesOf.get(one.queryType) ?? null) === null)
  const minutes = handled.reduce((sum, one) => sum + one.handled * (minutesOf.get(one.queryType) ?? 0), 0)
  const hours = untold.length > 0 ? null : minutes / 60
  const reviewHours = reviewHoursOf(reviewed)
  const hoursFreed = hours === null || reviewHours === null ? null : hours - reviewHours
  const { expected: running } = targets
  const perHour = running?.peopleCostPerHourUsd ?? null
  const unpriced = cost.settled - cost.priced
  const agentUsd = running === null || unpriced > 0 ? null : (cost.totalUsd ?? 0) + running.fixedCostPerMonthUsd
  return {
    hours,
    reviewHours,
    hoursFreed,
    agentUsd,
    savingUsd: hoursFreed === null || perHour === null || agentUsd === null ? null : hoursFreed * perHour - agentUsd,
    expected,
    missing: [
      ...untold.map(({ queryType }) => `minutes of ${queryType} in workflow.yaml`),
      ...(reviewHours === null ? ['how long reviews took'] : []),
      ...(running === null
        ? ['expected in targets.yaml']
        : perHour === null
          ? ['expected.peopleCostPerHourUsd in targets.yaml']
          : []),
      ...(unpriced > 0 ? [`prices of ${unpriced} queries`] : []),
    ],
  }
}

/** Verdicts whose time is not known are taken to have lasted as long as the others; with none known nothing is said. */
function reviewHoursOf({ verdicts, timed, activeMs }: Reviewed): number | null {
  if (verdicts === 0) return 0
  return timed === 0 ? null : ((activeMs / timed) * verdicts) / 3_600_000
}
