// Which tools an agent is shown, under which names, and what of a definition reaches it. Only what the role grants; the schema is the one two people signed;
// of what a server says about itself only its description is shown, without what is invisible.

import type { Policy } from '../domain/compiler/policy.ts'
import { plainValue, withoutInvisible } from '../domain/oversight/plain-text.ts'
import { grantedOperations, namedOperations } from '../domain/oversight/tool-names.ts'
import type { Inspected } from '../handling/inspect-tools.ts'

export type ListedTool = {
  name: string
  title: string
  description: string
  inputSchema: { type: 'object'; [keyword: string]: unknown }
  annotations: { readOnlyHint: boolean; destructiveHint: boolean; openWorldHint: boolean }
}

/** The argument by which a client that can set nothing else names its interaction. It never reaches a system. */
export const interactionArgument = 'tenure_interaction'

/** Enough for any honest description; a longer one is a place to hide orders in. */
const longestDescription = 2_000

/**
 * The operation a listed name means. A name that is not listed is taken apart as it stands, so that the attempt is ruled on and written down like any other
 * call: nothing an agent asks for is dropped unseen.
 */
export function operationNamed(policy: Pick<Policy, 'systems'>, name: string): { system: string; operation: string } {
  const known = namedOperations(policy).find((one) => one.name === name)
  if (known !== undefined) return { system: known.system.name, operation: known.operation.name }
  // A name with something invisible in it is another name: taking that out must not turn it into a granted one.
  const bare = withoutInvisible(name).slice(0, 199)
  const [system = '', ...rest] = (withoutInvisible(name) === name ? bare : `${bare}\ufffd`).split('__')
  return rest.length === 0
    ? { system: 'none', operation: system || 'none' }
    : { system: system || 'none', operation: rest.join('__') || 'none' }
}

/** The granted operations for one query type, or for all of them when none is named yet, as an agent is shown them. */
export function grantedTools(policy: Policy, queryType: string | null, inspected: readonly Inspected[]): ListedTool[] {
  const types = queryType === null ? Object.keys(policy.permits) : [queryType]
  return grantedOperations(policy, types).flatMap(({ name, system, operation }) => {
    const seen = inspected.find((one) => one.system === system.name && one.operation === operation.name)
    if (seen?.suspended === true) return []
    const reads = operation.access === 'read'
    return [
      {
        name,
        title: `${system.title}: ${operation.name}`,
        description: description(seen?.definition?.description, { title: system.title, operation: operation.name, reads }),
        inputSchema: schemaOf(operation.arguments ?? seen?.definition?.inputSchema),
        annotations: { readOnlyHint: reads, destructiveHint: !reads, openWorldHint: true },
      },
    ]
  })
}

function description(said: unknown, { title, operation, reads }: { title: string; operation: string; reads: boolean }): string {
  const own = typeof said === 'string' ? withoutInvisible(said).slice(0, longestDescription).trim() : ''
  const what = reads
    ? 'Reads.'
    : 'Changes something: the call is recorded, waits for a person, or is performed once, as the phase says.'
  return `${own === '' ? `${operation} of ${title}.` : own}\n${what}`
}

function schemaOf(schema: unknown): ListedTool['inputSchema'] {
  const plain = plainValue(schema)
  const given = typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? (plain as Record<string, unknown>) : {}
  const properties = typeof given.properties === 'object' && given.properties !== null ? given.properties : {}
  const which = { type: 'string', description: 'Which interaction this is for; needed only when several are open.' }
  return { ...given, type: 'object', properties: { ...properties, [interactionArgument]: which } }
}
