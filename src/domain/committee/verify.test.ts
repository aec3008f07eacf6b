// A bundle that nobody touched verifies; whatever is altered in one, wherever, does not, and the place is named. The same stays true of somebody who has the key,
// as long as the records of the trail are not theirs to write.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aBundle, otherSigner, signer, someParts } from '../../../test/support/a-bundle.ts'
import { canonical } from '../audit/canonical.ts'
import { readVkey } from '../audit/signed-note.ts'
import { digest, leafHash } from '../audit/tree.ts'
import { type Bundle, buildBundle, bundleText, factsDigest, type Parts, treeOf } from './bundle.ts'
import { verifyBundle } from './verify.ts'

const key = readVkey(signer.vkey)
const shape = { n: 32, wrong: 0, leftOut: 4 }
const parts = someParts(shape)
const bundle = aBundle(shape)

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

function altered(change: (bundle: Bundle) => void): Bundle {
  const one = copy(bundle)
  change(one)
  return one
}

/** Everything inside computed again, as far as one can: leaves, roots, digests; and signed, with the installation's key or another. */
function redone(change: (parts: Parts) => void, by = signer): Bundle {
  const one = copy(parts)
  change(one)
  for (const list of Object.values(one.records))
    for (const record of list) if (typeof record?.body === 'string') record.leaf = leafHash(record.body).toString('hex')
  one.facts.records = treeOf(one.records.evidence)
  return buildBundle(one, by)
}

const verified = (one: Bundle) => verifyBundle(bundleText(one), key)
const places = (one: Bundle) => verified(one).findings.map(({ where }) => where)

test('what nobody touched verifies, in every stage, and the gate comes out as it was', () => {
  expect(verified(bundle)).toMatchObject({ findings: [], signature: 'by_the_named_key', gate: { outcome: 'met' } })
  for (const from of ['shadow', 'supervised'] as const)
    for (const leave of [0, 1, 2]) {
      const whole = someParts({ ...shape, from })
      const some = { ...whole, decisions: whole.decisions.slice(0, 3 - leave) }
      some.records = { ...whole.records, decisions: whole.records.decisions.slice(0, 5 - leave) }
      expect(verified(buildBundle(some, signer)).findings, `${from}, ${some.decisions.length} decisions`).toEqual([])
    }
})

test('without a key it verifies against itself, and says that nobody named the key; another key is refused', () => {
  expect(verifyBundle(bundleText(bundle), null)).toMatchObject({ findings: [], signature: 'by_a_key_nobody_named' })
  const other = verifyBundle(bundleText(bundle), readVkey(otherSigner.vkey))
  expect(other.findings).toEqual([{ where: 'signature', what: expect.stringContaining('not by tenure-test') }])
})

const first = bundle.facts.sample.items[0]!

const second = bundle.facts.sample.items[1]!

