// Before anybody is asked who they are: is this request for us, and does a change come from our own pages?

import { type Refusal, refuse } from '../domain/refusal.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A server on a loopback address answers to loopback names only: otherwise a page of another site could reach it under a name of its own (DNS rebinding). */
export function knownHost(host: string, hosts: readonly string[] | null): Refusal | null {
  if (hosts === null) return null
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return hosts.includes(name) ? null : refuse('host_unknown', { host: name.slice(0, 100) || '(none)' })
}

/**
 * A change must come from our own pages or from a program. Browsers always send Origin with one, and cannot send JSON across sites without being asked first; so: an
 * Origin must be ours, a cookie without an Origin is not believed, and a body must be JSON. A program with a key sends neither cookie nor Origin.
 */
export function guardOrigin(request: Request): Refusal | null {
  if (safeMethods.has(request.method)) return null
  const { headers } = request
  const origin = headers.get('origin')
  const host = headers.get('host') ?? new URL(request.url).host
  const ours = origin !== null && URL.canParse(origin) && new URL(origin).host === host
  if (origin !== null && !ours) return refuse('origin_foreign', { origin: origin.slice(0, 200) })
  if (origin === null && headers.has('cookie') && !headers.has('authorization'))
    return refuse('origin_foreign', { origin: 'unknown' })
  const fetchSite = headers.get('sec-fetch-site')
  if (fetchSite !== null && fetchSite !== 'same-origin' && fetchSite !== 'none')
    return refuse('origin_foreign', { origin: fetchSite })
  const isJson = /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')
  const hasBody = (headers.get('content-length') ?? '0') !== '0' || headers.has('transfer-encoding')
  // A page of another site cannot send this type either without being asked first; it is read in one place only.
  const isSpans = /^application\/x-protobuf\s*(;|$)/i.test(headers.get('content-type') ?? '') && headers.has('authorization')
  return hasBody && !isJson && !isSpans ? refuse('body_not_json') : null
}
