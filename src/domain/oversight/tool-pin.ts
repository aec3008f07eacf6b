// A tool is what its definition says, to the last invisible character: whoever may change the definition may change what an agent believes it does. So people
// look at one definition, and another one is another tool (AUDIT.md C8; MCP 2026-07-28: annotations and descriptions are untrusted).

import { canonical } from '../audit/canonical.ts'
import { digest } from '../audit/tree.ts'
import { asKept, says } from './sentences.ts'

/** A tool as its server describes it, unchanged. */
export type ToolDefinition = Readonly<Record<string, unknown>> & { readonly name: string }

/** SHA-256 in hex of the canonical JSON (RFC 8785) of the whole definition, description included: text that an agent reads is part of what a tool is. */
export function definitionHash(tool: Readonly<Record<string, unknown>>): string {
  return digest(canonical(tool))
}

/** Why nothing is called. */
export const definitionChanged = (tool: string): string => asKept(says('definition_changed', { tool }))

export type SeenTool = { hash: string; definition: ToolDefinition }

/** What people have agreed to: the pin, if there is one, and the hash the signed dossier names, if it names one. */
export type Agreed = { pinned: string | null; declared: string | null }

/** Whether a definition is one that people have looked at. Where nobody has said anything yet the first one seen is taken, and pinned. */
export function isAgreed(hash: string, { pinned, declared }: Agreed): boolean {
  return pinned === null && declared === null ? true : hash === pinned || hash === declared
}
