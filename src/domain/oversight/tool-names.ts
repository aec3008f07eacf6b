// Under which names an agent is shown the operations of the systems. One name means one operation: two that would be spelt alike are told apart, so that a call never
// means another operation than the one that was listed.

import type { Policy } from '../compiler/policy.ts'
import { policyName } from '../compiler/policy.ts'
import type { Operation, System } from '../discovery/integration-map.ts'

export type NamedOperation = { name: string; system: System; operation: Operation }

/** What every client and every provider of models takes as a tool's name: letters, digits, `_` and `-`, at most 64 (OpenAI; MCP allows 128). */
const longestName = 64

/** Every operation of the systems, granted or not, under its own name, in the order of the integration map. */
export function namedOperations({ systems }: Pick<Policy, 'systems'>): NamedOperation[] {
  const taken = new Set<string>()
  return systems.flatMap((system) =>
    system.operations.map((operation) => {
      const name = freeName(`${system.name}__${operation.name}`.replaceAll(/[^A-Za-z0-9_-]/g, '_'), taken)
      taken.add(name)
      return { name, system, operation }
    }),
  )
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const first = wanted.slice(0, longestName)
  for (let n = 1; ; n++) {
    const end = n === 1 ? '' : `_${n}`
    const name = first.slice(0, longestName - end.length) + end
    if (!taken.has(name)) return name
  }
}

/** Those of them the role grants for at least one of these query types. */
export function grantedOperations(policy: Policy, queryTypes: readonly string[]): NamedOperation[] {
  return namedOperations(policy).filter(({ system, operation }) => {
    const name = policyName(system.name, operation.name)
    if (operation.access === 'none' || Object.hasOwn(policy.forbidden, name)) return false
    return queryTypes.some((type) => Object.hasOwn(policy.permits, type) && Object.hasOwn(policy.permits[type]!, name))
  })
}
