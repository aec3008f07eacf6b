// Do the arguments of a call fit the operation’s own schema in the integration map (JSON Schema, draft 2020-12)? Refuses what does not fit and names
// the argument. A schema that cannot be enforced to the letter refuses every call: a rule that is silently skipped would be a promise not kept.

import { z } from 'zod'
import { canonical } from '../audit/canonical.ts'
import type { Operation } from '../discovery/integration-map.ts'

type Place = { name: string; refs: number }
/** What is wrong with a value at a place, as a sentence, or null. */
type Check = (value: unknown, place: Place) => string | null
type Schema = Readonly<Record<string, unknown>>
type Refs = (pointer: string) => Check
type Build = (given: unknown, schema: Schema, refs: Refs) => Check

/** Thrown while a schema is compiled and turned into a refusal of every call; never leaves this file. */
class Unenforceable extends Error {}

type Compiled = { check: Check; why: string | null }

/** Whatever names a schema for arguments: an operation of the integration map, or the terms of a grant. */
type Named = { arguments?: Operation['arguments'] | undefined }

const compilations = new WeakMap<Named, Compiled>()

/**
 * Why these arguments are refused, naming the argument and never repeating its value, or null. Compiled once per operation object, because a permit is
 * asked for every effect. An operation without a schema takes anything.
 */
export function wrongArgument(operation: Named, given: Readonly<Record<string, unknown>>): string | null {
  return compilationOf(operation)?.check(given, { name: '', refs: 0 }) ?? null
}

/** Why the schema of an operation cannot be enforced, so that every call of it is refused; null when it can, or there is none. */
export function whyUnenforceable(operation: Named): string | null {
  return compilationOf(operation)?.why ?? null
}

function compilationOf(operation: Named): Compiled | null {
  if (operation.arguments === null || operation.arguments === undefined) return null
  const known = compilations.get(operation) ?? compiled(operation.arguments)
  compilations.set(operation, known)
  return known
}

// A chain of references as long as this leads nowhere, or the value is nested deeper than any form.
const maxRefs = 64

function compiled(root: Schema): Compiled {
  const known = new Map<string, Check>()
  const refs: Refs = (pointer) => {
    const ready = known.get(pointer)
    if (ready !== undefined) return ready
    let real: Check = () => null
    known.set(pointer, (value, place) =>
      place.refs >= maxRefs ? says(place, 'is nested too deeply') : real(value, { ...place, refs: place.refs + 1 }),
    )
    real = build(pointed(root, pointer), refs)
    return known.get(pointer) ?? real
  }
  try {
    return { check: build(root, refs), why: null }
  } catch (error) {
    if (!(error instanceof Unenforceable)) throw error
    const why = `the integration map’s schema of its arguments cannot be enforced: ${error.message}`
    return { check: () => why, why: error.message }
  }
}

function pointed(root: Schema, pointer: string): unknown {
  if (!/^#(\/|$)/.test(pointer))
    throw new Unenforceable(`“$ref” may point within the schema only, not to ${pointer.slice(0, 80)}`)
  let at: unknown = root
  for (const part of pointer.slice(2).split('/')) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (name === '') continue
    if (!isObject(at) || !Object.hasOwn(at, name))
      throw new Unenforceable(`“$ref” points to ${pointer.slice(0, 80)}, which is not there`)
    at = at[name]
  }
  return at
}

function build(schema: unknown, refs: Refs): Check {
  if (schema === true) return () => null
  if (schema === false) return (_, place) => says(place, 'must be left out')
  if (!isObject(schema)) throw new Unenforceable('a schema is an object, true or false')
  const parts: Check[] = []
  for (const [keyword, given] of Object.entries(schema)) {
    if (annotations.has(keyword) || keyword.startsWith('x-') || besides.has(keyword)) continue
    const make = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined
    if (make === undefined) throw new Unenforceable(`“${keyword.slice(0, 80)}” is not understood`)
    parts.push(make(given, schema, refs))
  }
  const all = both(parts)
  return schema.nullable === true ? (value, place) => (value === null ? null : all(value, place)) : all
}

const both =
  (parts: readonly Check[]): Check =>
  (value, place) => {
    for (const part of parts) {
      const wrong = part(value, place)
      if (wrong !== null) return wrong
    }
    return null
  }

