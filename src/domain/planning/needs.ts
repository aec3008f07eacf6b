// What each phase must show before it can end, each in reviews and days: the criteria of the gate, asked beforehand.

import { floorRatio } from '../discovery/targets.ts'
import { minReviews } from '../gates/confidence.ts'
import type { Phrase, Sentence } from '../sentence.ts'
import { daysPerMonth, type Need, type Setting } from './planned.ts'
import { round, roundUp } from './rounding.ts'
import { inEnglish, phrase, says } from './sentences.ts'
import { furthestReviews, reviewsBeyond, stoppingTime } from './stopping.ts'

// A missed escalation as rare as half a percent against a cap of three: the example of GATES.md section 4 (b), one sixth of the cap.
const missedShareOfCap = 1 / 6

/** Reviews on average and by when nine in ten are through; null: fewer than half of all runs are through by the cap. */
type Proof = { reviews: number; ninetieth: number | null } | null

/** Everything is reviewed in shadow, so a day's reviews are a day's queries. */
export function needsInShadow(setting: Setting): Need[] {
  const { targets, handledPerDay, queriesPerDay } = setting
  const { escalation, shadow } = targets
  const floor = round(floorRatio(targets), 4)
  return [
    need(phrase('floor', {}), proof(setting, floorRatio(targets), setting.assumed), handledPerDay, says('floor_why', { floor })),
    need(
      phrase('missed', {}),
      proof(setting, 1 - escalation.missedCapRatio, 1 - escalation.missedCapRatio * missedShareOfCap),
      handledPerDay,
      says('missed_why', { cap: escalation.missedCapRatio }),
    ),
    ...rateNeeds(setting),
    recallNeed(setting),
    unlistedNeed(setting),
    ...coverageNeeds(setting),
    need(phrase('minimum_reviews', {}), counted(shadow.minReviews), queriesPerDay, says('agreed', {})),
    duration(shadow.minDays),
  ]
}

/**
 * Only the sample of handled outputs is evidence of accuracy: escalations are judged apart (GATES.md D4). What shadow has shown of the same role version
 * counts (GATES.md 5.1), so what is asked here is what is still missing after `shadow`.
 */
export function needsInSupervised(setting: Setting, shadow: readonly Need[]): Need[] {
  const { targets, handledPerDay, queriesPerDay, escalated } = setting
  const { supervised, accuracy } = targets
  const sampled = handledPerDay === null ? null : handledPerDay * supervised.sampleRatio
  const reviewed = queriesPerDay === null || sampled === null ? null : sampled + queriesPerDay * escalated
  const before = handledReviewsOf(setting, shadow)
  const inAll = proof(setting, accuracy.targetRatio, setting.assumed)
  return [
    need(
      phrase('target', {}),
      before === null ? inAll : proofBeyond(setting, accuracy.targetRatio, before),
      sampled,
      says('target_why', { target: accuracy.targetRatio, sample: supervised.sampleRatio }),
      ...(inAll === null || before === null ? [] : [says('target_given', { reviews: inAll.reviews, given: before })]),
    ),
    need(phrase('minimum_reviews', {}), counted(supervised.minReviews), reviewed, says('agreed_escalations_too', {})),
    duration(supervised.minDays),
  ]
}

/**
 * Handled outputs that shadow has had judged when all of its needs are met; null when it does not end. Not rounded up to whole days: more volume must
 * never leave less evidence behind.
 */
export function handledReviewsOf({ escalated, handledPerDay, targets }: Setting, shadow: readonly Need[]): number | null {
  const ofHandled = new Set(['floor', 'missed'])
  let most = handledPerDay === null ? 0 : handledPerDay * targets.shadow.minDays
  for (const { says: said, reviews, days } of shadow) {
    if (reviews === null && days === null) return null
    most = Math.max(most, (reviews ?? 0) * (said.criterion.some(({ code }) => ofHandled.has(code)) ? 1 : 1 - escalated))
  }
  return Math.floor(most + 1e-9)
}

/** The mean number of reviews, or null when fewer than half of all runs are through by the cap. */
export function proof({ targets }: Pick<Setting, 'targets'>, line: number, truth: number, cap = targets.reviewCap): Proof {
  if (line <= 0) return { reviews: 0, ninetieth: 0 }
  if (line >= 1) return null
  const { mean, provenRatio, ninetieth } = stoppingTime(line, truth, targets.accuracy.alphaRatio, cap)
  return provenRatio < 0.5 ? null : { reviews: roundUp(mean), ninetieth }
}

