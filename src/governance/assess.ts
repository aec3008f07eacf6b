// Evidence is counted and the gate is read: at any time, as often as one likes, by anybody who may look. Reading changes nothing. A million reviewed interactions cost the
// sums of their days; only days in which the line may have been crossed are read case by case.

import { invariant } from '../domain/fault.ts'
import type { Carried } from '../domain/gates/criteria/accuracy.ts'
import type { Promotion } from '../domain/gates/criteria/criterion.ts'
import { blindFound } from '../domain/gates/criteria/reviewing.ts'
import { readSlices, type SliceReading } from '../domain/gates/criteria/slices.ts'
import {
  type EscalationCounts,
  escalationCounts,
  type GateQuestion,
  type GateReading,
  judgedBand,
  lineOf,
  readGate,
  readQueryTypes,
  type TypeReading,
} from '../domain/gates/gate.ts'
import { type Plan, planOfDossier } from '../domain/gates/plan.ts'
import { daysToLookAt, proofOf } from '../domain/gates/proof.ts'
import type { Counted } from '../domain/gates/recount.ts'
import type { ReviewerCounts } from '../domain/gates/reviewers.ts'
import { sinceClosed } from '../domain/gates/slice-counts.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { carriedOver } from '../domain/rollout/carry-over.ts'
import type { Phase } from '../domain/rollout/phase.ts'
import { blindCounts } from '../store/blind-counts.ts'
import { replaysBehind } from '../store/carry-over.ts'
import { dossierOf } from '../store/dossiers.ts'
import { countedOf, epochsOf, judgedSince, slicesOfEpochs, unitsOf } from '../store/evidence.ts'
import { baselinesOf, openFlagsOf } from '../store/flags.ts'
import type { House } from '../store/house.ts'
import { openIncidentsOf } from '../store/incidents.ts'
import { planOf } from '../store/plans.ts'
import { type Cell, type Rollout, readRollout } from '../store/rollouts.ts'
import { type CellTraffic, trafficSums } from '../store/traffic.ts'

export type Assessment = {
  rolloutId: RolloutId
  phase: Phase
  /** Null: it was opened before plans were registered. */
  planHash: string | null
  /** Verdicts that wait for an older review to be given. */
  waiting: { forReview: string | null; verdicts: number }
  /** Null: there is no promotion from here. */
  gate: GateReading | null
  accuracy: { n: number; correct: number; estimate: number | null; lower: number; upper: number }
  escalation: EscalationCounts & { rate: number | null }
  byQueryType: Record<string, TypeReading>
  slices: SliceReading[]
  traffic: { byType: Readonly<Record<string, number>>; unlisted: number }
}

