// The one way out to a business system. Refuses every address that was not named, spellings that hide one, private networks nobody allowed, and redirects; connects
// to exactly the addresses it looked at. Proxies of the environment are not used.

import dns from 'node:dns'
import { isIP } from 'node:net'
import { Agent, buildConnector, fetch as undiciFetch } from 'undici'
import { Fault, faultIn } from '../domain/fault.ts'
import { printable } from '../domain/oversight/plain-text.ts'
import { objectionTo, type PrivateSystem } from '../domain/oversight/private-systems.ts'

export type Resolve = (name: string) => Promise<{ address: string; family: number }[]>

/**
 * `connectMs` 10 s and `answerBytes` 8 MiB: AUDIT.md D13; an answer is kept and shown to an agent, which reads far less. `headersMs` 60 s: longer than any call of
 * ours waits (30 s), so that who calls says that it took too long. `silenceMs` 300 s between two pieces: an event stream may be quiet.
 */
const usual = { connectMs: 10_000, headersMs: 60_000, silenceMs: 300_000, answerBytes: 8 * 1024 * 1024 }

export type OutgoingOptions = {
  /** Asked again for every connection. */
  privateSystems: () => readonly PrivateSystem[]
  resolve?: Resolve
  limits?: Partial<typeof usual>
}

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>

export type Outgoing = { fetch: Fetch; close(): Promise<void> }

/**
 * A fetch that reaches the origins of these addresses and nothing else. Throws Fault `address_refused` (never reached) here for an address that may not be called, and
 * from `fetch` for one that was not named or leads somewhere private; `system_unreachable` when no connection came about (never reached); `system_failed` for a
 * redirect and for an answer that is too large (reached). Any other failure is the library's own and may have reached the system.
 */
export function outgoing(addresses: readonly string[], options: OutgoingOptions): Outgoing {
  const limits = { ...usual, ...options.limits }
  const origins = new Set(addresses.map((text) => checked(text, options).origin))
  const agent = new Agent({
    connect: guardedConnect(options, limits.connectMs),
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.silenceMs,
  })
  return {
    async fetch(address, init = {}) {
      const url = checked(typeof address === 'string' ? address : address.href, options)
      if (!origins.has(url.origin)) throw refused(`${url.origin} is not an address that the signed integration map names`)
      const sent = { ...init, redirect: 'manual', dispatcher: agent } as unknown as NonNullable<Parameters<typeof undiciFetch>[1]>
      const answer = await undiciFetch(url.href, sent).catch((error: unknown) => Promise.reject(badPort(error, url) ?? error))
      const moved = [301, 302, 303, 307, 308].includes(answer.status) ? answer.headers.get('location') : null
      if (moved !== null || Number(answer.headers.get('content-length') ?? 0) > limits.answerBytes) {
        await answer.body?.cancel()
        throw moved === null ? tooLarge(limits.answerBytes) : redirected(url, moved)
      }
      return bounded(answer as unknown as Response, limits.answerBytes)
    },
    close: () => agent.destroy(),
  }
}

/**
 * Reads an address and refuses every spelling that is not the plain one: what people signed must be what is called. Octal, hex, one number, percent signs, letters
 * that look like others, a dot at the end and user names all make an address look like another.
 */
