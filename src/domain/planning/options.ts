// What can honestly be done when a target cannot be proven in the volume there is: four ways, each with its own number. Raising alpha and starting the
// count again are not among them. Source: GATES.md section 1.5.

import { floorRatio, type Targets } from '../discovery/targets.ts'
import { handledReviewsOf, needsInShadow, needsInSupervised } from './needs.ts'
import { bound } from './phases.ts'
import { horizonDays, type Need, type Option, type PhasePlan, type Setting, type TypePlan, type Unprovable } from './planned.ts'
import { round, roundUp } from './rounding.ts'

type Phase = 'shadow' | 'supervised'
type Stuck = { setting: Setting; phase: Phase; binding: string }

/** The phases that do not end within the cap or the horizon, each with its reason and what can be done. */
export function unprovableIn(setting: Setting, phases: readonly PhasePlan[], types: readonly TypePlan[]): Unprovable[] {
  return phases.flatMap(({ phase, binding, days, needs }) => {
    const open = needs.filter((need) => !inTime(need))
    if (phase === 'autonomous' || open.length === 0) return []
    const stuck = { setting, phase, binding }
    return [
      {
        what: phase,
        reason: days === null ? notByTheCap(stuck, open) : tooLate(stuck, days),
        criteria: open.map(({ criterion }) => criterion),
        provableFromAccuracyRatio: provableFrom(stuck),
        options: [onFloor(stuck), narrowed(types), lowered(stuck), toTheCap(stuck)],
      },
    ]
  })
}

function notByTheCap({ setting, binding }: Stuck, open: readonly Need[]): string {
  const why = open.find(({ criterion }) => criterion === binding)?.why ?? ''
  return `${binding} is not likely to be shown within the cap of ${setting.targets.reviewCap} reviews at a true accuracy of ${round(setting.assumed, 4)}: ${why}`
}

function tooLate({ setting, binding }: Stuck, days: number): string {
  return `${binding} takes about ${days} days at ${round(setting.queriesPerDay ?? 0, 1)} queries a day, more than ${horizonDays}`
}

/** Met within cap and horizon; where no volume is known, within the cap. */
function inTime({ reviews, days }: Pick<Need, 'reviews' | 'days'>): boolean {
  return days === null ? reviews !== null : days <= horizonDays
}

function needsOf(phase: Phase, setting: Setting): Need[] {
  const shadow = needsInShadow(setting)
  return phase === 'shadow' ? shadow : needsInSupervised(setting, shadow)
}

/** In half percents from what is taken for true to 99.5 %. */
function provableFrom({ setting, phase }: Stuck): number | null {
  const half = least(Math.ceil(setting.assumed * 200), 199, (n) =>
    inTime(bound(needsOf(phase, { ...setting, assumed: n / 200 }))),
  )
  return half === null ? null : half / 200
}

/** The least whole number from `low` to `high` for which `holds`, when what holds for one holds for all above it; null when it holds for none. */
function least(low: number, high: number, holds: (n: number) => boolean): number | null {
  if (low > high || !holds(high)) return null
  let [no, yes] = [low - 1, high]
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2)
    if (holds(middle)) yes = middle
    else no = middle
  }
  return yes
}

/** Shadow ends when the floor is proven, and what is proven stays so: in supervised only the agreed minimum is left. */
function onFloor({ setting, phase, binding }: Stuck): Option {
  const floor = round(floorRatio(setting.targets), 4)
  const inShadow = needsInShadow(setting)
  const closed = { name: 'floor' as const, reviews: null, days: null }
  if (phase === 'shadow')
    return {
      ...closed,
      sentence: `Promoting on the floor of ${floor} is all that shadow asks for, and ${binding} is missing for it: this way is closed until supervised.`,
    }
  if (handledReviewsOf(setting, inShadow) === null)
    return { ...closed, sentence: `Promote on the floor of ${floor}: shadow has to prove it first, and does not.` }
  const minimum = bound(needsInSupervised(setting, inShadow).filter(({ criterion }) => criterion.startsWith('minimum')))
  return {
    name: 'floor',
    sentence: `Promote on the floor of ${floor}, which shadow has proven, with a named person’s signature; the sample and every escalation go on being reviewed.`,
    reviews: minimum.reviews,
    days: minimum.days,
  }
}

function daysFor({ targets, handledPerDay }: Setting, phase: Phase, reviews: number): number | null {
  if (!handledPerDay) return null
  return roundUp(reviews / (phase === 'shadow' ? handledPerDay : handledPerDay * targets.supervised.sampleRatio))
}

