// What the agent would do for one interaction: effects, or an escalation. A proposal is open while the agent works and fixed afterwards.

import { moves, type StateOf } from '../moves.ts'
import type { EffectRequest } from './effect.ts'

/**
 * - `open`: the agent is at work and may add effects.
 * - `complete`: the agent is done; nothing can be added. Verdicts are given on complete proposals.
 * - `abandoned`: the agent failed or went silent; people took over.
 */
export const proposalMoves = moves({
  open: ['complete', 'abandoned'],
  complete: [],
  abandoned: [],
})

export type ProposalState = StateOf<typeof proposalMoves>

/** Tokens and money an agent reports; money in millionths of a dollar, null when unpriced (unknown is never zero). */
export type Usage = { inputTokens: number; outputTokens: number; costMicros: number | null; model: string | null }

/** What an agent, or a model set to judge it, says of its own answer, 0 to 1. It may order the queue and raise the rate of review; no gate ever sees it. */
export type OwnScores = { confidence?: number; judgeScore?: number }

/** How an agent ends its work: the effects still to be ruled on, in order, or a hand-over to a person with its reason. */
export type AgentAnswer = OwnScores &
  (
    | { kind: 'effects'; effects: readonly EffectRequest[]; usage: Usage | null }
    | { kind: 'escalation'; reason: string; trigger: string | null; effects: readonly EffectRequest[]; usage: Usage | null }
  )
