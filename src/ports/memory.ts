// What an agent of our own keeps of its work, so that one that is asked again after a crash goes on where the last one was.

import type { ModelStep } from '../domain/interaction/model-step.ts'

export interface Memory {
  /** The steps kept for this interaction so far, in order. */
  recall(): Promise<ModelStep[]>
  /** Keeps the next step. MUST be called before anything follows from it; `position` counts from 0, and one that is kept already is a bug. */
  keep(position: number, step: ModelStep): Promise<void>
}
