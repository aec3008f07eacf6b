// A move two steps make: whether a person judges a proposal, at which rate it was drawn and with which weight its verdict will count. All of it is on record before any verdict,
// and rests on nothing but what was known by then (GATES.md section 3).

import type { Happenings } from '../domain/audit/record.ts'
import type { ReviewId } from '../domain/ids.ts'
import { baseRatioOf, drawn, type Risk, ratioOf, risksOf } from '../domain/oversight/sampling.ts'
import type { Tx } from '../store/database.ts'
import type { Effect } from '../store/effects.ts'
import { openFlagsOf } from '../store/flags.ts'
import type { Interaction } from '../store/interactions.ts'
import { planInForce } from '../store/plans.ts'
import { keepDraw, type Proposal } from '../store/proposals.ts'
import { averageRatio, type Review, recentVolume } from '../store/reviews.ts'
import type { Rollout } from '../store/rollouts.ts'
import { knownSlices, unclearedAmong } from './known-slices.ts'
import { requestReview } from './request-review.ts'

export type Sampling = {
  interaction: Interaction
  proposal: Pick<Proposal, 'id' | 'confidence' | 'judgeScore'>
  rollout: Rollout | null
  effects: readonly Pick<Effect, 'state'>[]
  /** What its effects amount to. */
  to: 'held' | 'escalated' | 'released' | 'recorded'
  /** From the targets: how many a day are looked at in Autonomous. */
  samplePerDay: number
}

type Sampled = { review: ReviewId | null; sample: Happenings['proposal.disposed']['sample'] }
type Rates = { stream: Review['reason']; base: number; ratio: number; risks: Risk[] }

/**
 * Shadow: all of it. Supervised: every escalation and everything held, and of the rest a sample, more of what a signal speaks against. Autonomous: a few a day. Escalations
 * are a stream of their own and count in full (GATES.md D4); what is held is reviewed for certain, and counts by how often it would have been drawn.
 */
export async function sampleProposal(tx: Tx, at: Date, it: Sampling): Promise<Sampled> {
  const { interaction, proposal, rollout } = it
  const rates = rollout === null ? null : await ratesOf(tx, at, { ...it, rollout })
  if (rates === null) return { review: null, sample: null }
  const { stream, risks } = rates
  const u = interaction.sampleU ?? 0
  const decided = drawn({ u, baseRatio: rates.base, ratio: rates.ratio })
  await keepDraw(tx, proposal.id, { ...decided, risks })
  const { ratio, weight } = decided
  const open = { reason: stream, ratio, weight, escalated: it.to === 'escalated', risk: risks.length }
  const review = decided.drawn ? await requestReview(tx, at, { interaction, proposal }, open) : null
  return { review, sample: { stream, u, base: rates.base, ratio, weight, drawn: decided.drawn, risks } }
}

/** Null: nobody is asked. */
async function ratesOf(tx: Tx, at: Date, it: Sampling & { rollout: Rollout }): Promise<Rates | null> {
  const { rollout, to } = it
  if (rollout.phase !== 'shadow' && rollout.phase !== 'supervised' && rollout.phase !== 'autonomous') return null
  const risks = await signals(tx, it)
  if (rollout.phase === 'shadow') {
    const stream = to === 'escalated' ? 'escalation' : to === 'held' ? 'held' : 'shadow'
    return { stream, base: 1, ratio: 1, risks }
  }
  if (to === 'escalated') return rollout.phase === 'autonomous' ? null : { stream: 'escalation', base: 1, ratio: 1, risks }
  if (rollout.phase === 'autonomous') {
    const base = await dailyRatio(tx, at, it)
    return to === 'held' ? { stream: 'held', base, ratio: 1, risks } : { stream: 'monthly', base, ratio: base, risks }
  }
  const base = baseRatioOf(rollout.sampleRatio, await averageRatio(tx, rollout.id, at))
  return to === 'held'
    ? { stream: 'held', base, ratio: 1, risks }
    : { stream: 'sample', base, ratio: ratioOf(base, risks), risks }
}

async function signals(tx: Tx, { interaction, proposal, rollout, effects }: Sampling & { rollout: Rollout }): Promise<Risk[]> {
  const { confidence, judgeScore } = proposal
  const plan = await planInForce(tx, rollout.id)
  const slices = plan === null ? [] : await knownSlices(tx, plan, interaction.id)
  // In Shadow everything is looked at, and nothing needs to be cleared to leave it.
  const clearing = plan !== null && rollout.phase === 'supervised'
  return risksOf({
    slices,
    flags: await openFlagsOf(tx, rollout.id),
    uncleared: clearing ? await unclearedAmong(tx, { rolloutId: rollout.id, plan, slices }) : [],
    confidence,
    judgeScore,
    failures: effects.filter(({ state }) => state === 'failed' || state === 'refused').length,
  })
}

/** The monthly sample is drawn a few per day, not as a batch: errors are found in days instead of weeks (GATES.md D10, default 5 a day). */
async function dailyRatio(tx: Tx, at: Date, { rollout, samplePerDay }: Sampling & { rollout: Rollout }): Promise<number> {
  const perDay = await recentVolume(tx, rollout.id, at)
  return Math.min(1, samplePerDay / Math.max(perDay, samplePerDay))
}
