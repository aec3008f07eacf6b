// What an HTTP answer means: done, a no with its reason, or nobody knows. Pure.

import { printable } from '../../domain/oversight/plain-text.ts'
import type { SystemOutcome } from '../../ports/system.ts'

/**
 * Whether a status leaves open if the call took effect: anything of the server's own making, time-outs, being asked too often, redirects, and a conflict over a key
 * that is being worked on (draft-ietf-httpapi-idempotency-key-header, 409).
 */
export function isUnsure(status: number, keyed: boolean): boolean {
  return (
    status < 200 ||
    (status >= 300 && status < 400) ||
    status >= 500 ||
    status === 408 ||
    status === 429 ||
    (keyed && status === 409)
  )
}

/** JSON by its content type, else the text; null for none. JSON that cannot be read stays the text it is: the call was answered. */
export function jsonOf(answer: Response, text: string): unknown {
  if (text === '') return null
  if (!/^application\/([\w.-]+\+)?json\b/i.test(answer.headers.get('content-type') ?? '')) return text
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

type Performed = Extract<SystemOutcome, { outcome: 'performed' | 'replayed' }>

/** `field` is a way into the answer, as `ticket.id`. */
export function performedAs(result: unknown, { field, location }: { field: string | null; location: string | null }): Performed {
  const found = field === null ? location : field.split('.').reduce<unknown>(memberOf, result)
  const ref = typeof found === 'number' ? String(found) : found
  return { outcome: 'performed', result, providerRef: typeof ref === 'string' && ref !== '' ? printable(ref, 500) : null }
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : null
}

/** The status and what the system says of it in one line, at most 300 characters (RFC 9457 members first). */
export function reasonOf(answer: Response, text: string): string {
  const body = jsonOf(answer, text)
  const said = ['detail', 'title', 'message', 'error', 'error_description']
    .map((key) => memberOf(body, key))
    .find((one) => typeof one === 'string')
  const words = typeof said === 'string' ? said : typeof body === 'string' && !/^\s*</.test(body) ? body : ''
  return printable(`status ${answer.status}${words.trim() === '' ? '' : `: ${words}`}`, 300)
}
