// The world failed (database, agent, channel, system), or a promise the code makes to itself broke. Both are thrown; a “no” is not (refusal.ts).

/** Everything that can fail outside our walls, named once; adapters translate foreign errors into one of these at the edge. */
export type FaultCode =
  | 'database_unavailable'
  | 'database_too_new'
  | 'database_unfit'
  | 'agent_failed'
  | 'agent_silent'
  | 'system_failed'
  | 'system_unreachable'
  | 'address_refused'
  | 'channel_failed'
  | 'file_unreadable'
  | 'file_unwritable'
  | 'config_invalid'
  | 'port_taken'
  | 'disk_full'
  | 'data_folder_unfit'
  | 'server_unreachable'

/**
 * A failure of the world. `retryable` means: the same call may succeed later and repeating it is safe.
 * The class is never extended; `cause` keeps the foreign error. `reached` says whether a call to the outside may have taken
 * effect before it failed: when true the outcome is unknown and MUST go to a person, never to a blind retry.
 */
export class Fault extends Error {
  readonly code: FaultCode
  readonly retryable: boolean
  readonly reached: boolean

  constructor(code: FaultCode, sentence: string, options: { retryable: boolean; reached?: boolean; cause?: unknown }) {
    super(sentence, { cause: options.cause })
    this.name = 'Fault'
    this.code = code
    this.retryable = options.retryable
    this.reached = options.reached ?? false
  }
}

/** Thrown by `invariant`; never caught except at a door, where it gets an id the user can quote. */
export class BrokenInvariant extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'BrokenInvariant'
  }
}

/** States what must be true for the code around it to make sense. A failure is a bug, not bad input. */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new BrokenInvariant(sentence)
}

/** The fault of ours that a library wrapped, if there is one: what it says of `reached` is certain. */
export function faultIn(error: unknown): Fault | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) if (at instanceof Fault) return at
  return null
}