/** Keywords that say nothing a value could break. */
const annotations = new Set(
  '$schema $id $comment $anchor $defs definitions title description default example examples deprecated readOnly writeOnly externalDocs xml'.split(
    ' ',
  ),
)
/** Keywords that another keyword’s check reads. */
const besides = new Set(['nullable', 'then', 'else', 'minContains', 'maxContains'])

const keywords: Readonly<Record<string, Build>> = {
  $ref: (given, _, refs) => refs(asText('$ref', given)),
  type: (given) => {
    const types = (Array.isArray(given) ? given : [given]).map((type) => asText('type', type))
    const unknown = types.find((type) => !Object.hasOwn(kinds, type))
    if (unknown !== undefined) throw new Unenforceable(`there is no type “${unknown.slice(0, 80)}”`)
    return (value, place) =>
      types.some((type) => kinds[type]?.(value)) ? null : says(place, `must be of type ${types.join(' or ')}`)
  },
  enum: (given) => {
    const values = asList('enum', given)
    const allowed = new Set(values.map(canonical))
    const shown = values.map((one) => (typeof one === 'string' ? one : canonical(one))).join(', ')
    return (value, place) => (holds(allowed, value) ? null : says(place, `must be one of: ${shown.slice(0, 300)}`))
  },
  const: (given) => {
    const allowed = new Set([canonical(given)])
    return (value, place) => (holds(allowed, value) ? null : says(place, 'is not the one value allowed'))
  },
  minimum: (given) => bound(asNumber('minimum', given), (value, limit) => value >= limit, 'at least'),
  maximum: (given) => bound(asNumber('maximum', given), (value, limit) => value <= limit, 'at most'),
  exclusiveMinimum: (given) => bound(asNumber('exclusiveMinimum', given), (value, limit) => value > limit, 'more than'),
  exclusiveMaximum: (given) => bound(asNumber('exclusiveMaximum', given), (value, limit) => value < limit, 'less than'),
  multipleOf: (given) => bound(asNumber('multipleOf', given), isMultiple, 'a multiple of'),
  minLength: (given) => sized(asNumber('minLength', given), lengthOf, 'at least', 'characters'),
  maxLength: (given) => sized(asNumber('maxLength', given), lengthOf, 'at most', 'characters'),
  pattern: (given) => {
    const fits = tester(asText('pattern', given))
    return (value, place) =>
      typeof value !== 'string' || fits(value) ? null : says(place, 'does not have the form it must have')
  },
  format: (given) => {
    const schema = Object.hasOwn(formats, String(given)) ? formats[String(given)] : undefined
    // Formats are annotations by the standard; those that can be told apart for certain are enforced all the same.
    if (schema === undefined) return () => null
    return (value, place) =>
      typeof value !== 'string' || schema.safeParse(value).success ? null : says(place, `is not a ${String(given)}`)
  },
  minItems: (given) => sized(asNumber('minItems', given), countOf, 'at least', 'entries'),
  maxItems: (given) => sized(asNumber('maxItems', given), countOf, 'at most', 'entries'),
  uniqueItems: (given) => (value, place) =>
    given !== true || !Array.isArray(value) || new Set(value.map(canonical)).size === value.length
      ? null
      : says(place, 'has an entry twice'),
  prefixItems: (given, _, refs) => {
    const parts = asList('prefixItems', given).map((part) => build(part, refs))
    return (value, place) =>
      Array.isArray(value) ? firstWrong(parts, (part, n) => (n < value.length ? part(value[n], entry(place, n)) : null)) : null
  },
  items: (given, schema, refs) => {
    if (Array.isArray(given)) throw new Unenforceable('a list under “items” is of an older draft: write “prefixItems”')
    const part = build(given, refs)
    const from = Array.isArray(schema.prefixItems) ? schema.prefixItems.length : 0
    return (value, place) =>
      Array.isArray(value) ? firstWrong(value, (one, n) => (n < from ? null : part(one, entry(place, n)))) : null
  },
  contains: (given, schema, refs) => {
    const part = build(given, refs)
    const least = schema.minContains === undefined ? 1 : asNumber('minContains', schema.minContains)
    const most = schema.maxContains === undefined ? Number.POSITIVE_INFINITY : asNumber('maxContains', schema.maxContains)
    const what = isObject(given) && typeof given.title === 'string' ? `entries that are “${given.title}”` : 'entries of one kind'
    return (value, place) => {
      if (!Array.isArray(value)) return null
      const found = value.filter((one, n) => part(one, entry(place, n)) === null).length
      if (found < least) return says(place, `must have at least ${least} ${what}`)
      return found > most ? says(place, `must have at most ${most} ${what}`) : null
    }
  },
  required: (given) => {
    const names = asList('required', given).map((name) => asText('required', name))
    return (value, place) => {
      const absent = isObject(value) ? names.find((name) => !Object.hasOwn(value, name) || value[name] === undefined) : undefined
      return absent === undefined ? null : says(inner(place, absent), 'is missing')
    }
  },
  properties: (given, _, refs) => {
    const parts = Object.entries(asObject('properties', given)).map(([name, part]) => [name, build(part, refs)] as const)
    return (value, place) =>
      isObject(value)
        ? firstWrong(parts, ([name, part]) =>
            Object.hasOwn(value, name) && value[name] !== undefined ? part(value[name], inner(place, name)) : null,
          )
        : null
  },
  patternProperties: (given, _, refs) => {
    const parts = Object.entries(asObject('patternProperties', given)).map(
      ([name, part]) => [tester(name), build(part, refs)] as const,
    )
    return (value, place) =>
      eachProperty(value, (name, one) => firstWrong(parts, ([fits, part]) => (fits(name) ? part(one, inner(place, name)) : null)))
  },
  additionalProperties: (given, schema, refs) => {
    const part = given === false ? null : build(given, refs)
    const named = new Set(Object.keys(schema.properties === undefined ? {} : asObject('properties', schema.properties)))
    const patterns = Object.keys(
      schema.patternProperties === undefined ? {} : asObject('patternProperties', schema.patternProperties),
    ).map(tester)
    return (value, place) =>
      eachProperty(value, (name, one) => {
        if (named.has(name) || patterns.some((fits) => fits(name))) return null
        return part === null ? says(inner(place, name), 'is not part of the operation') : part(one, inner(place, name))
      })
  },
  propertyNames: (given, _, refs) => {
    const part = build(given, refs)
    return (value, place) => eachProperty(value, (name) => part(name, inner(place, name)))
  },
  minProperties: (given) => sized(asNumber('minProperties', given), propertiesOf, 'at least', 'parts'),
  maxProperties: (given) => sized(asNumber('maxProperties', given), propertiesOf, 'at most', 'parts'),
  dependentRequired: (given) => {
    const needs = Object.entries(asObject('dependentRequired', given)).map(
      ([name, list]) => [name, asList('dependentRequired', list)] as const,
    )
    return (value, place) =>
      firstWrong(needs, ([name, list]) => {
        const absent =
          isObject(value) && Object.hasOwn(value, name) ? list.find((one) => !Object.hasOwn(value, String(one))) : undefined
        return absent === undefined ? null : says(inner(place, String(absent)), 'is missing')
      })
  },
  allOf: (given, _, refs) => both(asList('allOf', given).map((part) => build(part, refs))),
  anyOf: (given, _, refs) => forms(asList('anyOf', given), refs, (fitting) => fitting >= 1),
  oneOf: (given, _, refs) => forms(asList('oneOf', given), refs, (fitting) => fitting === 1),
  not: (given, _, refs) => {
    const part = build(given, refs)
    return (value, place) => (part(value, place) === null ? says(place, 'is what it must not be') : null)
  },
  if: (given, schema, refs) => {
    const [when, then, otherwise] = [given, schema.then ?? true, schema.else ?? true].map((part) => build(part, refs)) as [
      Check,
      Check,
      Check,
    ]
    return (value, place) => (when(value, place) === null ? then(value, place) : otherwise(value, place))
  },
}

