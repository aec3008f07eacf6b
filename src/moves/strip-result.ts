// A move several steps make: what a system answered is cut to what the role declares, before it is kept and before any agent sees it. What was cut is said on the
// trail: either the map is wrong or the system tells more than it should.

import { type Policy, policyName } from '../domain/compiler/policy.ts'
import { onlyDeclared } from '../domain/oversight/declared-fields.ts'
import { plainValue } from '../domain/oversight/plain-text.ts'
import type { Saying } from '../store/audit-log.ts'

type Answered = {
  policy: Policy
  interactionId: string
  queryType: string
  effectId: string
  system: string | null
  operation: string | null
}

/** The answer as it may be kept and shown, and what to say of it. Invisible characters go in any case; fields go where the grant lists the ones it uses. */
export function stripResult(on: Answered, result: unknown): { result: unknown; sayings: Saying[] } {
  const { policy, interactionId, queryType, effectId, system, operation } = on
  const permits = Object.hasOwn(policy.permits, queryType) ? policy.permits[queryType] : undefined
  const name = policyName(system, operation)
  const fields = permits !== undefined && Object.hasOwn(permits, name) ? (permits[name]?.fields ?? null) : null
  const plain = plainValue(result)
  if (system === null || operation === null || fields === null) return { result: plain, sayings: [] }
  const { value, removed } = cut(plain, fields)
  if (removed.length === 0) return { result: plain, sayings: [] }
  const says = { effect: effectId, system, operation, fields: removed }
  return { result: value, sayings: [{ kind: 'effect.fields_removed', subject: interactionId, says }] }
}

/** Systems that answer with JSON as text are cut as what they mean, and answer with text again. */
function cut(result: unknown, fields: readonly string[]): { value: unknown; removed: string[] } {
  if (typeof result !== 'string' || !/^\s*[[{]/.test(result)) return onlyDeclared(result, fields)
  let meant: unknown
  try {
    meant = JSON.parse(result)
  } catch (error) {
    // Not JSON after all: a text has no fields.
    if (error instanceof SyntaxError) return { value: result, removed: [] }
    throw error
  }
  const { value, removed } = onlyDeclared(meant, fields)
  return { value: removed.length === 0 ? result : JSON.stringify(value), removed }
}
