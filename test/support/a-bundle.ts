// A bundle as an installation would make it, with a key and records of its own: what tests of the verifier alter.

import { canonical } from '../../src/domain/audit/canonical.ts'
import type { Happenings, RecordKind } from '../../src/domain/audit/record.ts'
import { composeSigner, type NoteSigner, readSigner } from '../../src/domain/audit/signed-note.ts'
import { digest } from '../../src/domain/audit/tree.ts'
import {
  type Bundle,
  buildBundle,
  bundled,
  type Decision,
  factsDigest,
  type Parts,
  treeOf,
} from '../../src/domain/committee/bundle.ts'
import type { BundleItem, Facts } from '../../src/domain/committee/facts.ts'
import { questionOf } from '../../src/domain/committee/question.ts'
import { readGate, stated } from '../../src/domain/gates/gate.ts'
import type { Plan } from '../../src/domain/gates/plan.ts'
import { registryOf } from '../../src/domain/gates/slices.ts'
import { plan as usualPlan } from './gate-items.ts'

export const signer: NoteSigner = readSigner(composeSigner('tenure-test', Buffer.alloc(32, 3)))!
export const otherSigner: NoteSigner = readSigner(composeSigner('tenure-test', Buffer.alloc(32, 4)))!

const planFor = (types: string[]): Plan => ({
  ...usualPlan,
  targetRatio: 0.8,
  floorRatio: 0.75,
  coverage: { ...usualPlan.coverage, majors: types, unlistedMaxRatio: 0.3 },
  slices: registryOf({ query_type: types }),
  review: { ...usualPlan.review, sensitivityRatio: 0.5 },
  shadow: { minDays: 1, minReviews: 30 },
  supervised: { minDays: 1, minReviews: 30 },
})

type Rows = { id: string; body: string }[]
type Shape = { n: number; wrong: number; leftOut: number; types?: string[]; from?: 'shadow' | 'supervised' }

const dossier = { dossier: 'dos_1', hash: '1'.repeat(64), roleHash: '2'.repeat(64), policyHash: '3'.repeat(64) }
const keyDigest = '4'.repeat(64)
const start = Date.parse('2026-11-02T09:00:00Z')
const minute = (n: number) => new Date(start + n * 60_000).toISOString()
/** One item every 41 minutes. */
const stepMinutes = 41
const padded = (n: number) => String(n).padStart(8, '0')

class Trail {
  readonly rows: Rows = []
  #count: number
  constructor(after = 0) {
    this.#count = after
  }
  say<K extends RecordKind>(kind: K, subject: string, at: string, says: Happenings[K], actor = 'per_ona'): string {
    const id = `rec_${padded(++this.#count)}`
    this.rows.push({
      id,
      body: canonical({ id, at, kind, subject, actor: { kind: 'person', id: actor }, authority: 'ops_lead', says }),
    })
    return id
  }
}