test.each<[string, (facts: Bundle['facts']) => unknown, string]>([
  [
    'a verdict',
    ({ sample }) => Object.assign(sample.items[0]!.verdicts[0]!, { correct: false }),
    `verdict of review ${first.review}`,
  ],
  [
    'its kind',
    ({ sample }) => Object.assign(sample.items[0]!.verdicts[0]!, { kind: 'wrong' }),
    `verdict of review ${first.review}`,
  ],
  [
    'what counts of it',
    ({ sample }) => Object.assign(sample.items[0]!.outcome!, { correct: false }),
    `verdict of review ${first.review}`,
  ],
  [
    'who gave it',
    ({ sample }) => Object.assign(sample.items[0]!.verdicts[0]!, { reviewer: 'p2' }),
    `verdict of review ${second.review}`,
  ],
  [
    'a verdict taken away',
    ({ sample }) => Object.assign(sample.items[0]!, { verdicts: [], outcome: null }),
    `verdict of review ${first.review}`,
  ],
  [
    'a member of the sample left away',
    ({ sample }) => sample.items.shift(),
    `sample membership of interaction ${first.interaction}`,
  ],
  [
    'a member twice',
    ({ sample }) => sample.items.unshift(sample.items[0]!),
    `sample membership of interaction ${first.interaction}`,
  ],
  [
    'a case merged with another',
    ({ sample }) => Object.assign(sample.items[0]!, { case: second.review }),
    `sample membership of interaction ${first.interaction}`,
  ],
  [
    'a draw',
    ({ sample }) => Object.assign(sample.items[0]!.draw!, { u: 0.01 }),
    `sample membership of interaction ${first.interaction}`,
  ],
  [
    'a weight',
    ({ sample }) => Object.assign(sample.items[0]!, { weight: 0.5 }),
    `sample membership of interaction ${first.interaction}`,
  ],
  [
    'a drawn one among those left out',
    ({ sample }) => Object.assign(sample.leftOut[0]!.draw, { u: 0.1 }),
    `sample membership of interaction ${bundle.facts.sample.leftOut[0]!.interaction}`,
  ],
  ['the threshold', ({ plan }) => Object.assign(plan.body, { targetRatio: 0.7 }), 'thresholds of the plan'],
  ['the floor', ({ plan }) => Object.assign(plan.body, { targetRatio: 0.7 }), 'threshold of criterion accuracy'],
  [
    'the threshold of a criterion',
    ({ gate }) => Object.assign(gate.criteria[0]!, { bound: 0.5 }),
    'threshold of criterion accuracy',
  ],
  ['a value of a criterion', ({ gate }) => Object.assign(gate.criteria[0]!, { value: 0.99 }), 'criterion accuracy'],
  ['the outcome', ({ gate }) => Object.assign(gate, { outcome: 'not_met' }), 'gate'],
  ['what arrived', (facts) => Object.assign(facts, { unlisted: 60 }), 'criterion coverage_unlisted'],
  ['an incident opened again', ({ incidents }) => Object.assign(incidents[0]!, { state: 'open' }), 'criterion incidents'],
  ['an incident left away', (facts) => Object.assign(facts, { incidents: [] }), 'incident inc_1'],
  [
    'the phase’s beginning',
    ({ rollout }) => Object.assign(rollout, { phaseSince: '2026-10-02T09:00:00.000Z' }),
    'duration of the phase',
  ],
  ['a version', ({ versions }) => Object.assign(versions, { roleHash: 'a'.repeat(64) }), 'versions, roleHash'],
  [
    'a key of the draws',
    ({ sample }) => Object.assign(sample.keys[0]!, { digest: 'a'.repeat(64) }),
    'sampling key of rol_1 for 2026-11',
  ],
  [
    'a tool',
    ({ versions }) => Object.assign(versions.tools[0]!, { definition: 'a'.repeat(64) }),
    'tool directory.reset_password',
  ],
])(
  '%s altered: it fails and says where, as it stands, with everything inside computed again, and even when signed again',
  (_, change, where) => {
    const asItStands = places(altered(({ facts }) => change(facts)))
    expect(asItStands).toEqual(expect.arrayContaining([where, 'facts']))
    const withAnotherKey = places(redone(({ facts }) => change(facts), otherSigner))
    expect(withAnotherKey).toEqual(expect.arrayContaining([where, 'signature']))
    const withTheKey = places(redone(({ facts }) => change(facts)))
    expect(withTheKey).toContain(where)
    expect(withTheKey).not.toContain('signature')
  },
)

test('a record altered with its leaf, root and signature still fails: the people decided on another digest', () => {
  const change = ({ records, facts }: Parts) => {
    const at = records.evidence.findIndex(({ body }) => body.includes('"verdict.given"'))
    records.evidence[at]!.body = records.evidence[at]!.body.replace('"correct":true', '"correct":false').replace(
      '"kind":"correct"',
      '"kind":"wrong"',
    )
    const [one] = facts.sample.items
    Object.assign(one!.verdicts[0]!, { correct: false, kind: 'wrong' })
    Object.assign(one!.outcome!, { correct: false })
  }
  expect(places(redone(change))).toContain('facts')
})

test('one person cannot stand for two: the approver who proposed is found', () => {
  const same = redone(({ decisions }) => (decisions[1]!.by = decisions[0]!.by))
  expect(places(same)).toContain('decision approved')
})

