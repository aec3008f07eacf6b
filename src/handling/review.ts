// Step 4. A person gives a verdict, before or after the fact. Where something is held, the verdict releases exactly what was shown, or declines it; in
// shadow observe it changes nothing in the world.

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import type { ReviewId, VerdictId } from '../domain/ids.ts'
import { isBlind } from '../domain/interaction/blind.ts'
import type { EffectState } from '../domain/interaction/effect.ts'
import {
  escalationVerdicts,
  isCorrect,
  shouldHaveEscalated,
  type VerdictKind,
  type VerdictSource,
  verdictsFor,
} from '../domain/interaction/verdict.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { decideHeld } from '../moves/decide-held.ts'
import { openIncident } from '../moves/open-incident.ts'
import { shownOf } from '../moves/shown.ts'
import { weighVerdicts } from '../moves/weigh-verdicts.ts'
import { whyItStays } from '../moves/why-it-stays.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { effectsOf } from '../store/effects.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { type Interaction, lockInteraction } from '../store/interactions.ts'
import { type Proposal, proposalOf } from '../store/proposals.ts'
import {
  closeReview,
  insertVerdict,
  lockReviewCase,
  notAgainFor,
  type Review,
  verdictOf,
  withdrawVerdict,
} from '../store/reviews.ts'

export type Judgement = {
  reviewId: ReviewId
  kind: VerdictKind
  /** The digest of the card that was shown; null only from a verified source, which was shown nothing. */
  digest: string | null
  reasons: readonly string[]
  note: string | null
  /** The reply as the reviewer wants it, with `correct_small_edit`. */
  edit?: string | null
  source?: VerdictSource
  /** What the page says was spent on it, pauses left out. */
  activeMs?: number | null
  /** A verified source may know both; a person's verdict implies it. */
  correct?: boolean
  shouldEscalate?: boolean | null
}

export type Judged = {
  verdictId: VerdictId | null
  effects: { effectId: string; state: EffectState }[]
  interactionState: string
}

/** One verdict on one review. Refused when the card is stale, the review is closed, somebody else has it, or it is not this person's to judge. */
export async function giveVerdict(house: House, judgement: Judgement, by: Actor): Promise<Judged | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const found = await lockReviewCase(tx, judgement.reviewId)
    if (found === null) return refuse('not_found', { what: 'review', id: judgement.reviewId })
    const { review, interaction } = found
    const proposal = await proposalOf(tx, review.interactionId)
    invariant(proposal !== null, 'a review has a proposal')
    const no =
      closed(review, by, at) ??
      unfit(review, judgement, by) ??
      unruled(interaction) ??
      (await stale(tx, { ...found, proposal }, judgement))
    if (no !== null) return no
    const effects = await decideHeld(tx, at, by, { interaction, choice: choiceOf(judgement) })
    if (isRefusal(effects)) return effects
    const verdictId =
      proposal.state === 'open' ? null : await writeVerdict(tx, at, by, { review, interaction, proposal, judgement })
    const after = await lockInteraction(tx, interaction.id)
    return { verdictId, effects, interactionState: isBlind(interaction) ? asIfMoved(effects, after!.state) : after!.state }
  })
}

/**
 * Another verdict in place of one's own: the old one is withdrawn and the new one given, both on the trail, in one step. Refused like taking it back is: when it acted on the
 * world, or when somebody else has judged the same proposal since.
 */
export async function changeVerdict(
  house: House,
  { verdictId, ...judgement }: Omit<Judgement, 'reviewId' | 'source'> & { verdictId: VerdictId },
  by: Actor,
): Promise<Judged | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const verdict = await verdictOf(tx, verdictId)
    if (verdict === null || verdict.givenBy !== by.id) return refuse('not_found', { what: 'verdict of yours', id: verdictId })
    const found = await lockReviewCase(tx, verdict.reviewId)
    const proposal = await proposalOf(tx, verdict.interactionId)
    invariant(found !== null && proposal !== null, 'a verdict has a review and a proposal')
    const { review, interaction } = found
    const wanted: Judgement = { ...judgement, reviewId: review.id }
    const no =
      (await whyItStays(tx, verdictId, by)) ?? unfit(review, wanted, by) ?? (await stale(tx, { ...found, proposal }, wanted))
    if (no !== null) return no
    await withdrawVerdict(tx, verdictId, by.id, at)
    await append(tx, at, by, {
      kind: 'verdict.withdrawn',
      subject: interaction.id,
      says: { verdict: verdictId, review: review.id },
    })
    const changed = await writeVerdict(tx, at, by, { review, interaction, proposal, judgement: wanted })
    return { verdictId: changed, effects: [], interactionState: interaction.state }
  })
}

/** What the answer to a verdict says when it let something out, or did not: what follows comes later. */
function asIfMoved(effects: readonly { state: EffectState }[], state: string): string {
  const [first] = effects
  if (first === undefined) return state
  return first.state === 'released' ? 'released' : 'recorded'
}

