// What to do about a request that did not succeed: ask again, sign in, look what became of it, or take the no.

import { TenureRefusal } from '../../api.ts'

/** What stands in the way for a while; whatever waits is sent when it is over. */
export type Trouble = 'offline' | 'failing' | 'signed_out'

/** `look`: the server may or may not have done it. `no`: it will say the same again. */
export function reactionTo(error: unknown): Trouble | 'look' | 'no' {
  // Fetch throws a TypeError when there was no answer, and a DOMException when we stopped waiting for one.
  if (!(error instanceof TenureRefusal)) return error instanceof TypeError || error instanceof DOMException ? 'offline' : 'no'
  if (error.status === 401) return 'signed_out'
  if (error.code === 'idempotency_interrupted' || error.code === 'review_closed') return 'look'
  if (error.status >= 500 || error.status === 429 || error.code === 'idempotency_running') return 'failing'
  return 'no'
}
