// The one way out to business systems: a fetch that goes to one origin only, resolves its name once and connects to exactly what was judged, follows no redirect, knows no
// proxy from the environment, and takes answers up to a size.

import dns from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, fetch as undiciFetch } from 'undici'
import { kindOfAddress, type PrivatePlaces, whyNoConnection } from '../domain/oversight/outgoing-address.ts'

export type Fetch = typeof globalThis.fetch
export type GuardedFetch = Fetch & { close(): Promise<void> }

type Resolved = { address: string; family: number }

export type Guard = {
  /** The only origin it goes to: that of the address in the signed dossier. */
  origin: string
  places: PrivatePlaces
  resolve?: (name: string) => Promise<Resolved[]>
}

/** Not sent: nothing has left this process. `code` is told like those of the network, so that callers know nothing was reached. */
export class OutgoingRefused extends Error {
  readonly code = 'OUTGOING_REFUSED'
  override readonly name = 'OutgoingRefused'
}

/** AUDIT.md D13: 10 s to connect. */
const connectMs = 10_000
/** No honest answer of a business system is larger; an MCP stream that says more than this is opened anew. */
const largestAnswer = 16 * 1024 * 1024

const resolveBySystem = (name: string) => dns.promises.lookup(name, { all: true })

/** Throws `OutgoingRefused` for what it does not send, with what the operator can do; anything else as fetch throws it. */
export function guardedFetch({ origin, places, resolve = resolveBySystem }: Guard): GuardedFetch {
  const agent = new Agent({
    connect: { timeout: connectMs, lookup: judgedLookup(new URL(origin), places, resolve) },
    maxResponseSize: largestAnswer,
  })
  const guarded = async (input: Parameters<Fetch>[0], init: Parameters<Fetch>[1] = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input)
    const why = whyNotThere(url, origin, places)
    if (why !== null) throw new OutgoingRefused(why)
    try {
      const answer = await undiciFetch(url, { ...(init as object), redirect: 'manual', dispatcher: agent })
      if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) throw await turnedAway(answer, url)
      return answer as unknown as Response
    } catch (error) {
      // What refused the connection is inside what fetch says of it.
      const cause = (error as { cause?: unknown }).cause
      throw cause instanceof OutgoingRefused ? cause : error
    }
  }
  return Object.assign(guarded as Fetch, { close: () => agent.destroy() })
}

function whyNotThere(url: URL, origin: string, places: PrivatePlaces): string | null {
  if (url.origin !== origin) return `${url.origin} is not the address the signed dossier names, ${origin}`
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `${url.protocol} is not allowed; use https`
  if (url.username !== '' || url.password !== '')
    return 'the address carries credentials; name a credential in the integration map instead'
  const kind = kindOfAddress(url.hostname)
  // A numeric host is never resolved, so it is judged here.
  if (kind !== null) {
    const why = whyNoConnection({ host: url.hostname, port: portOf(url), address: url.hostname.replace(/^\[|\]$/g, '') }, places)
    if (why !== null) return why
  }
  return url.protocol === 'http:' && kind === 'public' ? plainHttp(url) : null
}

const plainHttp = (url: URL) => `${url.origin} is public and would be asked without encryption; use https`

const portOf = (url: URL) => url.port || (url.protocol === 'https:' ? '443' : '80')

/** All addresses of a name have to pass, and the connection is made to one of exactly these: a name that is resolved a second time could lead elsewhere. */
function judgedLookup(origin: URL, places: PrivatePlaces, resolve: NonNullable<Guard['resolve']>): LookupFunction {
  return (name, options, done) => {
    resolve(name).then(
      (found) => {
        const [first] = found
        if (first === undefined) return done(new OutgoingRefused(`${name} has no address`), '', 4)
        for (const { address } of found) {
          const open = origin.protocol === 'http:' && kindOfAddress(address) === 'public'
          const why =
            whyNoConnection({ host: origin.hostname, port: portOf(origin), address }, places) ?? (open ? plainHttp(origin) : null)
          if (why !== null) return done(new OutgoingRefused(why), '', 4)
        }
        return options.all ? done(null, found) : done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => done(error, '', 4),
    )
  }
}

async function turnedAway(
  answer: { headers: { get(name: string): string | null }; body: { cancel(): Promise<void> } | null },
  url: URL,
): Promise<Error> {
  await answer.body?.cancel()
  const to = answer.headers.get('location')
  const where = to !== null && URL.canParse(to, url.href) ? new URL(to, url.href).origin : 'elsewhere'
  return new Error(
    `${url.origin} redirects to ${where}, and redirects are not followed: name the final address in the integration map`,
  )
}