function closed(review: Review, by: Actor, at: Date): Refusal | null {
  if (review.state !== 'open') return refuse('review_closed', { state: review.state })
  const { reservedBy, reservedUntil } = review
  if (reservedBy !== null && reservedBy !== by.id && reservedUntil !== null && reservedUntil > at)
    return refuse('review_taken', { until: reservedUntil.toISOString() })
  return null
}

/** Between the agent's last word and Tenure's ruling nothing is judged: weight and draw come before the verdict (GATES.md 1.1). */
function unruled(interaction: Interaction): Refusal | null {
  return interaction.state === 'proposed' ? refuse('review_not_ready') : null
}

function unfit(review: Review, judgement: Judgement, by: Actor): Refusal | null {
  const { kind, source = 'person' } = judgement
  if (source !== 'person') return null
  if (review.notFor.includes(by.id)) return refuse('review_not_yours')
  const possible = verdictsFor(review.escalated)
  if (!possible.includes(kind)) {
    const what = review.escalated ? 'an escalation' : 'a handled proposal'
    return refuse('verdict_unfit', { verdict: kind, what, possible: possible.join(', ') })
  }
  const needsWords = kind === 'wrong' || kind === 'should_escalate' || kind === 'unsafe'
  if (needsWords && judgement.reasons.length === 0 && !judgement.note?.trim()) return refuse('note_missing', { verdict: kind })
  return null
}

async function stale(
  tx: Tx,
  at: { review: Review; interaction: Interaction; proposal: Proposal },
  judgement: Judgement,
): Promise<Refusal | null> {
  if (judgement.digest === null && judgement.source === 'verified_source') return null
  const shown = await shownOf(tx, at.interaction, at.proposal)
  return shown.digest === judgement.digest ? null : refuse('approval_stale')
}

type Choice = { decision: 'release' | 'decline'; edit: string | null }

function choiceOf({ kind, edit }: Judgement): Choice {
  if (kind === 'correct') return { decision: 'release', edit: null }
  if (kind === 'correct_small_edit') return { decision: 'release', edit: edit ?? null }
  return { decision: 'decline', edit: null }
}

async function writeVerdict(
  tx: Tx,
  at: Date,
  by: Actor,
  it: { review: Review; interaction: Interaction; proposal: Proposal; judgement: Judgement },
): Promise<VerdictId> {
  const { review, interaction, proposal, judgement } = it
  const { kind, source = 'person', note } = judgement
  const verified = source === 'verified_source'
  const aboutEscalation = (escalationVerdicts as readonly string[]).includes(kind)
  const correct = verified && judgement.correct !== undefined ? judgement.correct : isCorrect(kind)
  const shouldEscalate = verified && judgement.shouldEscalate !== undefined ? judgement.shouldEscalate : shouldHaveEscalated(kind)
  const kept = note?.trim() ? await keep(tx, at, review.interactionId, 'note', note) : null
  const id = freshId('verdict', at)
  await insertVerdict(tx, {
    id,
    review,
    dossierId: proposal.dossierId,
    kind,
    correct,
    shouldEscalate,
    source,
    givenBy: by.id,
    reasons: judgement.reasons,
    noteId: kept?.id ?? null,
    activeMs: judgement.activeMs ?? null,
    at,
  })
  await append(tx, at, by, {
    kind: 'verdict.given',
    subject: review.interactionId,
    says: {
      verdict: id,
      review: review.id,
      purpose: review.purpose,
      proposal: proposal.id,
      kind,
      correct: aboutEscalation && !verified ? null : correct,
      shouldEscalate,
      escalated: review.escalated,
      cell: { queryType: review.queryType, channel: review.channel },
      dossier: proposal.dossierId,
      weight: review.weight,
      source,
      reasons: [...judgement.reasons],
      note: kept?.digest ?? null,
    },
  })
  if (!verified) await notAgainFor(tx, proposal.id, { reviewId: review.id, by: by.id })
  await closeReview(tx, review.id, 'done', at)
  await weighVerdicts(tx, at, { interaction, proposalId: proposal.id })
  if (kind === 'unsafe' && !verified && !isBlind(interaction)) await incidentOf(tx, at, by, { interaction, judgement })
  // Looked at elsewhere and later, so that nobody can tell by the time it takes that this was a blind item.
  if (isBlind(interaction)) tx.leave({ step: 'watch_reviewer', id: review.id })
  return id
}

/** What was done and is unsafe is an incident, whoever saw it; what was only proposed had no consequence. */
async function incidentOf(tx: Tx, at: Date, by: Actor, it: { interaction: Interaction; judgement: Judgement }): Promise<void> {
  const { interaction, judgement } = it
  const done = (await effectsOf(tx, interaction.id)).find((effect) => effect.kind !== 'read' && effect.state === 'performed')
  if (done === undefined) return
  await openIncident(tx, at, by, {
    interactions: [interaction.id],
    severity: 'major',
    source: 'verdict',
    tool: done.operation === null ? null : `${done.system}.${done.operation}`,
    happened: judgement.note?.trim() || judgement.reasons.join(', '),
    consequence: null,
  })
}
