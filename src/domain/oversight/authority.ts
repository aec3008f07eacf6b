// Who may do what: one table, act → roles and key scopes. Authorisation is decided here and nowhere else; every route declares its act.

import { type Refusal, refuse } from '../refusal.ts'

/** The roles of people (PRODUCT.md section 1). `none` is what somebody has before an admin decides; it may read nothing but itself. */
export const roles = ['ops_lead', 'reviewer', 'engineer', 'auditor', 'privacy_officer', 'admin', 'none'] as const
export type Role = (typeof roles)[number]

/** What a key may be used for. `agent` and `inbound` belong to machines and are bound to one employee; the others act for the person who made the key. */
export const scopes = ['agent', 'inbound', 'read', 'review', 'govern', 'admin'] as const
export type Scope = (typeof scopes)[number]
const machineScopes = ['agent', 'inbound'] as const satisfies readonly Scope[]

/** Who asks. A key without `role` is a machine's; one with a role acts for its person, never with more than that person may do now. */
export type Caller =
  | { kind: 'nobody' }
  | { kind: 'person'; role: Role }
  | { kind: 'key'; scopes: readonly Scope[]; role: Role | null; employeeId: string | null }

type Entitled = { roles: readonly Role[]; scopes: readonly Scope[] } | 'anyone'

const readers = ['ops_lead', 'reviewer', 'engineer', 'auditor', 'privacy_officer', 'admin'] as const satisfies readonly Role[]
const personal = ['read', 'review', 'govern', 'admin'] as const satisfies readonly Scope[]
const judges = { roles: ['reviewer', 'ops_lead'], scopes: ['review'] } as const
const owners = { roles: ['ops_lead'], scopes: ['govern'] } as const
const stoppers = { roles: ['ops_lead', 'engineer', 'admin', 'reviewer'], scopes: ['govern', 'admin', 'review'] } as const
const read = { roles: readers, scopes: personal } as const

/**
 * act → who is entitled. Stopping is open to nearly everyone, raising trust to the ops lead, judging to those who know the work. Keys never issue keys: a stolen one
 * must not be able to outlive its revocation.
 */
