// The ways through a map: what follows a step, whether a route can end, whether it ends with nothing done, and the most it does on the way.

import type { Place } from '../discovery/documents.ts'
import type { Step } from '../discovery/workflow-map.ts'

/** The steps a step can lead to, with the place within the step where each is named. */
export function nextOf(step: Step): { to: string; place: Place }[] {
  switch (step.kind) {
    case 'decision':
      return [
        ...step.branches.map((branch, at) => ({ to: branch.next, place: ['branches', at, 'next'] })),
        ...(step.otherwise === null ? [] : [{ to: step.otherwise, place: ['otherwise'] }]),
      ]
    case 'start':
    case 'action':
    case 'wait':
    case 'reply':
    case 'human':
      return step.next === null ? [] : [{ to: step.next, place: ['next'] }]
    case 'escalate':
    case 'end':
      return []
  }
}

type Steps = ReadonlyMap<string, Step>

/** The steps from which some route comes to an end. What leads to a step that is not there counts as ending: that is a finding of its own. */
export function endingSteps(steps: Steps): Set<string> {
  const before = new Map<string, string[]>()
  const open: string[] = []
  for (const step of steps.values()) {
    const nexts = nextOf(step)
    if (nexts.length === 0 || nexts.some(({ to }) => !steps.has(to))) open.push(step.id)
    for (const { to } of nexts) before.set(to, [...(before.get(to) ?? []), step.id])
  }
  const ending = new Set<string>()
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (ending.has(id)) continue
    ending.add(id)
    open.push(...(before.get(id) ?? []))
  }
  return ending
}

/** Every step that can come before each step on some route. */
export function stepsBefore(steps: Steps): (id: string) => ReadonlySet<string> {
  const before = new Map<string, string[]>()
  for (const step of steps.values()) for (const { to } of nextOf(step)) before.set(to, [...(before.get(to) ?? []), step.id])
  const known = new Map<string, ReadonlySet<string>>()
  return (id) => {
    const found = known.get(id) ?? new Set<string>()
    if (known.has(id)) return found
    const open = [...(before.get(id) ?? [])]
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if ((found as Set<string>).has(one)) continue
      ;(found as Set<string>).add(one)
      open.push(...(before.get(one) ?? []))
    }
    known.set(id, found)
    return found
  }
}

/**
 * The last step of a route from `start` on which nothing was said, changed or handed over, or null. `acts` says whether a step is one that counts.
 */
export function idleEnd(steps: Steps, start: string, acts: (step: Step) => boolean): Step | null {
  const seen = new Set<string>()
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = steps.get(id)
    if (!step || seen.has(id) || acts(step)) continue
    seen.add(id)
    const nexts = nextOf(step)
    if (nexts.length === 0) return step
    open.push(...nexts.map(({ to }) => to))
  }
  return null
}

/** The most that a route from `start` can come to, every step counted once; a step that leads back is not followed again. */
export function mostOn(steps: Steps, start: string, weight: (step: Step) => number): number {
  const known = new Map<string, number>()
  const walk = (id: string, above: Set<string>): number => {
    const step = steps.get(id)
    if (!step || above.has(id)) return 0
    const before = known.get(id)
    if (before !== undefined) return before
    above.add(id)
    const most = Math.max(0, ...nextOf(step).map(({ to }) => walk(to, above))) + weight(step)
    above.delete(id)
    known.set(id, most)
    return most
  }
  return walk(start, new Set())
}
