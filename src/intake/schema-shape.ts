// JSON Schemas out of foreign descriptions, cut to what a dossier keeps: types, members, what is required, enumerations. Bounded in depth and size;
// a schema that refers to itself ends in “any object”.

import { oneLine } from '../domain/discovery/legal-name.ts'

export type Json = Record<string, unknown>

const maxDepth = 5
const maxMembers = 60
const maxCharacters = 4_000

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The schema without prose and examples; too large a one keeps only its first members’ types. */
export function plainSchema(schema: unknown): Json {
  for (let depth = maxDepth; depth > 0; depth--) {
    const plain = shapeOf(schema, depth)
    if (JSON.stringify(plain).length <= maxCharacters) return plain
  }
  return { type: 'object' }
}

const kept = ['type', 'enum', 'const', 'format', 'minimum', 'maximum', 'minLength', 'maxLength'] as const

function shapeOf(schema: unknown, depth: number): Json {
  if (!isObject(schema)) return {}
  const plain: Json = {}
  for (const key of kept) if (isPlain(schema[key])) plain[key] = schema[key]
  if (depth <= 1) return plain
  if (isObject(schema.properties)) {
    const members = Object.entries(schema.properties)
      .filter(([name]) => isMemberName(name))
      .slice(0, maxMembers)
    plain.properties = Object.fromEntries(members.map(([name, member]) => [name, shapeOf(member, depth - 1)]))
    const required = Array.isArray(schema.required)
      ? schema.required.filter((name) => members.some(([member]) => member === name))
      : []
    if (required.length > 0) plain.required = required
  }
  if (schema.items !== undefined) plain.items = shapeOf(schema.items, depth - 1)
  for (const key of ['oneOf', 'anyOf', 'allOf'] as const)
    if (Array.isArray(schema[key])) plain[key] = schema[key].slice(0, 8).map((one) => shapeOf(one, depth - 1))
  return plain
}

/** Names of members are kept as they are or not at all: a mended one would be another argument. */
export function isMemberName(name: string): boolean {
  return name !== '__proto__' && /^[\p{L}\p{N}_$@.[\]:/ -]{1,100}$/u.test(name) && oneLine(name, 100) === name
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value))
    return value.length <= 50 && value.every((one) => !isObject(one) && !Array.isArray(one) && isPlain(one))
  return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && oneLine(value, 200) === value)
}

/** Names of the members an answer of this schema has, also inside a list of answers; null when the schema does not say. */
export function fieldsOf(schema: unknown): string[] | null {
  if (!isObject(schema)) return null
  if (schema.type === 'array' || schema.items !== undefined) return fieldsOf(schema.items)
  const nested = isObject(schema.properties) ? Object.keys(schema.properties) : []
  const joined = Array.isArray(schema.allOf) ? schema.allOf.flatMap((one) => fieldsOf(one) ?? []) : []
  const names = [...new Set([...nested, ...joined])].filter(isMemberName).slice(0, maxMembers)
  return names.length === 0 ? null : names
}
