// Evidence and gate questions for tests: single items as a store would keep them, and the question that follows from them by the full recount.

import { readSlices } from '../../src/domain/gates/criteria/slices.ts'
import { type GateQuestion, lineOf } from '../../src/domain/gates/gate.ts'
import type { EvidenceItem } from '../../src/domain/gates/item.ts'
import type { Plan } from '../../src/domain/gates/plan.ts'
import { daysToLookAt, proofOf } from '../../src/domain/gates/proof.ts'
import { casesOf, countedAt, unitsOfDay } from '../../src/domain/gates/recount.ts'
import { pairsOf, registryOf, type SliceCounts, slicesOf } from '../../src/domain/gates/slices.ts'

export const plan: Plan = {
  version: 1,
  alphaRatio: 0.05,
  targetRatio: 0.9,
  floorRatio: 0.875,
  reviewCap: 1000,
  escalation: { minRatio: 0, maxRatio: 1, missedCapRatio: 1, recallFloorRatio: 0 },
  coverage: { majors: ['refund'], majorShareRatio: 0.04, minPerMajor: 5, unlistedMaxRatio: 0.05 },
  mix: null,
  slices: registryOf({ query_type: ['refund', 'address', 'mms', 'legal'], channel: ['mail', 'chat'] }),
  sliceTolerance: 4,
  sampling: { baseRatio: 0.15, flaggedRatio: 0.5, doubleRatio: 0.1, blindRatio: 0.05 },
  review: { sensitivityRatio: 0.8, completenessRatio: 0.95, verdictDeadlineDays: 3 },
  shadow: { minDays: 7, minReviews: 50 },
  supervised: { minDays: 7, minReviews: 50 },
  timeToResolutionMinutes: null,
  satisfactionRatio: null,
  costPerInteractionUsd: null,
}

/** The instant at which the questions below are asked: three weeks after the usual item. */
export const asked = '2026-01-26T12:00:00.000Z'

/** A judged item: handled, right, by a verified source. `n` is its place in the order. */
export function item(n: number, over: Partial<EvidenceItem> = {}): EvidenceItem {
  const queryType = over.queryType ?? 'refund'
  const channel = over.channel ?? 'mail'
  const number = String(n).padStart(6, '0')
  return {
    reviewId: `rev_${number}`,
    interactionId: `int_${number}`,
    queryType,
    channel,
    phase: 'shadow',
    openedAt: '2026-01-05T10:00:00.000Z',
    dueAt: '2026-01-08T10:00:00.000Z',
    escalated: false,
    weight: 1,
    caseKey: `case ${number}`,
    slices: slicesOf({ query_type: queryType, channel }, plan.slices),
    correct: true,
    shouldEscalate: false,
    source: 'verified_source',
    judgedBy: 'ground-truth',
    reviewerSlice: null,
    ...over,
  }
}

/** `n` handled items of which every `n / wrong`-th is wrong. */
export function outputs(n: number, wrong: number, over: Partial<EvidenceItem> = {}): EvidenceItem[] {
  return Array.from({ length: n }, (_, i) =>
    item(i, { ...over, correct: Math.floor(((i + 1) * wrong) / n) === Math.floor((i * wrong) / n) }),
  )
}

export const open = { correct: null, shouldEscalate: null, source: null, judgedBy: null } as const

/** What a gate is asked about these items, counted by the full recount. */
export function question(items: readonly EvidenceItem[], over: Partial<GateQuestion> = {}): GateQuestion {
  const base = { promotion: over.promotion ?? ('shadow_to_supervised' as const), plan: over.plan ?? plan }
  const cases = casesOf(items)
  const counted = countedAt(cases, asked)
  const { days } = counted
  const line = lineOf(base)
  const looked = daysToLookAt(days, line, base.plan.alphaRatio)
  const units = new Map(looked.map((day) => [day, unitsOfDay(cases, day, { waitsFor: counted.waitsFor, at: asked })]))
  const whole = sliceCounts(items)
  const judgedInPhase = cases.filter((one) => !one.open).length
  return {
    ...base,
    registered: true,
    counted,
    proof: proofOf(days, units, line, base.plan.alphaRatio),
    carried: null,
    traffic: { byType: { refund: 300 }, unlisted: 0 },
    recent: { refund: 300 },
    novelty: null,
    handing: { arrived: 300, escalated: 30 },
    slices: readSlices(base.plan, { counts: whole, whole, flagged: [] }),
    blind: { known: 0, found: 0, unprobed: 0 },
    pace: { daysInPhase: 8, judgedInPhase },
    service: { arrived: 300, settled: 300, tookMs: 0, rated: 0, satisfied: 0, priced: 0, costMicros: 0 },
    openIncidents: 0,
    driftAlarms: [],
    ...over,
  }
}

/** Slices of the closed handled cases, counted one by one. */
export function sliceCounts(items: readonly EvidenceItem[]): SliceCounts[] {
  const found = new Map<string, { weight: number; share: number; n: number }[]>()
  for (const one of casesOf(items)) {
    if (one.open || one.escalated || one.share === null) continue
    for (const slice of [...one.slices, ...pairsOf(one.slices)]) {
      const list = found.get(slice) ?? []
      const known = list.find(({ weight, share }) => weight === one.weight && share === one.share)
      if (known) known.n += 1
      else list.push({ weight: one.weight, share: one.share, n: 1 })
      found.set(slice, list)
    }
  }
  return [...found].map(([slice, fractions]) => ({ slice, levels: [], fractions }))
}
