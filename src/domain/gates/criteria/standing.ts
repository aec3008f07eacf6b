// What stands open: incidents nobody has closed, and alarms that what was proven no longer holds.

import { type Criterion, listed } from './criterion.ts'

export function incidents(open: number): Criterion {
  const base = { name: 'incidents', value: open, bound: 0, need: open }
  if (open === 0) return { ...base, outcome: 'met', reason: 'No incident is open.' }
  const reason = `${open === 1 ? 'One incident is' : `${open} incidents are`} open; each must be remedied, and closed by a second person, first.`
  return { ...base, outcome: 'not_met', reason }
}

/** Alarms of the drift detectors that nobody has decided on (GATES.md section 6). */
export function drift(alarms: readonly string[]): Criterion {
  const base = { name: 'drift', value: alarms.length, bound: 0, need: alarms.length }
  if (alarms.length === 0) return { ...base, outcome: 'met', reason: 'No drift alarm is open.' }
  return {
    ...base,
    outcome: 'not_met',
    reason: `Something has moved since it was proven: ${listed(alarms)}. A person must decide what follows.`,
  }
}

/** A plan that was registered needs no line of its own; one that was not holds the gate back. */
export function registration(registered: boolean): Criterion[] {
  if (registered) return []
  const reason =
    'No plan was registered for this rollout before its evidence was seen. Register it now: evidence counts from the plan on (“tenure rollout plan”).'
  return [{ name: 'plan', outcome: 'not_yet_known', value: null, bound: null, need: null, reason }]
}
