// Can the verdicts be believed? Reviewers are measured on items known to be wrong that look like any other; a pool that does not catch enough of them
// opens no gate, and one who presses keys without looking stops counting. Source: GATES.md section 7: with reviewers who miss half of the errors, an
// agent that is right 88 % of the time passes a target of 90 % in 98 of 100 attempts.

import { estimate, type Fraction, fewestRight, type Level, lower, proven } from './confidence.ts'
import { type Claim, moreThan } from './escalation.ts'

/** Known-wrong items judged blind: called wrong, or passed as right. */
export type Blind = { caught: number; missed: number }

// GATES.md 9: seFloor .80; the bound holds at 5 %, like every criterion of the gate. 20 of 20 show it, 31 with one missed, 41 with two.
const sensitivityFloor = 0.8
const sensitivityAlpha = 0.05

function blindLevel({ caught, missed }: Blind): Level {
  return { weight: 1, correct: caught, wrong: missed }
}

/** Of known-wrong items, the share called wrong, against the floor. Per reviewer it is shown; of the pool it is a condition of every gate. */
export function sensitivityOf(blind: Blind): Claim {
  return moreThan({ levels: [blindLevel(blind)], fractions: [] }, sensitivityFloor, sensitivityAlpha)
}

/** `verdicts` are those on real proposals, the known-wrong items not among them. */
export type ReviewerCounts = Blind & { reviewer: string; verdicts: number }

/**
 * The sensitivity of all reviewers together; those excluded MUST be left out by the caller. `unprobed` names reviewers who are shown (5 %) to meet known-
 * wrong items less than half as often as agreed (`blindRatio`, 5 % of what they judge): then one careful reviewer who gets the items would vouch for
 * another who gives the verdicts, so the floor is not proven. By chance alone that happens to one reviewer in twenty at most; without a single item it
 * takes some 180 verdicts to be shown.
 */
export function poolSensitivity(reviewers: readonly ReviewerCounts[], blindRatio: number): Claim & { unprobed: string[] } {
  const claim = sensitivityOf({
    caught: reviewers.reduce((sum, { caught }) => sum + caught, 0),
    missed: reviewers.reduce((sum, { missed }) => sum + missed, 0),
  })
  const unprobed = reviewers.filter((one) => isUnprobed(one, blindRatio)).map(({ reviewer }) => reviewer)
  return { ...claim, proven: claim.proven && unprobed.length === 0, unprobed: unprobed.toSorted() }
}

function isUnprobed({ verdicts, caught, missed }: ReviewerCounts, blindRatio: number): boolean {
  return proven([{ weight: 1, correct: verdicts, wrong: caught + missed }], 1 - blindRatio / 2, sensitivityAlpha)
}

/**
 * Rogan & Gladen 1978: the error rate behind an observed one, for judges who catch `sensitivity` of what is wrong and pass `specificity` of what is
 * right. Shown beside the estimate, in [0, 1]; null for judges no better than a coin, about whom nothing follows.
 */
export function trueErrorRatio(
  observed: number,
  { sensitivity, specificity }: { sensitivity: number; specificity: number },
): number | null {
  const informed = sensitivity + specificity - 1
  if (informed <= 0) return null
  return Math.min(1, Math.max(0, (observed - (1 - specificity)) / informed))
}

// The gate's 5 % divided: 4 for the observed errors, 1 for the reviewers (GATES.md 7, “corrected gate”).
const observedAlpha = 0.04
const judgesAlpha = 0.01

/**
 * The corrected gate of a high-risk role: the most the true error rate can be, when the reviewers catch no more than is shown of them. Both bounds hold
 * at all times, together at 5 %. Takes reviewers to be right about what they call wrong, which is the careful way round. Costs about three times the
 * reviews. `met` when it is within 1 − target.
 */
export function correctedGate(
  observed: { levels: readonly Level[]; fractions: readonly Fraction[] },
  blind: Blind,
  targetRatio: number,
): { errorUpper: number; sensitivityLower: number; correctedUpper: number; met: boolean } {
  const errorUpper = 1 - lower(observed.levels, observedAlpha, observed.fractions)
  const sensitivityLower = lower([blindLevel(blind)], judgesAlpha)
  const correctedUpper = sensitivityLower === 0 ? 1 : Math.min(1, errorUpper / sensitivityLower)
  // Nothing observed proves nothing, whatever the target.
  return { errorUpper, sensitivityLower, correctedUpper, met: errorUpper < 1 && correctedUpper <= 1 - targetRatio }
}

