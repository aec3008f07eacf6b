// Handed to a person: by the agent, by a trigger of the dossier, or by Tenure itself because something could not be decided.

import { moves, type StateOf } from '../moves.ts'

/**
 * - `open`: waits for a person.
 * - `taken`: somebody has it; returns to `open` if they give it back.
 * - `answered`: a person has resolved it; how is recorded.
 */
export const escalationMoves = moves({
  open: ['taken', 'answered'],
  taken: ['open', 'answered'],
  answered: [],
})

export type EscalationState = StateOf<typeof escalationMoves>

const escalationSources = ['agent', 'trigger', 'tenure'] as const
export type EscalationSource = (typeof escalationSources)[number]

/** Why Tenure itself hands something to a person. Closed list: the month counts by it. */
export const tenureReasons = [
  'unknown_query_type',
  'unmapped_cell',
  'halted',
  'agent_failed',
  'agent_silent',
  'effect_failed',
  'effect_outcome_unknown',
  'effect_refused',
  'type_widened',
  'no_proposal',
] as const
export type TenureReason = (typeof tenureReasons)[number]
