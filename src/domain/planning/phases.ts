// The phases of one rollout: what each needs, how long that takes in its volume, and what is reviewed meanwhile.

import type { Phrase } from '../sentence.ts'
import { needsInShadow, needsInSupervised } from './needs.ts'
import { daysPerMonth, type Need, type PhasePlan, type Setting } from './planned.ts'
import { round } from './rounding.ts'
import { inEnglish, phrase } from './sentences.ts'

/** Shadow, supervised and autonomous, in this order. */
export function phasesOf(setting: Setting): [PhasePlan, PhasePlan, PhasePlan] {
  const inShadow = needsInShadow(setting)
  const { queriesPerDay } = setting
  return [
    phase(setting, { phase: 'shadow', needs: inShadow, perDay: queriesPerDay }),
    phase(setting, { phase: 'supervised', needs: needsInSupervised(setting, inShadow), perDay: reviewedInSupervised(setting) }),
    autonomousOf(setting),
  ]
}

/** The sample of what is handled, and every escalation. */
export function reviewedInSupervised(
  { handledPerDay, queriesPerDay, escalated, targets }: Setting,
  sampleRatio = targets.supervised.sampleRatio,
): number | null {
  return handledPerDay === null || queriesPerDay === null ? null : handledPerDay * sampleRatio + queriesPerDay * escalated
}

function phase(
  setting: Setting,
  { phase, needs, perDay }: { phase: 'shadow' | 'supervised'; needs: Need[]; perDay: number | null },
): PhasePlan {
  const end = bound(needs)
  return {
    phase,
    ...end,
    needs,
    reviewHoursPerWeek: hoursPerWeek(setting, perDay),
    reviewsGiven: end.days === null || perDay === null ? null : Math.ceil(round(end.days * perDay, 6)),
  }
}

/** Nothing ends this phase; what it costs is the monthly sample, a few a day (GATES.md D10). */
function autonomousOf(setting: Setting): PhasePlan {
  const { samplePerDay } = setting.targets.autonomous
  const perDay = setting.handledPerDay === null ? samplePerDay : Math.min(samplePerDay, setting.handledPerDay)
  return {
    phase: 'autonomous',
    reviews: Math.round(perDay * daysPerMonth),
    days: null,
    ...binding([phrase('monthly_sample', {})]),
    needs: [],
    reviewHoursPerWeek: hoursPerWeek(setting, perDay),
    reviewsGiven: Math.round(perDay * daysPerMonth),
  }
}

/** All needs are served by the same reviews, so the one that takes longest is what the phase takes. */
export function bound(needs: readonly Need[]): Pick<PhasePlan, 'reviews' | 'days' | 'binding' | 'says'> {
  const never = needs.find(({ reviews, days }) => reviews === null && days === null)
  if (never) return { reviews: null, days: null, ...binding(never.says.criterion) }
  const known = needs.every(({ days }) => days !== null)
  const longest = needs.reduce((a, b) => ((known ? (b.days ?? 0) > (a.days ?? 0) : (b.reviews ?? 0) > (a.reviews ?? 0)) ? b : a))
  return {
    reviews: Math.max(...needs.map(({ reviews }) => reviews ?? 0)),
    days: known ? longest.days : null,
    ...binding(longest.says.criterion),
  }
}

function binding(says: readonly Phrase[]): Pick<PhasePlan, 'binding' | 'says'> {
  return { binding: inEnglish(says), says }
}

function hoursPerWeek({ targets }: Setting, reviewsPerDay: number | null): number | null {
  return reviewsPerDay === null || targets.reviewers === null
    ? null
    : round((reviewsPerDay * 7 * targets.reviewers.minutesPerReview) / 60, 1)
}
