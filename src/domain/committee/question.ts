// The gate's question, put together from a bundle's facts and from nothing else: what the house asks when a promotion is proposed, and what anybody asks again,
// offline, of the same facts. Counting, proof and gate are the house's own functions.

import { blindFound } from '../gates/criteria/reviewing.ts'
import { readSlices } from '../gates/criteria/slices.ts'
import { type GateQuestion, lineOf } from '../gates/gate.ts'
import type { EvidenceCase, EvidenceItem } from '../gates/item.ts'
import { daysToLookAt, proofOf } from '../gates/proof.ts'
import { casesOf, countedAt, unitsOfDay } from '../gates/recount.ts'
import { minusCounts } from '../gates/slice-counts.ts'
import { pairsOf, type SliceCounts } from '../gates/slices.ts'
import { carriedOver } from '../rollout/carry-over.ts'
import type { BundleItem, Facts } from './facts.ts'

const dayMs = 86_400_000
// As in the house (governance/assess.ts): four weeks hold every weekday and payday alike, and with fewer than a hundred queries a share is known no better than ± 8 points.
const recentMs = 28 * dayMs
const leastForMix = 100

export function questionOf(facts: Facts): GateQuestion {
  const { readAt, rollout, plan } = facts
  const promotion = facts.promotion.from === 'shadow' ? 'shadow_to_supervised' : 'supervised_to_autonomous'
  const cases = casesOf(facts.sample.items.map(evidenceIn))
  const counted = countedAt(cases, readAt)
  const { days } = counted
  const line = lineOf({ promotion, plan: plan.body })
  const looked = daysToLookAt(days, line, plan.body.alphaRatio)
  const units = new Map(looked.map((day) => [day, unitsOfDay(cases, day, { waitsFor: counted.waitsFor, at: readAt })]))
  const { minReviews } = promotion === 'shadow_to_supervised' ? plan.body.shadow : plan.body.supervised
  const inPhase = cases.filter((one) => !one.open && one.openedAt >= rollout.phaseSince).length
  const service = serviceIn(facts)
  return {
    promotion,
    plan: plan.body,
    registered: true,
    counted,
    proof: proofOf(days, units, line, plan.body.alphaRatio),
    carried: carriedOver((facts.carried?.replays ?? []).map((one) => ({ ...one, state: 'done' as const }))),
    traffic: { byType: arrivalsIn(facts.traffic), unlisted: facts.unlisted },
    recent: recentIn(facts, service.arrived),
    novelty: null,
    handing: { arrived: service.arrived, escalated: facts.traffic.reduce((sum, { escalated }) => sum + escalated, 0) },
    slices: slicesIn(facts, cases),
    blind: blindIn(facts),
    pace: {
      daysInPhase: (Date.parse(readAt) - Date.parse(rollout.phaseSince)) / dayMs,
      judgedInPhase: Math.min(inPhase, minReviews),
    },
    service,
    openIncidents: facts.incidents.filter(({ state }) => state !== 'closed').length,
    driftAlarms: facts.driftAlarms,
  }
}

/** A member of the sample as the gate counts it. */
export function evidenceIn(item: BundleItem): EvidenceItem {
  const { review, interaction, case: caseKey, outcome, queryType, channel, phase, openedAt, dueAt, escalated, weight } = item
  return {
    reviewId: review,
    interactionId: interaction,
    queryType,
    channel,
    phase,
    openedAt,
    dueAt,
    escalated,
    weight,
    caseKey,
    slices: item.slices,
    correct: outcome?.correct ?? null,
    shouldEscalate: outcome?.shouldEscalate ?? null,
    source: outcome?.source ?? null,
    judgedBy: outcome?.reviewer ?? null,
    reviewerSlice: item.reviewerSlice,
  }
}

function arrivalsIn(traffic: Facts['traffic']): Record<string, number> {
  const byType: Record<string, number> = {}
  for (const { queryType, arrived } of traffic) if (arrived > 0) byType[queryType] = (byType[queryType] ?? 0) + arrived
  return byType
}