/** The parts of a bundle, unsigned; `n` reviewed, the first `wrong` of every ten wrong, and `leftOut` that the draw left out. */
export function someParts({ n, wrong, leftOut, types = ['password', 'vpn'], from = 'supervised' }: Shape, key = signer): Parts {
  const evidence = new Trail()
  const plan = planFor(types)
  const planHash = digest(canonical(plan))
  const cells = types.map((queryType) => ({ queryType, channel: 'chat' }))
  const since = minute(0)
  evidence.say('dossier.registered', 'dos_1', since, {
    ...dossier,
    targetsHash: '0'.repeat(64),
    findings: '5'.repeat(64),
    plan: '6'.repeat(64),
    errors: 0,
    warnings: 0,
    draft: null,
    roleEditors: [],
  })
  evidence.say('rollout.opened', 'rol_1', since, {
    dossier: 'dos_1',
    hash: dossier.hash,
    cells,
    phase: 'shadow',
    rehearsal: false,
    targetsDigest: '0'.repeat(64),
    samplingSecretDigest: keyDigest,
  })
  evidence.say('plan.registered', 'rol_1', since, { plan: 'pln_1', hash: planHash, dossier: 'dos_1', replaces: null })
  evidence.say('sampling.key_committed', 'rol_1', since, { month: '2026-11', key: keyDigest })
  evidence.say('tool.pinned', 'tol_1', since, {
    tool: 'tol_1',
    address: '9'.repeat(64),
    system: 'directory',
    operation: 'reset_password',
    definition: '9'.repeat(64),
  })
  const advanced = {
    promotion: 'pro_0',
    from: 'shadow',
    to: 'supervised',
    override: false,
    proposedBy: 'per_ona',
    approvedBy: 'per_omar',
  } as const
  if (from === 'supervised') evidence.say('rollout.advanced', 'rol_1', minute(5), advanced)
  const items = Array.from({ length: n }, (_, i) =>
    anItem(evidence, i, { wrong: i % 10 < wrong, type: types[i % types.length]!, from }),
  )
  const out = Array.from({ length: leftOut }, (_, i) => aLeftOut(evidence, n + i))
  const last = (n + leftOut) * stepMinutes + 20
  const readAt = minute(last + 3000)
  evidence.say('incident.opened', 'inc_1', minute(last), {
    incident: 'inc_1',
    employee: 'emp_1',
    severity: 'major',
    source: 'person',
    interactions: [`int_${padded(0)}`],
    dossier: 'dos_1',
    role: dossier.roleHash,
    tool: 'directory.reset_password',
    happened: '7'.repeat(64),
    consequence: null,
  })
  evidence.say('incident.remedied', 'inc_1', minute(last + 1), { incident: 'inc_1', remedy: '8'.repeat(64) })
  evidence.say('incident.closed', 'inc_1', minute(last + 2), { incident: 'inc_1', remediedBy: 'per_rita' }, 'per_omar')
  const records = bundled(evidence.rows)
  const unread: Facts = {
    promotion: {
      id: 'pro_1',
      from,
      to: from === 'shadow' ? 'supervised' : 'autonomous',
      override: false,
      reason: 'the desk agrees',
    },
    readAt,
    rollout: { id: 'rol_1', openedAt: since, phaseSince: from === 'shadow' ? since : minute(5) },
    employee: { id: 'emp_1', name: 'Nila' },
    workflow: { name: 'it-desk', title: 'IT desk' },
    cells: cells.map((cell, i) => ({ ...cell, epoch: i + 1, evidenceSince: since })),
    versions: {
      ...dossier,
      models: [{ model: 'model-1', fingerprint: null, since }],
      tools: [{ id: 'tol_1', system: 'directory', tool: 'reset_password', definition: '9'.repeat(64), suspended: false }],
    },
    plan: { id: 'pln_1', hash: planHash, registeredAt: since, body: plan },
    sample: { keys: [{ rollout: 'rol_1', month: '2026-11', digest: keyDigest }], items, leftOut: out, setAside: [] },
    exclusions: [{ why: 'double', reviews: 3 }],
    traffic: types.map((queryType) => ({
      day: '2026-11-02',
      queryType,
      arrived: n + leftOut,
      escalated: 2,
      settled: n,
      tookMs: 1000,
      rated: 0,
      satisfied: 0,
      priced: 0,
      costMicros: 0,
    })),
    unlisted: 1,
    reviewers: [{ reviewer: 'p1', verdicts: n, knownWrong: 20, knownWrongFound: 20 }],
    flags: [],
    incidents: [
      {
        id: 'inc_1',
        severity: 'major',
        state: 'closed',
        queryTypes: [types[0]!],
        tool: 'directory.reset_password',
        openedAt: minute(last),
      },
    ],
    driftAlarms: [],
    carried: null,
    gate: { promotion: 'supervised_to_autonomous', outcome: 'not_yet_known', criteria: [] },
    records: treeOf(records),
  }
  const facts = { ...unread, gate: stated(readGate(questionOf(unread))) }
  return { facts, ...decided(facts, records, key) }
}

