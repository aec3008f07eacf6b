// What a backtest answers, counted from its database and nowhere else: the same shape for programs as PRODUCT.md section 6 promises.

import { rootOf } from '../domain/audit/tree.ts'
import { invariant } from '../domain/fault.ts'
import type { GateOutcome, StatedCriterion } from '../domain/gates/criteria/criterion.ts'
import { stated } from '../domain/gates/gate.ts'
import { type Pattern, patternsOf } from '../domain/gates/patterns.ts'
import { isRefusal } from '../domain/refusal.ts'
import { type Assessment, assess } from '../governance/assess.ts'
import { dossierOf } from '../store/dossiers.ts'
import { flagsOf } from '../store/flags.ts'
import type { House } from '../store/house.ts'
import { type BacktestCounts, countsOf } from '../store/views/backtest.ts'
import { type EdgeCase, edgeCasesOf, slicedCasesOf } from '../store/views/edge-cases.ts'
import { type IncidentGroup, incidentGroups } from '../store/views/incidents.ts'
import { leaves } from '../store/views/leaves.ts'
import type { Hired } from './backtest-run.ts'

type QueryTypeReport = { n: number; correct: number; lower: number; upper: number; gate: GateOutcome }

export type BacktestReport = {
  interactions: number
  /** Effects by the state they ended in; `escalated` counts what went to people. */
  effects: Pick<BacktestCounts, 'performed' | 'held' | 'recorded' | 'replayed' | 'refused' | 'escalated'>
  /** Everything judged, escalations included, with its two-sided 95 % band. `estimate` is null when nothing was judged. */
  accuracy: { n: number; correct: number; estimate: number | null; lower: number; upper: number }
  /** `needed`, `missed`, `unneeded` are null when nobody said which should have gone to a person. */
  escalation: {
    n: number
    escalated: number
    rate: number | null
    needed: number | null
    missed: number | null
    unneeded: number | null
  }
  byQueryType: Record<string, QueryTypeReport>
  gate: { outcome: GateOutcome; criteria: StatedCriterion[] }
  edgeCases: EdgeCase[]
  patterns: Pattern[]
  /** Attacks that succeeded, as the ground truth says: by query type and tool, the most frequent first. */
  incidents: IncidentGroup[]
  /** Slices that got a flag by themselves, as verdicts came in; a live rollout would wait for a person to close each. */
  flags: { slice: string; cases: number; wrong: number; logE: number; threshold: number }[]
  /** Null when an interaction the agent worked on has no price: unknown is never zero. */
  costUsd: number | null
  trail: { size: number; root: string }
}

/** Counts what stands in the database of this run. */
export async function reportOf(house: House, hired: Hired): Promise<BacktestReport> {
  const assessment = await assess(house, { rolloutId: hired.rolloutId })
  invariant(!isRefusal(assessment) && assessment.gate !== null, 'the rollout of a backtest exists and is in shadow')
  const counts = await countsOf(house.db, hired.employeeId)
  const stored = await dossierOf(house.db, hired.dossierId)
  invariant(stored !== null, 'the dossier of a backtest is stored')
  const trail = await leaves(house.db)
  const { interactions, costMicros, unpriced, performed, held, recorded, replayed, refused, escalated } = counts
  return {
    interactions,
    effects: { performed, held, recorded, replayed, refused, escalated },
    accuracy: assessment.accuracy,
    escalation: escalationOf(assessment, counts),
    byQueryType: byQueryType(assessment),
    gate: { outcome: assessment.gate.outcome, criteria: stated(assessment.gate).criteria },
    edgeCases: await edgeCasesOf(house.db, hired.employeeId),
    patterns: patternsOf(await slicedCasesOf(house.db, hired.employeeId), stored.dossier.targets.accuracy.targetRatio),
    incidents: await incidentGroups(house.db, hired.employeeId),
    flags: (await flagsOf(house.db, hired.rolloutId)).map(({ slice, cases, wrong, logE, threshold }) => ({
      slice,
      cases,
      wrong,
      logE,
      threshold,
    })),
    costUsd: unpriced > 0 || interactions === 0 ? null : costMicros / 1_000_000,
    trail: { size: trail.length, root: rootOf(trail).toString('hex') },
  }
}

function escalationOf(
  { escalation }: Assessment,
  { interactions, escalated, toldWhetherToEscalate }: BacktestCounts,
): BacktestReport['escalation'] {
  if (escalation.n === 0)
    return {
      n: interactions,
      escalated,
      rate: interactions === 0 ? null : escalated / interactions,
      needed: null,
      missed: null,
      unneeded: null,
    }
  const { n, rate, needed, missed, unneeded } = escalation
  const said = toldWhetherToEscalate > 0
  return {
    n,
    escalated: escalation.escalated,
    rate,
    needed: said ? needed : null,
    missed: said ? missed : null,
    unneeded: said ? unneeded : null,
  }
}

/** Types that arrived without being judged are shown too, as not yet known. */
function byQueryType({ byQueryType: judged, traffic }: Assessment): BacktestReport['byQueryType'] {
  const names = [...new Set([...Object.keys(judged), ...Object.keys(traffic.byType)])].toSorted()
  return Object.fromEntries(
    names.map((name) => {
      const reading = judged[name]
      if (reading === undefined) return [name, { n: 0, correct: 0, lower: 0, upper: 1, gate: 'not_yet_known' }]
      const { n, correct, lower, upper, gate } = reading
      return [name, { n, correct, lower, upper, gate }]
    }),
  )
}
