// What we ask of a business system: make one call, at most once per key.

import type { Agreed, SeenTool } from '../domain/oversight/tool-pin.ts'

/** One call as the permit allowed it. `key` is the idempotency key; a system that honours keys performs it at most once. */
export type SystemCall = {
  system: string
  operation: string
  arguments: Readonly<Record<string, unknown>>
  key: string
  /** The interaction's external id, for systems that answer from a recording. */
  externalId: string
  /** The definitions of this tool people have looked at. Systems that describe their tools compare before they call. */
  agreed?: Agreed
}

/**
 * How a call ended. `replayed`: answered from a recording, no system was touched. `changed`: the tool's definition is not one that people have looked at, so
 * nothing was called. `seen`: the definition that was compared, for whoever pins it.
 */
export type SystemOutcome =
  | { outcome: 'performed' | 'replayed'; result: unknown; providerRef: string | null; seen?: SeenTool }
  | { outcome: 'failed'; reason: string; providerRef: string | null; seen?: SeenTool }
  | { outcome: 'changed'; seen: SeenTool }

export interface BusinessSystem {
  /**
   * Makes the call. An answer that says no is `failed`. Throws Fault: `reached: false` when nothing can have happened (safe to try again),
   * `reached: true` when it may have (the caller records `unknown`).
   */
  call(call: SystemCall): Promise<SystemOutcome>
  /** The tools it offers now, as it describes them; absent: it describes none. Throws Fault `system_unreachable`. */
  tools?(): Promise<SeenTool[]>
  close(): Promise<void>
}

/** Finds the system of a dossier by name. Null: not connected, which is refused, never guessed. */
export interface Systems {
  find(dossierId: string, name: string): Promise<BusinessSystem | null>
}
