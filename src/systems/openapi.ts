// A business system behind an HTTP API that an OpenAPI 3 document describes. Its address, its credential and which operations may be called come from the signed
// integration map, never from the document; the document says how a call is written, and a changed operation is another tool. Nothing is tried twice here.

import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import type { Operation, System } from '../domain/discovery/integration-map.ts'
import { type ApiOperation, apiOperation } from '../domain/discovery/openapi-document.ts'
import { Fault, faultIn } from '../domain/fault.ts'
import { definitionHash, isAgreed, type SeenTool } from '../domain/oversight/tool-pin.ts'
import type { BusinessSystem, SystemCall, SystemOutcome } from '../ports/system.ts'
import { isUnsure, jsonOf, performedAs, reasonOf } from './openapi/answer.ts'
import { apiRequest } from './openapi/request.ts'

/** As long as an MCP tool may take (mcp.ts): shorter than the 60 s after which clients give up. */
const callTimeoutMs = 30_000

type Connector = Extract<System['connector'], { kind: 'openapi' }>

/**
 * `fetch` is the guarded way out and throws a Fault for what it did not send. `credential` null: none is sent. `operations` are those of the map: whether they honour
 * a key, and where they are in the document.
 */
export type OpenApiAddress = {
  connector: Connector
  operations: readonly Operation[]
  credential: string | null
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>
}

type Described = { etag: string | null; digest: string; document: unknown }
type Looked = { operation: ApiOperation; seen: SeenTool }

/** Connects to nothing before the first call. */
export function openapiSystem(name: string, address: OpenApiAddress): BusinessSystem {
  const { operations } = address
  const document = documentOf(name, address)

  /** The operation as it is described now; a string says why it cannot be called. */
  function look(described: unknown, wanted: Operation): Looked | string {
    const { operationId = wanted.name, route } = wanted.http ?? {}
    const operation = apiOperation(described, { operationId, route })
    if (typeof operation === 'string') return operation
    const { method, path, said, inputSchema } = operation
    const description = [said.summary, said.description].filter((part) => typeof part === 'string').join('\n')
    const definition = { name: wanted.name, description, inputSchema, method, path, operation: said }
    return { operation, seen: { hash: definitionHash(definition), definition } }
  }

  return {
    async call(call) {
      const wanted = operations.find((one) => one.name === call.operation && one.access !== 'none')
      if (wanted === undefined) return no(`${name} has no operation ${call.operation}`)
      const looked = look(await document(), wanted)
      if (typeof looked === 'string') return no(`${name}.${wanted.name} cannot be called: ${looked}`)
      const { operation, seen } = looked
      if (call.agreed !== undefined && !isAgreed(seen.hash, call.agreed)) return { outcome: 'changed', seen }
      const outcome = await send({ name, address, wanted }, operation, call)
      return call.agreed === undefined ? outcome : { ...outcome, seen }
    },
    async tools() {
      const described = await document()
      return operations.flatMap((wanted) => {
        const looked = wanted.access === 'none' ? '' : look(described, wanted)
        return typeof looked === 'string' ? [] : [looked.seen]
      })
    },
    async close() {},
  }
}

type On = { name: string; address: OpenApiAddress; wanted: Operation }
type Failed = Extract<SystemOutcome, { outcome: 'failed' }>
type Ended = Exclude<SystemOutcome, { outcome: 'changed' }>

const no = (reason: string): Failed => ({ outcome: 'failed', reason, providerRef: null })

async function send(on: On, operation: ApiOperation, call: SystemCall): Promise<Ended> {
  const { name, address, wanted } = on
  const auth = authOf(address)
  const request = apiRequest(address.connector.url, operation, call.arguments, auth === null ? [] : [auth[0]])
  if (typeof request === 'string') return no(`${name}.${wanted.name} was not called: ${request}`)
  const headers = [...request.headers, ['accept', 'application/json, */*;q=0.1'], ['user-agent', 'tenure']] as [string, string][]
  if (auth !== null) headers.push(auth)
  if (wanted.idempotent) headers.push(['idempotency-key', call.key])
  try {
    const { method } = operation
    const answer = await address.fetch(request.url, {
      method,
      headers,
      body: request.body,
      signal: AbortSignal.timeout(callTimeoutMs),
    })
    const text = withoutSecrets(await answer.text(), address)
    return ended(on, answer, text)
  } catch (error) {
    throw broken(on, error)
  }
}

/** 2xx is done, 4xx is a no; whatever leaves open whether it was done is a fault that reached the system. */
function ended({ name, address, wanted }: On, answer: Response, text: string): Ended {
  if (answer.status >= 200 && answer.status < 300) {
    const result = jsonOf(answer, text)
    const location = withoutSecrets(answer.headers.get('location') ?? '', address)
    return performedAs(result, { field: wanted.http?.reference ?? null, location: location === '' ? null : location })
  }
  if (isUnsure(answer.status, wanted.idempotent))
    throw new Fault('system_failed', `${name}.${wanted.name} answered with status ${answer.status}`, {
      retryable: answer.status >= 500 || answer.status === 408 || answer.status === 429,
      reached: true,
    })
  return no(reasonOf(answer, text))
}

