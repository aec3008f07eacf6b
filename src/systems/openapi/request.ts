// A call as an HTTP request. Arguments fill blanks and nothing more: they cannot reach another path, add a parameter, a header or a line. Pure.

import type { ApiOperation, ApiParameter } from '../../domain/discovery/openapi-document.ts'

export type ApiRequest = { url: URL; headers: [string, string][]; body: string | null }

/** Headers that say where a request goes, how long it is, as whom, or which one it is: never an argument’s. */
const ours =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-.*|expect|cookie|authorization|accept-encoding|idempotency-key|forwarded|x-forwarded-.*|x-http-method.*|x-original-.*|x-rewrite-.*|x-method-override)$/i

class Unwritable extends Error {}

/** Writes the request, or says why these arguments cannot be sent. `taken`: names of headers that carry what is ours, in lower case. */
export function apiRequest(
  base: string,
  operation: ApiOperation,
  given: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): ApiRequest | string {
  try {
    return write(base, operation, given, taken)
  } catch (error) {
    if (error instanceof Unwritable) return error.message
    throw error
  }
}

function write(
  base: string,
  operation: ApiOperation,
  given: Readonly<Record<string, unknown>>,
  taken: readonly string[],
): ApiRequest {
  const { parameters, body } = operation
  const known = new Set([...parameters.map(({ name }) => name), ...(body === null ? [] : ['body'])])
  if (Object.keys(given).some((name) => !known.has(name))) throw new Unwritable('an argument is none of the operation’s')
  const value = (name: string): unknown => (Object.hasOwn(given, name) ? given[name] : undefined)
  const missing = parameters.find(({ name, required }) => required && isNothing(value(name)))
  if (missing !== undefined || (body?.required === true && value('body') === undefined))
    throw new Unwritable('a required argument is missing')
  const present = (place: ApiParameter['in']) => parameters.filter((one) => one.in === place && !isNothing(value(one.name)))
  const url = addressOf(base, operation, value)
  url.search = present('query')
    .flatMap((one) => queryOf(one, value(one.name)))
    .join('&')
  const headers = present('header').map((one): [string, string] => [
    headerName(one.name, taken),
    headerValue(one, value(one.name)),
  ])
  const cookies = present('cookie').map(
    (one) => `${token(one.name)}=${encoded(plain(one.json ? JSON.stringify(value(one.name)) : value(one.name)))}`,
  )
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')])
  if (body === null || value('body') === undefined) return { url, headers, body: null }
  headers.push(['content-type', body.mediaType])
  return { url, headers, body: JSON.stringify(value('body')) }
}

const isNothing = (value: unknown): boolean => value === undefined || value === null

function addressOf(base: string, { path, parameters }: ApiOperation, value: (name: string) => unknown): URL {
  const root = new URL(base)
  const filled = path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const described = parameters.find((one) => one.in === 'path' && one.name === name)
    const text = written(described, value(name))
    if (text === '') throw new Unwritable('an argument of the path is empty')
    return text
  })
  const expected = `${root.pathname.replace(/\/+$/, '')}${filled.startsWith('/') ? '' : '/'}${filled}`
  if (expected.split('/').some((part) => /^(\.|%2e){1,2}$/i.test(part)))
    throw new Unwritable('an argument of the path leads elsewhere')
  const url = new URL(root)
  url.pathname = expected
  url.search = ''
  url.hash = ''
  if (url.origin !== root.origin || url.pathname.split('/').length !== expected.split('/').length)
    throw new Unwritable('an argument of the path leads elsewhere')
  return url
}

/** Style `simple`, percent-encoded; a part that is `..` to anybody who decodes it is refused. */
function written(described: ApiParameter | undefined, value: unknown): string {
  const parts = described?.json ? [JSON.stringify(value)] : simpleParts(value, described?.explode ?? false)
  for (const part of parts)
    if (part.split(/[/\\]/).some((piece) => /^\.{1,2}$/.test(piece)))
      throw new Unwritable('an argument of the path leads elsewhere')
  return parts.map(encoded).join(',')
}

/** RFC 6570 leaves `a,b` for a list; members of an object are `k,v`, exploded `k=v`. */
function simpleParts(value: unknown, explode: boolean): string[] {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return [plain(value)]
  return Object.entries(value).flatMap(([key, one]) => (explode ? [`${key}=${plain(one)}`] : [key, plain(one)]))
}

function queryOf({ name, style, explode, json }: ApiParameter, value: unknown): string[] {
  const pair = (key: string, text: string) => `${encoded(key)}=${text}`
  if (json) return [pair(name, encoded(JSON.stringify(value)))]
  if (style === 'deepObject') {
    if (typeof value !== 'object' || Array.isArray(value)) throw new Unwritable('an argument must be an object')
    return Object.entries(value as object).flatMap(([key, one]) =>
      (Array.isArray(one) ? one : [one]).map((item) => pair(`${name}[${key}]`, encoded(plain(item)))),
    )
  }
  if (Array.isArray(value)) {
    if (explode) return value.map((one) => pair(name, encoded(plain(one))))
    const between = style === 'spaceDelimited' ? '%20' : style === 'pipeDelimited' ? '%7C' : ','
    return [pair(name, value.map((one) => encoded(plain(one))).join(between))]
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
    if (explode) return members.map(([key, one]) => pair(key, encoded(plain(one))))
    return [pair(name, members.flatMap(([key, one]) => [encoded(key), encoded(plain(one))]).join(','))]
  }
  return [pair(name, encoded(plain(value)))]
}

function plain(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    const text = String(value)
    // Lines and invisible marks have no place in an address or a header.
    if (/\p{Cc}/u.test(text)) throw new Unwritable('an argument holds a control character')
    return text
  }
  throw new Unwritable('an argument is nested deeper than its place can say')
}

function encoded(text: string): string {
  if (!text.isWellFormed()) throw new Unwritable('an argument is not whole text')
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

function token(name: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)) throw new Unwritable('a parameter has a name that cannot be sent')
  return name
}

function headerName(name: string, taken: readonly string[]): string {
  if (ours.test(name) || taken.includes(name.toLowerCase()))
    throw new Unwritable('a header that is not an argument’s to set is described as one')
  return token(name)
}

function headerValue({ explode, json }: ApiParameter, value: unknown): string {
  const text = json ? JSON.stringify(value) : simpleParts(value, explode).join(',')
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text)) throw new Unwritable('an argument cannot be written in a header')
  return text
}