// Six fixations of a quarter of a second, three on what was asked and three on what was proposed (Rayner 2009: 225–250 ms each in silent reading), and
// half a second to choose and press. Nobody has looked at both in less.
const leastDwellMs = 2_000
// Silent reading takes 238 words a minute (Brysbaert 2019, 190 studies). Skimming at four times that, beyond what Rayner et al. 2016 call reading with
// understanding, is still let pass: the rule is for those who do not look, not for those who are quick.
const mostWordsPerMs = (4 * 238) / 60_000
// As many verdicts as the least number of known-wrong items (GATES.md 7) before haste is spoken of.
const leastVerdicts = 20

/** The least time in which a person can have looked at a proposal of so many words, question included. A verdict given sooner is hasty. */
export function minDwellMs(words: number): number {
  return Math.max(leastDwellMs, Math.ceil(words / mostWordsPerMs))
}

/** What is known of one reviewer: verdicts given, how many of them hastily, blind known-wrong items, and real errors found that someone else confirmed. */
export type ReviewerRecord = Blind & { verdicts: number; hasty: number; confirmed: number }

export type Exclusion = 'hasty' | 'insensitive'

/**
 * Whether a reviewer is a rubber stamp:
 * - `hasty`: after 20 verdicts it is shown (5 %) that more than half are given sooner than anybody can look, and the reviewer has found nothing wrong, or
 *   called fewer of the known-wrong items wrong than the floor asks. Haste alone is no fault: who catches what is there may be quick.
 * - `insensitive`: it is shown (5 %) that they catch less than the floor, at whatever pace.
 *
 * It cannot be played. Waiting two seconds hides haste, not blindness. Calling something wrong now and then does not help: what counts as found is only a
 * known-wrong item, which looks like any other, or an error that another person confirmed blind. And it cannot be used to lift a number: what an excluded
 * reviewer found against the agent stays, only what they let pass goes (`stillCounts`).
 */
export function exclusionOf({ verdicts, hasty, confirmed, caught, missed }: ReviewerRecord): Exclusion | null {
  const blind = { caught, missed }
  if (proven([{ weight: 1, correct: missed, wrong: caught }], 1 - sensitivityFloor, sensitivityAlpha)) return 'insensitive'
  const found = caught + confirmed
  const blindEnough = found > 0 && (estimate([blindLevel(blind)]) ?? 1) >= sensitivityFloor
  const quick = proven([{ weight: 1, correct: hasty, wrong: verdicts - hasty }], 0.5, sensitivityAlpha)
  return verdicts >= leastVerdicts && quick && !blindEnough ? 'hasty' : null
}

/** One thing that happened to a reviewer's record, in its order. A known-wrong item is a `judged` first, and then `caught` or `missed`. */
export type ReviewerEvent = { kind: 'judged'; hasty: boolean } | { kind: 'caught' } | { kind: 'missed' } | { kind: 'confirmed' }

/**
 * When a reviewer was first excluded, as the number of events until then; null: never. It stays so: nobody wins back five hundred verdicts given blindly by an
 * afternoon of care. A person may start a new record for them, in which what was given before does not count.
 */
export function firstExclusion(events: readonly ReviewerEvent[]): { after: number; why: Exclusion } | null {
  let record: ReviewerRecord = { verdicts: 0, hasty: 0, confirmed: 0, caught: 0, missed: 0 }
  for (const [i, event] of events.entries()) {
    record = recordAfter(record, event)
    const why = exclusionOf(record)
    if (why !== null) return { after: i + 1, why }
  }
  return null
}

function recordAfter(record: ReviewerRecord, event: ReviewerEvent): ReviewerRecord {
  if (event.kind !== 'judged') return { ...record, [event.kind]: record[event.kind] + 1 }
  return { ...record, verdicts: record.verdicts + 1, hasty: record.hasty + (event.hasty ? 1 : 0) }
}

/**
 * Whether a verdict counts. x: somebody else judges, or it lapses and counts as wrong (GATES.md D14). What
 * they found against the agent stands, so an exclusion never lifts a number. `favourable`: right, not missed, or a needed escalation.
 */
export function stillCounts(verdict: { favourable: boolean }, exclusion: Exclusion | null): boolean {
  return exclusion === null || !verdict.favourable
}

/** How many more known-wrong items, all caught, would show the floor. */
export function blindStillNeeded(blind: Blind): number {
  return fewestRight([blindLevel(blind)], sensitivityFloor, sensitivityAlpha)
}
