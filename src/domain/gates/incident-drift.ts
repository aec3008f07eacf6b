// Do incidents come more often than they did? The same recursion as for rates, on counts per exposure. A severe one asks no statistics: it is an alarm by
// itself. Source: GATES.md section 6, “Incidents”.

import { invariant } from '../fault.ts'
import { advanced, logMean } from './shiryaev-roberts.ts'

/** `exposure` in the unit of the baseline: interactions, or days. */
export type IncidentDay = { day: string; incidents: number; severe: number; exposure: number }

export type IncidentState = {
  /** Incidents per unit of exposure that are nothing new. */
  baseline: number
  days: number
  last: string | null
  logs: number[]
  alarm: { day: string; why: 'severe' | 'more' } | null
  decisions: number
}

// Twice and four times as many (GATES.md 6: rho in {2, 4}); one false alarm in a year at most.
const multiples = [2, 4]
const threshold = 365

export function openedIncidents(baseline: number): IncidentState {
  invariant(baseline >= 0 && Number.isFinite(baseline), 'a baseline of incidents is zero or more')
  return { baseline, days: 0, last: null, logs: [], alarm: null, decisions: 0 }
}

/** One day further; days MUST come in order, each once. A day without exposure and without incident says nothing. */
export function incidentStep(state: IncidentState, { day, incidents, severe, exposure }: IncidentDay): IncidentState {
  invariant(
    incidents >= severe && severe >= 0 && exposure >= 0 && Number.isFinite(incidents + exposure),
    'a day has its incidents, the severe among them, and its exposure',
  )
  invariant(state.last === null || day > state.last, 'days come in order, each once')
  if (incidents === 0 && exposure === 0) return { ...state, last: day }
  const factors = multiples.map((rho) => incidents * Math.log(rho) - (rho - 1) * state.baseline * exposure)
  const logs = advanced(state.logs, factors)
  const next = { ...state, days: state.days + 1, last: day, logs }
  // A severe one is an alarm of its own also while somebody thinks about a milder one.
  if (severe > 0 && state.alarm?.why !== 'severe') return { ...next, alarm: { day, why: 'severe' } }
  if (state.alarm !== null) return next
  return (logMean(logs) ?? 0) >= Math.log(threshold) ? { ...next, alarm: { day, why: 'more' } } : next
}

/** Starts again after somebody has decided about the alarm; without one nothing happens. */
export function incidentDecided(state: IncidentState): IncidentState {
  return state.alarm === null ? state : { ...state, days: 0, logs: [], alarm: null, decisions: state.decisions + 1 }
}
