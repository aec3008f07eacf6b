// May this employee make this effect? Role definition × integration map × limits. Default deny: everything not granted is refused, with the reason.

import type { Dossier } from '../discovery/dossier.ts'
import { handoffSystem, type Operation, operationOf, type System } from '../discovery/integration-map.ts'
import { covers } from '../discovery/role-definition.ts'
import type { EffectKind, EffectRequest } from '../interaction/effect.ts'

/** What the interaction has used so far, for the role's limits. */
export type Spent = { effects: number; writes: number; writesToday: number }

export type Permit =
  | {
      granted: true
      kind: EffectKind
      system: System | null
      operation: Operation | null
      alwaysReview: boolean
      purpose: string | null
      fields: string[]
    }
  | { granted: false; kind: EffectKind; why: string; limit: boolean }

type Question = { dossier: Dossier; queryType: string; request: EffectRequest; spent: Spent }

/**
 * Rules in this order: listed, classified as read or write, not forbidden, granted for this query type, within the limits. A forbidden act wins
 * over a grant; an operation whose access is `none`, or that the map does not list, is refused whatever the role says.
 */
export function permit({ dossier, queryType, request, spent }: Question): Permit {
  if (request.kind === 'reply') return granted(dossier, queryType, { system: null, operation: null }, 'reply', spent)
  if (request.system === handoffSystem) return denied('write', 'a hand-over is an escalation, not an operation: escalate instead')
  const found = operationOf(dossier.integrations, request.system, request.operation)
  if (found === null) return denied('write', `${request.system}.${request.operation} is not in the integration map`)
  if (found.operation.access === 'none')
    return denied('write', `the integration map gives no access to ${request.system}.${request.operation}`)
  const missing = missingArguments(found.operation, request.arguments)
  if (missing !== null) return denied(found.operation.access, missing)
  return granted(dossier, queryType, found, found.operation.access, spent)
}

function granted(
  dossier: Dossier,
  queryType: string,
  at: { system: System | null; operation: Operation | null },
  kind: EffectKind,
  spent: Spent,
): Permit {
  const { role } = dossier
  const [system, operation] = [at.system?.name ?? null, at.operation?.name ?? null]
  const name = system === null ? 'reply' : `${system}.${operation}`
  const forbidden = role.must_not.find((rule) => covers(rule.do, system, operation))
  if (forbidden) return denied(kind, `the role forbids ${name}${forbidden.why ? `: ${forbidden.why}` : ''}`)
  const grant = role.may.find(
    (rule) => covers(rule.do, system, operation) && (rule.for.length === 0 || rule.for.includes(queryType)),
  )
  if (!grant) return denied(kind, `the role does not grant ${name} for ${queryType}`)
  const limit = limitReached(dossier, kind, spent)
  if (limit !== null) return { granted: false, kind, why: limit, limit: true }
  return {
    granted: true,
    kind,
    system: at.system,
    operation: at.operation,
    alwaysReview: role.always_review.some((ref) => covers(ref, system, operation)),
    purpose: grant.purpose,
    fields: grant.fields ?? [],
  }
}

function denied(kind: EffectKind, why: string): Permit {
  return { granted: false, kind, why, limit: false }
}

function limitReached(dossier: Dossier, kind: EffectKind, spent: Spent): string | null {
  const { limits } = dossier.role
  if (spent.effects >= limits.effectsPerInteraction)
    return `the limit of ${limits.effectsPerInteraction} effects per interaction is reached`
  if (kind !== 'write') return null
  if (spent.writes >= limits.writesPerInteraction)
    return `the limit of ${limits.writesPerInteraction} writes per interaction is reached`
  if (limits.writesPerDay !== null && spent.writesToday >= limits.writesPerDay)
    return `the limit of ${limits.writesPerDay} writes per day is reached`
  return null
}

/** Arguments are checked against the operation's own schema as far as presence and names go; the system checks the rest. */
function missingArguments(operation: Operation, given: Readonly<Record<string, unknown>>): string | null {
  const schema = operation.arguments as {
    required?: unknown
    properties?: Record<string, unknown>
    additionalProperties?: unknown
  } | null
  if (schema === null) return null
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : []
  const absent = required.find((name) => !Object.hasOwn(given, name) || given[name] === undefined)
  if (absent !== undefined) return `argument “${absent}” is missing`
  if (schema.additionalProperties === false) {
    const stray = Object.keys(given).find((name) => !Object.hasOwn(schema.properties ?? {}, name))
    if (stray !== undefined) return `argument “${stray}” is not part of the operation`
  }
  return null
}
