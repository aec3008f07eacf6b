// Proposes query types from tickets: groups of tickets that are alike, each with a name out of its own words, its size, examples and
// counter-examples. Proposals only: people say whether a group is one kind of query, and what it is called.

import { legalName, newName, oneLine } from '../domain/discovery/legal-name.ts'
import { type Clustered, cluster, type Progress } from './cluster.ts'
import { tellingWords } from './features.ts'
import type { DraftType, Question } from './part.ts'
import { monthsOf, type Ticket } from './tickets.ts'

export type Proposed = {
  types: DraftType[]
  /** How many tickets are like no group, or only like others that nothing joins. */
  leftovers: number
  /** Per ticket, in the order given: the name of the proposed type, or null. */
  assigned: (string | null)[]
  questions: Question[]
}

const examplesPerType = 6
const counterExamplesPerType = 3
const exampleMaxCharacters = 240
const termsPerType = 10

/** Types for the tickets. `types` fixes how many at most; null: chosen (cluster.ts). The order of the tickets does not matter. */
export function proposeTypes(tickets: readonly Ticket[], types: number | null, progress: Progress): Proposed {
  const same = new Map<string, number[]>()
  for (const [at, ticket] of tickets.entries()) {
    const key = tellingWords(ticket.text).join(' ')
    if (key !== '') same.set(key, [...(same.get(key) ?? []), at])
  }
  const texts = [...same.keys()]
  const found = cluster(texts, types, progress)
  const ofText = (text: number) => same.get(texts[text]!)!
  const terms = termsOf(texts, found)
  const months = monthsOf(tickets)
  const taken = new Set<string>(['unlisted'])
  const assigned: (string | null)[] = tickets.map(() => null)
  const questions: Question[] = []
  const sized = found.clusters
    .map((group, at) => ({ group, at, ...terms[at]!, members: group.members.flatMap(ofText) }))
    // Texts that no word joins are no kind of query that anybody could name; who asks for a number of types gets it, and names them.
    .filter(({ joined }) => joined || types !== null)
    .sort((a, b) => b.members.length - a.members.length || a.at - b.at)
  const drafted = sized.map(({ group, at, words, members }): DraftType => {
    const name = newName(legalName(words.slice(0, 3).join(' '), 'type'), taken)
    for (const member of members) assigned[member] = name
    questions.push(questionAbout(name, { members, words, tickets }))
    return {
      name,
      title: oneLine(titleFrom(words), 80),
      seen: members.length,
      escalated: null,
      perMonth: months === null ? null : Math.round(members.length / months),
      minutes: medianOf(members.flatMap((member) => tickets[member]!.minutes ?? [])),
      examples: spread(
        group.members.map((text) => example(tickets, ofText(text))),
        examplesPerType,
      ),
      counterExamples: nearMisses({ found, at, tickets, ofText }),
      sop: null,
      start: null,
      terms: words,
    }
  })
  return { types: drafted, leftovers: assigned.filter((name) => name === null).length, assigned, questions }
}

function titleFrom(words: readonly string[]): string {
  const title = words.slice(0, 3).join(', ') || 'not yet named'
  return title.charAt(0).toUpperCase() + title.slice(1)
}

/** The shortest of the tickets that say the same. */
function example(tickets: readonly Ticket[], same: readonly number[]): string {
  const texts = same.map((at) => tickets[at]!.text).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  return oneLine(masked(texts[0] ?? ''), exampleMaxCharacters)
}

/** Addresses and long numbers, which name a person or a case and tell nothing about the kind of query; dossiers are kept in git for years. */
function masked(text: string): string {
  return text
    .slice(0, 4_000)
    .replace(/[^\s@<>()]{1,64}@[^\s@<>()]{1,255}/gu, '‹address›')
    .replace(/\+?\d(?:[ ./()-]?\d){5,}/g, '‹number›')
}

/**
 * A few from the nearer half of the group, from the middle outwards, without near repetitions: the first six of a group are often one template, the
 * last ones are often not of it.
 */