function broken({ name, address, wanted }: On, error: unknown): Fault {
  if (error instanceof Fault && error.message.startsWith(`${name}.`)) return error
  const told = faultIn(error)
  const why = withoutSecrets(told?.message ?? wordsFor(error), address)
  return new Fault(told?.code ?? 'system_failed', `${name}.${wanted.name}: ${why}`, {
    retryable: told?.retryable ?? false,
    // Only the way out itself knows that nothing was sent; all else may have arrived.
    reached: told?.reached ?? true,
  })
}

function wordsFor(error: unknown): string {
  if (!(error instanceof Error)) return 'the call broke off'
  if (error.name === 'TimeoutError') return `no answer came within ${callTimeoutMs / 1000} s`
  const { cause } = error
  const code = cause instanceof Error ? (cause as { code?: unknown }).code : undefined
  return typeof code === 'string' ? `the connection broke off (${code})` : 'the connection broke off'
}

function authOf({ connector, credential }: OpenApiAddress): [string, string] | null {
  if (credential === null) return null
  const auth = connector.auth ?? { as: 'bearer' as const }
  switch (auth.as) {
    case 'bearer':
      return ['authorization', `Bearer ${credential}`]
    case 'basic':
      return ['authorization', `Basic ${basic(credential)}`]
    case 'header':
      return [auth.name.toLowerCase(), credential]
  }
}

const basic = (credential: string) => Buffer.from(credential, 'utf8').toString('base64')

/** A system that echoes its caller's credential must not have it written down, or shown to an agent. */
function withoutSecrets(text: string, { credential }: OpenApiAddress): string {
  if (credential === null || credential === '') return text
  const [, password = ''] = /^[^:]*:(.+)$/s.exec(credential) ?? []
  return [basic(credential), credential, ...(password.length >= 8 ? [password] : [])].reduce(
    (clean, secret) => clean.replaceAll(secret, '‹secret›'),
    text,
  )
}

/**
 * The description as it is now. A signed one never changes; one at an address is asked for before each use, with its tag, so that an unchanged one costs one short
 * answer. Calls that come while one question waits to be asked share the next. Throws Fault that never reached anything: reading a description changes nothing.
 */
function documentOf(name: string, address: OpenApiAddress): () => Promise<unknown> {
  const { connector } = address
  if (connector.document !== undefined) return async () => connector.document
  let known: Described | null = null
  let running: Promise<unknown> | null = null
  let next: Promise<unknown> | null = null
  const ask = async () => {
    known = await fetchDescription(name, address, known)
    return known.document
  }
  const begin = (): Promise<unknown> => {
    const asked = ask().finally(() => {
      if (running === asked) running = null
    })
    running = asked
    return asked
  }
  return () => {
    if (running === null) return begin()
    const after = () => {
      next = null
      return begin()
    }
    next ??= running.then(after, after)
    return next
  }
}

async function fetchDescription(name: string, address: OpenApiAddress, known: Described | null): Promise<Described> {
  const { connector, fetch } = address
  const away = (why: string, retryable: boolean) =>
    new Fault('system_unreachable', `the description of ${name} cannot be read: ${withoutSecrets(why, address)}`, {
      retryable,
      reached: false,
    })
  if (!/^https?:\/\//i.test(connector.description))
    throw away('it is a file, which is not there at run time; name its address, or put it under “document”', false)
  const sameHouse = new URL(connector.description).origin === new URL(connector.url).origin
  const auth = sameHouse ? authOf(address) : null
  const headers: [string, string][] = [['accept', 'application/json, application/yaml;q=0.9, */*;q=0.1']]
  if (auth !== null) headers.push(auth)
  if (known?.etag != null) headers.push(['if-none-match', known.etag])
  let answer: Response
  let text: string
  try {
    answer = await fetch(connector.description, { headers, signal: AbortSignal.timeout(callTimeoutMs) })
    text = await answer.text()
  } catch (error) {
    const told = faultIn(error)
    throw away(told?.message ?? wordsFor(error), told?.retryable ?? true)
  }
  if (answer.status === 304 && known !== null) return known
  if (answer.status !== 200)
    throw away(`status ${answer.status}`, answer.status >= 500 || answer.status === 408 || answer.status === 429)
  const digest = createHash('sha256').update(text).digest('hex')
  const etag = answer.headers.get('etag')
  if (known?.digest === digest) return { ...known, etag }
  try {
    return { etag, digest, document: text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text, { maxAliasCount: 100 }) }
  } catch {
    throw away('it is neither JSON nor YAML', false)
  }
}
