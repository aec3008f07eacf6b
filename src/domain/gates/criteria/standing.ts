// What stands open: incidents nobody has closed, and alarms that what was proven no longer holds.

import { because, namesOf, says } from '../sentences.ts'
import type { Criterion } from './criterion.ts'

export function incidents(open: number): Criterion {
  const base = { name: 'incidents', value: open, bound: 0, need: open }
  if (open === 0) return { ...base, outcome: 'met', ...because(says('no_incident', {})) }
  return { ...base, outcome: 'not_met', ...because(open === 1 ? says('one_incident', {}) : says('incidents', { n: open })) }
}

/** Alarms of the drift detectors that nobody has decided on (GATES.md section 6). */
export function drift(alarms: readonly string[]): Criterion {
  const base = { name: 'drift', value: alarms.length, bound: 0, need: alarms.length }
  if (alarms.length === 0) return { ...base, outcome: 'met', ...because(says('no_drift', {})) }
  return { ...base, outcome: 'not_met', ...because(says('drift', { alarms: namesOf(alarms) })) }
}

/** A plan that was registered needs no line of its own; one that was not holds the gate back. */
export function registration(registered: boolean): Criterion[] {
  if (registered) return []
  return [{ name: 'plan', outcome: 'not_yet_known', value: null, bound: null, need: null, ...because(says('no_plan', {})) }]
}