function spread(texts: readonly string[], count: number): string[] {
  const nearer = texts.slice(0, Math.max(count * 3, Math.ceil(texts.length / 2))).filter((text) => text.length >= 8)
  const pool = nearer.length > 0 ? nearer : texts.slice(0, 1)
  const chosen: string[] = []
  const stride = Math.max(1, Math.floor(pool.length / (count * 2)))
  for (let at = 0; at < pool.length && chosen.length < count; at += stride) {
    const text = pool[at]!
    if (!chosen.some((other) => alike(other, text))) chosen.push(text)
  }
  // Where all follow one template, three of it: one example is a phrase, not a kind of query.
  const more = pool.filter((text) => !chosen.includes(text)).slice(0, Math.max(0, Math.min(3, count) - chosen.length))
  return [...chosen, ...more]
}

function alike(a: string, b: string): boolean {
  const left = new Set(tellingWords(a))
  const right = new Set(tellingWords(b))
  const both = [...left].filter((word) => right.has(word)).length
  return both > 0.8 * Math.min(left.size, right.size)
}

type Around = { found: Clustered; at: number; tickets: readonly Ticket[]; ofText: (text: number) => readonly number[] }

/** What the nearest other group is about: the texts in its middle, since those at its edge may well belong here. */
function nearMisses({ found, at, tickets, ofText }: Around): string[] {
  const neighbour = found.clusters[at]?.neighbour ?? null
  const members = neighbour === null ? [] : (found.clusters[neighbour]?.members ?? [])
  return spread(
    members.slice(0, 60).map((text) => example(tickets, ofText(text))),
    counterExamplesPerType,
  )
}

/** Per group, the words that are common in it and rare elsewhere, strongest first, and whether a quarter of it share one that is three times as common. */
function termsOf(texts: readonly string[], { clusters }: Clustered): { words: string[]; joined: boolean }[] {
  const wordsIn = (text: number) => new Set(texts[text]!.split(' '))
  const everywhere = new Map<string, number>()
  for (let text = 0; text < texts.length; text++)
    for (const word of wordsIn(text)) everywhere.set(word, (everywhere.get(word) ?? 0) + 1)
  // What every twelfth ticket says (greetings, “have”, “sent”) names nothing; in a handful of tickets everything is that common.
  const most = Math.max(5, texts.length / 12)
  return clusters.map(({ members }) => {
    const here = new Map<string, number>()
    for (const text of members) for (const word of wordsIn(text)) here.set(word, (here.get(word) ?? 0) + 1)
    const scored = [...here]
      .filter(([word]) => word.length > 2)
      .map(([word, count]) => {
        const inside = count / members.length
        const outside = ((everywhere.get(word) ?? 0) - count + 0.5) / (texts.length - members.length + 1)
        return { word, inside, lift: inside / outside, score: inside * Math.log(inside / outside) }
      })
      .filter(({ word, lift }) => lift > 1 && ((everywhere.get(word) ?? 0) <= most || lift >= 10))
      .sort((a, b) => b.score - a.score || b.word.length - a.word.length || (a.word < b.word ? -1 : 1))
    const chosen: string[] = []
    for (const { word } of scored) {
      if (chosen.length === termsPerType) break
      // “license”, “licenses”: one of them says it.
      if (!chosen.some((other) => word.startsWith(other.slice(0, 5)) && other.startsWith(word.slice(0, 5)))) chosen.push(word)
    }
    return { words: chosen, joined: scored.some(({ inside, lift }) => inside >= 0.25 && lift >= 3) }
  })
}

type About = { members: readonly number[]; words: readonly string[]; tickets: readonly Ticket[] }

function questionAbout(name: string, { members, words, tickets }: About): Question {
  const categories = new Map<string, number>()
  for (const member of members) {
    const category = tickets[member]!.category
    if (category !== null) categories.set(category, (categories.get(category) ?? 0) + 1)
  }
  const [most] = [...categories].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const filed =
    most === undefined
      ? ''
      : ` ${Math.round((100 * most[1]) / members.length)} % of them were filed as “${oneLine(most[0], 60)}”.`
  return {
    question: `${members.length} of ${tickets.length} tickets were put together (common words: ${words.slice(0, 6).join(', ') || 'none'}).${filed} Is this one kind of query, what do you call it, and what really happens with it?`,
    about: `queryTypes.${name}`,
  }
}

function medianOf(numbers: readonly number[]): number | null {
  if (numbers.length < 5) return null
  const sorted = numbers.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 2)]! * 10) / 10
}
