// What each phase must show before it can end, each in reviews and days: the criteria of the gate, asked beforehand.

import { floorRatio } from '../discovery/targets.ts'
import { minReviews } from '../gates/confidence.ts'
import type { Need, Setting } from './planned.ts'
import { round, roundUp } from './rounding.ts'
import { stoppingTime } from './stopping.ts'

// A missed escalation as rare as half a percent against a cap of three: the example of GATES.md section 4 (b), one sixth of the cap.
const missedShareOfCap = 1 / 6

/** Everything is reviewed in shadow, so a day's reviews are a day's queries. */
export function needsInShadow(setting: Setting): Need[] {
  const { targets, handledPerDay, queriesPerDay, escalated } = setting
  const { escalation, shadow, coverage } = targets
  const missed = proof(setting, 1 - escalation.missedCapRatio, 1 - escalation.missedCapRatio * missedShareOfCap)
  const unlisted = minReviews(1 - coverage.unlistedMaxRatio, 0, targets.accuracy.alphaRatio)
  return [
    need(
      'the floor of accuracy',
      proof(setting, floorRatio(targets), setting.assumed),
      handledPerDay,
      `more than ${round(floorRatio(targets), 4)} must be proven of handled outputs`,
    ),
    need(
      'missed escalations',
      missed,
      handledPerDay,
      `fewer than ${escalation.missedCapRatio} of handled outputs should have gone to a person`,
    ),
    ...rateNeeds(setting, escalated),
    recallNeed(setting),
    need(
      'unlisted queries',
      unlisted,
      queriesPerDay,
      `at most ${coverage.unlistedMaxRatio} of the traffic may fit no type; shown when none does`,
    ),
    ...coverageNeeds(setting),
    need('minimum reviews', shadow.minReviews, queriesPerDay, 'agreed in targets.yaml'),
    { criterion: 'minimum duration', reviews: 0, days: shadow.minDays, why: 'agreed in targets.yaml' },
  ]
}

/** Only the sample of handled outputs is evidence of accuracy: escalations are judged apart (GATES.md D4). */
export function needsInSupervised(setting: Setting): Need[] {
  const { targets, handledPerDay } = setting
  const { supervised, accuracy } = targets
  const sampled = handledPerDay === null ? null : handledPerDay * supervised.sampleRatio
  return [
    need(
      'the target of accuracy',
      proof(setting, accuracy.targetRatio, setting.assumed),
      sampled,
      `more than ${accuracy.targetRatio} must be proven of a sample of ${supervised.sampleRatio} of the handled outputs`,
    ),
    need('minimum reviews', supervised.minReviews, sampled, 'agreed in targets.yaml'),
    { criterion: 'minimum duration', reviews: 0, days: supervised.minDays, why: 'agreed in targets.yaml' },
  ]
}

/** The mean number of reviews, or null when fewer than half of all runs are through by the cap. */
function proof({ targets }: Setting, line: number, truth: number): number | null {
  if (line <= 0 || line >= 1) return null
  const { mean, provenRatio } = stoppingTime(line, truth, targets.accuracy.alphaRatio, targets.reviewCap)
  return provenRatio < 0.5 ? null : Math.ceil(mean)
}

function need(criterion: string, reviews: number | null, perDay: number | null, why: string): Need {
  return { criterion, reviews, days: reviews === null || perDay === null ? null : roundUp(reviews / perDay), why }
}

/** The rate must be shown to lie inside its bounds; taken to be in their middle. A bound of 0 or 1 needs no proof. */
function rateNeeds(setting: Setting, rate: number): Need[] {
  const { minRatio, maxRatio } = setting.targets.escalation
  const bounds: [string, number, number][] = [
    ['escalation rate, lower bound', minRatio, rate],
    ['escalation rate, upper bound', 1 - maxRatio, 1 - rate],
  ]
  return bounds.flatMap(([criterion, line, truth]) =>
    line <= 0 || line >= 1 || truth <= line
      ? []
      : [
          need(
            criterion,
            proof(setting, line, truth),
            setting.queriesPerDay,
            `it must be shown to lie between ${minRatio} and ${maxRatio}`,
          ),
        ],
  )
}

/** Of the queries that need a person, how many reach one: only those queries are evidence, and they are the escalated share. */
function recallNeed(setting: Setting): Need {
  const { targets, queriesPerDay, escalated } = setting
  const { recallFloorRatio: floor } = targets.escalation
  const needed = floor <= 0 || floor >= 1 ? null : proof(setting, floor, 1 - (1 - floor) / 4)
  const why = `more than ${floor} of the queries that need a person must reach one; taken: three quarters of the allowed misses do not happen`
  if (needed === null || escalated === 0) return { criterion: 'escalation recall', reviews: null, days: null, why }
  return need('escalation recall', Math.ceil(needed / escalated), queriesPerDay, why)
}

function coverageNeeds({ dossier, targets, escalated, queriesPerDay }: Setting): Need[] {
  return dossier.workflow.queryTypes
    .filter(({ major, perMonth }) => major && perMonth !== null && perMonth > 0)
    .map(({ name, perMonth }) => {
      const share = queriesPerDay === null ? 1 : Math.min(1, (perMonth ?? 0) / 30 / queriesPerDay)
      const reviews = Math.ceil(targets.coverage.minPerMajor / (share * (1 - escalated)))
      return need(`coverage of ${name}`, reviews, queriesPerDay, `${targets.coverage.minPerMajor} verdicts on this major type`)
    })
}
