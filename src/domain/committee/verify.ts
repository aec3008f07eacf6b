// Verifies a bundle on any machine, with nothing but the bundle: the signature, every digest and leaf, every fact against the record it came from, and the gate,
// read again by the gate's own functions. Says where something does not fit, the most particular place first.

import { canonical } from '../audit/canonical.ts'
import { isSignedBy, type NoteVerifier, readVkey } from '../audit/signed-note.ts'
import { digest } from '../audit/tree.ts'
import { BrokenInvariant } from '../fault.ts'
import { type GateReading, readGate } from '../gates/gate.ts'
import { type Bundle, bundleSchema, bundleText, factsDigest, signedText, treeOf } from './bundle.ts'
import { checkDecisions } from './check-decisions.ts'
import { checkFacts } from './check-facts.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import { questionOf } from './question.ts'
import { indexOf } from './trail-index.ts'

export type Verification = {
  /** Empty: everything fits. */
  findings: Finding[]
  /** Null: it could not be read at all. */
  bundle: Bundle | null
  /** The gate as it comes out here. */
  gate: GateReading | null
  /** Whether the signature was held against a key the reader named; without one it only shows that the bundle fits itself. */
  signature: 'by_the_named_key' | 'by_a_key_nobody_named' | 'none'
}

/** `key`: the installation's public key, from anywhere but the bundle. */
export function verifyBundle(text: string, key: NoteVerifier | null): Verification {
  const read = readBundle(text)
  if ('findings' in read) return { findings: read.findings, bundle: null, gate: null, signature: 'none' }
  const { bundle } = read
  const { trail, findings: ofRecords } = indexOf(bundle)
  const factsHash = factsDigest(bundle.facts)
  const again = rereadGate(bundle)
  const signature = checkSignature(bundle, key)
  const findings = [
    ...checkFacts(bundle.facts, trail),
    ...again.findings,
    ...checkDecisions(bundle, trail, factsHash),
    ...ofRecords,
    ...checkDigests(bundle, factsHash),
    ...signature.findings,
  ]
  const signed = findings.some(({ where }) => where === 'signature') ? 'none' : signature.by
  return { findings, bundle, gate: again.gate, signature: signed }
}

function readBundle(text: string): { bundle: Bundle } | { findings: Finding[] } {
  const wrong = (where: string, what: string) => ({ findings: [{ where, what }] })
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return wrong('file', 'it is not JSON')
  }
  const parsed = bundleSchema.safeParse(raw)
  if (parsed.error) {
    const [issue] = parsed.error.issues
    return wrong(placeOf(issue?.path ?? []), issue?.message ?? 'it is not a bundle')
  }
  // Members that come twice, or space, would be another text with the same meaning: only one text is the bundle.
  const one = bundleText(raw as Bundle)
  if (text !== one && `${text}\n` !== one)
    return wrong('file', 'it is written in another way than bundles are: members come twice, or there is space between them')
  return { bundle: raw as Bundle }
}

/** facts.sample.items.17.verdict.kind → “facts, sample, items, number 18, verdict, kind”. */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'file'
  return path.map((part) => (typeof part === 'number' ? `number ${part + 1}` : String(part))).join(', ')
}

function rereadGate({ facts }: Bundle): { gate: GateReading | null; findings: Finding[] } {
  const gate = readAgain(facts)
  if (typeof gate === 'string')
    return { gate: null, findings: [{ where: 'gate', what: `it cannot be read from these facts: ${gate}` }] }
  const findings: Finding[] = []
  const stated = new Map(facts.gate.criteria.map((one) => [one.name, one]))
  if (gate.criteria.map(({ name }) => name).join() !== facts.gate.criteria.map(({ name }) => name).join())
    findings.push({ where: 'gate', what: 'its criteria are not the ones that are read' })
  for (const { name, ...again } of gate.criteria) {
    const there = stated.get(name)
    if (there === undefined) continue
    if (there.bound !== again.bound)
      findings.push({ where: `threshold of criterion ${name}`, what: `it is ${there.bound}, and the plan has ${again.bound}` })
    else if (
      there.outcome !== again.outcome ||
      there.value !== again.value ||
      there.need !== again.need ||
      there.reason !== again.reason
    )
      findings.push({
        where: `criterion ${name}`,
        what: `it is ${there.outcome} at ${there.value}, and read again it is ${again.outcome} at ${again.value}`,
      })
  }
  if (gate.outcome !== facts.gate.outcome || gate.promotion !== facts.gate.promotion)
    findings.push({ where: 'gate', what: `it is ${facts.gate.outcome}, and read again it is ${gate.outcome}` })
  if (!facts.promotion.override && gate.outcome !== 'met')
    findings.push({ where: 'gate', what: `it is ${gate.outcome}, and nothing was overridden` })
  return { gate, findings }
}

/** What is broken in the facts breaks a promise of the gate's functions, which says which. */
function readAgain(facts: Facts): GateReading | string {
  try {
    return readGate(questionOf(facts))
  } catch (error) {
    if (error instanceof BrokenInvariant) return error.message
    throw error
  }
}

/** Everything the head names by digest. */
function checkDigests({ head, facts, decisions, records }: Bundle, factsHash: string): Finding[] {
  const findings: Finding[] = []
  const evidence = treeOf(records.evidence)
  const all = treeOf([...records.evidence, ...records.decisions])
  if (evidence.size !== facts.records.size || evidence.root !== facts.records.root)
    findings.push({ where: 'records of the evidence', what: 'they are not the ones frozen with the facts' })
  if (all.size !== head.records.size || all.root !== head.records.root)
    findings.push({ where: 'records', what: 'they are not the ones that were signed' })
  if (factsHash !== head.facts) findings.push({ where: 'facts', what: 'they are not the ones that were signed' })
  if (digest(canonical(decisions)) !== head.decisions)
    findings.push({ where: 'decisions', what: 'they are not the ones that were signed' })
  const { id, from, to } = facts.promotion
  const named = [head.promotion, head.rollout, head.from, head.to, head.stage].join('\n')
  if (named !== [id, facts.rollout.id, from, to, decisions.at(-1)?.act].join('\n'))
    findings.push({ where: 'head', what: 'it names another promotion, rollout or stage than the facts and decisions' })
  return findings
}

function checkSignature(
  { head, signature }: Bundle,
  named: NoteVerifier | null,
): { findings: Finding[]; by: Exclude<Verification['signature'], 'none'> } {
  const where = 'signature'
  const own = readVkey(head.key)
  const by = named === null ? 'by_a_key_nobody_named' : 'by_the_named_key'
  if (own === null) return { findings: [{ where, what: 'the key it names is not a public key' }], by }
  if (named !== null && named.vkey !== own.vkey)
    return { findings: [{ where, what: `it is by the key ${own.name} (${own.id}), not by ${named.name} (${named.id})` }], by }
  if (!isSignedBy(own, signedText(head), signature)) return { findings: [{ where, what: 'it is not that of this bundle' }], by }
  return { findings: [], by }
}