function recentIn({ traffic, readAt }: Facts, arrived: number): GateQuestion['recent'] {
  const since = new Date(Date.parse(readAt) - recentMs).toISOString().slice(0, 10)
  const recent = arrivalsIn(traffic.filter(({ day }) => day >= since))
  const arrivals = Object.values(recent).reduce((sum, n) => sum + n, 0)
  return arrivals < leastForMix && arrivals < arrived ? null : recent
}

const served = ['arrived', 'settled', 'tookMs', 'rated', 'satisfied', 'priced', 'costMicros'] as const

function serviceIn({ traffic }: Facts): GateQuestion['service'] {
  const sums = served.map((what) => [what, traffic.reduce((sum, day) => sum + day[what], 0)] as const)
  return Object.fromEntries(sums) as GateQuestion['service']
}

function blindIn({ reviewers, plan }: Facts): GateQuestion['blind'] {
  const counts = reviewers.map(({ reviewer, verdicts, knownWrong, knownWrongFound }) => ({
    reviewer,
    verdicts,
    caught: knownWrongFound,
    missed: knownWrong - knownWrongFound,
  }))
  return blindFound(counts, plan.body)
}

function slicesIn({ flags, plan }: Facts, cases: readonly EvidenceCase[]): GateQuestion['slices'] {
  const whole = sliceCounts(cases)
  const seen = new Map<string, SliceCounts>()
  for (const { slice, seen: before } of flags.toSorted(byClosing))
    if (before !== null) seen.set(slice, { slice, ...withN(before) })
  const counts = whole.map((one) => {
    const before = seen.get(one.slice)
    return before === undefined ? one : minusCounts(one, before)
  })
  const flagged = flags.filter(({ closedAt }) => closedAt === null).map(({ slice }) => slice)
  return readSlices(plan.body, { whole, counts, flagged })
}

function byClosing(a: Facts['flags'][number], b: Facts['flags'][number]): number {
  return (a.closedAt ?? '') < (b.closedAt ?? '') ? -1 : 1
}

function withN({ levels, fractions }: NonNullable<Facts['flags'][number]['seen']>): Pick<SliceCounts, 'levels' | 'fractions'> {
  return { levels, fractions: fractions.map(({ weight, share, n = 1 }) => ({ weight, share, n })) }
}

/** Closed handled cases by slice and pair of slices, as the house sums them up with every verdict. */
function sliceCounts(cases: readonly EvidenceCase[]): SliceCounts[] {
  const found = new Map<string, Map<string, { weight: number; share: number; n: number }>>()
  for (const { open, escalated, share, slices, weight } of cases) {
    if (open || escalated || share === null) continue
    for (const slice of [...slices, ...pairsOf(slices)]) {
      const parts = found.get(slice) ?? new Map()
      found.set(slice, parts)
      const known = parts.get(`${weight}/${share}`)
      if (known === undefined) parts.set(`${weight}/${share}`, { weight, share, n: 1 })
      else known.n += 1
    }
  }
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([slice, parts]) => ({ slice, ...byOutcome([...parts.values()]) }))
}

function byOutcome(parts: readonly { weight: number; share: number; n: number }[]): Pick<SliceCounts, 'levels' | 'fractions'> {
  const whole = parts.filter(({ share }) => share === 0 || share === 1)
  const levels = [...Map.groupBy(whole, ({ weight }) => weight)].map(([weight, list]) => ({
    weight,
    correct: list.find(({ share }) => share === 1)?.n ?? 0,
    wrong: list.find(({ share }) => share === 0)?.n ?? 0,
  }))
  return {
    levels: levels.toSorted((a, b) => a.weight - b.weight),
    fractions: parts
      .filter(({ share }) => share !== 0 && share !== 1)
      .toSorted((a, b) => a.weight - b.weight || a.share - b.share),
  }
}