function decided(facts: Facts, records: Parts['records']['evidence'], key: NoteSigner): Omit<Parts, 'facts'> {
  const trail = new Trail(records.length)
  const { gate, promotion } = facts
  const { id, from, to, override } = promotion
  const hash = factsDigest(facts)
  const at = facts.readAt
  const of = (n: number) => `${at.slice(0, 19)}.${String(n).padStart(3, '0')}Z`
  trail.say('signing_key.created', 'key', at, { key: key.vkey }, 'signer')
  trail.say('gate.read', 'rol_1', of(1), {
    promotion: id,
    outcome: gate.outcome,
    criteria: gate.criteria.map(({ name, outcome, value, bound }) => ({ name, outcome, value, bound })),
  })
  const reason = digest(canonical(promotion.reason))
  const proposal = {
    promotion: id,
    from,
    to,
    override,
    reason,
    gate: digest(canonical(gate)),
    outcome: gate.outcome,
    evidence: hash,
  }
  const proposed = trail.say('promotion.proposed', 'rol_1', of(1), proposal)
  const approved = trail.say(
    'promotion.approved',
    'rol_1',
    of(2),
    { promotion: id, proposedBy: 'per_ona', reason: null, evidence: hash },
    'per_omar',
  )
  const carriedOut = trail.say('rollout.advanced', 'rol_1', of(3), {
    promotion: id,
    from,
    to,
    override,
    proposedBy: 'per_ona',
    approvedBy: 'per_omar',
  })
  const [ona, omar] = [
    { id: 'per_ona', name: 'Ona Lind' },
    { id: 'per_omar', name: 'Omar Haddad' },
  ]
  const decisions: Decision[] = [
    { act: 'proposed', by: ona, at: of(1), record: proposed },
    { act: 'approved', by: omar, at: of(2), record: approved },
    { act: 'carried_out', by: ona, at: of(3), record: carriedOut },
  ]
  return { decisions, records: { evidence: records, decisions: bundled(trail.rows) } }
}

function anItem(
  trail: Trail,
  i: number,
  { wrong, type, from }: { wrong: boolean; type: string; from: 'shadow' | 'supervised' },
): BundleItem {
  const at = minute(10 + i * stepMinutes)
  const [review, interaction, proposal, verdict] = ['rev', 'int', 'prp', 'ver'].map((kind) => `${kind}_${padded(i)}`) as [
    string,
    string,
    string,
    string,
  ]
  const draw = from === 'shadow' ? null : { u: (i % 14) / 100, ratio: 0.15, weight: 1 }
  const sample = draw === null ? null : { ...draw, stream: 'handled', base: 0.15, drawn: true, risks: [] }
  trail.say('proposal.disposed', interaction, at, { proposal, state: 'released', review, sample }, 'oversee')
  const person = i % 3 === 0 ? 'per_rita' : 'per_rolf'
  const givenAt = minute(11 + i * stepMinutes)
  const kind = wrong ? 'wrong' : 'correct'
  const judged = {
    correct: !wrong,
    shouldEscalate: wrong ? null : false,
    source: 'person',
    reviewer: person === 'per_rita' ? 'p1' : 'p2',
  } as const
  trail.say(
    'verdict.given',
    interaction,
    givenAt,
    {
      verdict,
      review,
      purpose: 'primary',
      proposal,
      kind,
      correct: !wrong,
      shouldEscalate: wrong ? null : false,
      escalated: false,
      cell: { queryType: type, channel: 'chat' },
      dossier: 'dos_1',
      weight: 1,
      source: 'person',
      reasons: wrong ? ['wrong_fact'] : [],
      note: null,
    },
    person,
  )
  return {
    review,
    interaction,
    proposal,
    queryType: type,
    channel: 'chat',
    phase: from,
    openedAt: at,
    dueAt: minute(10 + i * stepMinutes + 3 * 24 * 60),
    escalated: false,
    draw,
    weight: 1,
    case: review,
    slices: [`query_type=${type}`],
    reviewerSlice: null,
    verdicts: [{ id: verdict, review, purpose: 'primary', kind, ...judged, givenAt }],
    outcome: judged,
  }
}

function aLeftOut(trail: Trail, i: number): Facts['sample']['leftOut'][number] {
  const [interaction, proposal] = [`int_${padded(i)}`, `prp_${padded(i)}`]
  const draw = { u: 0.2 + (i % 70) / 100, ratio: 0.15, weight: 1 }
  trail.say(
    'proposal.disposed',
    interaction,
    minute(10 + i * stepMinutes),
    { proposal, state: 'released', review: null, sample: { ...draw, stream: 'handled', base: 0.15, drawn: false, risks: [] } },
    'oversee',
  )
  return { interaction, proposal, draw }
}

export function aBundle(shape: Shape): Bundle {
  return buildBundle(someParts(shape), signer)
}
