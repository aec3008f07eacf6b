// A replay: a role version run on past cases that people have judged, beside what happened and beside the old version run again.

import { moves, type StateOf } from '../moves.ts'

/**
 * - `running`: cases wait. Out: done with the last one, or stopped.
 * - `done`: every case has an outcome, and the result is fixed.
 * - `stopped`: by a person, or because no agent could be asked; the cases done so far stay.
 */
export const replayMoves = moves({
  running: ['done', 'stopped'],
  done: [],
  stopped: [],
})
export type ReplayState = StateOf<typeof replayMoves>
