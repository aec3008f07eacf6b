// What a promotion was decided on, frozen when it was proposed: the plan, the sample with its verdicts, what arrived, what stood against it, and the gate as it
// was read. No words of any query, no names but the employee's: reviewers are pseudonyms, cases are named by their first review.

import { z } from 'zod'
import { gateOutcomes } from '../gates/criteria/criterion.ts'
import type { Plan } from '../gates/plan.ts'
import { dimensions } from '../gates/slices.ts'
import { verdictKinds } from '../interaction/verdict.ts'
import { phases } from '../rollout/phase.ts'

const instant = z.iso.datetime()
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)
const number = z.number()
const ratio = z.number().min(0).max(1)
const weight = z.number().gt(0).max(1)
const phase = z.enum(phases)
/** One value of a registered dimension; a pair is made of two and is never given. */
const single = z.string().regex(new RegExp(`^(${dimensions.join('|')})=[^&]*$`))
const text = z.string()
const source = z.enum(['person', 'verified_source'])
const yesOrNo = z.boolean().nullable()

const minimum = z.strictObject({ minDays: number, minReviews: count, sampleRatio: ratio.optional() })

/** The registered plan whole: its hash is on the trail, and every threshold of the gate is in it. */
const planSchema = z.strictObject({
  version: z.literal(1),
  alphaRatio: z.number().gt(0).lt(1),
  targetRatio: z.number().gt(0).lt(1),
  floorRatio: z.number().gt(0).lt(1),
  reviewCap: count,
  escalation: z.strictObject({ minRatio: ratio, maxRatio: ratio, missedCapRatio: ratio, recallFloorRatio: ratio }),
  coverage: z.strictObject({ majors: z.array(text), majorShareRatio: ratio, minPerMajor: count, unlistedMaxRatio: ratio }),
  mix: z.record(text, ratio).nullable(),
  slices: z.strictObject({ dimensions: z.record(z.enum(dimensions), z.array(text)), singles: count, pairs: count }),
  sliceTolerance: number,
  sampling: z.strictObject({ baseRatio: ratio, flaggedRatio: ratio, doubleRatio: ratio, blindRatio: ratio }),
  review: z.strictObject({ sensitivityRatio: ratio, completenessRatio: ratio, verdictDeadlineDays: number }),
  shadow: minimum.omit({ sampleRatio: true }),
  supervised: minimum,
  timeToResolutionMinutes: number.nullable(),
  satisfactionRatio: number.nullable(),
  costPerInteractionUsd: number.nullable(),
})

export const purposes = ['primary', 'double', 'adjudication', 'blind'] as const

/** One judgement. `reviewer` is a pseudonym of this bundle alone; the same person has the same one throughout. */
const verdictSchema = z.strictObject({
  id: text,
  review: text,
  purpose: z.enum(purposes),
  kind: z.enum(verdictKinds),
  correct: yesOrNo,
  shouldEscalate: yesOrNo,
  reviewer: text,
  source,
  givenAt: instant,
})
export type BundleVerdict = z.infer<typeof verdictSchema>

/** u from the keyed hash, the rate it was held against, and the weight π_base/π; written down before any outcome existed. */
const drawSchema = z.strictObject({ u: z.number().min(0).lt(1), ratio, weight })
export type BundleDraw = z.infer<typeof drawSchema>

/** What counts for a member of the sample, and since when. Null while nobody has judged it, or two disagree and nobody has settled it. */
const outcomeSchema = z.strictObject({ correct: yesOrNo, shouldEscalate: yesOrNo, source, reviewer: text })

/** One member of the sample. Null as draw: of its kind everything is reviewed. */
const itemSchema = z.strictObject({
  review: text,
  interaction: text,
  proposal: text,
  queryType: text,
  channel: text,
  phase: text,
  openedAt: instant,
  dueAt: instant,
  escalated: z.boolean(),
  draw: drawSchema.nullable(),
  weight,
  /** The first review of the same case; its own id where it stands alone. Several members of one case count as one (GATES.md D13). */
  case: text,
  slices: z.array(single),
  reviewerSlice: single.nullable(),
  /** The judgements that stand, its own first. */
  verdicts: z.array(verdictSchema),
  outcome: outcomeSchema.nullable(),
})
export type BundleItem = z.infer<typeof itemSchema>

/** A handled output the draw left out. Its draw is shown, so that nobody can leave out one that should have been reviewed. */
const leftOutSchema = z.strictObject({ interaction: text, proposal: text, draw: drawSchema })

const exclusions = ['double', 'adjudication', 'blind', 'set_aside', 'former_epoch'] as const

