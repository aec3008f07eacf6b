// May this employee make this effect? The compiled policy (role definition × integration map), then the limits. Default deny: everything not granted is
// refused, with the reason.

import { wrongArgument } from '../compiler/arguments.ts'
import { type Permission, type Policy, policyName } from '../compiler/policy.ts'
import { handoffSystem, type Operation, operationOf, type System } from '../discovery/integration-map.ts'
import type { GrantTerms } from '../discovery/role-definition.ts'
import type { EffectKind, EffectRequest } from '../interaction/effect.ts'
import type { Sentence } from '../sentence.ts'
import { amountOf, destinationsOf, recipientsOf, strangerAmong } from './destination.ts'
import type { Origin, Sources } from './provenance.ts'
import { asKept, effectSentences, says } from './sentences.ts'

/** What has been used so far, for the role's limits: by this interaction, and by the employee today. Money is in the unit of the operations' arguments. */
export type Spent = {
  effects: number
  writes: number
  writesToday: number
  money: number
  moneyToday: number
  recipients: readonly string[]
  /** How often the employee has done this very operation within the time its grant’s rate names. */
  lately: number
}

export type Permit =
  | {
      granted: true
      kind: EffectKind
      system: System | null
      operation: Operation | null
      /** Why a person decides this in every phase; null: the phase decides. */
      alwaysReview: string | null
      purpose: string | null
      fields: string[]
      amount: number
      recipients: string[]
      /** Where each recipient came from, in their order. */
      origins: Origin[]
    }
  | {
      granted: false
      kind: EffectKind
      why: string
      /** It would be granted but for what has been used so far. */
      limit: boolean
      /** The role grants it for other query types: the agent reaches beyond the type this query was given when it came in. */
      widening: boolean
    }

/** `sources` are looked at only when the operation names recipients. */
type Question = { policy: Policy; queryType: string; sources: Sources; request: EffectRequest; spent: Spent; at: Date }

/** What the role says of this operation for this query type; null: nothing, which is no. */
export function permissionFor(policy: Pick<Policy, 'permits'>, queryType: string, name: string): Permission | null {
  const permits = Object.hasOwn(policy.permits, queryType) ? policy.permits[queryType] : undefined
  return permits !== undefined && Object.hasOwn(permits, name) ? permits[name]! : null
}

/**
 * Rules in this order: listed, classified as read or write, not forbidden, granted for this query type, within the limits, to a destination the role
 * covers. A forbidden act wins over a grant; an operation whose access is `none`, or that the map does not list, is refused whatever the role says.
 */
export function permit(question: Question): Permit {
  const { policy, request } = question
  if (request.kind === 'reply')
    return granted(question, { system: null, operation: null }, { kind: 'reply', amount: 0, recipients: [] })
  if (request.system === handoffSystem) return denied('write', effectSentences.handoff_is_no_operation)
  const found = operationOf(policy, request.system, request.operation)
  if (found === null) return denied('write', says('not_in_map', { operation: `${request.system}.${request.operation}` }))
  const { access } = found.operation
  if (access === 'none') return denied('write', says('no_access', { operation: `${request.system}.${request.operation}` }))
  const wrong = wrongArgument(found.operation, request.arguments)
  if (wrong !== null) return denied(access, wrong)
  const amount = amountOf(found.operation, request.arguments)
  if (amount === null) return denied(access, says('no_sum', { argument: `${found.operation.amount?.argument}` }))
  const recipients = recipientsOf(found.operation, request.arguments)
  if (recipients === null) return denied(access, effectSentences.recipient_no_text)
  return granted(question, found, { kind: access, amount, recipients })
}

type Use = { kind: EffectKind; amount: number; recipients: string[] }

