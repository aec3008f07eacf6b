// Operations of the employee beside those of the person. Same operation with the same arguments is a match; another amount is not.

import type { HumanWork, StoryEffect } from '../../api.ts'
import { withMarks } from '../../ui/invisible.ts'
import { shortArguments } from '../../ui/text.tsx'

type Operation = { system: string | null; operation: string | null; arguments: unknown }

function asLine({ system, operation, arguments: given }: Operation): string {
  const name = system === null ? (operation ?? '') : `${operation ?? ''} · ${system}`
  return `${withMarks(name)} (${shortArguments(sorted(given))})`
}

/** The order of arguments means nothing. */
function sorted(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  return Object.fromEntries(Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export type Compared = { both: string[]; employee: string[]; person: string[] }

export function compareOperations(effects: readonly StoryEffect[], done: HumanWork['operations']): Compared {
  return compareLists(
    effects.filter(({ kind }) => kind === 'write'),
    done,
  )
}

/** Each operation once per time it was done: two orders are not one order. */
export function compareLists(ours: readonly Operation[], theirs: readonly Operation[]): Compared {
  const person = theirs.map(asLine)
  const both: string[] = []
  const employee: string[] = []
  for (const line of ours.map(asLine)) {
    const at = person.indexOf(line)
    if (at < 0) employee.push(line)
    else both.push(...person.splice(at, 1))
  }
  return { both, employee, person }
}

export function sameOperations(effects: readonly StoryEffect[], done: HumanWork['operations']): boolean {
  const { employee, person } = compareOperations(effects, done)
  return employee.length === 0 && person.length === 0
}
