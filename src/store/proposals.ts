// Proposals: one per interaction, open while the agent works.

import type { DossierId, InteractionId, ProposalId } from '../domain/ids.ts'
import type { ProposalState } from '../domain/interaction/proposal.ts'
import type { Row, Tx } from './database.ts'
import { type Interaction, interactionColumns } from './interactions.ts'

export type Proposal = {
  id: ProposalId
  interactionId: InteractionId
  dossierId: DossierId
  attempt: number
  agent: string
  state: ProposalState
  escalated: boolean
  reason: string | null
  trigger: string | null
  /** What the agent, or a judge model, says of its own answer, 0 to 1; null: nothing. It orders and never counts. */
  confidence: number | null
  judgeScore: number | null
}

const columns =
  'id, interaction_id as "interactionId", dossier_id as "dossierId", attempt, agent, state, escalated, reason, trigger_name as "trigger", confidence, judge_score as "judgeScore"'

/** The interaction's proposal, or null. The interaction's own lock covers it. */
export async function proposalOf(tx: Tx, interactionId: string): Promise<Proposal | null> {
  const [row] = await tx.query<Row & Proposal>(`select ${columns} from tenure.proposals where interaction_id = $1`, [
    interactionId,
  ])
  return row ?? null
}

type NewProposal = Pick<
  Proposal,
  'id' | 'interactionId' | 'dossierId' | 'agent' | 'state' | 'escalated' | 'reason' | 'trigger'
> & { phase: string; at: Date }

export async function insertProposal(tx: Tx, p: NewProposal): Promise<void> {
  tx.write(
    `insert into tenure.proposals (id, interaction_id, dossier_id, attempt, agent, state, escalated, reason, trigger_name, phase, opened_at, completed_at)
     values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, case when $5 = 'complete' then $10::timestamptz end)`,
    [p.id, p.interactionId, p.dossierId, p.agent, p.state, p.escalated, p.reason, p.trigger, p.phase, p.at],
  )
}

/** The agent is asked once more, after a crash: same proposal, next attempt. Effects it already asked for keep their keys. */
export async function countAttempt(tx: Tx, id: ProposalId): Promise<number> {
  const [row] = await tx.query<Row & { attempt: number }>(
    'update tenure.proposals set attempt = attempt + 1 where id = $1 returning attempt',
    [id],
  )
  return row!.attempt
}

export async function completeProposal(
  tx: Tx,
  id: ProposalId,
  answer: Pick<Proposal, 'escalated' | 'reason' | 'trigger' | 'confidence' | 'judgeScore'>,
  at: Date,
): Promise<void> {
  tx.write(
    "update tenure.proposals set state = 'complete', escalated = $2, reason = $3, trigger_name = $4, completed_at = $5, confidence = $6, judge_score = $7 where id = $1",
    [id, answer.escalated, answer.reason, answer.trigger, at, answer.confidence, answer.judgeScore],
  )
}

export async function abandonProposal(tx: Tx, id: ProposalId, reason: string, at: Date): Promise<void> {
  tx.write("update tenure.proposals set state = 'abandoned', escalated = true, reason = $2, completed_at = $3 where id = $1", [
    id,
    reason,
    at,
  ])
}

/** Writes down the draw that decides about a review, before any outcome exists. */
export async function keepDraw(
  tx: Tx,
  id: ProposalId,
  draw: { u: number; baseRatio: number; ratio: number; weight: number; risks: readonly string[] },
): Promise<void> {
  tx.write(
    'update tenure.proposals set sample_u = $2, sample_base = $3, sample_ratio = $4, weight = $5, risks = $6 where id = $1',
    [id, draw.u, draw.baseRatio, draw.ratio, draw.weight, draw.risks],
  )
}

/** The interaction, locked, with its proposal: what most steps start from, in one look. */
export async function lockCase(
  tx: Tx,
  interactionId: string,
): Promise<{ interaction: Interaction; proposal: Proposal | null } | null> {
  const [row] = await tx.query<Row & Interaction & { p: Row & { id: ProposalId | null } }>(
    `select ${interactionColumns}, jsonb_build_object('id', p.id, 'interactionId', p.interaction_id, 'dossierId', p.dossier_id, 'attempt', p.attempt, 'agent', p.agent,
       'state', p.state, 'escalated', p.escalated, 'reason', p.reason, 'trigger', p.trigger_name, 'confidence', p.confidence, 'judgeScore', p.judge_score) as p
     from tenure.interactions i left join tenure.proposals p on p.interaction_id = i.id where i.id = $1 for update of i`,
    [interactionId],
  )
  if (!row) return null
  const { p, ...interaction } = row
  return { interaction, proposal: p.id === null ? null : (p as unknown as Proposal) }
}
