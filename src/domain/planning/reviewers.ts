// Whether the people who review can keep up, and what would fit into their hours if not: a smaller part of the traffic in shadow, a smaller sample after.

import { needsInShadow, needsInSupervised } from './needs.ts'
import { bound, reviewedInSupervised } from './phases.ts'
import type { PhasePlan, Reviewers, Setting } from './planned.ts'

// Never below 10 %, whatever the hours: targets.yaml refuses it, and so does the phase (PRODUCT.md, supervised).
const leastSample = 0.1

/** Null while targets.yaml names no reviewers. Hours are those of all of them together. */
export function reviewersOf(setting: Setting, phases: readonly PhasePlan[]): Reviewers | null {
  const { reviewers } = setting.targets
  if (reviewers === null) return null
  const hoursPerWeek = reviewers.people * reviewers.hoursPerWeek
  const hours = phases.flatMap(({ reviewHoursPerWeek }) => (reviewHoursPerWeek === null ? [] : [reviewHoursPerWeek]))
  const needed = setting.queriesPerDay === null ? null : Math.max(...hours)
  const perDay = (hoursPerWeek * 60) / 7 / reviewers.minutesPerReview
  const sample = sampleThatFits(setting, perDay)
  return {
    hoursPerWeek,
    needed,
    enough: needed === null ? null : needed <= hoursPerWeek,
    shadowShareThatFitsRatio: setting.queriesPerDay === null ? null : cut(Math.min(1, perDay / setting.queriesPerDay)),
    sampleThatFitsRatio: sample,
    supervisedDaysAtThatSample: sample === null ? null : supervisedDays(setting, sample),
  }
}

function sampleThatFits(setting: Setting, reviewsPerDay: number): number | null {
  const escalations = reviewedInSupervised(setting, 0)
  const { handledPerDay } = setting
  if (escalations === null || !handledPerDay) return null
  const sample = cut(Math.min(1, (reviewsPerDay - escalations) / handledPerDay))
  return sample < leastSample ? null : sample
}

function supervisedDays(setting: Setting, sampleRatio: number): number | null {
  const { targets } = setting
  const supervised = { ...targets.supervised, sampleRatio }
  return bound(needsInSupervised({ ...setting, targets: { ...targets, supervised } }, needsInShadow(setting))).days
}

/** Cut, not rounded: what is said to fit must fit. */
function cut(ratio: number): number {
  return Math.floor(ratio * 1000 + 1e-9) / 1000
}
