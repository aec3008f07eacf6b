// The product's gate as a whole, asked what the simulated way to autonomy asks of its parts: same counts, all criteria, one answer.

import { readSlices } from '../../src/domain/gates/criteria/slices.ts'
import { type GateQuestion, readGate } from '../../src/domain/gates/gate.ts'
import type { Tally } from '../../src/domain/gates/item.ts'
import type { Plan } from '../../src/domain/gates/plan.ts'
import type { SliceCounts } from '../../src/domain/gates/slices.ts'
import { blindFloor, type Day, type Gate, levelsOf, majorShare, rates, type State, weights } from './journey.ts'
import { registry, shares, sliceNames } from './slice-world.ts'

const names = sliceNames()
const types = shares[0]!.map((_, i) => `type-${i}`)

function planOf(gate: Gate): Plan {
  const { bounds, missedCap, recallFloor, leastReviews, leastDays } = gate
  return {
    version: 1,
    alphaRatio: gate.alpha,
    targetRatio: gate.target,
    floorRatio: 1 - gate.floorRatio * (1 - gate.target),
    // Table 5.1 knows no cap.
    reviewCap: 1_000_000,
    escalation: { ...bounds, missedCapRatio: missedCap, recallFloorRatio: recallFloor },
    coverage: { majors: [], majorShareRatio: majorShare, minPerMajor: 5, unlistedMaxRatio: 0.05 },
    mix: Object.fromEntries(shares[0]!.map((share, i) => [types[i]!, share])),
    slices: registry,
    // Ten times the budget is “always”: not asked.
    sliceTolerance: gate.tolerance ?? 1 / (1 - gate.target),
    sampling: { baseRatio: rates.base, flaggedRatio: rates.topUp, doubleRatio: 0, blindRatio: 0.05 },
    review: { sensitivityRatio: gate.blind === null ? 0 : blindFloor, completenessRatio: 0.95, verdictDeadlineDays: 3 },
    shadow: { minDays: 0, minReviews: leastReviews },
    supervised: { minDays: leastDays, minReviews: 0 },
    timeToResolutionMinutes: null,
    satisfactionRatio: null,
    costPerInteractionUsd: null,
  }
}

function tally(queryType: string, weight: number, n: number, over: Pick<Tally, 'escalated' | 'share' | 'shouldEscalate'>): Tally {
  const said = over.share === null ? 0 : n
  return {
    queryType,
    weight,
    n,
    members: n,
    said,
    correct: over.share === 1 ? n : 0,
    needed: over.shouldEscalate ? n : 0,
    unneeded: over.shouldEscalate ? 0 : n,
    byPeople: n,
    ...over,
  }
}

/** What was judged, by query type: handled ones by weight, escalations by phase. */
function tallies({ cases, errors, byType }: State): Tally[] {
  const all = types.flatMap((type, t) => [
    ...weights.flatMap((weight, level) => {
      // Query types are the first dimension, so their slices are the first by index.
      const [n, wrong, missed] = [cases[2 * t + level]!, errors[2 * t + level]!, byType.missed[2 * t + level]!]
      return [
        tally(type, weight, n - wrong, { escalated: false, share: 1, shouldEscalate: false }),
        tally(type, weight, wrong - missed, { escalated: false, share: 0, shouldEscalate: false }),
        tally(type, weight, missed, { escalated: false, share: 0, shouldEscalate: true }),
      ]
    }),
    ...[1, rates.base].flatMap((weight, phase) => [
      tally(type, weight, byType.needed[2 * t + phase]!, { escalated: true, share: null, shouldEscalate: true }),
      tally(type, weight, byType.needless[2 * t + phase]!, { escalated: true, share: null, shouldEscalate: false }),
    ]),
  ])
  return all.filter(({ n }) => n > 0)
}

function slicesOf(state: State): SliceCounts[] {
  return names.flatMap((slice, s) => {
    const levels = levelsOf(state, s).filter(({ correct, wrong }) => correct + wrong > 0)
    return levels.length > 0 ? [{ slice, levels, fractions: [] }] : []
  })
}

/** Whether the product's gate is met. Proof is looked for at the ends of days on both sides, so it is handed over. */
export function isMet(state: State, gate: Gate, { phase, days }: Day): boolean {
  const plan = planOf(gate)
  const counts = slicesOf(state)
  const slices = readSlices(plan, { counts, whole: counts, flagged: [] })
  const question: GateQuestion = {
    promotion: phase === 'shadow' ? 'shadow_to_supervised' : 'supervised_to_autonomous',
    plan,
    registered: true,
    counted: { tallies: tallies(state), days: [], waitsFor: null, behind: 0, due: { cases: state.reviews, missing: 0 } },
    proof: { at: (phase === 'shadow' ? state.floor : state.target) ? 1 : null, most: 0 },
    carried: null,
    traffic: { byType: Object.fromEntries(types.map((type, t) => [type, state.byType.arrived[t]!])), unlisted: 0 },
    recent: null,
    novelty: null,
    handing: { arrived: state.asked, escalated: state.escalated },
    slices,
    blind: { unprobed: 0, known: state.blind.caught + state.blind.missed, found: state.blind.caught },
    pace: { daysInPhase: days, judgedInPhase: state.reviews },
    service: { arrived: state.asked, settled: 0, tookMs: 0, rated: 0, satisfied: 0, priced: 0, costMicros: 0 },
    openIncidents: 0,
    driftAlarms: [],
  }
  return readGate(question).outcome === 'met'
}