/** Counts what stands now. The band of the whole is two-sided 95 %, valid at all times at once. */
export async function assess(house: House, { rolloutId }: { rolloutId: RolloutId }): Promise<Assessment | Refusal> {
  const at = house.clock.now()
  const [found, registered, epochs, openIncidents, behind] = await Promise.all([
    readRollout(house.db, rolloutId),
    planOf(house.db, rolloutId),
    epochsOf(house.db, rolloutId),
    openIncidentsOf(house.db, rolloutId),
    replaysBehind(house.db, rolloutId),
  ])
  const carried = behind === null ? null : carriedOver(behind.replays)
  if (found === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
  const plan = registered?.plan ?? (await unregistered(house, found))
  const facts = await gather(house, { rollout: found.rollout, plan, epochs, at })
  const promotion = promotionFrom(found.rollout)
  const { counted, cells, slices, traffic } = facts
  const arrived = cells.reduce((sum, cell) => sum + cell.arrived, 0)
  const escalated = cells.reduce((sum, cell) => sum + cell.escalated, 0)
  return {
    rolloutId,
    phase: found.rollout.phase,
    planHash: registered?.hash ?? null,
    waiting: { forReview: counted.waitsFor, verdicts: counted.behind },
    gate:
      promotion === null
        ? null
        : readGate(
            await question(house, { promotion, plan, registered: registered !== null, facts, openIncidents, carried, at }),
          ),
    accuracy: judgedBand(counted.tallies),
    escalation: { ...escalationCounts(counted.tallies), rate: arrived === 0 ? null : escalated / arrived },
    byQueryType: readQueryTypes(promotion ?? 'supervised_to_autonomous', plan, counted.tallies),
    slices,
    traffic,
  }
}

/** What the plan of a rollout would be that was opened before plans were registered: shown, and not enough to be promoted by. */
async function unregistered(house: House, { rollout, cells }: { rollout: Rollout; cells: readonly Cell[] }): Promise<Plan> {
  const stored = await dossierOf(house.db, rollout.dossierId)
  invariant(stored !== null, 'a rollout has a stored dossier')
  const names = (part: keyof Cell) => [...new Set(cells.map((cell) => cell[part]))]
  return planOfDossier(stored.dossier, { queryTypes: names('queryType'), channels: names('channel'), reviewers: [] })
}

function promotionFrom({ phase }: Rollout): Promotion | null {
  if (phase === 'shadow') return 'shadow_to_supervised'
  return phase === 'supervised' ? 'supervised_to_autonomous' : null
}

type Facts = {
  rollout: Rollout
  epochs: number[]
  counted: Counted
  cells: CellTraffic[]
  traffic: Assessment['traffic']
  recent: Record<string, number>
  slices: SliceReading[]
  reviewers: ReviewerCounts[]
}

// Four weeks hold every weekday and payday alike; with fewer than a hundred queries the share of a type is known no better than ± 8 points (normal approximation).
const recentMs = 28 * 86_400_000
const leastForMix = 100

type ToGather = { rollout: Rollout; plan: Plan; epochs: number[]; at: Date }

async function gather(house: House, { rollout, plan, epochs, at }: ToGather): Promise<Facts> {
  const { db } = house
  const [counted, sums, parts] = await Promise.all([
    countedOf(db, epochs, at),
    trafficSums(db, rollout.id, { since: new Date(at.getTime() - recentMs), at }),
    partsOf(db, { rollout, plan, epochs }),
  ])
  return { rollout, epochs, counted, ...sums, ...parts }
}

async function partsOf(
  db: House['db'],
  { rollout, plan, epochs }: Omit<ToGather, 'at'>,
): Promise<Pick<Facts, 'slices' | 'reviewers'>> {
  const [whole, flagged] = await Promise.all([slicesOfEpochs(db, epochs, null), openFlagsOf(db, rollout.id)])
  const named = whole.map(({ slice }) => slice)
  const [baselines, reviewers] = await Promise.all([baselinesOf(db, rollout.id, named), blindCounts(db, rollout.id, whole)])
  return { slices: readSlices(plan, { counts: sinceClosed(whole, baselines), whole, flagged }), reviewers }
}

type Asked = {
  promotion: Promotion
  plan: Plan
  registered: boolean
  facts: Facts
  openIncidents: number
  carried: Carried | null
  at: Date
}

async function question(
  house: House,
  { promotion, plan, registered, facts, openIncidents, carried, at }: Asked,
): Promise<GateQuestion> {
  const { rollout, epochs, counted, cells, recent } = facts
  const { days } = counted
  const line = lineOf({ promotion, plan })
  const minimum = promotion === 'shadow_to_supervised' ? plan.shadow.minReviews : plan.supervised.minReviews
  const [units, judgedInPhase] = await Promise.all([
    unitsOf(house.db, { epochs, days: daysToLookAt(days, line, plan.alphaRatio), waitsFor: counted.waitsFor, at }),
    judgedSince(house.db, epochs, rollout.phaseSince, minimum),
  ])
  const sum = (what: keyof Omit<CellTraffic, 'queryType'>) => cells.reduce((total, cell) => total + cell[what], 0)
  const arrivals = Object.values(recent).reduce((total, n) => total + n, 0)
  return {
    promotion,
    plan,
    registered,
    counted,
    proof: proofOf(days, units, line, plan.alphaRatio),
    carried,
    traffic: facts.traffic,
    // All that ever came is a mix whatever its size; only a part of it must be large enough to be told from chance.
    recent: arrivals < leastForMix && arrivals < sum('arrived') ? null : recent,
    // Types are declared in Discovery; what fits none is counted as unlisted and bounded by its own criterion.
    novelty: null,
    handing: { arrived: sum('arrived'), escalated: sum('escalated') },
    slices: facts.slices,
    blind: blindFound(facts.reviewers, plan),
    pace: { daysInPhase: (at.getTime() - rollout.phaseSince.getTime()) / 86_400_000, judgedInPhase },
    service: {
      arrived: sum('arrived'),
      settled: sum('settled'),
      tookMs: sum('tookMs'),
      rated: sum('rated'),
      satisfied: sum('satisfied'),
      priced: sum('priced'),
      costMicros: sum('costMicros'),
    },
    openIncidents,
    driftAlarms: [],
  }
}
