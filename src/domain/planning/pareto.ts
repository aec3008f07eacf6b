// Where the handling time goes: query types and edge cases, the largest first, with the share of all they make up together.

import type { Dossier } from '../discovery/dossier.ts'
import { round } from './rounding.ts'

export type Pareto = {
  /** Of query types: minutes a month. Shares are of the time of all types whose time is known; of edge cases, as people estimated them. */
  types: Slice[]
  edgeCases: Slice[]
  /** “These 4 exceptions take 78 % of the time”; null while nothing is known. */
  sentence: string | null
  /** Names whose time nobody has said. */
  unknown: string[]
}

export type Slice = { name: string; title: string; minutesPerMonth: number | null; shareRatio: number; cumulativeRatio: number }

// The eighty of “eighty-twenty”: as many slices as it takes to explain that share.
const mostOfTime = 0.8

export function paretoOf({ workflow }: Dossier): Pareto {
  const timed = workflow.queryTypes.map((type) => ({
    ...type,
    minutesPerMonth: type.perMonth === null || type.minutes === null ? null : type.perMonth * type.minutes,
  }))
  const total = timed.reduce((sum, { minutesPerMonth }) => sum + (minutesPerMonth ?? 0), 0)
  const shareOf = (type: (typeof timed)[number]) =>
    type.shareOfTimeRatio ?? (type.minutesPerMonth === null || total === 0 ? null : type.minutesPerMonth / total)
  const types = sliced(
    timed.map((type) => ({ name: type.name, title: type.title, minutesPerMonth: type.minutesPerMonth, share: shareOf(type) })),
  )
  const edgeCases = sliced(
    workflow.edgeCases.map(({ name, what, shareOfTimeRatio }) => ({
      name,
      title: what,
      minutesPerMonth: null,
      share: shareOfTimeRatio,
    })),
  )
  const unknown = [
    ...timed.filter((type) => shareOf(type) === null).map(({ name }) => name),
    ...workflow.edgeCases.filter(({ shareOfTimeRatio }) => shareOfTimeRatio === null).map(({ name }) => name),
  ]
  return { types, edgeCases, sentence: sentenceOf(edgeCases, 'exceptions') ?? sentenceOf(types, 'query types'), unknown }
}

type Timed = { name: string; title: string; minutesPerMonth: number | null; share: number | null }

function sliced(all: readonly Timed[]): Slice[] {
  let cumulative = 0
  return all
    .filter((one): one is Timed & { share: number } => one.share !== null && one.share > 0)
    .toSorted((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1))
    .map(({ name, title, minutesPerMonth, share }) => {
      cumulative += share
      return { name, title, minutesPerMonth, shareRatio: round(share, 4), cumulativeRatio: round(cumulative, 4) }
    })
}

/** As many as make up most of the time; all of them when together they do not. */
function sentenceOf(slices: readonly Slice[], what: string): string | null {
  if (slices.length === 0) return null
  const at = slices.findIndex(({ cumulativeRatio }) => cumulativeRatio >= mostOfTime)
  const taken = at === -1 ? slices : slices.slice(0, at + 1)
  const percent = Math.round((taken.at(-1)?.cumulativeRatio ?? 0) * 100)
  return taken.length === 1
    ? `${taken[0]?.title} alone takes ${percent} % of the time.`
    : `These ${taken.length} ${what} take ${percent} % of the time.`
}