function granted(
  { policy, queryType, sources, request, spent, at: now }: Question,
  at: { system: System | null; operation: Operation | null },
  use: Use,
): Permit {
  const name = policyName(at.system?.name ?? null, at.operation?.name ?? null)
  if (Object.hasOwn(policy.forbidden, name)) {
    const reason = policy.forbidden[name]
    const said = reason ? says('forbidden_because', { operation: name, why: reason }) : says('forbidden', { operation: name })
    return denied(use.kind, said)
  }
  const permission = permissionFor(policy, queryType, name)
  if (permission === null) return notForThisType(policy, { kind: use.kind, name, queryType })
  const { terms = {} } = permission
  const outside = outsideTerms(terms, { name, use, given: request.kind === 'call' ? request.arguments : {}, now })
  if (outside !== null) return denied(use.kind, outside)
  const limit = limitReached(policy.limits, use, spent) ?? rateReached(terms, name, spent)
  if (limit !== null) return { granted: false, kind: use.kind, why: asKept(limit), limit: true, widening: false }
  const { directory } = policy.destinations
  const rule = terms.destinations ?? policy.destinations.rule
  const destinations = destinationsOf(use.recipients, directory, sources)
  const stranger = strangerAmong(destinations, rule)
  const alwaysReview = permission.alwaysReview
    ? effectSentences.always_review
    : stranger === null
      ? null
      : asKept(says(`to_${stranger.origin}`, { recipient: stranger.recipient.slice(0, 200) }))
  return {
    granted: true,
    ...at,
    ...use,
    alwaysReview,
    purpose: permission.purpose,
    fields: permission.fields ?? [],
    origins: destinations.map(({ origin }) => origin),
  }
}

/** `said`: a sentence, or what is wrong with an argument in the words of its schema. */
function denied(kind: EffectKind, said: Sentence | string): Extract<Permit, { granted: false }> {
  return { granted: false, kind, why: typeof said === 'string' ? said : asKept(said), limit: false, widening: false }
}

/** The type was decided from what came in, before any system answered, and stays: what is granted for other types only is a reach beyond it (AUDIT.md C6). */
function notForThisType(
  policy: Policy,
  { kind, name, queryType }: { kind: EffectKind; name: string; queryType: string },
): Extract<Permit, { granted: false }> {
  const others = Object.keys(policy.permits).filter((type) => permissionFor(policy, type, name) !== null)
  if (others.length === 0) return denied(kind, says('not_granted', { operation: name, type: queryType }))
  const said = says('granted_for_others', { operation: name, types: others.join(', '), type: queryType })
  return { granted: false, kind, why: asKept(said), limit: false, widening: true }
}

const dayMs = 86_400_000

/** Why a call is outside the terms of its grant, whatever has been used so far; null: it is inside. */
function outsideTerms(
  terms: GrantTerms,
  { name, use, given, now }: { name: string; use: Use; given: Readonly<Record<string, unknown>>; now: Date },
): Sentence | string | null {
  const { until, amount, recipients } = terms
  if (until !== undefined && now.getTime() >= Date.parse(until) + dayMs) return says('grant_ended', { operation: name, until })
  const wrong = wrongArgument(terms, given)
  if (wrong !== null) return `under the grant of ${name}, ${wrong}`
  if (amount !== undefined && use.amount > amount + 1e-9) return says('grant_amount', { operation: name, amount })
  if (recipients !== undefined && use.recipients.length > recipients)
    return says('grant_recipients', { operation: name, n: recipients })
  return null
}

function rateReached({ rate }: GrantTerms, name: string, { lately }: Spent): Sentence | null {
  return rate !== undefined && lately >= rate.times
    ? says('rate_reached', { times: rate.times, operation: name, minutes: rate.minutes })
    : null
}

function limitReached(limits: Policy['limits'], { kind, amount, recipients }: Use, spent: Spent): Sentence | null {
  if (spent.effects >= limits.effectsPerInteraction) return says('effects_reached', { n: limits.effectsPerInteraction })
  const people = new Set([...spent.recipients, ...recipients]).size
  if (limits.recipientsPerInteraction !== null && recipients.length > 0 && people > limits.recipientsPerInteraction)
    return says('recipients_reached', { n: limits.recipientsPerInteraction })
  if (over(spent.money + amount, limits.moneyPerInteraction, amount))
    return says('money_reached', { n: `${limits.moneyPerInteraction}` })
  if (over(spent.moneyToday + amount, limits.moneyPerDay, amount))
    return says('money_today_reached', { n: `${limits.moneyPerDay}` })
  if (kind !== 'write') return null
  if (spent.writes >= limits.writesPerInteraction) return says('writes_reached', { n: limits.writesPerInteraction })
  if (limits.writesPerDay !== null && spent.writesToday >= limits.writesPerDay)
    return says('writes_today_reached', { n: limits.writesPerDay })
  return null
}

/** Sums of hundredths carry binary rounding; a billionth of a unit is no money. */
function over(sum: number, limit: number | null, amount: number): boolean {
  return limit !== null && amount > 0 && sum > limit + 1e-9
}
