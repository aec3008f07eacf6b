// Tickets with the type a person gave them, and how well groups fit those types. The label is never shown to what makes the groups.

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Ticket } from '../../src/intake/tickets.ts'

const folder = path.join(import.meta.dirname, '../../../shared/data/recorded')

export type Labelled = { tickets: Ticket[]; labels: string[] }

/** The shared labelled tickets of this name, or null (said once) where the shared data is not beside this checkout. */
export function labelledTickets(name: string): Labelled | null {
  const file = path.join(folder, `${name}.jsonl.gz`)
  if (!existsSync(file)) {
    console.warn(`skipped: the labelled tickets ${name} are not beside this checkout`)
    return null
  }
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n')
  const records = lines.map((line) => JSON.parse(line) as { query: string; groundTruth: { queryType: string } })
  return {
    tickets: records.map(({ query }) => plainTicket(query)),
    labels: records.map(({ groundTruth }) => groundTruth.queryType),
  }
}

/** A ticket of which only the text is known. */
function plainTicket(text: string): Ticket {
  return { text, on: null, category: null, minutes: null, channel: null }
}

/** Twice as many: each ticket again, without every fifth word, so that no two texts are the same. */
export function doubled({ tickets, labels }: Labelled): Labelled {
  const shorter = tickets.map(({ text }) =>
    plainTicket(
      text
        .split(' ')
        .filter((_, at) => at % 5 !== 4)
        .join(' '),
    ),
  )
  return { tickets: [...tickets, ...shorter], labels: [...labels, ...labels] }
}

export type Fit = {
  /** Share of the tickets whose label is the most common one of their group. Grows with the number of groups by itself. */
  purity: number
  /** Mutual information of groups and labels over the mean of their entropies: 0 for chance, 1 for the same partition. */
  nmi: number
}

/** How well groups fit labels, over all tickets. Tickets without a group (null) count as one more group. */
export function fitOf(groups: readonly (string | null)[], labels: readonly string[]): Fit {
  const table = new Map<string, Map<string, number>>()
  const perLabel = new Map<string, number>()
  for (const [at, label] of labels.entries()) {
    const row = table.get(groups[at] ?? '') ?? new Map<string, number>()
    table.set(groups[at] ?? '', row.set(label, (row.get(label) ?? 0) + 1))
    perLabel.set(label, (perLabel.get(label) ?? 0) + 1)
  }
  const sizes = [...table.values()].map((row) => sum(row.values()))
  const entropy = (counts: Iterable<number>) => -sum([...counts].map((n) => (n / labels.length) * Math.log(n / labels.length)))
  const mutual = sum(
    [...table.values()].flatMap((row, at) =>
      [...row].map(([label, n]) => (n / labels.length) * Math.log((n * labels.length) / (sizes[at]! * perLabel.get(label)!))),
    ),
  )
  const both = entropy(sizes) + entropy(perLabel.values())
  return {
    purity: sum([...table.values()].map((row) => Math.max(...row.values()))) / labels.length,
    nmi: both === 0 ? 1 : (2 * mutual) / both,
  }
}

/** The purity of one single group: what guessing the most common label would get. */
export function majorityRatio(labels: readonly string[]): number {
  return fitOf(
    labels.map(() => 'one'),
    labels,
  ).purity
}

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