export const authority = {
  'health.read': 'anyone',
  'docs.read': 'anyone',
  'first_admin.join': 'anyone',
  'invitation.accept': 'anyone',
  'self.read': { roles, scopes },
  'person.list': { roles: ['admin'], scopes: ['admin'] },
  'person.invite': { roles: ['admin'], scopes: ['admin'] },
  'person.change': { roles: ['admin'], scopes: ['admin'] },
  'key.list': { roles: readers, scopes: ['admin'] },
  'key.issue': { roles: readers, scopes: [] },
  'key.revoke': { roles: readers, scopes: ['admin'] },
  'key.manage': { roles: ['admin', 'engineer'], scopes: ['admin'] },
  'employee.read': read,
  'employee.hire': { roles: ['ops_lead', 'engineer'], scopes: ['govern'] },
  'dossier.read': read,
  'dossier.register': { roles: ['ops_lead', 'engineer'], scopes: ['govern'] },
  'dossier.sign': owners,
  'dossier.examine': { roles: readers, scopes: personal },
  'draft.read': read,
  'draft.open': { roles: ['ops_lead', 'engineer', 'reviewer'], scopes: ['govern'] },
  'draft.edit': { roles: ['ops_lead', 'engineer', 'reviewer'], scopes: ['govern'] },
  'draft.discard': { roles: ['ops_lead', 'engineer'], scopes: ['govern'] },
  'rollout.read': read,
  'gate.calculate': read,
  'flag.close': owners,
  'plan.register': owners,
  'rollout.open': owners,
  'signing_key.read': 'anyone',
  // Who decides on a promotion and who checks it; it holds every verdict, though nobody’s name but those who decided.
  'bundle.read': { roles: ['ops_lead', 'auditor', 'admin'], scopes: ['read', 'govern', 'admin'] },
  'promotion.propose': owners,
  'promotion.approve': owners,
  'promotion.advance': owners,
  'promotion.withdraw': owners,
  'rollout.split': owners,
  'rollout.demote': owners,
  'rollout.halt': stoppers,
  'rollout.resume': owners,
  'rollout.retire': owners,
  'rollout.set_delivery': owners,
  'rollout.adopt_version': owners,
  // It only takes trust away, and those who run the agent know first.
  'rollout.declare_change': { roles: ['ops_lead', 'engineer'], scopes: ['govern'] },
  'halt.read': read,
  'halt.order': stoppers,
  'halt.lift': { roles: ['ops_lead', 'admin'], scopes: ['govern', 'admin'] },
  // A drill orders a stop and lifts its own again: for those who may do both.
  'halt.drill': { roles: ['ops_lead', 'admin'], scopes: ['govern', 'admin'] },
  'incident.read': read,
  // Whoever sees that something went wrong may say so; that it is dealt with, those who answer for it.
  'incident.report': {
    roles: ['ops_lead', 'reviewer', 'engineer', 'privacy_officer', 'admin'],
    scopes: ['govern', 'admin', 'review'],
  },
  'incident.remedy': { roles: ['ops_lead', 'reviewer', 'engineer'], scopes: ['govern', 'review'] },
  'incident.close': { roles: ['ops_lead', 'admin'], scopes: ['govern', 'admin'] },
  'tool.read': read,
  'tool.approve': { roles: ['ops_lead', 'engineer', 'admin'], scopes: ['govern', 'admin'] },
  // Only what brings queries in may say what was asked and by whom: an agent that read hostile text could otherwise ask itself for what another type is granted.
  'interaction.receive': { roles: [], scopes: ['inbound'] },
  'interaction.list': read,
  'interaction.read': { roles: readers, scopes: [...personal, 'agent', 'inbound'] },
  'interaction.escalate': { roles: [], scopes: ['agent'] },
  'interaction.close': { roles: [], scopes: ['agent'] },
  'interaction.capture_work': { roles: ['reviewer', 'ops_lead'], scopes: ['review', 'inbound'] },
  'interaction.rate': { roles: [], scopes: ['inbound'] },
  // Through the doors that only observe: a model of a list, and spans of what was done elsewhere.
  'model.call': { roles: [], scopes: ['agent'] },
  'trace.send': { roles: [], scopes: ['inbound'] },
  'effect.ask': { roles: [], scopes: ['agent'] },
  'effect.list': read,
  'effect.read': { roles: readers, scopes: [...personal, 'agent'] },
  'effect.report': { roles: [], scopes: ['agent'] },
  'effect.decide': judges,
  'effect.settle': judges,
  'effect.compensate': judges,
  'escalation.list': read,
  'escalation.take': judges,
  'escalation.return': judges,
  'escalation.answer': judges,
  'review.list': read,
  'review.read': read,
  'review.take': judges,
  'review.skip': judges,
  'review.correct': judges,
  'verdict.give': judges,
  'verdict.undo': judges,
  'replay.read': read,
  // A replay costs what its models cost and changes nothing.
  'replay.order': { roles: ['ops_lead', 'engineer'], scopes: ['govern'] },
  'replay.judge': judges,
  'edge_case.read': read,
  // Whoever sees that something goes wrong may say so; that it is dealt with says the owner of the rollout.
  'edge_case.tag': { roles: ['reviewer', 'ops_lead', 'engineer'], scopes: ['review', 'govern'] },
  'edge_case.own': { roles: ['ops_lead', 'engineer'], scopes: ['govern'] },
  'edge_case.refine': { roles: ['ops_lead', 'engineer'], scopes: ['govern'] },
  'edge_case.close': owners,
  'verdict.change': judges,
  // Not reviewers: the trail tells what others judged, what is asked twice, and what is known beforehand.
  'trail.read': { roles: ['ops_lead', 'engineer', 'auditor', 'privacy_officer', 'admin'], scopes: personal },
  // Whoever judges must not learn what was drawn twice or never: they disclose a key without seeing it, and only auditors read one.
  'blind.enter': owners,
  'blind.read': { roles: ['ops_lead', 'auditor'], scopes: ['govern', 'read'] },
  'blind.retire': owners,
  'reviewer.read': { roles: ['ops_lead', 'auditor'], scopes: ['govern', 'read'] },
  'reviewer.exclude': owners,
  'reviewer.readmit': owners,
  'reviewing.read': judges,
  'sampling.disclose': owners,
  'sampling.read': { roles: ['auditor'], scopes: ['read'] },
  'month.sign': owners,
  'month.read': { roles: ['ops_lead', 'engineer', 'auditor', 'privacy_officer', 'admin'], scopes: personal },
  // What anybody is told over it is decided again for each event.
  'stream.follow': read,
} as const satisfies Record<string, Entitled>

