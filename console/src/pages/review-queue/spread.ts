// How far items that look alike really differ: so that judging them together is a choice with open eyes.

import type { ReviewCard } from '../../api.ts'
import { compareOperations } from './operations.ts'

export type Spread = {
  /** Share of words each answer has in common with the first one's, lowest and highest. Null: nobody answers. */
  words: { least: number; most: number } | null
  /** Arguments with more than one value, and how many values there are. */
  differing: { name: string; values: number }[]
}

/** Dice's coefficient on words as often as they occur: 1 is the same words, 0 none in common. */
export function wordsInCommon(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)]
  if (left.length + right.length === 0) return 1
  const counts = new Map<string, number>()
  for (const word of left) counts.set(word, (counts.get(word) ?? 0) + 1)
  let both = 0
  for (const word of right) {
    const n = counts.get(word) ?? 0
    if (n > 0) both++
    counts.set(word, n - 1)
  }
  return (2 * both) / (left.length + right.length)
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

export const answerOf = (card: ReviewCard): string => card.effects.findLast(({ kind }) => kind === 'reply')?.text ?? ''

/** argument (with its operation) → its values over all cards. */
function valuesOf(cards: readonly ReviewCard[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>()
  for (const { effects } of cards) {
    for (const { kind, operation, arguments: given } of effects) {
      if (kind !== 'write' || typeof given !== 'object' || given === null) continue
      for (const [name, value] of Object.entries(given)) {
        const place = `${operation ?? ''}.${name}`
        values.set(place, (values.get(place) ?? new Set()).add(JSON.stringify(value)))
      }
    }
  }
  return values
}

export function spreadOf(first: ReviewCard, others: readonly ReviewCard[]): Spread {
  const common = others.map((card) => wordsInCommon(answerOf(first), answerOf(card)))
  const answers = [first, ...others].some((card) => answerOf(card) !== '')
  const differing = [...valuesOf([first, ...others])].filter(([, values]) => values.size > 1)
  return {
    words: common.length === 0 || !answers ? null : { least: Math.min(...common), most: Math.max(...common) },
    differing: differing.map(([name, values]) => ({ name, values: values.size })),
  }
}

/** The operations of a card in one line, as the table of items alike shows them. */
export function effectsInWords(card: ReviewCard): string {
  return compareOperations(card.effects, []).employee.join('; ')
}
