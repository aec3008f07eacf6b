// Door 2: MCP. Systems behind one endpoint, for whoever holds an agent's key: only granted tools are listed, and every call, listed or not, goes through the one
// decision. The protocol itself, both eras of it, is the library's.

import {
  createMcpHandler,
  createRequestStateCodec,
  inputRequired,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { invariant } from '../domain/fault.ts'
import type { EffectId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { inspectTools } from '../handling/inspect-tools.ts'
import type { Systems } from '../ports/system.ts'
import type { House } from '../store/house.ts'
import { askForTool, listen } from './calls.ts'
import { dossierFor, interactionFor } from './interaction.ts'
import { callOwnTool } from './own-calls.ts'
import { isOwnTool, ownToolList } from './own-tools.ts'
import { resultOf } from './results.ts'
import { type AgentIdentity, over, type Serving, type Told } from './serving.ts'
import { grantedTools, interactionArgument, type ListedTool } from './tool-names.ts'

export type GatewayOptions = {
  house: House
  systems: Systems
  version: string
  /** Signs what a waiting client carries back; at least 32 bytes, the same in every process. */
  stateSecret: string
  /** How long one call waits for a person. Every client gives up at 60 s (ECOSYSTEM.md section 2, tried), so 45 s. */
  holdMs?: number
}

export type Gateway = { fetch(request: Request, who: AgentIdentity): Promise<Response>; close(): Promise<void> }

/** A client that understands “ask me again” is asked to this often, so about three minutes; then it gets a pending answer like everybody else. */
const mostRounds = 4
const defaultHoldMs = 45_000

type Waiting = { effectId: string; round: number }

/** Makes the endpoint. It keeps nothing between requests: what waits is in the database, and any process can answer the next request. */
export function createGateway(options: GatewayOptions): Gateway {
  const { house, systems, version } = options
  const holdMs = options.holdMs ?? defaultHoldMs
  const codec = createRequestStateCodec<Waiting>({
    key: options.stateSecret,
    bind: (context) => `${context.mcpReq.method}\0${context.http?.authInfo?.clientId ?? ''}`,
  })
  const handler = createMcpHandler(({ authInfo, era, requestInfo }) => {
    const who = authInfo?.extra?.who as AgentIdentity | undefined
    invariant(who !== undefined, 'the gateway is asked only for somebody')
    const server = new Server(
      { name: 'tenure', version },
      { capabilities: { tools: {} }, requestState: { verify: codec.verify } },
    )
    const serving: Serving = { house, systems, who, named: requestInfo?.headers.get('tenure-interaction') ?? null, holdMs }
    server.setRequestHandler('tools/list', async () => ({ tools: await toolsFor(serving) }))
    server.setRequestHandler('tools/call', async (request, context) => {
      const { name, arguments: given = {}, _meta: meta } = request.params
      const mine = { ...serving, named: namedIn(meta, given) ?? serving.named }
      const waiting = context.mcpReq.requestState<Waiting>()
      const said = waiting === undefined ? await call(mine, name, given, context) : await hear(mine, waiting, context)
      const round = (waiting?.round ?? 0) + 1
      if (era === 'legacy' || said.effectId === null || !said.waits || round > mostRounds) return said.result
      return inputRequired({ requestState: await codec.mint({ effectId: said.effectId, round }, context) })
    })
    return server
  })
  return {
    fetch: (request, who) =>
      handler.fetch(request, { authInfo: { token: '', clientId: who.keyId, scopes: ['agent'], extra: { who } } }),
    close: () => handler.close(),
  }
}

async function toolsFor(serving: Serving): Promise<ListedTool[]> {
  const { house, systems, who, named } = serving
  const belonging = named === null ? null : await interactionFor(house, { employeeId: who.employeeId, named })
  const granting =
    belonging === null || 'refusal' in belonging
      ? { queryType: null, found: await dossierFor(house, who.employeeId) }
      : { queryType: belonging.queryType, found: belonging }
  if (granting.found === null) return ownToolList(who.mayOpen)
  const inspected = await inspectTools(house, systems, granting.found, who.actor)
  return [...ownToolList(who.mayOpen), ...grantedTools(granting.found.policy, granting.queryType, inspected)]
}

async function call(
  serving: Serving,
  name: string,
  given: Readonly<Record<string, unknown>>,
  context: ServerContext,
): Promise<Told> {
  const gone = context.mcpReq.signal
  return isOwnTool(name)
    ? callOwnTool(serving, { name, given }, gone)
    : askForTool(serving, { name, given: withoutOurs(given) }, gone)
}

async function hear(serving: Serving, { effectId }: Waiting, context: ServerContext): Promise<Told> {
  const standing = await listen(serving, effectId as EffectId, context.mcpReq.signal)
  return isRefusal(standing) ? over(standing) : { result: resultOf(standing), effectId, waits: standing.state === 'held' }
}

function namedIn(meta: Readonly<Record<string, unknown>> | undefined, given: Readonly<Record<string, unknown>>): string | null {
  const named = meta?.['tenure/interaction'] ?? given[interactionArgument]
  return typeof named === 'string' && named !== '' ? named : null
}

function withoutOurs(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name !== interactionArgument))
}
