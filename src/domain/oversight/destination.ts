// To whom or where an effect would send something, and how much money it would move: read from its arguments as the integration map says. A destination
// outside the role's rule waits for a person, since it may have come from text that outsiders wrote (AUDIT.md section 3, destination rule).

import type { Operation } from '../discovery/integration-map.ts'
import type { RoleDefinition } from '../discovery/role-definition.ts'
import { type Origin, originOf, plainAddress, type Sources } from './provenance.ts'

type Given = Readonly<Record<string, unknown>>

/** The money an operation would move: 0 for one that moves none, null when the argument that must say it does not say a sum of zero or more. */
export function amountOf(operation: Operation, given: Given): number | null {
  if (operation.amount === null) return 0
  const said = given[operation.amount.argument]
  const sum =
    typeof said === 'number' ? said : typeof said === 'string' && /^\d+(\.\d+)?$/.test(said.trim()) ? Number(said) : Number.NaN
  return Number.isFinite(sum) && sum >= 0 ? sum : null
}

/** The destinations named in the arguments, each once; null when one of them is not a text or a list of texts. */
export function recipientsOf(operation: Operation, given: Given): string[] | null {
  const named: string[] = []
  for (const argument of operation.recipients) {
    const said = given[argument]
    const list: unknown[] = said === undefined || said === null ? [] : Array.isArray(said) ? said : [said]
    for (const one of list) {
      if (typeof one !== 'string' || plainAddress(one) === '') return null
      named.push(one.trim().toLowerCase())
    }
  }
  return [...new Set(named)]
}

export type Destination = { recipient: string; origin: Origin }

/** Each destination with where it came from. */
export function destinationsOf(recipients: readonly string[], directory: readonly string[], sources: Sources): Destination[] {
  return recipients.map((recipient) => ({ recipient, origin: originOf(recipient, directory, sources) }))
}

/**
 * The first destination the role's rule does not cover, or null. What came out of a system's answer is never covered, whatever the rule, unless the directory
 * has it: whoever writes into that system would choose where things go.
 */
export function strangerAmong(
  destinations: readonly Destination[],
  rule: RoleDefinition['destinations']['rule'],
): Destination | null {
  return destinations.find(({ origin }) => !covered[rule].includes(origin)) ?? null
}

const covered: Readonly<Record<RoleDefinition['destinations']['rule'], readonly Origin[]>> = {
  requester: ['requester'],
  query: ['requester', 'directory', 'query'],
  directory: ['requester', 'directory'],
  any: ['requester', 'directory', 'query', 'nowhere'],
}
