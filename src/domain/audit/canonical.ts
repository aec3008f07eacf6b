// One byte string per value, the same on every machine: RFC 8785 (JSON Canonicalization Scheme).

import canonicalize from 'canonicalize'

/**
 * The canonical JSON text of a value. `undefined` members are left out as JSON does; anything JSON cannot say (functions, NaN, a bare
 * undefined) is refused by throwing, so that no two things ever share a text by accident.
 */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('only JSON values have a canonical form')
  return text
}