function forms(given: readonly unknown[], refs: Refs, enough: (fitting: number) => boolean): Check {
  const parts = given.map((part) => build(part, refs))
  return (value, place) =>
    enough(parts.filter((part) => part(value, place) === null).length)
      ? null
      : says(place, `does not fit ${parts.length === 1 ? 'the form' : `one of the ${parts.length} forms`} it may have`)
}

function bound(limit: number, holds: (value: number, limit: number) => boolean, words: string): Check {
  return (value, place) => (typeof value !== 'number' || holds(value, limit) ? null : says(place, `must be ${words} ${limit}`))
}

function sized(limit: number, size: (value: unknown) => number | null, words: 'at least' | 'at most', what: string): Check {
  return (value, place) => {
    const found = size(value)
    const fits = found === null || (words === 'at least' ? found >= limit : found <= limit)
    return fits ? null : says(place, `must have ${words} ${limit} ${what}`)
  }
}

/** Tenths are not exact in binary: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of
  return Math.abs(times - Math.round(times)) < 1e-9
}

const lengthOf = (value: unknown) => (typeof value === 'string' ? [...value].length : null)
const countOf = (value: unknown) => (Array.isArray(value) ? value.length : null)
const propertiesOf = (value: unknown) => (isObject(value) ? Object.keys(value).length : null)

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => isObject(value),
}

const formats: Readonly<Record<string, z.ZodType>> = {
  date: z.iso.date(),
  'date-time': z.iso.datetime({ offset: true }),
  email: z.email(),
  uuid: z.guid(),
}

const longestTested = 2_000

function tester(pattern: string): (text: string) => boolean {
  if (repeatsARepetition(pattern))
    throw new Unenforceable(`the pattern ${pattern.slice(0, 80)} repeats a group that repeats or chooses`)
  let expression: RegExp
  try {
    expression = new RegExp(pattern, 'u')
  } catch {
    throw new Unenforceable(`${pattern.slice(0, 80)} is not a pattern`)
  }
  return (text) => text.length <= longestTested && expression.test(text)
}

/**
 * Values are hostile text and this runs on every effect: a group repeated without bound that itself repeats or chooses can take time without end.
 * Stricter than need be: the same thing can be said with a set of characters or a bound.
 */
