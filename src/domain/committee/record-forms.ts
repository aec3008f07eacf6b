// What a verifier reads of each kind of record, and the form it must have: a bundle comes from outside, and so do the records in it. Members that nobody reads
// here may be there; kinds that are not here are only hashed.

import { z } from 'zod'
import { verdictKinds } from '../interaction/verdict.ts'
import { phases } from '../rollout/phase.ts'
import { purposes } from './facts.ts'

const text = z.string()
const textOrNull = text.nullable()
const phase = z.enum(phases)
const sample = z.looseObject({ u: z.number(), ratio: z.number(), weight: z.number() })
const cell = z.looseObject({ queryType: text, channel: text })
const yesOrNot = z.boolean().nullable()

export const recordForms = {
  'dossier.registered': z.looseObject({ dossier: text, hash: text, roleHash: text, policyHash: text }),
  'rollout.opened': z.looseObject({ phase }),
  'sampling.key_committed': z.looseObject({ month: text, key: text }),
  'tool.pinned': z.looseObject({ tool: text, definition: text }),
  'tool.approved': z.looseObject({ tool: text, definition: text }),
  'plan.registered': z.looseObject({ plan: text, hash: text, replaces: textOrNull }),
  'flag.opened': z.looseObject({ flag: text, slice: text }),
  'flag.closed': z.looseObject({ flag: text, slice: text }),
  'rollout.advanced': z.looseObject({
    promotion: text,
    from: phase,
    to: phase,
    override: z.boolean(),
    proposedBy: text,
    approvedBy: text,
  }),
  'evidence.aged': z.looseObject({ ageing: text, cells: z.array(cell), dossierBefore: textOrNull, dossierAfter: textOrNull }),
  'replay.ordered': z.looseObject({ replay: text, rollout: text, from: text, to: text }),
  'replay.ended': z.looseObject({ replay: text, state: text, result: text }),
  'rollout.demoted': z.looseObject({ to: phase }),
  'rollout.resumed': z.looseObject({ to: phase }),
  'proposal.disposed': z.looseObject({ proposal: text, review: textOrNull, sample: sample.nullable() }),
  'verdict.given': z.looseObject({
    verdict: text,
    review: text,
    /** Before there were other purposes, every review was a primary one. */
    purpose: z.enum(purposes).default('primary'),
    proposal: text,
    kind: z.enum(verdictKinds),
    correct: yesOrNot,
    shouldEscalate: yesOrNot,
    escalated: z.boolean(),
    cell,
    weight: z.number(),
    source: z.enum(['person', 'verified_source']),
  }),
  'verdict.withdrawn': z.looseObject({ verdict: text }),
  'verdict.reinstated': z.looseObject({ verdict: text }),
  'incident.opened': z.looseObject({ incident: text, severity: text }),
  'incident.remedied': z.looseObject({ incident: text }),
  'incident.closed': z.looseObject({ incident: text }),
  'gate.read': z.looseObject({
    promotion: text,
    criteria: z.array(z.looseObject({ name: text, outcome: text, value: z.number().nullable(), bound: z.number().nullable() })),
  }),
  'promotion.proposed': z.looseObject({
    promotion: text,
    from: phase,
    to: phase,
    override: z.boolean(),
    reason: text,
    gate: text,
    outcome: text,
    evidence: textOrNull,
  }),
  'promotion.approved': z.looseObject({ promotion: text, evidence: textOrNull }),
  'promotion.withdrawn': z.looseObject({ promotion: text }),
  'signing_key.created': z.looseObject({ key: text }),
} as const

export type ReadKind = keyof typeof recordForms

export const envelopeForm = z.strictObject({
  id: text,
  at: z.iso.datetime(),
  kind: text,
  subject: text,
  actor: z.strictObject({ kind: text, id: text }),
  authority: text,
  says: z.looseObject({}),
})

/** A record of one of the kinds that are read. */
export type Said<K extends ReadKind> = Omit<z.infer<typeof envelopeForm>, 'kind' | 'says'> & {
  kind: K
  says: z.infer<(typeof recordForms)[K]>
}
