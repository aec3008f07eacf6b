// What several materials say of one workflow, as one part: a chapter of the SOP finds its tickets, its sentences find the operations they speak of,
// and names stay distinct. Every such match is a guess by words and is asked about.

import { oneLine } from '../domain/discovery/legal-name.ts'
import { tellingWords } from './features.ts'
import { type DraftStep, type DraftSystem, type DraftType, emptyPart, type Part, type Question } from './part.ts'

/** One part out of at least one. Order of the parts decides which name stays when two are the same. */
export function join(parts: readonly Part[]): Part {
  const sources = parts.map(({ source }) => source)
  const whole = emptyPart(sources.length > 1 ? `${sources.slice(0, -1).join(', ')} and ${sources.at(-1)}` : (sources[0] ?? ''))
  for (const one of parts) {
    const part = distinct(one, whole)
    whole.workflow ??= part.workflow
    whole.channels = [...new Set([...whole.channels, ...part.channels])]
    Object.assign(whole.fields, part.fields)
    whole.grants.push(...part.grants)
    whole.forbidden.push(...part.forbidden)
    whole.questions.push(...part.questions)
    whole.most.effects = Math.max(whole.most.effects, part.most.effects)
    whole.most.writes = Math.max(whole.most.writes, part.most.writes)
    for (const person of part.people) if (!whole.people.some(({ name }) => name === person.name)) whole.people.push(person)
    addTypes(whole, part)
    addSystems(whole, part.systems)
    whole.steps.push(...part.steps)
    whole.triggers.push(...part.triggers)
  }
  pointOut(whole)
  whole.questions.push(...general(whole))
  return whole
}

/** Steps and triggers of a second SOP may carry names of the first; they are told apart by a number, everywhere the part speaks of them. */
function distinct(part: Part, whole: Part): Part {
  const steps = renamed(
    part.steps.map(({ id }) => id),
    whole.steps.map(({ id }) => id),
  )
  const triggers = renamed(
    part.triggers.map(({ name }) => name),
    whole.triggers.map(({ name }) => name),
  )
  if (steps.size + triggers.size === 0) return part
  const step = (id: string) => steps.get(id) ?? id
  const trigger = (name: string) => triggers.get(name) ?? name
  return {
    ...part,
    types: part.types.map((type) => ({ ...type, start: type.start === null ? null : step(type.start) })),
    triggers: part.triggers.map((one) => ({ ...one, name: trigger(one.name) })),
    steps: part.steps.map((one): DraftStep => {
      const base = { ...one, id: step(one.id) }
      if (base.kind === 'human') return { ...base, next: base.next === null ? null : step(base.next) }
      if (base.kind === 'escalate') return { ...base, trigger: trigger(base.trigger) }
      if (base.kind === 'end') return base
      return {
        ...base,
        branches: base.branches.map(({ when, next }) => ({ when, next: step(next) })),
        otherwise: step(base.otherwise),
      }
    }),
    questions: part.questions.map(({ question, about }) => {
      if (about?.startsWith('steps.')) return { question, about: `steps.${step(about.slice(6))}` }
      if (about?.startsWith('triggers.')) return { question, about: `triggers.${trigger(about.slice(9))}` }
      return { question, about }
    }),
  }
}

function renamed(names: readonly string[], taken: readonly string[]): Map<string, string> {
  const clash = names.filter((name) => taken.includes(name))
  const all = new Set([...taken, ...names])
  return new Map(
    clash.map((name) => {
      let n = 2
      while (all.has(`${name}_${n}`)) n++
      all.add(`${name}_${n}`)
      return [name, `${name}_${n}`]
    }),
  )
}

/** A type of the same name is the same type; a chapter that shares its words with one group of tickets becomes that group's name and SOP. */
function addTypes(whole: Part, part: Part): void {
  for (const type of part.types) {
    const same = whole.types.find(({ name }) => name === type.name)
    if (same) mergeInto(same, type)
    else whole.types.push({ ...type })
  }
  const chapters = whole.types.filter(({ seen, sop }) => seen === null && sop !== null)
  for (const chapter of chapters) {
    const only = groupAbout(chapter.title, whole.types)
    if (only === null) continue
    whole.questions.push({
      question: `The chapter “${oneLine(chapter.title, 80)}” of the SOP and the ${only.seen} queries first called “${only.name}” were taken for one type, by their words. Are they?`,
      about: `queryTypes.${chapter.name}`,
    })
    for (const question of whole.questions)
      if (question.about === `queryTypes.${only.name}`) question.about = `queryTypes.${chapter.name}`
    for (const grant of whole.grants)
      if (grant.for !== null) grant.for = grant.for.map((name) => (name === only.name ? chapter.name : name))
    whole.types = whole.types.filter((type) => type !== only)
    mergeInto(chapter, only)
  }
  whole.types.sort((a, b) => (b.seen ?? -1) - (a.seen ?? -1))
}

