// One byte string per value, the same on every machine: RFC 8785 (JSON Canonicalization Scheme).

import canonicalize from 'canonicalize'

/**
 * The canonical JSON text of a value. Members of objects that are `undefined` are left out, as JSON does. Everything else JSON cannot say (functions,
 * symbols, maps, dates, NaN, an undefined in a list) is refused by throwing, at any depth, so that no two things ever share a text by accident.
 */
export function canonical(value: unknown): string {
  requireJson(value, '$')
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('only JSON values have a canonical form')
  return text
}

function requireJson(value: unknown, at: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) requireJson(item, `${at}[${i}]`)
    return
  }
  const plain = typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
  if (!plain)
    throw new TypeError(
      `only JSON values have a canonical form; ${at} is ${typeof value === 'object' ? value?.constructor?.name : typeof value}`,
    )
  for (const [name, inner] of Object.entries(value as object)) if (inner !== undefined) requireJson(inner, `${at}.${name}`)
}
