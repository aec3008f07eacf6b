// Where on the course of accuracy something was changed: one numbered mark a day, at the first day of the course that is not before it.

import type { Rollout } from '../../api.ts'

export type Mark = { at: string; number: number; kinds: string[] }

/** What moves evidence or what it is about; reading a gate or proposing does not. */
const changes = new Set([
  'rollout.advanced',
  'rollout.split',
  'rollout.demoted',
  'rollout.halted',
  'rollout.resumed',
  'delivery.set',
  'plan.registered',
  'plan.replaced',
  'evidence.aged',
  'rollout.version_adopted',
  'change.declared',
  'incident.opened',
])

/** `days` oldest first; a change after the last of them is not drawn, there is nothing to see yet. */
export function marksOf(timeline: Rollout['timeline'], days: readonly string[]): Mark[] {
  const byDay = new Map<string, Set<string>>()
  for (const { kind, at } of timeline) {
    const shown = changes.has(kind) ? days.find((day) => day >= at.slice(0, 10)) : undefined
    if (shown !== undefined) byDay.set(shown, (byDay.get(shown) ?? new Set()).add(kind))
  }
  return [...byDay].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([at, kinds], i) => ({ at, number: i + 1, kinds: [...kinds] }))
}
