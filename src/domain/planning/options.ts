// What can honestly be done when a target cannot be proven in the volume there is: four ways, each with its own number. Raising alpha and starting the
// count again are not among them. Source: GATES.md section 1.5.

import { floorRatio } from '../discovery/targets.ts'
import { horizonDays, type Option, type PhasePlan, type Plan, type Setting, type TypePlan } from './planned.ts'
import { round, roundUp } from './rounding.ts'
import { stoppingTime } from './stopping.ts'

/** The phases that do not end within the cap or the horizon, each with its reason and what can be done. */
export function unprovableIn(setting: Setting, phases: readonly PhasePlan[], types: readonly TypePlan[]): Plan['unprovable'] {
  return phases.flatMap(({ phase, reviews, days, binding }) => {
    const late = days !== null && days > horizonDays
    if (phase === 'autonomous' || (reviews !== null && !late)) return []
    const reason = late
      ? `${binding} takes about ${days} days at ${round(setting.queriesPerDay ?? 0, 1)} queries a day, more than ${horizonDays}`
      : `${binding} is not likely to be shown within the cap of ${setting.targets.reviewCap} reviews at a true accuracy of ${round(setting.assumed, 4)}`
    return [{ what: phase, reason, options: optionsOf(setting, types) }]
  })
}

function optionsOf(setting: Setting, types: readonly TypePlan[]): Option[] {
  return [onFloor(setting), narrowed(types), lowered(setting), toTheCap(setting)]
}

/** Reviews and days in supervised, where only a sample is judged. */
function effort({ targets, handledPerDay, assumed }: Setting, line: number): { reviews: number | null; days: number | null } {
  const { mean, provenRatio } = stoppingTime(line, assumed, targets.accuracy.alphaRatio, targets.reviewCap)
  const reviews = provenRatio < 0.5 ? null : Math.ceil(mean)
  const perDay = handledPerDay === null ? null : handledPerDay * targets.supervised.sampleRatio
  return { reviews, days: reviews === null || perDay === null ? null : roundUp(reviews / perDay) }
}

function onFloor(setting: Setting): Option {
  const floor = floorRatio(setting.targets)
  return {
    name: 'floor',
    sentence: `Promote on the floor of ${round(floor, 4)} with a named person’s signature, while the sample and every escalation are still reviewed.`,
    ...effort(setting, floor),
  }
}

function narrowed(types: readonly TypePlan[]): Option {
  const pass = types.filter(({ supervisedDaysAlone: days }) => days !== null && days <= horizonDays)
  const days = pass.length === 0 ? null : Math.max(...pass.map(({ supervisedDaysAlone }) => supervisedDaysAlone ?? 0))
  return {
    name: 'narrow',
    sentence:
      pass.length === 0
        ? 'Narrow the scope: no query type has the volume to be proven on its own.'
        : `Narrow the scope to what can be proven on its own: ${pass.map(({ queryType }) => queryType).join(', ')}.`,
    reviews: null,
    days,
  }
}

/** The highest target, in whole percent, that the volume can prove within the horizon. */
function lowered(setting: Setting): Option {
  for (let percent = Math.floor(setting.targets.accuracy.targetRatio * 100) - 1; percent > 50; percent--) {
    const { reviews, days } = effort(setting, percent / 100)
    if (reviews === null || days === null || days > horizonDays) continue
    return {
      name: 'lower_target',
      sentence: `Agree on a lower target in a new registered plan: ${percent} % can be proven. The evidence so far stays valid, and the change stays on record.`,
      reviews,
      days,
    }
  }
  return {
    name: 'lower_target',
    sentence: 'Agree on a lower target: no target above 50 % can be proven in this volume.',
    reviews: null,
    days: null,
  }
}

function toTheCap({ targets, handledPerDay }: Setting): Option {
  const perDay = handledPerDay === null ? null : handledPerDay * targets.supervised.sampleRatio
  return {
    name: 'inconclusive',
    sentence: `Go on to the cap of ${targets.reviewCap} reviews and call it inconclusive. Nothing is promoted by itself.`,
    reviews: targets.reviewCap,
    days: perDay === null ? null : roundUp(targets.reviewCap / perDay),
  }
}
