// Is the evidence about the work that is coming? Where the mix of query types moves, a proof on the old mix says little about the new one: an agent that is
// right on the types of shadow and wrong on those of production was promoted 86 % of the time. Beyond a distance the evidence is weighed to the mix that
// counts; below it, the worst mix nearby is shown. Source: GATES.md section 2.

import { invariant } from '../fault.ts'
import { estimate, type Fraction, type Level } from './confidence.ts'

/** Traffic by query type, the unlisted as a type of its own: counts or shares, of ALL traffic, judged or not. */
export type Mix = ReadonlyMap<string, number>

/** One type's evidence of accuracy. */
export type TypeEvidence = { levels: readonly Level[]; fractions: readonly Fraction[] }

// Above this distance the weighing pays for itself; below it costs more reviews than it protects (223 against 431 when harmless: GATES.md 2).
export const mostVariation = 0.1
// The stress line shows the worst mix within this L1 distance (GATES.md 2: rho = .2).
const stressRadius = 0.2

/** Total variation, ½ Σ |W − S|: the share of the traffic that would have to change its type. Null where one of the two has no traffic. */
export function totalVariation(one: Mix, other: Mix): number | null {
  const [w, s] = [shares(one), shares(other)]
  if (w === null || s === null) return null
  const names = new Set([...w.keys(), ...s.keys()])
  return [...names].reduce((sum, name) => sum + Math.abs((w.get(name) ?? 0) - (s.get(name) ?? 0)), 0) / 2
}

function shares(mix: Mix): Map<string, number> | null {
  const counts = [...mix.values()]
  invariant(
    counts.every((n) => n >= 0 && Number.isFinite(n)),
    'a mix has counts or shares of zero or more',
  )
  const total = counts.reduce((sum, n) => sum + n, 0)
  return total === 0 ? null : new Map([...mix].map(([name, n]) => [name, n / total]))
}

export type MixQuestion = {
  /** The mix that counts: registered, or of late in production (W). */
  wanted: Mix
  /** The mix of all traffic while the evidence was gathered (S). */
  seen: Mix
  evidence: ReadonlyMap<string, TypeEvidence>
}

/**
 * `alike`: the evidence stands as it is. `weighed`: use `levels` and `fractions` in its place. `unknown`: the mix that counts has types the evidence says
 * nothing about; no weight turns nothing into something, so what was asked is NOT YET KNOWN, and `missing` names them, the largest share first.
 */
export type Weighing =
  | { kind: 'alike'; variation: number }
  | {
      kind: 'weighed'
      variation: number
      weights: Map<string, number>
      levels: Level[]
      fractions: Fraction[]
      /** Σ W_g k_g / n_g: what the accuracy would be on the mix that counts. */
      estimate: number
    }
  | { kind: 'unknown'; variation: number | null; missing: { queryType: string; share: number }[] }

/**
 * Weighs the evidence to the mix that counts when the two are further apart than `mostVariation`. Weights depend on traffic alone, never on a verdict,
 * and the largest is 1, so the test stays valid; a type no longer asked for drops out.
 */
export function weighedToMix({ wanted, seen, evidence }: MixQuestion): Weighing {
  const variation = totalVariation(wanted, seen)
  const w = shares(wanted)
  const s = shares(seen)
  if (variation === null || w === null || s === null) return { kind: 'unknown', variation, missing: [] }
  if (variation <= mostVariation) return { kind: 'alike', variation }
  const asked = [...w].filter(([, share]) => share > 0)
  const accuracies = new Map(asked.map(([name]) => [name, accuracyOf(evidence.get(name))]))
  const missing = asked.filter(([name]) => (s.get(name) ?? 0) === 0 || accuracies.get(name) === null)
  if (missing.length > 0) {
    const named = missing.map(([queryType, share]) => ({ queryType, share }))
    return {
      kind: 'unknown',
      variation,
      missing: named.toSorted((a, b) => b.share - a.share || inOrder(a.queryType, b.queryType)),
    }
  }
  const ratios = asked.map(([name, share]) => [name, share / s.get(name)!] as const)
  const most = Math.max(...ratios.map(([, ratio]) => ratio))
  const weights = new Map(ratios.map(([name, ratio]) => [name, ratio / most]))
  const weighed = [...weights].map(([name, weight]) => timesWeight(evidence.get(name)!, weight))
  return {
    kind: 'weighed',
    variation,
    weights,
    levels: weighed.flatMap(({ levels }) => levels),
    fractions: weighed.flatMap(({ fractions }) => fractions),
    estimate: asked.reduce((sum, [name, share]) => sum + share * accuracies.get(name)!, 0),
  }
}

function accuracyOf(evidence: TypeEvidence | undefined): number | null {
  return evidence === undefined ? null : estimate(evidence.levels, evidence.fractions)
}

function timesWeight({ levels, fractions }: TypeEvidence, weight: number): { levels: Level[]; fractions: Fraction[] } {
  return {
    levels: levels.map((level) => ({ ...level, weight: level.weight * weight })),
    fractions: fractions.map((fraction) => ({ ...fraction, weight: fraction.weight * weight })),
  }
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * The stress line: the accuracy on the mix given, and on the worst mix within `radius` of it, which has taken radius/2 of the traffic from the types the
 * agent does best and given it to the one it does worst. Shown beside the gate; it decides nothing. Null where a type of the mix was never judged.
 */
export function worstMix(
  mix: Mix,
  accuracies: ReadonlyMap<string, number>,
  radius = stressRadius,
): { base: number; worst: number } | null {
  const w = shares(mix)
  if (w === null) return null
  const types = [...w].map(([name, share]) => ({ share, accuracy: accuracies.get(name) ?? null }))
  const known = types.flatMap(({ share, accuracy }) => (accuracy === null ? [] : [{ share, accuracy }]))
  if (types.some(({ share, accuracy }) => share > 0 && accuracy === null)) return null
  const base = known.reduce((sum, { share, accuracy }) => sum + share * accuracy, 0)
  const least = Math.min(...known.map(({ accuracy }) => accuracy))
  let left = radius / 2
  let worst = base
  for (const { share, accuracy } of known.toSorted((a, b) => b.accuracy - a.accuracy)) {
    const moved = Math.min(left, share)
    worst -= moved * (accuracy - least)
    left -= moved
  }
  return { base, worst }
}
