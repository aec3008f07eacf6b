// Everything the trail can say: one closed union. A record names who acted, by what authority, and what moved. It holds digests, never what
// was said: the words live in store/contents and can be erased without breaking the trail.

import type { ModelCall } from '../interaction/model-call.ts'
import type { Phase } from '../rollout/phase.ts'

/** Who acted. `authority` is what entitled them: a role, a key's scope, a signed dossier, an approved promotion. */
export type Actor = {
  kind: 'person' | 'key' | 'agent' | 'worker' | 'channel' | 'verified_source' | 'operator'
  id: string
  authority: string
}

type Digest = string
type Cell = { queryType: string; channel: string }

/** kind → what it says beside id, at, actor, authority and subject. Past participles; a new kind is a row here and the step that writes it. */
export type Happenings = {
  'employee.hired': { employee: string; name: string; agent: string }
  'person.invited': { role: string }
  'person.joined': { role: string }
  'person.changed': { role: string; disabled: boolean }
  'key.issued': { scopes: string[]; employee: string | null; expiresAt: string | null }
  'key.revoked': { reason: string }
  'link.issued': { purpose: string }
  'draft.opened': { draft: string; workflow: string; files: Digest }
  'draft.edited': { draft: string; revision: number; edits: number; files: Digest }
  'draft.discarded': { draft: string; revision: number }
  'dossier.registered': {
    dossier: string
    hash: Digest
    roleHash: Digest
    policyHash: Digest
    targetsHash: Digest
    findings: Digest
    plan: Digest
    errors: number
    warnings: number
    draft: string | null
    roleEditors: string[]
  }
  'dossier.signed': { dossier: string; hash: Digest; policyHash: Digest; findings: Digest; plan: Digest; signatures: number }
  'rollout.opened': {
    dossier: string
    hash: Digest
    cells: Cell[]
    phase: Phase
    rehearsal: boolean
    targetsDigest: Digest
    samplingSecretDigest: Digest
  }
  /** The numbers a gate will use, before the first counted verdict; a change is another plan. */
  'plan.registered': { plan: string; hash: Digest; dossier: string; replaces: string | null }
  /** What the plan before it had shown when it was replaced. */
  'plan.replaced': { plan: string; hash: Digest; reading: Digest }
  'flag.opened': {
    flag: string
    slice: string
    cases: number
    wrong: number
    logE: number
    threshold: number
    edgeCase: string | null
  }
  'flag.closed': { flag: string; slice: string; reason: Digest }
  'gate.read': {
    promotion: string
    outcome: string
    criteria: { name: string; outcome: string; value: number | null; bound: number | null }[]
  }
  'promotion.proposed': {
    promotion: string
    from: Phase
    to: Phase
    override: boolean
    reason: Digest
    gate: Digest
    outcome: string
    /** The digest of the facts frozen for the bundle; null where none were frozen. */
    evidence: Digest | null
  }
  'promotion.approved': { promotion: string; proposedBy: string; reason: Digest | null; evidence: Digest | null }
  'promotion.withdrawn': { promotion: string; reason: Digest }
  'rollout.advanced': { promotion: string; from: Phase; to: Phase; override: boolean; proposedBy: string; approvedBy: string }
  'rollout.split': { into: string; cells: Cell[]; reason: Digest; samplingSecretDigest: Digest }
  'rollout.demoted': { from: Phase; to: Phase; reason: Digest }
  'rollout.halted': { from: Phase; reason: Digest }
  'rollout.resumed': { to: Phase; reason: Digest }
  'rollout.retired': { from: Phase; reason: Digest }
  'delivery.set': { from: string; to: string; reason: Digest }
  'tool.pinned': { tool: string; address: Digest; system: string; operation: string; definition: Digest }
  'tool.suspended': { tool: string; address: Digest; system: string; operation: string; approved: Digest; seen: Digest }
  'tool.approval_proposed': { tool: string; definition: Digest; reason: Digest }
  'tool.approved': { tool: string; definition: Digest; proposedBy: string; reason: Digest }
  'halt.ordered': { halt: string; scope: string; target: string; reason: Digest }
  'halt.lift_proposed': { halt: string; reason: Digest }
  'halt.lifted': { halt: string; reason: Digest; proposedBy: string | null }
  'halt.drilled': {
    drill: string
    halt: string
    scope: string
    target: string
    stoppedWithinMs: number
    effectsAfter: number
    inFlight: number
    watchedMs: number
  }
  'interaction.received': {
    employee: string
    cell: Cell
    rollout: string | null
    dossier: string | null
    phase: Phase | null
    delivery: string | null
    query: Digest
    message: Digest
  }
  /** The key of a rollout in a month, by its digest, before its first draw; and that somebody was given it, when the month was over. */
  'sampling.key_committed': { month: string; key: Digest }
  'sampling.disclosed': { month: string; key: Digest }
  /** Two numbers fixed as the interaction arrived: whether it is drawn for review, and whether for a second one. */
  'sample.drawn': { rollout: string; month: string; u: number; double: number; doubleRatio: number }
  'agent.asked': { proposal: string; attempt: number; agent: string; dossier: Digest; role: Digest }
  'agent.stepped': {
    position: number
    model: string
    fingerprint: string | null
    inputTokens: number
    outputTokens: number
    costMicros: number | null
    content: Digest
  }
  'agent.model_changed': {
    employee: string
    from: { model: string; fingerprint: string | null }
    to: { model: string; fingerprint: string | null }
  }
  /** A call of a model through the door that only observes. Tokens and cost null: nobody said, which is never zero. */
  'model.called': { call: string; employee: string } & Omit<ModelCall, 'employeeId' | 'keyId'>
  'trace.completed': { trace: string; employee: string; spans: number; run: Digest }
  'trace.dropped': { trace: string; employee: string; spans: number; why: string }
  'effect.disposed': {
    effect: string
    proposal: string
    effectKind: string
    system: string | null
    operation: string | null
    request: Digest
    disposition: string
    state: string
    why: string
    phase: Phase | null
    policy: Digest
    simulated: boolean
    fields: string[]
    /** Where each destination came from: requester, directory, query, tool_result, nowhere. */
    origins: string[]
  }
  'effect.attempted': { effect: string; key: Digest; attempt: number; performer: string }
  'effect.performed': { effect: string; result: Digest | null; providerRef: string | null }
  'effect.replayed': { effect: string; result: Digest | null }
  'effect.failed': { effect: string; reason: Digest; providerRef: string | null }
  'effect.fields_removed': { effect: string; system: string; operation: string; fields: string[] }
  'effect.lost': { effect: string; why: string }
  /** A read told, or could not tell, whether an effect took place whose outcome never came back. */
  'effect.looked': { effect: string; lookup: string; told: string; answer: Digest | null }
  /** An outcome came after nobody waited for it any more. It changes nothing by itself. */
  'effect.outcome_late': { effect: string; outcome: string; content: Digest | null; providerRef: string | null }
  'effect.compensation_ordered': {
    effect: string
    compensates: string
    system: string
    operation: string
    request: Digest
    digest: Digest
    reason: Digest
  }
  'effect.released': { effect: string; digest: Digest; edited: boolean }
  'effect.declined': { effect: string }
  'effect.lapsed': { effect: string; expiredAt: string }
  'effect.refused': { effect: string; why: string }
  'effect.settled': { effect: string; outcome: string; evidence: Digest }
  'proposal.completed': {
    proposal: string
    answer: string
    effects: number
    reason: Digest | null
    usage: { inputTokens: number; outputTokens: number; costMicros: number | null; model: string | null } | null
  }
  'proposal.abandoned': { proposal: string; why: string }
  'proposal.disposed': {
    proposal: string
    state: string
    review: string | null
    /** Null: nobody is asked in this phase. `stream`: which rule decided; `risks`: the signals that raised the rate, known before any outcome. */
    sample: {
      stream: string
      u: number
      base: number
      ratio: number
      weight: number
      drawn: boolean
      risks: string[]
    } | null
  }
  'review.doubled': { review: string; primary: string; u: number; ratio: number }
  'review.disputed': { review: string; primary: string; double: string }
  /** An item whose right verdict is known; and a copy of one in the queue, under this review. Nobody who may judge reads these. */
  'blind.entered': { item: string; why: string; known: string }
  'blind.placed': { item: string; review: string; proposal: string; known: string }
  'blind.retired': { item: string; reason: Digest }
  'review.reserved': { review: string; until: string }
  'review.returned': { review: string; why: string }
  /** What a reviewer says the query type is; the same as it was filed under confirms it. Evidence stays where it was sampled. */
  'review.type_checked': { review: string; from: string; to: string }
  'review.answer_written': { review: string; answer: Digest }
  'verdict.given': {
    verdict: string
    review: string
    purpose: string
    proposal: string
    kind: string
    correct: boolean | null
    shouldEscalate: boolean | null
    escalated: boolean
    cell: Cell
    dossier: string
    weight: number
    source: string
    reasons: string[]
    note: Digest | null
  }
  'verdict.withdrawn': { verdict: string; review: string }
  /** It stands again: whoever gave it is readmitted, and nobody had judged in their place. */
  'verdict.reinstated': { verdict: string; review: string }
  'reviewer.exclusion_proposed': { exclusion: string; reviewer: string; why: string; facts: Digest }
  'reviewer.excluded': {
    exclusion: string
    reviewer: string
    why: string
    facts: Digest
    verdicts: number
    reason: Digest | null
  }
  'reviewer.exclusion_dismissed': { exclusion: string; reviewer: string; reason: Digest }
  'reviewer.readmitted': { exclusion: string; reviewer: string; verdicts: number; reason: Digest }
  'escalation.opened': {
    escalation: string
    source: string
    reason: string
    trigger: string | null
    who: string | null
    dueAt: string | null
  }
  'escalation.taken': { escalation: string }
  'escalation.returned': { escalation: string; reason: Digest }
  'escalation.answered': { escalation: string; answer: Digest; operations: number; minutes: number | null }
  'work.captured': { work: string; content: Digest; minutes: number | null }
  /** `what` is the digest of its subject and title: both may hold words of people and names an agent made up. */
  'edge_case.opened': { edgeCase: string; rollout: string; found: string; what: Digest; examples: number }
  'edge_case.examples_added': { edgeCase: string; interactions: string[] }
  'edge_case.owned': { edgeCase: string; owner: string | null }
  'edge_case.refined': { edgeCase: string; dossier: string; reason: Digest }
  'edge_case.replayed': { edgeCase: string; replay: string }
  'edge_case.closed': {
    edgeCase: string
    dossier: string
    successes: number
    failures: number
    needed: number
    reason: Digest
  }
  'edge_case.reopened': { edgeCase: string; times: number; reason: Digest }
  /** Evidence of these cells starts at nothing; `kinds` are words of the ageing rule (docs/ageing.md). */
  'evidence.aged': {
    ageing: string
    employee: string
    workflow: string
    rollout: string | null
    kinds: string[]
    cells: Cell[]
    dossierBefore: string | null
    dossierAfter: string | null
  }
  'rollout.version_adopted': {
    from: string
    to: string
    hash: Digest
    policyHash: Digest
    targetsDigest: Digest
    kinds: string[]
    cells: Cell[]
    newPlan: boolean
    reason: Digest
  }
  /** A person says that something changed which Tenure cannot see. */
  'change.declared': { rollout: string; change: string; reason: Digest }
  'incident.opened': {
    incident: string
    employee: string
    severity: string
    source: string
    interactions: string[]
    dossier: string | null
    role: Digest | null
    tool: string | null
    happened: Digest
    consequence: Digest | null
  }
  'incident.remedied': { incident: string; remedy: Digest }
  'incident.closed': { incident: string; remediedBy: string }
  /** A person has seen these numbers of a month that is over, and stands for them; `note`: what they wrote beside it. */
  'month.signed': { month: string; numbers: Digest; note: Digest | null }
  /** The public key this installation signs with, as a vkey of C2SP's signed note. */
  'signing_key.created': { key: string }
  'replay.ordered': { replay: string; rollout: string; from: string; to: string; cases: number }
  /** `result`: the digest of what it showed, or of why it was stopped. */
  'replay.ended': {
    replay: string
    state: string
    cases: number
    changed: number | null
    noise: number | null
    result: Digest
  }
  'replay.judged': { replay: string; case: string; interaction: string; verdict: string }
  'interaction.settled': { outcome: string; tookMs: number; costMicros: number | null; escalated: boolean }
  'interaction.rated': { stars: number; comment: Digest | null }
}

export type RecordKind = keyof Happenings

/** One entry of the trail, as it is canonicalised and hashed. `subject` is the interaction, rollout, dossier or person it belongs to. */
export type TrailRecord = {
  [K in RecordKind]: {
    id: string
    at: string
    kind: K
    subject: string
    actor: { kind: Actor['kind']; id: string }
    authority: string
  } & { says: Happenings[K] }
}[RecordKind]