test.each([
  ['words', 'a bundle', 'file'],
  ['another JSON', '{"head":1}\n', 'head'],
  ['a member twice', bundleText(bundle).replace('{"head":', '{"signature":"x","head":'), 'file'],
  ['space between', JSON.stringify(bundle, null, 1), 'file'],
  ['a member nobody knows', bundleText({ ...bundle, more: 1 } as Bundle), 'file'],
])('%s is no bundle', (_, text, where) => {
  expect(verifyBundle(text, key).findings[0]?.where).toBe(where)
})

type Place = { holder: unknown[] | Record<string, unknown>; at: number | string }

/** Every place in a value: members and list entries, branches and leaves. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Place['holder']
  return Object.keys(holder).flatMap((name) => {
    const at = Array.isArray(holder) ? Number(name) : name
    return [{ holder, at }, ...placesIn((holder as Record<string, unknown>)[name])]
  })
}

const acts = fc.constantFrom('alter', 'drop', 'duplicate', 'swap')

/** Does one of these to the place; false where it would change nothing. */
function tamper({ holder, at }: Place, act: string, salt: number): boolean {
  const list = holder as Record<string | number, unknown>
  const before = canonical(holder)
  const value = list[at]
  if (act === 'drop' && Array.isArray(holder)) holder.splice(Number(at), 1)
  else if (act === 'drop') Reflect.deleteProperty(holder, at)
  else if (act === 'duplicate' && Array.isArray(holder)) holder.splice(Number(at), 0, value)
  else if (act === 'duplicate') list[`${at}Again`] = value
  else if (act === 'swap') {
    const names = Object.keys(list)
    const other = names[salt % names.length]!
    ;[list[at], list[other]] = [list[other], list[at]]
  } else list[at] = other(value, salt)
  return canonical(holder) !== before
}

function other(value: unknown, salt: number): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + (salt % 2 === 0 ? 1 : -0.5)
  if (typeof value === 'string' && value.length > 0) {
    const at = salt % value.length
    return `${value.slice(0, at)}${value[at] === '1' ? '2' : '1'}${value.slice(at + 1)}`
  }
  return value === null ? 1 : null
}

const tampering = fc.tuple(fc.nat(), acts, fc.nat())

test('anything altered, dropped, duplicated or swapped anywhere in it fails', () => {
  const count = placesIn(bundle).length
  fc.assert(
    fc.property(tampering, ([place, act, salt]) => {
      const one = copy(bundle)
      fc.pre(tamper(placesIn(one)[place % count]!, act, salt))
      expect(verified(one).findings.length).toBeGreaterThan(0)
    }),
    { numRuns: 120 },
  )
})

test('so does anything in the facts or the evidence’s records with everything inside computed again and signed with the key', () => {
  fc.assert(
    fc.property(tampering, fc.boolean(), ([place, act, salt], inFacts) => {
      const one = redone(({ facts, records }) => {
        const list = records.evidence
        const at = place % list.length
        const ofRecords: Place = act === 'alter' ? { holder: list[at]!, at: 'body' } : { holder: list, at }
        // What is frozen of the records is computed again, and a bundle is built from these two, so they are there.
        const needed = (one: Place) => one.holder === facts && ['promotion', 'rollout'].includes(String(one.at))
        const frozen = (one: Place) => one.holder === facts.records || (one.holder === facts && one.at === 'records')
        const ofFacts = placesIn(facts).filter((one) => !frozen(one) && !needed(one))
        const chosen = inFacts ? ofFacts[place % ofFacts.length]! : ofRecords
        fc.pre(!inFacts || chosen.holder !== facts || act !== 'swap')
        fc.pre(tamper(chosen, act, salt))
      })
      expect(verified(one).findings.length).toBeGreaterThan(0)
    }),
    { numRuns: 120 },
  )
})

test('nothing of the facts’ digest is left to chance: it is that of their canonical text', () => {
  expect(factsDigest(bundle.facts)).toBe(digest(canonical(bundle.facts)))
  expect(bundle.head.facts).toBe(factsDigest(bundle.facts))
})
