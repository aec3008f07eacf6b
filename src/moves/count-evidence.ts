// A move several steps make: evidence is kept up in the transaction that changes it. A review that counts opens an item; a verdict, an undo or an adjudication moves it.
// Who calls this has decided what stands; nothing here judges.

import type { ReviewId } from '../domain/ids.ts'
import type { Tx } from '../store/database.ts'

type OpenedItem = {
  reviewId: ReviewId
  interactionId: string
  proposalId: string
  rolloutId: string
  phase: string
  openedAt: Date
  dueAt: Date
  escalated: boolean
  weight: number
}

type StandingOutcome = {
  correct: boolean | null
  shouldEscalate: boolean | null
  source: 'person' | 'verified_source'
  /** The person or source it rests on. */
  by: string
  at: Date
}

/** A review that counts has opened, or what was opened early is known better. */
export async function openItem(_tx: Tx, _item: OpenedItem): Promise<void> {}

/** What stands for a review's proposal now; null: it is open again. */
export async function countOutcome(_tx: Tx, _reviewId: ReviewId, _outcome: StandingOutcome | null): Promise<void> {}