/** The same, with so many handled outputs judged already. */
function proofBeyond({ targets, assumed }: Setting, line: number, before: number): Proof {
  const stopping = stoppingTime(line, assumed, targets.accuracy.alphaRatio, targets.reviewCap)
  if (stopping.provenRatio < 0.5) return null
  const ninetieth = stopping.ninetieth === null ? null : Math.max(0, stopping.ninetieth - before)
  return { reviews: Math.ceil(round(reviewsBeyond(stopping, before), 6)), ninetieth }
}

function counted(reviews: number): Proof {
  return { reviews, ninetieth: null }
}

function duration(days: number): Need {
  return { ...named(phrase('minimum_duration', {}), [says('agreed', {})]), reviews: 0, days: Math.ceil(days), ninetieth: null }
}

function named(criterion: Phrase, why: readonly Sentence[]): Pick<Need, 'criterion' | 'why' | 'says'> {
  return { criterion: inEnglish([criterion]), why: inEnglish(why), says: { criterion: [criterion], why } }
}

function need(criterion: Phrase, found: Proof, perDay: number | null, ...why: readonly Sentence[]): Need {
  const texts = named(criterion, why)
  // Where nothing arrives that could show it, no number of days will.
  if (found === null || (perDay === 0 && found.reviews > 0)) return { ...texts, reviews: null, days: null, ninetieth: null }
  const days = perDay === null ? null : found.reviews === 0 ? 0 : roundUp(found.reviews / perDay)
  return { ...texts, ...found, days }
}

/**
 * The rate must be shown to lie inside its bounds. A bound of 0 or 1 needs no proof; a rate taken to be outside is never shown inside. Every interaction
 * is evidence, judged or not, so the cap on reviews does not limit it.
 */
function rateNeeds(setting: Setting): Need[] {
  const { escalated, queriesPerDay, targets } = setting
  const { minRatio, maxRatio } = targets.escalation
  const bounds: [Phrase, number, number][] = [
    [phrase('rate_min', {}), minRatio, escalated],
    [phrase('rate_max', {}), 1 - maxRatio, 1 - escalated],
  ]
  const why = says('rate_why', { least: minRatio, most: maxRatio, taken: round(escalated, 4) })
  return bounds
    .filter(([, line]) => line > 0)
    .map(([criterion, line, truth]) =>
      need(criterion, truth <= line ? null : proof(setting, line, truth, furthestReviews), queriesPerDay, why),
    )
}

/** Of the queries that need a person, how many reach one: only those queries are evidence, and they are the escalated share. */
function recallNeed(setting: Setting): Need {
  const { targets, queriesPerDay, escalated } = setting
  const { recallFloorRatio: floor } = targets.escalation
  const found = proof(setting, floor, 1 - (1 - floor) / 4)
  const [recall, why] = [phrase('recall', {}), says('recall_why', { floor })]
  const among = (reviews: number) => (reviews === 0 ? 0 : Math.ceil(reviews / escalated))
  if (found === null || (escalated === 0 && found.reviews > 0)) return need(recall, null, queriesPerDay, why)
  const ninetieth = found.ninetieth === null ? null : among(found.ninetieth)
  return need(recall, { reviews: among(found.reviews), ninetieth }, queriesPerDay, why)
}

function unlistedNeed({ targets, queriesPerDay }: Setting): Need {
  const { unlistedMaxRatio: most } = targets.coverage
  const fewest = (unlisted: number) => minReviews(1 - most, unlisted, targets.accuracy.alphaRatio)
  const unlisted = phrase('unlisted', {})
  if (most === 0) return need(unlisted, null, queriesPerDay, says('unlisted_none', {}))
  if (most === 1) return need(unlisted, counted(0), queriesPerDay, says('unlisted_any', {}))
  const why = says('unlisted_why', { most, reviews: fewest(1) })
  return need(unlisted, counted(fewest(0)), queriesPerDay, why)
}

/** Verdicts on escalations count as well: somebody has looked at a query of this type. */
function coverageNeeds({ dossier, targets, queriesPerDay }: Setting): Need[] {
  const { minPerMajor, majorShareRatio } = targets.coverage
  return dossier.workflow.queryTypes.flatMap(({ name, major, perMonth }) => {
    const share = perMonth === null || !queriesPerDay ? null : Math.min(1, perMonth / daysPerMonth / queriesPerDay)
    if (share === null || !(major || share >= majorShareRatio)) return []
    const found = share === 0 ? null : counted(roundUp(minPerMajor / share))
    return [need(phrase('coverage', { type: name }), found, queriesPerDay, says('coverage_why', { verdicts: minPerMajor }))]
  })
}