/** Only what is better, or frequent enough, gains by being alone: the rest of the traffic is evidence lost. */
function narrowed(types: readonly TypePlan[]): Option {
  const pass = types.filter(({ provableAlone }) => provableAlone === true)
  const days = pass.map(({ shadowDaysAlone, supervisedDaysAlone }) => (shadowDaysAlone ?? 0) + (supervisedDaysAlone ?? 0))
  if (pass.length === 0)
    return {
      name: 'narrow',
      sentence: 'Narrow the scope: at this accuracy no query type has the volume to be proven on its own.',
      reviews: null,
      days: null,
    }
  return {
    name: 'narrow',
    sentence: `Narrow the scope to what can be proven on its own, each as a rollout: ${pass.map(({ queryType }, i) => `${queryType} (${days[i]} days)`).join(', ')}.`,
    reviews: pass.reduce(
      (sum, { shadowAlone, supervisedAlone }) => sum + (shadowAlone.reviews ?? 0) + (supervisedAlone.reviews ?? 0),
      0,
    ),
    days: Math.max(...days),
  }
}

/** What the plan would have to agree on instead: whole percents, further from perfection the larger `step` is. */
type Lowering = { steps: number; with: (step: number) => Targets; says: (targets: Targets) => string }

function loweringOf({ setting: { targets }, binding }: Stuck): Lowering | null {
  const { accuracy, escalation, coverage } = targets
  const [target, recall] = [Math.ceil(accuracy.targetRatio * 100 - 1e-9), Math.ceil(escalation.recallFloorRatio * 100 - 1e-9)]
  const [missed, other] = [Math.floor(escalation.missedCapRatio * 100 + 1e-9), Math.floor(coverage.unlistedMaxRatio * 100 + 1e-9)]
  if (binding === 'the floor of accuracy' || binding === 'the target of accuracy')
    return {
      steps: target - 51,
      with: (step) => ({ ...targets, accuracy: { ...accuracy, targetRatio: (target - step) / 100 } }),
      says: (lower) => `a lower target in a new registered plan: ${percent(lower.accuracy.targetRatio)} can be proven`,
    }
  if (binding === 'missed escalations')
    return {
      steps: 20 - missed,
      with: (step) => ({ ...targets, escalation: { ...escalation, missedCapRatio: (missed + step) / 100 } }),
      says: (lower) =>
        `a higher cap on missed escalations in a new registered plan: ${percent(lower.escalation.missedCapRatio)} can be shown`,
    }
  if (binding === 'unlisted queries')
    return {
      steps: 50 - other,
      with: (step) => ({ ...targets, coverage: { ...coverage, unlistedMaxRatio: (other + step) / 100 } }),
      says: (lower) =>
        `a larger share of unlisted queries in a new registered plan: ${percent(lower.coverage.unlistedMaxRatio)} can be shown`,
    }
  if (binding === 'escalation recall')
    return {
      steps: recall - 50,
      with: (step) => ({ ...targets, escalation: { ...escalation, recallFloorRatio: (recall - step) / 100 } }),
      says: (lower) =>
        `a lower recall of escalations in a new registered plan: ${percent(lower.escalation.recallFloorRatio)} can be shown`,
    }
  return null
}

/** As little lower as the volume allows within the horizon; what else is missing stays missing. */
function lowered(stuck: Stuck): Option {
  const { setting, phase, binding } = stuck
  const lowering = loweringOf(stuck)
  const none = { name: 'lower_target' as const, reviews: null, days: null }
  if (lowering === null)
    return { ...none, sentence: `Agree on less than what targets.yaml asks for ${binding}, in a new registered plan.` }
  const needAt = (step: number) =>
    needsOf(phase, { ...setting, targets: lowering.with(step) }).find(({ criterion }) => criterion === binding)
  const step = least(1, lowering.steps, (n) => inTime(needAt(n) ?? { reviews: null, days: null }))
  const need = step === null ? undefined : needAt(step)
  if (step === null || need === undefined)
    return {
      ...none,
      sentence: `Agree on less for ${binding} in a new registered plan: nothing worth agreeing on can be shown in this volume.`,
    }
  return {
    name: 'lower_target',
    sentence: `Agree on ${lowering.says(lowering.with(step))}. The evidence so far stays valid, and the change stays on record.`,
    reviews: need.reviews,
    days: need.days,
  }
}

function percent(ratio: number): string {
  return `${round(ratio * 100, 1)} %`
}

function toTheCap({ setting, phase }: Stuck): Option {
  const { reviewCap } = setting.targets
  const before = phase === 'shadow' ? 0 : (handledReviewsOf(setting, needsInShadow(setting)) ?? 0)
  const reviews = Math.max(0, reviewCap - before)
  return {
    name: 'inconclusive',
    sentence: `Go on to the cap of ${reviewCap} reviews of handled outputs and call it inconclusive. Nothing is promoted by itself.`,
    reviews,
    days: daysFor(setting, phase, reviews),
  }
}