/**
 * The one group of queries that most words of a heading join, or null when there is none or two are as near. Types out of recordings have names given
 * by people and are matched by name only.
 */
function groupAbout(title: string, types: readonly DraftType[]): DraftType | null {
  const all = tellingWords(title)
  const long = all.filter((word) => word.length > 3)
  const words = long.length > 0 ? long : all
  const stem = (word: string) => word.slice(0, Math.max(4, word.length - 3))
  const near = types.flatMap((type) => {
    if (type.seen === null || type.sop !== null) return []
    const ranks = words.map((word) => type.terms.findIndex((term) => stem(term) === stem(word))).filter((rank) => rank >= 0)
    return ranks.length > 0 && ranks.length >= (words.length * 2) / 3 ? [{ type, rank: Math.min(...ranks) }] : []
  })
  const best = Math.min(...near.map(({ rank }) => rank))
  const nearest = near.filter(({ rank }) => rank === best)
  return nearest.length === 1 ? (nearest[0]?.type ?? null) : null
}

function mergeInto(type: DraftType, other: DraftType): void {
  const counted = (a: number | null, b: number | null) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0))
  type.seen = counted(type.seen, other.seen)
  type.escalated = counted(type.escalated, other.escalated)
  type.perMonth = counted(type.perMonth, other.perMonth)
  type.minutes ??= other.minutes
  type.examples = [...new Set([...type.examples, ...other.examples])]
  type.counterExamples = [...new Set([...type.counterExamples, ...other.counterExamples])]
  type.sop ??= other.sop
  type.start ??= other.start
  type.terms = [...new Set([...type.terms, ...other.terms])]
}

/** The same system in two materials: what its description says of connection and arguments, with write wherever one of them says write. */
function addSystems(whole: Part, systems: readonly DraftSystem[]): void {
  for (const system of systems) {
    const same = whole.systems.find(({ name }) => name === system.name)
    if (!same) {
      whole.systems.push({ ...system, operations: [...system.operations] })
      continue
    }
    if (same.connector.kind === 'recorded') same.connector = system.connector
    for (const operation of system.operations) {
      const at = same.operations.findIndex(({ name }) => name === operation.name)
      const before = same.operations[at]
      if (before === undefined) same.operations.push(operation)
      else same.operations[at] = { ...before, ...operation, access: before.access === 'write' ? 'write' : operation.access }
    }
  }
}

/** Sentences that speak of exactly one operation, by all the words of its name: what a step works with, and what is forbidden. */
function pointOut(whole: Part): void {
  const operations = whole.systems.flatMap((system) =>
    system.operations.map(({ name }) => ({ ref: `${system.name}.${name}`, words: tellingWords(name.replaceAll(/[_.-]/g, ' ')) })),
  )
  const spokenOf = (sentence: string) => {
    const words = new Set(tellingWords(sentence).map(singular))
    const found = operations.filter(({ words: all }) => all.length > 1 && all.every((word) => words.has(singular(word))))
    return found.length === 1 ? (found[0]?.ref ?? null) : null
  }
  for (const step of whole.steps) {
    const ref = step.kind === 'human' ? spokenOf(`${step.title} ${step.sop ?? ''}`) : null
    if (step.kind === 'human' && ref !== null) step.uses = [ref]
  }
  for (const one of whole.forbidden) {
    one.operation = one.unconditional ? spokenOf(one.sentence) : null
    whole.questions.push(forbiddenQuestion(one))
  }
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word
}

function forbiddenQuestion({ sentence, operation }: Part['forbidden'][number]): Question {
  const taken =
    operation === null
      ? 'Which operations does that forbid, and in which cases?'
      : `It was taken to forbid ${operation}. Does it?`
  return {
    question: `The SOP says: “${oneLine(sentence, 200)}” Is it so in practice? ${taken}`,
    about: operation === null ? null : 'role.must_not',
  }
}

/** What is missing from the draft as a whole. */
function general(whole: Part): Question[] {
  const ask = (missing: boolean, question: string) => (missing ? [{ question, about: null }] : [])
  return [
    ...ask(
      whole.channels.length === 0,
      'Through which channels do the queries come in? “to_be_named” stands where the first one belongs.',
    ),
    ...ask(whole.types.length === 0, 'Which kinds of query come in? “to_be_named” stands where the first one belongs.'),
    ...ask(
      whole.types.some(({ seen }) => seen === null),
      'Which query types are major (at least 4 % of the volume)? Where no query was seen, the draft says “false”.',
    ),
  ]
}
