// How a read tells whether an earlier write took effect: what it is asked with, and the condition in CEL that its answer is judged by. What cannot be decided is
// said to be so; it never turns into “not there”, after which the write would be made a second time.

import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { conditionLimits, whyUnbounded } from './condition.ts'
import type { Operation } from './integration-map.ts'

export type Proof = NonNullable<Operation['proof']>

/** In an argument of the lookup: the idempotency key under which the write was sent. */
export const keyBlank = '{{key}}'

type Given = Readonly<Record<string, unknown>>
type Compiled = { ok: true; run: (context: Record<string, unknown>) => unknown } | { ok: false; why: string }

const compilations = new WeakMap<Proof, Compiled>()

/** Why this proof cannot be used, or null. */
export function whyNoProof(proof: Proof): string | null {
  const compiled = compiledOf(proof)
  return compiled.ok ? null : compiled.why
}

/** What the lookup is called with: each of its arguments takes the write’s argument of that name, or the key. Null: the write had no such argument. */
export function lookupArguments(proof: Proof, asked: Given, key: string): Record<string, unknown> | null {
  const filled = Object.entries(proof.arguments).map(([name, from]) => [name, from === keyBlank ? key : asked[from]] as const)
  return filled.some(([, value]) => value === undefined) ? null : Object.fromEntries(filled)
}

export type Told = 'there' | 'not_there' | 'undecided'

/** What the answer of the lookup says of the write. Never throws: whatever is no plain yes or no is undecided. */
export function toldBy(proof: Proof, context: { asked: Given; found: unknown; key: string }): Told {
  const compiled = compiledOf(proof)
  if (!compiled.ok) return 'undecided'
  try {
    const outcome = compiled.run(context)
    return outcome === true ? 'there' : outcome === false ? 'not_there' : 'undecided'
  } catch {
    // The evaluator is pure; whatever it throws means that this answer decides nothing.
    return 'undecided'
  }
}

function compiledOf(proof: Proof): Compiled {
  const known = compilations.get(proof) ?? compile(proof.when)
  compilations.set(proof, known)
  return known
}

function compile(text: string): Compiled {
  const env = new Environment({ limits: conditionLimits })
    .registerVariable('asked', 'map<string, dyn>')
    .registerVariable('found', 'dyn')
    .registerVariable('key', 'string')
  const checked = env.check(text)
  if (!checked.valid) return { ok: false, why: checked.error?.summary ?? 'it is not a condition' }
  if (checked.type !== 'bool' && checked.type !== 'dyn') return { ok: false, why: `it says ${checked.type}, not yes or no` }
  const parsed = env.parse(text)
  const unbounded = whyUnbounded(parsed.ast as ASTNode)
  return unbounded === null ? { ok: true, run: (context) => parsed(context) } : { ok: false, why: unbounded }
}
