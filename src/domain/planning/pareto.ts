// Where the handling time goes: query types and edge cases, the largest first, with the share of all they make up together. A share somebody told stands;
// what follows from volume and minutes fills only what is told about by nobody.

import type { Dossier } from '../discovery/dossier.ts'
import type { Sentence } from '../sentence.ts'
import { round } from './rounding.ts'
import { inEnglish, says } from './sentences.ts'

export type Pareto = {
  /** Of query types: minutes a month. Shares are of the time of all types whose time is known; of edge cases, as people estimated them. */
  types: Slice[]
  edgeCases: Slice[]
  /** “These 4 exceptions take 78 % of the time”; of query types where no exception is known; null while nothing is known. */
  sentence: string | null
  /** The same for other languages. */
  says: readonly Sentence[]
  typesSentence: string | null
  edgeCasesSentence: string | null
  /** Names whose time nobody has said. */
  unknown: string[]
  /** What in the numbers does not go together, each a sentence. */
  notes: string[]
}

export type Slice = { name: string; title: string; minutesPerMonth: number | null; shareRatio: number; cumulativeRatio: number }

// The eighty of “eighty-twenty”: as many slices as it takes to explain that share.
const mostOfTime = 0.8

// Told and computed shares this far apart are not two roundings of one number: somebody is mistaken.
const farApart = 0.1

export function paretoOf({ workflow }: Dossier): Pareto {
  const timed = workflow.queryTypes.map(({ name, title, perMonth, minutes, shareOfTimeRatio: told }) => ({
    name,
    title,
    told,
    minutesPerMonth: perMonth === null || minutes === null ? null : perMonth * minutes,
  }))
  const shares = sharesOf(timed)
  const types = sliced(timed.map((type, i) => ({ ...type, share: shares[i]! })))
  const edgeCases = sliced(
    workflow.edgeCases.map(({ name, what, shareOfTimeRatio }) => ({
      name,
      title: what,
      minutesPerMonth: null,
      share: shareOfTimeRatio,
    })),
  )
  const unknown = [
    ...timed.filter((_, i) => shares[i] === null).map(({ name }) => name),
    ...workflow.edgeCases.filter(({ shareOfTimeRatio }) => shareOfTimeRatio === null).map(({ name }) => name),
  ]
  const ofTypes = saidOf(types, 'time_of_types')
  const ofEdgeCases = saidOf(edgeCases, 'time_of_exceptions')
  const typesSentence = ofTypes && inEnglish([ofTypes])
  const edgeCasesSentence = ofEdgeCases && inEnglish([ofEdgeCases])
  return {
    types,
    edgeCases,
    sentence: edgeCasesSentence ?? typesSentence,
    says: [ofEdgeCases ?? ofTypes].filter((one) => one !== null),
    typesSentence,
    edgeCasesSentence,
    unknown,
    notes: [...notesOn(timed), ...over('exceptions', edgeCases)],
  }
}

type Timed = { name: string; title: string; minutesPerMonth: number | null; told: number | null }

/** The told share; of what the told ones leave over, by minutes. Null where neither is known. */
function sharesOf(timed: readonly Timed[]): (number | null)[] {
  const told = timed.reduce((sum, type) => sum + (type.told ?? 0), 0)
  const rest = timed.filter((type) => type.told === null).reduce((sum, type) => sum + (type.minutesPerMonth ?? 0), 0)
  return timed.map(({ told: own, minutesPerMonth }) => {
    if (own !== null) return own
    return minutesPerMonth === null || rest === 0 ? null : (minutesPerMonth / rest) * Math.max(0, 1 - told)
  })
}

function notesOn(timed: readonly Timed[]): string[] {
  const told = timed.reduce((sum, type) => sum + (type.told ?? 0), 0)
  const minutes = timed.every((type) => type.minutesPerMonth !== null)
    ? timed.reduce((sum, type) => sum + (type.minutesPerMonth ?? 0), 0)
    : 0
  const apart = timed.flatMap(({ name, told: own, minutesPerMonth }) => {
    const computed = minutes === 0 || minutesPerMonth === null ? null : minutesPerMonth / minutes
    if (own === null || computed === null || Math.abs(own - computed) <= farApart) return []
    return [`${name} is said to take ${percent(own)} of the time; by its volume and minutes it takes ${percent(computed)}.`]
  })
  return [...(told > 1.005 ? [`The shares told of query types make up ${percent(told)} together, more than all.`] : []), ...apart]
}

function over(what: string, slices: readonly Slice[]): string[] {
  const all = slices.at(-1)?.cumulativeRatio ?? 0
  return all > 1.005 ? [`The shares told of ${what} make up ${percent(all)} together, more than all.`] : []
}

function sliced(all: readonly { name: string; title: string; minutesPerMonth: number | null; share: number | null }[]): Slice[] {
  let cumulative = 0
  return all
    .filter((one): one is (typeof all)[number] & { share: number } => one.share !== null && one.share > 0)
    .toSorted((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1))
    .map(({ name, title, minutesPerMonth, share }) => {
      cumulative += share
      return {
        name,
        title,
        minutesPerMonth: minutesPerMonth === null ? null : round(minutesPerMonth, 2),
        shareRatio: round(share, 4),
        cumulativeRatio: round(cumulative, 4),
      }
    })
}

/** As many as make up most of the time; all of them when together they do not. */
function saidOf(slices: readonly Slice[], several: 'time_of_types' | 'time_of_exceptions'): Sentence | null {
  if (slices.length === 0) return null
  const at = slices.findIndex(({ cumulativeRatio }) => cumulativeRatio >= mostOfTime)
  const taken = at === -1 ? slices : slices.slice(0, at + 1)
  const share = percent(taken.at(-1)?.cumulativeRatio ?? 0)
  return taken.length === 1
    ? says('time_alone', { title: `${taken[0]?.title}`, share })
    : says(several, { n: taken.length, share })
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}
