// Which declared query type an inbound query is of, or none. Rules first, then likeness to the examples people gave. When in doubt the answer
// is none, and the query goes to a person: this decides who gets a query first, never what is permitted.

import { type Condition, compileCondition } from './condition.ts'
import { wordsOf } from './words.ts'
import type { QueryType, WorkflowMap } from './workflow-map.ts'

/** What is known of a query before it has a type. */
export type InboundContext = { query: string; channel: string; requester: string; fields: Readonly<Record<string, unknown>> }

type Likeness = { queryType: string; score: number }

export type Classifier = {
  /** The name of a declared type, or null: unsure, ambiguous, or a rule could not be decided. Deterministic. */
  classify(inbound: InboundContext): string | null
  /** How like each type's examples the text is (0–1), best first; types whose counter-examples are closer are left out. */
  likeness(query: string): Likeness[]
}

// Set on the generated queries of examples/it-helpdesk (test/examples prints the outcome): below the first number, queries nobody gave an
// example of begin to be claimed; below the second, two types share an opening phrase and the choice is chance.
const scoreFloor = 0.24
const marginFloor = 0.045

type Feature = string
/** Where a feature occurs: `weights[i]` is its share in the example, or in all examples of the type, numbered `in[i]`. */
type Occurrences = { in: number[]; weights: number[] }
type Entry = { rarity: number; examples: Occurrences; types: Occurrences }
type Model = {
  types: readonly QueryType[]
  /** Per example: the index of its type, and whether it is a counter-example. */
  examples: readonly { type: number; counter: boolean }[]
  entries: Map<Feature, Entry>
  unseenRarity: number
}

/** Builds the classifier of a map once; `classify` then takes well under 0.2 ms for a query of ordinary length. */
export function classifierFor(map: WorkflowMap): Classifier {
  const model = modelOf(map.queryTypes)
  const rules = map.queryTypes.map((type) => type.rules.map((rule) => compileCondition(rule, map.fields, 'rule')))
  const conditions: (Condition | null)[][] = rules.map((list) => list.map((rule) => (rule.ok ? rule.condition : null)))
  return {
    classify(inbound) {
      const byRule = ruled(map.queryTypes, conditions, inbound)
      if (byRule !== 'none') return byRule
      return surest(likenessOf(model, inbound.query))
    },
    likeness: (query) => likenessOf(model, query),
  }
}

const classifiers = new WeakMap<WorkflowMap, Classifier>()

/** Classifies with the classifier of this very map object, built on first use. */
export function classify(map: WorkflowMap, inbound: InboundContext): string | null {
  let classifier = classifiers.get(map)
  if (!classifier) {
    classifier = classifierFor(map)
    classifiers.set(map, classifier)
  }
  return classifier.classify(inbound)
}

/** A rule that cannot be decided, or two types claiming the query, leave it to a person (null); no rule matching is `none`. */
function ruled(
  types: readonly QueryType[],
  rules: readonly (Condition | null)[][],
  inbound: InboundContext,
): string | null | 'none' {
  const claimed = new Set<string>()
  for (const [at, conditions] of rules.entries()) {
    for (const condition of conditions) {
      const decided = condition === null ? 'undecided' : condition.evaluate(inbound)
      if (decided === 'undecided') return null
      if (decided) claimed.add(types[at]!.name)
    }
  }
  if (claimed.size === 0) return 'none'
  const [only] = claimed
  return claimed.size === 1 ? only! : null
}

function surest(ranked: readonly Likeness[]): string | null {
  const [best, second] = ranked
  if (!best || best.score < scoreFloor) return null
  return best.score - (second?.score ?? 0) < marginFloor ? null : best.queryType
}

/** Whole words, and the three-letter parts of longer ones, so that a misspelt word still counts for most of itself. */
function featuresOf(text: string): Map<Feature, number> {
  const found = new Map<Feature, number>()
  const add = (feature: Feature, by: number) => found.set(feature, (found.get(feature) ?? 0) + by)
  for (const word of wordsOf(text)) {
    add(word, 1)
    if (word.length < 4) continue
    const padded = `^${word}$`
    for (let at = 0; at + 3 <= padded.length; at++) add(`~${padded.slice(at, at + 3)}`, 2 / padded.length)
  }
  return found
}

type Weighed = { entry: Entry; weight: number }

/** Known features with their weights, scaled so that the squares of all features, known and unknown, sum to 1. */
function weigh(model: Model, features: Map<Feature, number>): Weighed[] {
  const weighed: Weighed[] = []
  let squares = 0
  for (const [feature, count] of features) {
    const entry = model.entries.get(feature)
    const rarity = entry?.rarity ?? model.unseenRarity
    squares += count * rarity * rarity
    if (entry) weighed.push({ entry, weight: Math.sqrt(count) * rarity })
  }
  const length = Math.sqrt(squares) || 1
  for (const one of weighed) one.weight /= length
  return weighed
}

function modelOf(types: readonly QueryType[]): Model {
  const texts = types.flatMap((type, at) => [
    ...type.examples.map((text) => ({ type: at, counter: false, features: featuresOf(text) })),
    ...type.counterExamples.map((text) => ({ type: at, counter: true, features: featuresOf(text) })),
  ])
  const seenIn = new Map<Feature, number>()
  for (const { features } of texts) for (const feature of features.keys()) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1)
  const model: Model = { types, examples: texts, entries: new Map(), unseenRarity: Math.log(1 + texts.length) }
  for (const [feature, count] of seenIn)
    model.entries.set(feature, {
      rarity: Math.log(1 + texts.length / count),
      examples: { in: [], weights: [] },
      types: { in: [], weights: [] },
    })
  const sums = types.map(() => new Map<Entry, number>())
  for (const [example, { type, counter, features }] of texts.entries()) {
    for (const { entry, weight } of weigh(model, features)) {
      entry.examples.in.push(example)
      entry.examples.weights.push(weight)
      if (!counter) sums[type]!.set(entry, (sums[type]!.get(entry) ?? 0) + weight)
    }
  }
  for (const [type, sum] of sums.entries()) {
    const length = Math.sqrt(sum.values().reduce((total, weight) => total + weight * weight, 0)) || 1
    for (const [entry, weight] of sum) {
      entry.types.in.push(type)
      entry.types.weights.push(weight / length)
    }
  }
  return model
}

function add(into: Float64Array, { in: places, weights }: Occurrences, by: number): void {
  for (let i = 0; i < places.length; i++) into[places[i]!]! += by * weights[i]!
}

/** Half the cosine to the nearest example, half the cosine to all of the type's examples together. */
function likenessOf(model: Model, query: string): Likeness[] {
  const toExample = new Float64Array(model.examples.length)
  const toType = new Float64Array(model.types.length)
  for (const { entry, weight } of weigh(model, featuresOf(query))) {
    add(toExample, entry.examples, weight)
    add(toType, entry.types, weight)
  }
  const nearest = new Float64Array(model.types.length)
  const repelling = new Float64Array(model.types.length)
  for (const [at, { type, counter }] of model.examples.entries()) {
    const side = counter ? repelling : nearest
    if (toExample[at]! > side[type]!) side[type] = toExample[at]!
  }
  const found: Likeness[] = []
  for (const [at, type] of model.types.entries()) {
    if (nearest[at]! > repelling[at]!) found.push({ queryType: type.name, score: (nearest[at]! + toType[at]!) / 2 })
  }
  return found.sort((a, b) => b.score - a.score || (a.queryType < b.queryType ? -1 : 1))
}