function repeatsARepetition(pattern: string): boolean {
  const loops = /^(?:[*+]|\{\d*,\d*\})/
  const open: boolean[] = []
  let within = false
  const plain = pattern.replace(/\\./g, '_').replace(/\[[^\]]*\]/g, '_')
  for (const [at, one] of [...plain].entries()) {
    if (one === '(') {
      open.push(within)
      within = false
    } else if (one === ')') {
      const loop = loops.test(plain.slice(at + 1))
      if (loop && within) return true
      within = (open.pop() ?? false) || within || loop
    } else if (one === '|' || loops.test(plain.slice(at))) within = true
  }
  return false
}

function firstWrong<T>(items: readonly T[], wrong: (item: T, at: number) => string | null): string | null {
  for (const [at, item] of items.entries()) {
    const found = wrong(item, at)
    if (found !== null) return found
  }
  return null
}

function eachProperty(value: unknown, wrong: (name: string, value: unknown) => string | null): string | null {
  return isObject(value) ? firstWrong(Object.entries(value), ([name, one]) => wrong(name, one)) : null
}

function holds(allowed: ReadonlySet<string>, value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value) ? false : allowed.has(canonical(value))
}

const inner = (place: Place, name: string): Place => ({ ...place, name: place.name === '' ? name : `${place.name}.${name}` })
const entry = (place: Place, n: number): Place => ({ ...place, name: `${place.name}[${n}]` })

/** The name of an argument is the agent’s own text and may be anything: it is shortened, its value is never shown. */
function says({ name }: Place, what: string): string {
  return name === '' ? `the arguments together: ${what}` : `argument “${name.slice(0, 120)}” ${what}`
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asText(keyword: string, given: unknown): string {
  if (typeof given !== 'string') throw new Unenforceable(`“${keyword}” is a text`)
  return given
}

function asNumber(keyword: string, given: unknown): number {
  if (typeof given !== 'number' || !Number.isFinite(given)) throw new Unenforceable(`“${keyword}” is a number`)
  return given
}

function asList(keyword: string, given: unknown): readonly unknown[] {
  if (!Array.isArray(given)) throw new Unenforceable(`“${keyword}” is a list`)
  return given
}

function asObject(keyword: string, given: unknown): Schema {
  if (!isObject(given)) throw new Unenforceable(`“${keyword}” is an object`)
  return given
}
