// What one request over MCP is served with, and what comes of it.

import type { Actor } from '../domain/audit/record.ts'
import type { EmployeeId } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Systems } from '../ports/system.ts'
import type { House } from '../store/house.ts'
import { refused, type ToolResult } from './results.ts'

/**
 * Whose key it is. The gateway never sees the key, and no system ever does. `mayOpen`: the key also brings queries in (scope `inbound`), so its holder says what was
 * asked and by whom.
 */
export type AgentIdentity = { actor: Actor; employeeId: EmployeeId; keyId: string; mayOpen: boolean }

/** `named`: the interaction the request names, if any. */
export type Serving = { house: House; systems: Systems; who: AgentIdentity; named: string | null; holdMs: number }

/** The answer to one call; `waits`: a person has not decided yet, and asking again may help. */
export type Told = { result: ToolResult; effectId: string | null; waits: boolean }

/** The agent is told no, and that is the end of the call. */
export const over = (refusal: Refusal): Told => ({ result: refused(refusal), effectId: null, waits: false })
