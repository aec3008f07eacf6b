// The bundle of a promotion: one file that lets anybody, on another machine and with nothing but this program, read the gate again from the evidence and hold
// every fact against the records of the trail it was taken from. Signed by the installation as a C2SP note over the canonical text of its head.

import { z } from 'zod'
import { canonical } from '../audit/canonical.ts'
import type { NoteSigner } from '../audit/signed-note.ts'
import { digest, leafHash, rootOf } from '../audit/tree.ts'
import { phases } from '../rollout/phase.ts'
import { type Facts, factsSchema } from './facts.ts'

const bundleFormat = 'tenure-promotion-bundle/1'

/** Which statistics answer the gate's question: betting e-process on a fixed grid of 50 bets (GATES.md D1). Another method is another version. */
const statisticsVersion = 'tenure-gates/1'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** A record of the trail as it was hashed, with its leaf hash (RFC 6962). */
const recordSchema = z.strictObject({ leaf: hash, body: z.string() })
export type BundledRecord = z.infer<typeof recordSchema>

const decisionActs = ['proposed', 'approved', 'carried_out', 'withdrawn'] as const
export type DecisionAct = (typeof decisionActs)[number]

/** Who decided, by name: they answer for it. `record` is where the trail says so. */
const decisionSchema = z.strictObject({
  act: z.enum(decisionActs),
  by: z.strictObject({ id: z.string(), name: z.string() }),
  at: z.iso.datetime(),
  record: z.string(),
})
export type Decision = z.infer<typeof decisionSchema>

/** What is signed: it names everything else by digest. */
const headSchema = z.strictObject({
  format: z.literal(bundleFormat),
  statistics: z.literal(statisticsVersion),
  promotion: z.string(),
  rollout: z.string(),
  from: z.enum(phases),
  to: z.enum(phases),
  stage: z.enum(decisionActs),
  facts: hash,
  decisions: hash,
  records: z.strictObject({ size: z.number().int(), root: hash }),
  key: z.string(),
})
export type BundleHead = z.infer<typeof headSchema>

export const bundleSchema = z.strictObject({
  head: headSchema,
  facts: factsSchema,
  decisions: z.array(decisionSchema).min(1),
  /** `evidence`: what the facts were taken from, frozen with them; `decisions`: what was recorded of the promotion itself, and of the signing key. */
  records: z.strictObject({ evidence: z.array(recordSchema), decisions: z.array(recordSchema) }),
  signature: z.string(),
})
export type Bundle = z.infer<typeof bundleSchema>

/** Records in the order in which they are bundled: by id, which is by time. */
export function bundled(bodies: readonly { id: string; body: string }[]): BundledRecord[] {
  return bodies.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ body }) => ({ leaf: leafHash(body).toString('hex'), body }))
}

/** How many, and the root of the tree over their leaves. */
export function treeOf(records: readonly Pick<BundledRecord, 'leaf'>[]): { size: number; root: string } {
  return { size: records.length, root: rootOf(records.map(({ leaf }) => Buffer.from(leaf, 'hex'))).toString('hex') }
}

/** The digest of the facts that the proposal's and the approval's records carry: what was decided on is what is bundled. */
export function factsDigest(facts: Facts): string {
  return digest(canonical(facts))
}

/** What the signature covers: the canonical text of the head and a line break, as a note has it. */
export function signedText(head: BundleHead): string {
  return `${canonical(head)}\n`
}

export type Parts = Pick<Bundle, 'facts' | 'decisions' | 'records'>

/** Puts the bundle together and signs it. The same parts and key give the same bytes. */
export function buildBundle({ facts, decisions, records }: Parts, signer: NoteSigner): Bundle {
  const { id, from, to } = facts.promotion
  const head: BundleHead = {
    format: bundleFormat,
    statistics: statisticsVersion,
    promotion: id,
    rollout: facts.rollout.id,
    from,
    to,
    stage: decisions.at(-1)?.act ?? 'proposed',
    facts: factsDigest(facts),
    decisions: digest(canonical(decisions)),
    records: treeOf([...records.evidence, ...records.decisions]),
    key: signer.vkey,
  }
  return { head, facts, decisions, records, signature: signer.sign(signedText(head)) }
}

/** The bundle as a file has it. One line, nothing that could be written in two ways. */
export function bundleText(bundle: Bundle): string {
  return `${JSON.stringify(bundle)}\n`
}
