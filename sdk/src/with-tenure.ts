// Agents people already have, governed without rewriting them: wrap their tools, keep everything else. The shapes are those of the libraries; nothing of them is
// imported, so that this package depends on nothing.

import { type Governing, govern, inWords, type Operation, type Outcome, type Performing } from './governed.ts'

type Given = Readonly<Record<string, unknown>>

/** Which operation of the integration map a tool is. Left out: the tool's name, taken apart at the first `__` or `.`. */
export type Mapping = Readonly<Record<string, Operation>>

/** The operation a tool's name means. A name that means none is asked for as it stands, and refused. */
export function operationFor(name: string, mapping: Mapping = {}): Operation {
  const mapped = Object.hasOwn(mapping, name) ? mapping[name] : undefined
  if (mapped !== undefined) return mapped
  const parts = /^(.+?)(?:__|\.)(.+)$/.exec(name)
  return parts === null ? { system: 'none', operation: name } : { system: parts[1]!, operation: parts[2]! }
}

/** A plain function under Tenure: called like before, answers how it stands, and runs only when it may. */
export function governed<In extends Given, Out>(
  to: Governing,
  operation: Operation,
  perform?: Performing<In, Out>,
): (given: In, options?: { callId?: string }) => Promise<Outcome> {
  return (given, options = {}) =>
    govern(to, { ...operation, arguments: given, ...options }, perform as Performing<Given, unknown> | undefined)
}

type Execute = (input: never, options: never) => unknown
type AiTool = { execute?: Execute | undefined }

/** The tools made by `withTenure`: only they ask the server before their own code runs, so only they may be approved. */
const wrapped = new WeakSet<object>()

/**
 * A tool set of the AI SDK under Tenure. Each tool's `execute` is replaced: the server rules first, and the tool's own code runs only for systems the agent performs
 * itself. A tool without `execute` is left out: it runs where nobody can hold it. The model is told in words what became of a call.
 */
export function withTenure<Tools extends Readonly<Record<string, AiTool>>>(
  to: Governing,
  tools: Tools,
  mapping: Mapping = {},
): Tools {
  const asking = Object.entries(tools).flatMap(([name, tool]) => {
    if (tool.execute === undefined) return []
    const own = tool.execute as (input: unknown, options: unknown) => unknown
    const execute = async (input: unknown, options: { toolCallId?: string }) => {
      const call = { ...operationFor(name, mapping), arguments: asGiven(input), ...named(options?.toolCallId) }
      return inWords(await govern(to, call, (given) => Promise.resolve(own(given, options))))
    }
    const made = { ...tool, execute, needsApproval: undefined }
    wrapped.add(made)
    return [[name, made] as const]
  })
  return Object.fromEntries(asking) as unknown as Tools
}

type Approval = 'approved' | 'denied' | 'user-approval'
type ApprovalAnswer = { type: Approval; reason?: string }
type ApprovalAsked = {
  toolCall: { toolName: string; toolCallId: string; input: unknown }
  tools: Readonly<Record<string, object>> | undefined
}

/**
 * The AI SDK's `toolApproval` over tools made by `withTenure`: performed, recorded or ready to be performed is `approved`, waiting for a person is `user-approval`,
 * anything else `denied` with the reason. `approved` lets the SDK run the tool's `execute`, so a tool whose `execute` does not ask the server is denied: approving it
 * would do the thing a second time, and in shadow at all. What the message list says about approvals is not looked at.
 */
export function toolApproval(to: Governing, mapping: Mapping = {}): (asked: ApprovalAsked) => Promise<ApprovalAnswer> {
  return async ({ toolCall: { toolName, toolCallId, input }, tools }) => {
    const tool = tools !== undefined && Object.hasOwn(tools, toolName) ? tools[toolName] : undefined
    if (tool === undefined || !wrapped.has(tool)) return { type: 'denied', reason: `${toolName} was not made by withTenure` }
    if (toolCallId === '') return { type: 'denied', reason: `the call of ${toolName} has no id to know it by` }
    const call = { ...operationFor(toolName, mapping), arguments: asGiven(input), ...named(toolCallId) }
    const { status, sentence } = await govern({ ...to, waitMs: 0 }, call)
    if (status === 'performed' || status === 'running' || status === 'simulated') return { type: 'approved' }
    return status === 'pending'
      ? { type: 'user-approval', reason: sentence }
      : { type: 'denied', reason: `${status}: ${sentence}` }
  }
}

type AgentsTool = { name: string; invoke: (context: never, input: string, details?: never) => Promise<unknown> }

/**
 * Function tools of the OpenAI Agents SDK under Tenure. Whether a call needs a person is not theirs to say any more: `needsApproval` is switched off here and the
 * server holds the call, so that resuming from a serialised state asks the server again, under the same call id.
 */
export function withTenureAgents<Tool extends AgentsTool>(to: Governing, tools: readonly Tool[], mapping: Mapping = {}): Tool[] {
  return tools.map((tool) => {
    const invoke = async (context: unknown, input: string, details?: { toolCall?: { callId?: string } }) => {
      const call = { ...operationFor(tool.name, mapping), arguments: asGiven(parsed(input)), ...named(details?.toolCall?.callId) }
      const outcome = await govern(to, call, (given) => tool.invoke(context as never, JSON.stringify(given), details as never))
      return JSON.stringify(inWords(outcome))
    }
    return { ...tool, invoke, needsApproval: async () => false } as unknown as Tool
  })
}

type GraphCall = { name: string; args: Given; id: string }

/**
 * One tool call of a LangGraph node. Held: `interrupt` is called with the effect's id, and on resuming the server is asked what was decided; the resume value itself
 * decides nothing. `perform` runs only when the server says so. The call needs its id: a node runs again from its beginning on resuming, and without a name each time
 * would be a call of its own. Throws TypeError when it has none.
 */
export async function governedNodeCall(
  to: Governing,
  call: GraphCall,
  how: {
    interrupt: (value: { effectId: string; approval: { digest: string; expiresAt: string } | null }) => unknown
    perform?: Performing<Given, unknown>
    mapping?: Mapping
  },
): Promise<Outcome> {
  if (typeof call.id !== 'string' || call.id === '') throw new TypeError(`the call of ${call.name} needs an id`)
  const asked = { ...operationFor(call.name, how.mapping), arguments: call.args, ...named(call.id) }
  const first = await govern({ ...to, waitMs: 0 }, asked, how.perform)
  if (first.status !== 'pending') return first.status === 'running' ? govern(to, asked, how.perform) : first
  how.interrupt({ effectId: first.effectId, approval: first.approval })
  return govern(to, asked, how.perform)
}

function named(callId: string | undefined): { callId?: string } {
  return callId === undefined || callId === '' ? {} : { callId: callId.slice(0, 200) }
}

/** Whatever a model put there; what is not an object is asked for as such, and the schema refuses it. */
function asGiven(input: unknown): Given {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Given) : { input }
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input === '' ? '{}' : input)
  } catch (error) {
    if (error instanceof SyntaxError) return input
    throw error
  }
}
