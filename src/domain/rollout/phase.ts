// The phase of a rollout: the one value that decides how much is left to the employee. Every legal move is in this table.

import { type Moves, mayMove, moves, type StateOf } from '../moves.ts'

/**
 * - `discovery`: documents exist, nothing runs. Out: `shadow` once a dossier is signed and a rollout opened.
 * - `shadow`: the employee answers in full, people do the work, nothing takes effect without a person. Out: `supervised` through a met
 *   gate and two people; `halted`; `retired`.
 * - `supervised`: effects are performed, a random sample and every escalation reviewed. Out: `autonomous` through gate and two people;
 *   back to `shadow`; `halted`; `retired`.
 * - `autonomous`: no individual review, a monthly sample. Out: back to `supervised` or `shadow`; `halted`; `retired`.
 * - `halted`: every effect is refused, every query goes to people. Out: resumed into `shadow`, or by two people into the phase it was
 *   halted from; `retired`.
 * - `retired`: the end. Nothing leads out.
 * Source: the mission's five phases; “losing ground sends a rollout back: to supervised, to shadow, or to halted”.
 */
export const phaseMoves = moves({
  discovery: ['shadow', 'retired'],
  shadow: ['supervised', 'halted', 'retired'],
  supervised: ['autonomous', 'shadow', 'halted', 'retired'],
  autonomous: ['supervised', 'shadow', 'halted', 'retired'],
  halted: ['shadow', 'supervised', 'autonomous', 'retired'],
  retired: [],
})

export type Phase = StateOf<typeof phaseMoves>
export const phases = Object.keys(phaseMoves) as Phase[]

/** The phases in order of trust; halted and retired are beside the ladder. */
const ladder = ['discovery', 'shadow', 'supervised', 'autonomous'] as const satisfies readonly Phase[]

/** Whether a move raises trust; such a move needs a met gate (or a recorded override) and two people. */
export function raisesTrust(from: Phase, to: Phase): boolean {
  const rank = (phase: Phase) => (ladder as readonly Phase[]).indexOf(phase)
  return rank(to) >= 0 && rank(to) > rank(from) && to !== 'shadow'
}

/** The phase a promotion leads to, or null where there is none. */
export function nextPhase(phase: Phase): 'supervised' | 'autonomous' | null {
  if (phase === 'shadow') return 'supervised'
  if (phase === 'supervised') return 'autonomous'
  return null
}

/** Whether the table allows the move; who may make it and with which evidence is governance's business. */
export function mayEnter(from: Phase, to: Phase): boolean {
  return mayMove(phaseMoves as Moves, from, to)
}

/** What a shadow rollout does with held work: `observe` never performs anything, `assist` lets a person release exactly what was shown. */
export const deliveries = ['observe', 'assist'] as const
export type Delivery = (typeof deliveries)[number]
