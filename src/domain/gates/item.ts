// What counts towards a gate, one item per review, and one case per item or burst of items that are the same case. Both are pure data: the store keeps them, an
// auditor's bundle carries them, and either can be recounted here.

/** One judged or still open review. `slices`: `dimension=value`, without the reviewer, which is known with the verdict. Instants are ISO 8601 in UTC. */
export type EvidenceItem = {
  reviewId: string
  interactionId: string
  queryType: string
  channel: string
  phase: string
  openedAt: string
  /** After this a missing verdict counts as wrong (GATES.md D14). */
  dueAt: string
  escalated: boolean
  /** π_base/π in (0, 1], fixed before the verdict. */
  weight: number
  /** Items that are one case (a burst of the same message) share this and count once (GATES.md D13). */
  caseKey: string
  slices: readonly string[]
  /** Null: nobody says, as for an escalation that was only judged as such. */
  correct: boolean | null
  shouldEscalate: boolean | null
  /** Who judged, and with what right: a person, or a verified source named on the trail. Null while it is open. */
  source: 'person' | 'verified_source' | null
  judgedBy: string | null
  /** The judge as a slice, where the plan watches reviewers. */
  reviewerSlice: string | null
}

/**
 * One independent case. It stands where its first member stands and has that one's weight. `share`: the part of its members that were right; null where nobody says.
 * `open`: some member has no verdict yet.
 */
export type EvidenceCase = {
  queryType: string
  channel: string
  head: string
  day: string
  openedAt: string
  phase: string
  escalated: boolean
  weight: number
  share: number | null
  shouldEscalate: boolean | null
  slices: readonly string[]
  open: boolean
  dueAt: string
  members: number
  said: number
  correct: number
  needed: number
  unneeded: number
  byPeople: number
}

/** Cases that are alike, summed. `n` counts cases; the rest counts their members. */
export type Tally = {
  queryType: string
  escalated: boolean
  weight: number
  share: number | null
  shouldEscalate: boolean | null
  n: number
  members: number
  said: number
  correct: number
  needed: number
  unneeded: number
  byPeople: number
}

/** What the day's cases look like one by one, in the order in which they count: for finding the moment of proof. */
export type Unit = { head: string; weight: number; share: number }
