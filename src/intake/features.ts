// Texts as rows of numbers: words and the four-letter parts of longer ones, weighted by rarity. Pure and deterministic; linear in the texts.

import { wordsOf } from '../domain/discovery/words.ts'

/** One text: the features it has, by number, and their weights; the squares of the weights sum to 1 (or to 0: nothing of it is known). */
export type Row = { features: Int32Array; weights: Float64Array }
export type Features = { rows: Row[]; size: number }

// Measured on three labelled sets; the table is in docs/decisions/2026-11-24-query-types-by-clustering.md.
const partLetters = 4
const partWeight = 0.3
/** Rarity counts squared: greetings and signatures are in every ticket, and plain rarity leaves them half the say. */
const rarityPower = 2
const maxShareRatio = 0.5
const maxFeatures = 20_000
/** A ticket with a log file in it must not outweigh the reading of all others. */
const maxWords = 400

/** Words of a text that can tell something: two letters or more, and not only digits, which are numbers of cases, phones and rooms. */
export function tellingWords(text: string): string[] {
  return wordsOf(text)
    .filter((word) => word.length > 1 && !/^\d+$/.test(word))
    .slice(0, maxWords)
}

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (feature: string, by: number) => counts.set(feature, (counts.get(feature) ?? 0) + by)
  for (const word of tellingWords(text)) {
    add(word, 1)
    if (word.length < partLetters) continue
    const padded = `^${word}$`
    for (let at = 0; at + partLetters <= padded.length; at++) add(`~${padded.slice(at, at + partLetters)}`, partWeight)
  }
  return counts
}

/** The rows of all texts over the features that occur often enough to be shared and seldom enough to tell something. */
export function featuresOf(texts: readonly string[]): Features {
  const counts = texts.map(countsOf)
  const seenIn = new Map<string, number>()
  for (const count of counts) for (const feature of count.keys()) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1)
  const least = texts.length < 50 ? 1 : texts.length < 1_000 ? 2 : 3
  const most = Math.max(least, maxShareRatio * texts.length)
  const kept = [...seenIn]
    .filter(([, seen]) => seen >= least && seen <= most)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, maxFeatures)
  const numbers = new Map(kept.map(([feature], at) => [feature, at]))
  const rarity = kept.map(([, seen]) => (Math.log((1 + texts.length) / (1 + seen)) + 1) ** rarityPower)
  return { rows: counts.map((count) => rowOf(count, numbers, rarity)), size: kept.length }
}

function rowOf(counts: Map<string, number>, numbers: Map<string, number>, rarity: readonly number[]): Row {
  const features: number[] = []
  const weights: number[] = []
  let squares = 0
  for (const [feature, count] of counts) {
    const number = numbers.get(feature)
    if (number === undefined) continue
    // The tenth “printer” of a text says little more than the first.
    const weight = (count < 1 ? count : 1 + Math.log(count)) * (rarity[number] ?? 0)
    features.push(number)
    weights.push(weight)
    squares += weight * weight
  }
  const length = Math.sqrt(squares) || 1
  return { features: Int32Array.from(features), weights: Float64Array.from(weights, (weight) => weight / length) }
}
