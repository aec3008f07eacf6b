// One inbound query and everything that followed: its states, and the moves between them.

import { moves, type StateOf } from '../moves.ts'

/**
 * - `received`: the query is stored with its type (or none) and channel; nobody has been asked. Out: an agent is asked, or people are.
 * - `proposing`: an agent is at work; its proposal is open and collects effects. Out: it finishes, hands over, or goes silent (escalated).
 * - `proposed`: the agent is done; Tenure has not ruled. Out: by `oversee` only.
 * - `held`: at least one effect waits for a person. Out: released, declined (refused), escalated.
 * - `released`: at least one effect may now be performed. Out: performed, or escalated when an effect failed or its outcome is unknown.
 * - `recorded`: shadow: everything is on the record and nothing was or will be performed. Out: settled.
 * - `refused`: nothing of it may be performed. Out: settled.
 * - `escalated`: it is in people's hands. Out: settled when they have answered.
 * - `performed`: every released effect has a known outcome. Out: settled.
 * - `settled`: closed: outcome, time and cost are fixed.
 */
export const interactionMoves = moves({
  received: ['proposing', 'escalated'],
  proposing: ['proposed', 'escalated'],
  proposed: ['held', 'released', 'recorded', 'refused', 'escalated'],
  held: ['released', 'recorded', 'refused', 'escalated'],
  released: ['performed', 'escalated'],
  recorded: ['settled'],
  refused: ['settled', 'escalated'],
  escalated: ['settled'],
  performed: ['settled'],
  settled: [],
})

export type InteractionState = StateOf<typeof interactionMoves>

/** How a settled interaction ended, for the month: handled by the employee, by people, only recorded, or refused. */
export const interactionOutcomes = ['handled', 'escalated', 'recorded', 'refused'] as const
export type InteractionOutcome = (typeof interactionOutcomes)[number]

/** What a message from a channel must carry to become an interaction. `queryType` null means: Tenure decides from the dossier's map. */
export type InboundQuery = {
  /** The channel's own id of the message; the same one arriving twice is one interaction. */
  externalId: string
  channel: string
  requester: string
  query: string
  queryType: string | null
  /** Declared fields of the query, as the channel knows them (never from an agent): conditions and triggers may read them. */
  fields: Readonly<Record<string, unknown>>
}