/** Reviews that are no part of the evidence, and why: a second opinion, an adjudication, an item whose answer was known, one set aside, an epoch that ended. */
const exclusionSchema = z.strictObject({ why: z.enum(exclusions), reviews: count })

const criterionSchema = z.strictObject({
  name: text,
  outcome: z.enum(gateOutcomes),
  value: number.nullable(),
  bound: number.nullable(),
  need: number.nullable(),
  reason: text,
})

const gateSchema = z.strictObject({
  promotion: z.enum(['shadow_to_supervised', 'supervised_to_autonomous']),
  outcome: z.enum(gateOutcomes),
  criteria: z.array(criterionSchema),
})

const levels = z.array(z.strictObject({ weight, correct: count, wrong: count }))
const fractions = z.array(z.strictObject({ weight, share: ratio, n: count.optional() }))

/** `seen`: what was known of the slice when a person closed the flag; only what came after speaks for another one. */
const flagSchema = z.strictObject({
  id: text,
  slice: text,
  openedAt: instant,
  closedAt: instant.nullable(),
  seen: z.strictObject({ levels, fractions }).nullable(),
})

const incidentSchema = z.strictObject({
  id: text,
  severity: z.enum(['minor', 'major', 'severe']),
  state: z.enum(['open', 'remedied', 'closed']),
  queryTypes: z.array(text),
  tool: text.nullable(),
  openedAt: instant,
})

const trafficSchema = z.strictObject({
  day: z.iso.date(),
  queryType: text,
  arrived: count,
  escalated: count,
  settled: count,
  tookMs: number,
  rated: count,
  satisfied: count,
  priced: count,
  costMicros: number,
})

const carrying = z
  .strictObject({ lower: ratio, oldLower: ratio, changedUpper: ratio, replayed: count, changed: count })
  .nullable()
const typeResult = z.strictObject({ cases: count, changed: count, noise: count, affected: z.boolean(), carried: carrying })

/** What a replay showed, whole: its digest is on the trail. */
const resultSchema = z.strictObject({
  cases: count,
  changed: count,
  unanswerable: count,
  failed: count,
  noise: count,
  touched: z.boolean(),
  byType: z.record(text, typeResult),
  carried: carrying,
})

export const factsSchema = z.strictObject({
  promotion: z.strictObject({ id: text, from: phase, to: phase, override: z.boolean(), reason: text }),
  readAt: instant,
  rollout: z.strictObject({ id: text, openedAt: instant, phaseSince: instant }),
  employee: z.strictObject({ id: text, name: text }),
  workflow: z.strictObject({ name: text, title: text }),
  cells: z.array(z.strictObject({ queryType: text, channel: text, epoch: count, evidenceSince: instant })).min(1),
  versions: z.strictObject({
    dossier: text,
    hash,
    roleHash: hash,
    policyHash: hash,
    models: z.array(z.strictObject({ model: text, fingerprint: text.nullable(), since: instant })),
    tools: z.array(z.strictObject({ id: text, system: text, tool: text, definition: hash, suspended: z.boolean() })),
  }),
  plan: z.strictObject({ id: text, hash, registeredAt: instant, body: planSchema }),
  sample: z.strictObject({
    /** SHA-256 of the keys the draws were made with, one for each month, as the trail holds them since before the first draw. */
    keys: z.array(z.strictObject({ rollout: text, month: text, digest: hash })),
    items: z.array(itemSchema),
    leftOut: z.array(leftOutSchema),
    /** Reviews of proposals that were opened and count towards nothing: they were withdrawn, or no plan was in force. */
    setAside: z.array(text),
  }),
  exclusions: z.array(exclusionSchema),
  traffic: z.array(trafficSchema),
  /** Arrivals on the same channels that fit no declared type. */
  unlisted: count,
  reviewers: z.array(z.strictObject({ reviewer: text, verdicts: count, knownWrong: count, knownWrongFound: count })),
  flags: z.array(flagSchema),
  incidents: z.array(incidentSchema),
  driftAlarms: z.array(text),
  /** The replays that carry over what the version before this one had proven, and the ageing they stand before. */
  carried: z
    .strictObject({ ageing: text, replays: z.array(z.strictObject({ replay: text, result: resultSchema })).min(1) })
    .nullable(),
  gate: gateSchema,
  /** The records these facts are taken from, in the order they are bundled: how many, and the root of their tree. */
  records: z.strictObject({ size: count, root: hash }),
})
export type Facts = Omit<z.infer<typeof factsSchema>, 'plan'> & {
  plan: { id: string; hash: string; registeredAt: string; body: Plan }
}