export type Act = keyof typeof authority
export const acts = Object.keys(authority) as Act[]

/**
 * Whether this caller may do this act, or the refusal that says who could. Denies whatever the table does not grant. A key that acts for a person needs both: the
 * scope on the key and the role of the person, as it is now.
 */
export function mayDo(caller: Caller, act: Act): true | Refusal {
  const entitled: Entitled = authority[act]
  if (entitled === 'anyone') return true
  switch (caller.kind) {
    case 'nobody':
      return refuse('not_signed_in')
    case 'person':
      return entitled.roles.includes(caller.role) ? true : notAllowed(caller.role, act, entitled)
    case 'key': {
      const granted = caller.scopes.filter((scope) => entitled.scopes.includes(scope))
      if (granted.length === 0)
        return refuse('scope_missing', { scope: entitled.scopes.join(' or ') || 'for this (no key may do it)' })
      if (granted.some((scope) => isMachineScope(scope))) return caller.employeeId === null ? refuse('key_invalid') : true
      if (caller.role === null) return refuse('key_invalid')
      return entitled.roles.includes(caller.role) ? true : notAllowed(caller.role, act, entitled)
    }
  }
}

/** Whether this person may be asked to judge, by role: a key of theirs that may only read shows them no more than they may see. */
export function isJudge(caller: Caller): boolean {
  return 'role' in caller && caller.role !== null && (judges.roles as readonly Role[]).includes(caller.role)
}

export function ownsRollouts(caller: Caller): boolean {
  return 'role' in caller && caller.role !== null && (owners.roles as readonly Role[]).includes(caller.role)
}

export function isMachine(caller: Caller): boolean {
  return caller.kind === 'key' && caller.role === null
}

/** Whether a key bound to an employee may touch something of that employee. People and their keys are bound to none. */
export function isOwnEmployee(caller: Caller, employeeId: string): boolean {
  return caller.kind !== 'key' || caller.employeeId === null || caller.employeeId === employeeId
}

/** Which keys a caller may see and revoke: all of them, or only their own. */
export function mayManageKeysOfOthers(caller: Caller): boolean {
  return mayDo(caller, 'key.manage') === true
}

/** Machines' keys are an engineer's or admin's to give; anybody with a role may make a key that acts for themselves. */
export function mayIssue(caller: Caller, wanted: readonly Scope[]): true | Refusal {
  return wanted.some(isMachineScope) ? mayDo(caller, 'key.manage') : mayDo(caller, 'key.issue')
}

/** A recording's ground truth may be entered by a key only: a person at the console judges in their own name. */
export function mayNameVerifiedSource(caller: Caller): true | Refusal {
  return caller.kind === 'key' ? mayDo(caller, 'verdict.give') : refuse('scope_missing', { scope: 'review' })
}

/** Everything this caller may do, for the console to show; each request is decided again. */
export function actsOf(caller: Caller): Act[] {
  return acts.filter((act) => mayDo(caller, act) === true)
}

export function isMachineScope(scope: Scope): boolean {
  return (machineScopes as readonly Scope[]).includes(scope)
}

function notAllowed(role: Role, act: Act, entitled: Exclude<Entitled, 'anyone'>): Refusal {
  return refuse('not_allowed', { role, act: inWords(act), needed: entitled.roles.join(' or ') || 'nobody: it takes an API key' })
}

/** `promotion.approve` → “approve a promotion”; `rollout.set_delivery` → “set delivery of a rollout”. */
function inWords(act: Act): string {
  const [noun = '', verb = ''] = act.split('.')
  const thing = `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun.replaceAll('_', ' ')}`
  return verb.includes('_') ? `${verb.replaceAll('_', ' ')} of ${thing}` : `${verb} ${thing}`
}
