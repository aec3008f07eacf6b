// A wrong action with a real consequence that needed remedy. It holds every promotion of its cells back until two people have dealt with it.

import { moves, type StateOf } from '../moves.ts'

/**
 * - `open`: it happened, and nothing has been done about it yet.
 * - `remedied`: somebody has said what was done about it.
 * - `closed`: a second person agrees that it is dealt with.
 */
export const incidentMoves = moves({
  open: ['remedied'],
  remedied: ['closed'],
  closed: [],
})

export type IncidentState = StateOf<typeof incidentMoves>

/** `severe` sends the rollout back to shadow at once, without any statistics (GATES.md 6). */
export const incidentSeverities = ['minor', 'major', 'severe'] as const
export type IncidentSeverity = (typeof incidentSeverities)[number]

/** Who noticed: a person who reports it, a verdict “unsafe”, or the ground truth of a recording. */
export const incidentSources = ['report', 'verdict', 'ground_truth'] as const
export type IncidentSource = (typeof incidentSources)[number]