function checked(text: string, { privateSystems }: Pick<OutgoingOptions, 'privateSystems'>): URL {
  const shown = printable(text.replace(/\/\/[^/]*@/, '//‹user›@'), 200)
  const parts = /^(https?):\/\/([^/?#\\]*)/i.exec(text)
  if (parts === null || [...text].some((letter) => letter <= ' ' || letter === '\u007f' || letter === '\\'))
    throw refused(`“${shown}” is not an http or https address`)
  const authority = parts[2] ?? ''
  if (authority.includes('@')) throw refused(`“${shown}” carries a user name; name a credential in the integration map instead`)
  if (!URL.canParse(text)) throw refused(`“${shown}” is not an address`)
  const url = new URL(text)
  const host = authority.replace(/:\d*$/, '').toLowerCase()
  if (host !== url.hostname) throw refused(`“${shown}” is read as ${url.hostname}; write it so`)
  if (host.endsWith('.')) throw refused(`the host of “${shown}” ends with a dot; leave it out`)
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0) refuseUnless(bare, { host: bare, port: portOf(url.port, url.protocol) }, privateSystems())
  return url
}

function portOf(port: string, protocol: string): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

function refuseUnless(address: string, to: { host: string; port: number }, named: readonly PrivateSystem[]): void {
  const objection = objectionTo(address, to, named)
  if (objection === null) return
  const leads = to.host === address ? address : `${to.host} leads to ${address}, which`
  throw refused(
    objection.never
      ? `${leads} is ${objection.why} and is never called`
      : `${leads} is ${objection.why}. If this system is meant, add ${to.host} to TENURE_PRIVATE_SYSTEMS of this server`,
  )
}

/** Resolves a name once per connection, looks at every address it leads to, and connects to no other: a name cannot change in between. */
function guardedConnect(
  { privateSystems, resolve = resolveBySystem }: OutgoingOptions,
  connectMs: number,
): buildConnector.connector {
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    const to = { host, port: portOf(options.port, options.protocol) }
    const lookup = (
      _: string,
      how: { all?: boolean },
      found: (error: Error | null, address: unknown, family?: number) => void,
    ) => {
      const look = async () => {
        const addresses = await resolve(host)
        for (const { address } of addresses) refuseUnless(address, to, privateSystems())
        const [first] = addresses
        if (first === undefined) throw unreachable(`${host} has no address`, null)
        return { addresses, first }
      }
      look().then(
        ({ addresses, first }) => (how.all ? found(null, addresses) : found(null, first.address, first.family)),
        (error: Error) => found(error, '', 4),
      )
    }
    try {
      // A numeric address is connected to without being looked up.
      if (isIP(host) !== 0) refuseUnless(host, to, privateSystems())
      const connect = buildConnector({ timeout: connectMs, allowH2: false, lookup: lookup as never })
      connect(options, (error, socket) => (error === null ? done(null, socket) : done(notConnected(to, error), null)))
    } catch (error) {
      done(notConnected(to, error as Error), null)
    }
  }
}

const resolveBySystem: Resolve = (name) => dns.promises.lookup(name, { all: true })

function notConnected({ host, port }: { host: string; port: number }, error: Error): Fault {
  const told = faultIn(error)
  if (told !== null) return told
  const code = (error as { code?: unknown }).code
  return unreachable(
    `no connection to ${host}:${port} came about (${typeof code === 'string' ? code : printable(error.message, 120)})`,
    error,
  )
}

function unreachable(sentence: string, cause: unknown): Fault {
  return new Fault('system_unreachable', sentence, { retryable: true, reached: false, cause })
}

function refused(sentence: string): Fault {
  return new Fault('address_refused', `${sentence}.`, { retryable: false, reached: false })
}

/** Ports that fetch never calls (Fetch standard, “bad port”: mail, shells and the like) are told by a text only. */
function badPort(error: unknown, url: URL): Fault | null {
  const { cause } = error as { cause?: unknown }
  return cause instanceof Error && cause.message === 'bad port' ? refused(`nothing may be asked of port ${url.port}`) : null
}

function tooLarge(bytes: number): Fault {
  return new Fault('system_failed', `the answer is larger than ${bytes} bytes`, { retryable: false, reached: true })
}

function redirected(from: URL, location: string): Fault {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null
  const where = to === null ? 'nowhere that can be read' : `${to.origin}${to.pathname}`
  const sentence = `${from.origin}${from.pathname} answers with a redirect to ${printable(where, 200)}; redirects are not followed, so name the place itself`
  return new Fault('system_failed', sentence, { retryable: false, reached: true })
}

/** The same answer, cut with an error where it grows too large; counted after unpacking, so a small answer cannot swell. */
function bounded(answer: Response, most: number): Response {
  const { status, statusText, headers } = answer
  if (answer.body === null) return new Response(null, { status, statusText, headers: [...headers] })
  let seen = 0
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      seen += piece.byteLength
      if (seen > most) controller.error(tooLarge(most))
      else controller.enqueue(piece)
    },
  })
  return new Response(answer.body.pipeThrough(count), { status, statusText, headers: [...headers] })
}
