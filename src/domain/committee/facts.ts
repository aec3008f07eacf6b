// What a promotion was decided on, frozen when it was proposed: the plan, the sample with its verdicts, what arrived, what stood against it, and the gate as it
// was read. No words of any query, no names but of the employee: reviewers are pseudonyms, cases are named by their first review.

import { z } from 'zod'
import { targetsSchema } from '../discovery/targets.ts'
import { gateOutcomes } from '../gates/gate.ts'
import { verdictKinds } from '../interaction/verdict.ts'
import { phases } from '../rollout/phase.ts'

const instant = z.iso.datetime()
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)
const ratio = z.number().min(0).max(1)
const phase = z.enum(phases)
const text = z.string()

const verdictSchema = z.strictObject({
  id: text,
  kind: z.enum(verdictKinds),
  correct: z.boolean().nullable(),
  shouldEscalate: z.boolean().nullable(),
  /** A pseudonym of this bundle alone; the same person has the same one throughout. */
  reviewer: text,
  source: z.enum(['person', 'verified_source']),
  givenAt: instant,
})

/** u from the keyed hash, the rate it was held against, and the weight π_base/π; written down before any outcome existed. */
const drawSchema = z.strictObject({ u: z.number().min(0).lt(1), ratio, weight: z.number().gt(0).max(1) })
export type BundleDraw = z.infer<typeof drawSchema>

/** One member of the sample, in the order of reviews. Null as draw: this kind is reviewed always. */
const itemSchema = z.strictObject({
  review: text,
  interaction: text,
  proposal: text,
  queryType: text,
  channel: text,
  epoch: count,
  phase,
  openedAt: instant,
  dueAt: instant,
  escalated: z.boolean(),
  draw: drawSchema.nullable(),
  weight: z.number().gt(0).max(1),
  /** The first review of the same case; its own id where it stands alone. Several members of one case count as one (GATES.md D13). */
  case: text,
  slices: z.array(text),
  verdict: verdictSchema.nullable(),
})
export type BundleItem = z.infer<typeof itemSchema>

/** A handled output the draw left out. Its draw is shown, so that nobody can leave out one that should have been reviewed. */
const leftOutSchema = z.strictObject({ interaction: text, proposal: text, draw: drawSchema })

const exclusions = ['double', 'adjudication', 'blind', 'withdrawn', 'before_epoch'] as const

/** A review that is not part of the evidence, and why: a second opinion, an adjudication, an item whose answer was known, one that was withdrawn, an epoch that ended. */
const exclusionSchema = z.strictObject({ why: z.enum(exclusions), reviews: count })

const criterionSchema = z.strictObject({
  name: text,
  outcome: z.enum(gateOutcomes),
  value: z.number().nullable(),
  bound: z.number().nullable(),
  need: z.number().nullable(),
  reason: text,
})

const gateSchema = z.strictObject({
  promotion: z.enum(['shadow_to_supervised', 'supervised_to_autonomous']),
  outcome: z.enum(gateOutcomes),
  criteria: z.array(criterionSchema),
})

const incidentSchema = z.strictObject({
  id: text,
  severity: z.enum(['minor', 'major', 'severe']),
  state: z.enum(['open', 'remedied', 'closed']),
  queryType: text,
  tool: text.nullable(),
  openedAt: instant,
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
  plan: z.strictObject({ targets: targetsSchema, majors: z.array(text), slices: z.array(text) }),
  sample: z.strictObject({
    /** SHA-256 of each key the draws were made with, as the trail holds it since before the first draw. */
    keys: z.array(hash),
    items: z.array(itemSchema),
    leftOut: z.array(leftOutSchema),
  }),
  exclusions: z.array(exclusionSchema),
  traffic: z.array(z.strictObject({ day: z.iso.date(), queryType: text, arrived: count, escalated: count })),
  reviewers: z.array(z.strictObject({ reviewer: text, verdicts: count, knownWrong: count, knownWrongFound: count })),
  flags: z.array(z.strictObject({ slice: text, raisedAt: instant, closedAt: instant.nullable() })),
  incidents: z.array(incidentSchema),
  gate: gateSchema,
  /** The records these facts are taken from, in the order they are bundled: how many, and the root of their tree. */
  records: z.strictObject({ size: count, root: hash }),
})
export type Facts = z.infer<typeof factsSchema>
