// What a write that was only recorded answers: an example of an answer that fits what the tool says it answers with, so that an agent can go on sensibly, and that
// says of itself that it is none. Made from the definition and the arguments alone, so that asking again tells the same.

import { whyUnenforceable, wrongArgument } from '../compiler/arguments.ts'
import type { Operation } from '../discovery/integration-map.ts'

type Schema = Readonly<Record<string, unknown>>

export type Receipt = Readonly<Record<string, unknown>>

/** The answer where nobody knows the form of a real one, or none can be made that fits. */
export const plainReceipt: Receipt = { simulated: true, note: 'Recorded in shadow. Nothing was changed.' }

/**
 * An object that satisfies the tool's output schema (checked by the same checker that enforces arguments), echoing arguments of the same name where they fit. Texts
 * say `simulated`; nothing looks like a reference a provider would give. `plainReceipt` when there is no schema, or none that can be met.
 */
export function receiptFor(output: unknown, given: Readonly<Record<string, unknown>>, like: Operation): Receipt {
  if (!isSchema(output)) return plainReceipt
  const made = exampleOf(output, { root: output, given, depth: 0 })
  if (typeof made !== 'object' || made === null || Array.isArray(made)) return plainReceipt
  const checked: Operation = { ...like, arguments: output as Operation['arguments'] }
  if (whyUnenforceable(checked) !== null || wrongArgument(checked, made as Receipt) !== null) return plainReceipt
  return made as Receipt
}

type At = { root: Schema; given: Readonly<Record<string, unknown>>; depth: number }

/** A schema that refers to itself would be built for ever. */
const deepest = 12

function exampleOf(schema: Schema, at: At): unknown {
  if (at.depth > deepest) return null
  const deeper = { ...at, depth: at.depth + 1 }
  if (typeof schema.$ref === 'string') return exampleOf(referred(schema.$ref, at.root), deeper)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  for (const some of [schema.oneOf, schema.anyOf])
    if (Array.isArray(some) && isSchema(some[0]))
      return exampleOf({ ...schema, oneOf: undefined, anyOf: undefined, ...some[0] }, deeper)
  if (Array.isArray(schema.allOf))
    return exampleOf(schema.allOf.filter(isSchema).reduce(joined, { ...schema, allOf: undefined }), deeper)
  const type = Array.isArray(schema.type) ? schema.type[0] : (schema.type ?? ('properties' in schema ? 'object' : 'string'))
  switch (type) {
    case 'object':
      return objectOf(schema, deeper)
    case 'array':
      return Array.from({ length: Math.max(0, numberOr(schema.minItems, 0)) }, () =>
        exampleOf(isSchema(schema.items) ? schema.items : {}, deeper),
      )
    case 'boolean':
      return true
    case 'null':
      return null
    case 'integer':
    case 'number':
      return numberIn(schema, type)
    default:
      return textIn(schema)
  }
}

/** Required fields, and those an argument of the same name can fill. */
function objectOf(schema: Schema, at: At): Receipt {
  const properties = isSchema(schema.properties) ? schema.properties : {}
  const required = new Set(Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : [])
  const made: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(properties)) {
    const shape = isSchema(one) ? one : {}
    const echo = at.depth === 1 && Object.hasOwn(at.given, name) && isSameType(shape, at.given[name])
    if (echo) made[name] = at.given[name]
    else if (required.has(name)) made[name] = exampleOf(shape, at)
  }
  for (const name of required) if (!Object.hasOwn(made, name)) made[name] = 'simulated'
  return made
}

function isSameType({ type, enum: one, const: fixed, pattern, format }: Schema, value: unknown): boolean {
  if (one !== undefined || fixed !== undefined || pattern !== undefined || format !== undefined) return false
  return type === typeof value || (type === 'integer' && Number.isInteger(value))
}

function numberIn(schema: Schema, type: 'integer' | 'number'): number {
  const step = numberOr(schema.multipleOf, type === 'integer' ? 1 : 0)
  const above = numberOr(schema.exclusiveMinimum, Number.NEGATIVE_INFINITY)
  const low = Math.max(numberOr(schema.minimum, Number.NEGATIVE_INFINITY), above + (step || 1))
  const wanted = low === Number.NEGATIVE_INFINITY ? Math.min(0, numberOr(schema.maximum, 0)) : low
  return step > 0 ? Math.ceil(wanted / step) * step : wanted
}

/** Instants and addresses that are plainly none: the beginning of time, and the domain reserved for examples (RFC 2606). */
const formats: Readonly<Record<string, string>> = {
  'date-time': '1970-01-01T00:00:00Z',
  date: '1970-01-01',
  time: '00:00:00Z',
  email: 'simulated@example.invalid',
  uri: 'https://example.invalid/simulated',
  uuid: '00000000-0000-4000-8000-000000000000',
  ipv4: '192.0.2.0',
  hostname: 'simulated.example.invalid',
}

function textIn(schema: Schema): string {
  const text = (typeof schema.format === 'string' && formats[schema.format]) || 'simulated'
  return text.padEnd(numberOr(schema.minLength, 0), '.').slice(0, numberOr(schema.maxLength, Number.POSITIVE_INFINITY))
}

function joined(a: Schema, b: Schema): Schema {
  const both = (name: string) => [...(Array.isArray(a[name]) ? a[name] : []), ...(Array.isArray(b[name]) ? b[name] : [])]
  const properties = { ...(isSchema(a.properties) ? a.properties : {}), ...(isSchema(b.properties) ? b.properties : {}) }
  return { ...a, ...b, properties, required: both('required') }
}

function referred(ref: string, root: Schema): Schema {
  const found = ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .reduce<unknown>((at, part) => (isSchema(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), root)
  return isSchema(found) ? found : {}
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
