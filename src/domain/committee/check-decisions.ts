// Who asked and who agreed, held against the records: two people, on exactly these facts; and that the key that signs is the one the trail knows.

import { canonical } from '../audit/canonical.ts'
import { digest } from '../audit/tree.ts'
import type { Bundle, Decision, DecisionAct } from './bundle.ts'
import type { Finding } from './finding.ts'
import type { TrailIndex } from './trail-index.ts'

const kinds = {
  proposed: 'promotion.proposed',
  approved: 'promotion.approved',
  carried_out: 'rollout.advanced',
  withdrawn: 'promotion.withdrawn',
} as const satisfies Record<DecisionAct, string>

const orders: readonly (readonly DecisionAct[])[] = [
  ['proposed'],
  ['proposed', 'approved'],
  ['proposed', 'approved', 'carried_out'],
  ['proposed', 'withdrawn'],
  ['proposed', 'approved', 'withdrawn'],
]

/** `factsHash`: the digest of the bundle's facts. */
export function checkDecisions(bundle: Bundle, trail: TrailIndex, factsHash: string): Finding[] {
  const { decisions, facts } = bundle
  const acts = decisions.map(({ act }) => act)
  const findings = decisions.flatMap((decision) => checkDecision(decision, facts.promotion.id, trail))
  if (!orders.some((order) => order.join() === acts.join()))
    findings.push({ where: 'decisions', what: `${acts.join(', ')} is no order in which a promotion is decided` })
  const [proposed, approved] = ['proposed', 'approved'].map((act) => decisions.find((one) => one.act === act))
  if (approved !== undefined && approved.by.id === proposed?.by.id)
    findings.push({ where: 'decision approved', what: 'the person who proposed it approved it' })
  return [
    ...findings,
    ...checkProposal(bundle, trail),
    ...checkAgreed(factsHash, trail),
    ...checkCarriedOut(bundle, trail),
    ...checkKey(bundle, trail),
  ]
}

function checkDecision({ act, by, at, record: id }: Decision, promotion: string, trail: TrailIndex): Finding[] {
  const where = `decision ${act}`
  const record = trail.of(kinds[act]).find((one) => one.id === id)
  if (record === undefined) return [{ where, what: `there is no record ${id} of it` }]
  if (record.says.promotion !== promotion) return [{ where, what: `record ${id} speaks of another promotion` }]
  if (record.actor.id !== by.id || record.at !== at)
    return [{ where, what: `record ${id} names ${record.actor.id} at ${record.at}` }]
  return []
}

function checkProposal({ facts }: Bundle, trail: TrailIndex): Finding[] {
  const { promotion, gate } = facts
  const where = 'decision proposed'
  const record = only(trail.of('promotion.proposed'))
  if (record === null) return [{ where, what: 'there is not exactly one record of it' }]
  const { says } = record
  const differs = [
    ['from', promotion.from, says.from],
    ['to', promotion.to, says.to],
    ['override', promotion.override, says.override],
    ['outcome of the gate', gate.outcome, says.outcome],
    ['reason', digest(canonical(promotion.reason)), says.reason],
    ['gate', digest(canonical(gate)), says.gate],
  ].flatMap(([name, here, there]) => (here === there ? [] : [`${name} is ${here}, and ${there} in record ${record.id}`]))
  const findings = differs.length === 0 ? [] : [{ where, what: differs.join('; ') }]
  if (record.subject !== facts.rollout.id) findings.push({ where, what: `record ${record.id} belongs to another rollout` })
  return [...findings, ...checkReading(facts, trail)]
}

/** What the trail says the gate was, criterion by criterion. */
function checkReading({ gate, promotion }: Bundle['facts'], trail: TrailIndex): Finding[] {
  const record = only(trail.of('gate.read').filter(({ says }) => says.promotion === promotion.id))
  if (record === null) return [{ where: 'gate', what: 'there is not exactly one record of how it was read' }]
  const said = new Map(record.says.criteria.map((one) => [one.name, one]))
  const findings = gate.criteria.flatMap(({ name, outcome, value, bound }) => {
    const there = said.get(name)
    if (there === undefined) return [{ where: `criterion ${name}`, what: `record ${record.id} does not have it` }]
    if (there.bound !== bound)
      return [{ where: `threshold of criterion ${name}`, what: `it is ${bound}, and ${there.bound} in record ${record.id}` }]
    if (there.outcome !== outcome || there.value !== value)
      return [
        {
          where: `criterion ${name}`,
          what: `it is ${outcome} at ${value}, and ${there.outcome} at ${there.value} in record ${record.id}`,
        },
      ]
    return []
  })
  const here = new Set(gate.criteria.map(({ name }) => name))
  return [
    ...findings,
    ...[...said.keys()].flatMap((name) =>
      here.has(name) ? [] : [{ where: `criterion ${name}`, what: 'it was read and is left away here' }],
    ),
  ]
}

/** Both people decided on these facts and no others: each record carries their digest. */
function checkAgreed(hash: string, trail: TrailIndex): Finding[] {
  return [...trail.of('promotion.proposed'), ...trail.of('promotion.approved')].flatMap(({ id, kind, says }) =>
    says.evidence === hash
      ? []
      : [{ where: 'facts', what: `they are not the ones decided on: record ${id} (${kind}) names the digest ${says.evidence}` }],
  )
}

function checkCarriedOut({ decisions, facts }: Bundle, trail: TrailIndex): Finding[] {
  const record = trail.of('rollout.advanced').find(({ says }) => says.promotion === facts.promotion.id)
  if (record === undefined) return []
  const { from, to, override } = facts.promotion
  const of = (act: DecisionAct) => decisions.find((one) => one.act === act)?.by.id
  const { says } = record
  const agrees =
    says.from === from &&
    says.to === to &&
    says.override === override &&
    says.proposedBy === of('proposed') &&
    says.approvedBy === of('approved')
  return agrees
    ? []
    : [{ where: 'decision carried_out', what: `record ${record.id} carries out something else, or names other people` }]
}

function checkKey({ head }: Bundle, trail: TrailIndex): Finding[] {
  const known = trail.of('signing_key.created').some(({ says }) => says.key === head.key)
  return known ? [] : [{ where: 'signing key', what: 'no record of the trail announces the key that signed' }]
}

function only<T>(list: readonly T[]): T | null {
  return list.length === 1 ? (list[0] ?? null) : null
}
