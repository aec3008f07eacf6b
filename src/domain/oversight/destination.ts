// To whom or where an effect would send something, and how much money it would move: read from its arguments as the integration map says. A destination
// outside the role's rule waits for a person, since it may have come from text that outsiders wrote (AUDIT.md section 3, destination rule).

import type { Operation } from '../discovery/integration-map.ts'
import type { RoleDefinition } from '../discovery/role-definition.ts'

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
      if (typeof one !== 'string' || one.trim() === '') return null
      named.push(plainAddress(one))
    }
  }
  return [...new Set(named)]
}

/** The first destination the role's rule does not cover, or null. The requester is always covered. */
export function strangerAmong(
  recipients: readonly string[],
  { rule, directory }: RoleDefinition['destinations'],
  requester: string,
): string | null {
  if (rule === 'any') return null
  const known = rule === 'directory' ? directory.map(plainAddress) : []
  const covered = (one: string) =>
    one === plainAddress(requester) ||
    known.some((entry) =>
      entry.startsWith('@') ? one.endsWith(entry) && one.indexOf('@') === one.length - entry.length : one === entry,
    )
  return recipients.find((one) => !covered(one)) ?? null
}

/** One spelling per address: compatibility forms folded, invisible characters dropped, lower case. */
function plainAddress(address: string): string {
  return address
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase()
}
