// Making good what was done: a new effect that a person orders, with a key, an intent and an outcome of its own. Nothing that happened is taken out of the record.

import { wrongArgument } from '../compiler/arguments.ts'
import { type Policy, policyName } from '../compiler/policy.ts'
import { operationOf } from '../discovery/integration-map.ts'
import type { EffectRequest } from '../interaction/effect.ts'

/**
 * Why this request cannot make good an earlier effect, or null. The employee's grants do not matter, since a person orders it; what the integration map does not list as
 * a write, what the role forbids whoever asks, and arguments that do not fit are refused to people as well.
 */
export function whyNotUndone(policy: Policy, request: EffectRequest): string | null {
  if (request.kind !== 'call') return 'only a call makes good an earlier one'
  const name = policyName(request.system, request.operation)
  const found = operationOf(policy, request.system, request.operation)
  if (found === null) return `${name} is not in the integration map`
  if (found.operation.access !== 'write') return `the integration map gives ${name} the access “${found.operation.access}”`
  if (found.system.connector.kind === 'agent') return `${name} is made by the agent itself and not by Tenure`
  if (Object.hasOwn(policy.forbidden, name)) return `the role forbids ${name}`
  return wrongArgument(found.operation, request.arguments)
}
