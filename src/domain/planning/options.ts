// What can honestly be done when a target cannot be proven in the volume there is: four ways, each with its own number. Raising alpha and starting the
// count again are not among them. Source: GATES.md section 1.5.

import { floorRatio, type Targets } from '../discovery/targets.ts'
import type { Phrase, Sentence } from '../sentence.ts'
import { handledReviewsOf, needsInShadow, needsInSupervised } from './needs.ts'
import { bound } from './phases.ts'
import { horizonDays, type Need, type Option, type PhasePlan, type Setting, type TypePlan, type Unprovable } from './planned.ts'
import { round, roundUp } from './rounding.ts'
import { inEnglish, phrase, says } from './sentences.ts'

type Phase = 'shadow' | 'supervised'
/** `binding`: the need that takes longest. */
type Stuck = { setting: Setting; phase: Phase; binding: readonly Phrase[] }

/** The phases that do not end within the cap or the horizon, each with its reason and what can be done. */
export function unprovableIn(setting: Setting, phases: readonly PhasePlan[], types: readonly TypePlan[]): Unprovable[] {
  return phases.flatMap(({ phase, says: binding, days, needs }) => {
    const open = needs.filter((need) => !inTime(need))
    if (phase === 'autonomous' || open.length === 0) return []
    const stuck = { setting, phase, binding }
    const why = days === null ? notByTheCap(stuck, open) : [tooLate(stuck, days)]
    return [
      {
        what: phase,
        reason: inEnglish(why),
        says: why,
        criteria: open.map(({ criterion }) => criterion),
        provableFromAccuracyRatio: provableFrom(stuck),
        options: [onFloor(stuck), narrowed(types), lowered(stuck), toTheCap(stuck)],
      },
    ]
  })
}

function notByTheCap({ setting, binding }: Stuck, open: readonly Need[]): Sentence[] {
  const why = open.find(({ criterion }) => criterion === inEnglish(binding))?.says.why ?? []
  const { assumed, targets } = setting
  return [says('beyond_cap', { need: binding, cap: targets.reviewCap, accuracy: round(assumed, 4) }), ...why]
}

function tooLate({ setting, binding }: Stuck, days: number): Sentence {
  return says('beyond_horizon', { need: binding, days, perDay: round(setting.queriesPerDay ?? 0, 1), horizon: horizonDays })
}

/** A way out, said in one sentence. */
function way(name: Option['name'], sentence: Sentence, effort: Pick<Option, 'reviews' | 'days'> = closed): Option {
  const { reviews, days } = effort
  return { name, sentence: inEnglish([sentence]), says: [sentence], reviews, days }
}

const closed = { reviews: null, days: null }

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
  if (phase === 'shadow') return way('floor', says('floor_closed', { floor, need: binding }))
  if (handledReviewsOf(setting, inShadow) === null) return way('floor', says('floor_not_shown', { floor }))
  const agreed = needsInSupervised(setting, inShadow).filter(({ says: { criterion } }) =>
    criterion.some(({ code }) => code === 'minimum_reviews' || code === 'minimum_duration'),
  )
  return way('floor', says('floor_signed', { floor }), bound(agreed))
}

function daysFor({ targets, handledPerDay }: Setting, phase: Phase, reviews: number): number | null {
  if (!handledPerDay) return null
  return roundUp(reviews / (phase === 'shadow' ? handledPerDay : handledPerDay * targets.supervised.sampleRatio))
}

/** Only what is better, or frequent enough, gains by being alone: the rest of the traffic is evidence lost. */
function narrowed(types: readonly TypePlan[]): Option {
  const pass = types.filter(({ provableAlone }) => provableAlone === true)
  const days = pass.map(({ shadowDaysAlone, supervisedDaysAlone }) => (shadowDaysAlone ?? 0) + (supervisedDaysAlone ?? 0))
  if (pass.length === 0) return way('narrow', says('narrow_none', {}))
  const alone = pass.map(({ queryType }, i) => phrase('in_days', { type: queryType, days: days[i] ?? 0 }))
  const reviews = pass.map((type) => (type.shadowAlone.reviews ?? 0) + (type.supervisedAlone.reviews ?? 0))
  return way('narrow', says('narrow', { types: alone }), {
    reviews: reviews.reduce((sum, one) => sum + one, 0),
    days: Math.max(...days),
  })
}

/** What the plan would have to agree on instead: whole percents, further from perfection the larger `step` is. */
type Lowering = { steps: number; with: (step: number) => Targets; agreed: (targets: Targets) => Sentence }

function loweringOf({ setting: { targets }, binding }: Stuck): Lowering | null {
  const { accuracy, escalation, coverage } = targets
  const [target, recall] = [Math.ceil(accuracy.targetRatio * 100 - 1e-9), Math.ceil(escalation.recallFloorRatio * 100 - 1e-9)]
  const [missed, other] = [Math.floor(escalation.missedCapRatio * 100 + 1e-9), Math.floor(coverage.unlistedMaxRatio * 100 + 1e-9)]
  const [code] = binding.map((need) => need.code)
  if (code === 'floor' || code === 'target')
    return {
      steps: target - 51,
      with: (step) => ({ ...targets, accuracy: { ...accuracy, targetRatio: (target - step) / 100 } }),
      agreed: (lower) => says('lower_target', { share: percent(lower.accuracy.targetRatio) }),
    }
  if (code === 'missed')
    return {
      steps: 20 - missed,
      with: (step) => ({ ...targets, escalation: { ...escalation, missedCapRatio: (missed + step) / 100 } }),
      agreed: (lower) => says('raise_missed_cap', { share: percent(lower.escalation.missedCapRatio) }),
    }
  if (code === 'unlisted')
    return {
      steps: 50 - other,
      with: (step) => ({ ...targets, coverage: { ...coverage, unlistedMaxRatio: (other + step) / 100 } }),
      agreed: (lower) => says('raise_unlisted', { share: percent(lower.coverage.unlistedMaxRatio) }),
    }
  if (code === 'recall')
    return {
      steps: recall - 50,
      with: (step) => ({ ...targets, escalation: { ...escalation, recallFloorRatio: (recall - step) / 100 } }),
      agreed: (lower) => says('lower_recall', { share: percent(lower.escalation.recallFloorRatio) }),
    }
  return null
}

/** As little lower as the volume allows within the horizon; what else is missing stays missing. */
function lowered(stuck: Stuck): Option {
  const { setting, phase, binding } = stuck
  const lowering = loweringOf(stuck)
  if (lowering === null) return way('lower_target', says('less_asked', { need: binding }))
  const needAt = (step: number) =>
    needsOf(phase, { ...setting, targets: lowering.with(step) }).find(({ criterion }) => criterion === inEnglish(binding))
  const step = least(1, lowering.steps, (n) => inTime(needAt(n) ?? closed))
  const need = step === null ? undefined : needAt(step)
  if (step === null || need === undefined) return way('lower_target', says('less_hopeless', { need: binding }))
  return way('lower_target', lowering.agreed(lowering.with(step)), need)
}

function percent(ratio: number): string {
  return `${round(ratio * 100, 1)} %`
}

function toTheCap({ setting, phase }: Stuck): Option {
  const { reviewCap } = setting.targets
  const before = phase === 'shadow' ? 0 : (handledReviewsOf(setting, needsInShadow(setting)) ?? 0)
  const reviews = Math.max(0, reviewCap - before)
  return way('inconclusive', says('to_the_cap', { cap: reviewCap }), { reviews, days: daysFor(setting, phase, reviews) })
}
