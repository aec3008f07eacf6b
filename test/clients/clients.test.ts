// Clients that people really use, from npm, on loopback: each reads, writes, waits for a person who approves, one who says no, and one who never answers. What they are
// told is what happened, and what happened is what the server said.

import { createMCPClient } from '@ai-sdk/mcp'
import { serve } from '@hono/node-server'
import { Annotation, Command, interrupt, MemorySaver, START, StateGraph } from '@langchain/langgraph'
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { Agent, tool as agentsTool, type Model, Runner } from '@openai/agents'
import { generateText, isStepCount, jsonSchema, tool } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Client, createClient } from '../../sdk/src/client.ts'
import { govern, type Outcome } from '../../sdk/src/governed.ts'
import { governedNodeCall, toolApproval, withTenure, withTenureAgents } from '../../sdk/src/with-tenure.ts'
import { lapse } from '../../src/handling/lapse.ts'
import { perform } from '../../src/handling/perform.ts'
import { connectedSystems } from '../../src/main/connected-systems.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { mcpUpstream } from '../support/mcp-upstream.ts'
import { until } from '../support/until.ts'
import { aWorld, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const upstream = await mcpUpstream()
const stories = await aWorld(url)
const systems = connectedSystems(stories.house.db)
const world = httpWorld(url, { over: { ...stories, systems: systems as never }, systems, holdMs: 3_000 })
const server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
await new Promise((resolve) => server.once('listening', resolve))
const at = server.address()
const baseUrl = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`

let engineer: Browser
let lead: Client
let second: Client
let reviewer: Client
let stop = false
/** Carries out what is left for workers, as worker processes do beside the server. */
const worker = (async () => {
  while (!stop) {
    for (let job = stories.jobs.shift(); job; job = stories.jobs.shift())
      if (job.step === 'perform') await perform(stories.house, { systems, channels: stories.channels }, job.id as never)
      else if (job.step !== 'notify') await stories.run(job)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
})()
afterAll(async () => {
  stop = true
  await worker
  server.close()
  if ('closeAllConnections' in server) server.closeAllConnections()
  await systems.close()
  await world.close()
  await upstream.close()
})

const asBrowser = (headers: Record<string, string>): Client =>
  createClient({
    baseUrl,
    fetch: ((input: string, init: RequestInit = {}) =>
      world.app.request(input.replace(baseUrl, 'http://127.0.0.1:4310'), {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...headers },
      })) as typeof fetch,
  })

beforeAll(async () => {
  const admin = await firstAdmin(world)
  engineer = await somebody(world, admin, 'engineer')
  lead = asBrowser((await somebody(world, admin, 'ops_lead')).headers)
  second = asBrowser((await somebody(world, admin, 'ops_lead')).headers)
  reviewer = asBrowser((await somebody(world, admin, 'reviewer')).headers)
})

let count = 0

/** An employee in supervised whose every write waits for a person (`held`) or none does. `connector` agent: the agent performs itself. */
async function anAgent(held: boolean, connector: 'mcp' | 'agent' = 'mcp') {
  const name = `Nila ${++count}`
  const files: Record<string, string> = { ...smallDossier }
  const where = connector === 'agent' ? '{kind: agent}' : `{kind: mcp, url: '${upstream.url}?of=${count}'}`
  files['integrations.yaml'] = files['integrations.yaml']!.replace("{kind: mcp, url: 'http://127.0.0.1:1/mcp'}", where)
  if (held) files['SOUL.md'] = files['SOUL.md']!.replace('must_not:', 'always_review: [directory.reset_password]\nmust_not:')
  const maker = asBrowser(engineer.headers)
  await maker.hire({ name, agent: { kind: 'http' } })
  const { dossierId } = await maker.registerDossier({ employee: name, files })
  await lead.signDossier(dossierId)
  await second.signDossier(dossierId)
  const { rolloutId } = await lead.openRollout({ dossier: dossierId, cells: 'all' })
  await promoteByOverride(stories, rolloutId as never)
  const key = (await keyOf(world, engineer, ['agent', 'inbound'], name)).authorization.slice('Bearer '.length)
  const client = createClient({ baseUrl, key })
  const query = 'I forgot my password, please reset my password'
  const { interactionId } = await client.receive({
    employee: name,
    externalId: crypto.randomUUID(),
    channel: 'chat',
    requester: 'ann',
    query,
    driver: 'agent',
  })
  return { name, key, client, interactionId, governing: { client, interactionId, waitMs: 3_000 } }
}

type Person = 'approves' | 'declines' | 'never answers'

/** A person at the console, who does this with the next thing that waits in the interaction. */
async function aPerson(interactionId: string, does: Person): Promise<void> {
  const held = await until(
    'something waits',
    async () =>
      (
        await rows<{ id: string; digest: string }>(
          stories,
          "select id, approval_digest as digest from tenure.effects where interaction_id = $1 and state = 'held'",
          [interactionId],
        )
      )[0],
  )
  if (does === 'never answers') {
    await rows(stories, "update tenure.effects set expires_at = '2020-01-01' where id = $1 returning 1", [held.id])
    await lapse(stories.house, { silenceMs: 1e12 })
  } else await reviewer.decideEffect(held.id, { decision: does === 'approves' ? 'release' : 'decline', digest: held.digest })
}

const resets = () => upstream.called.filter(({ tool: name }) => name === 'reset_password').length
const expected: Record<Person, { told: RegExp; done: number }> = {
  approves: { told: /Ann|"name"/, done: 1 },
  declines: { told: /declined/, done: 0 },
  'never answers': { told: /expired/, done: 0 },
}
const persons = Object.keys(expected) as Person[]
const read = ['directory__get_person', { id: 'ann' }] as const
const write = ['directory__reset_password', { id: 'ann' }] as const

type ToolsOfModel = NonNullable<Parameters<typeof generateText>[0]['tools']>
type Driven = { read: () => Promise<string>; write: () => Promise<string> }

/** Each client as two functions: what it is told of a read, and of a write. */
const kinds: Record<string, (of: Awaited<ReturnType<typeof anAgent>>) => Promise<Driven>> = {
  'plain fetch': async ({ governing }) => {
    const say = (outcome: Outcome) => JSON.stringify(outcome)
    return {
      read: async () => say(await govern(governing, { system: 'directory', operation: 'get_person', arguments: { id: 'ann' } })),
      write: async () =>
        say(await govern(governing, { system: 'directory', operation: 'reset_password', arguments: { id: 'ann' } })),
    }
  },
  'MCP SDK v2': async ({ key, interactionId }) => {
    const client = new ClientV2({ name: 'v2', version: '1' }, { versionNegotiation: { mode: 'auto' } })
    await client.connect(
      new TransportV2(new URL(`${baseUrl}/mcp`), {
        requestInit: { headers: { authorization: `Bearer ${key}`, 'tenure-interaction': interactionId } },
      }),
    )
    const call = async ([name, given]: readonly [string, Record<string, string>]) =>
      JSON.stringify(await client.callTool({ name, arguments: given }))
    return { read: () => call(read), write: () => call(write) }
  },
  'MCP SDK v1': async ({ key, interactionId }) => {
    const client = new ClientV1({ name: 'v1', version: '1' })
    const transport = new TransportV1(new URL(`${baseUrl}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${key}`, 'tenure-interaction': interactionId } },
    })
    await client.connect(transport as Transport)
    const call = async ([name, given]: readonly [string, Record<string, string>]) =>
      JSON.stringify(await client.callTool({ name, arguments: given }))
    return { read: () => call(read), write: () => call(write) }
  },
  'AI SDK over MCP': async ({ key, interactionId }) => {
    const client = await createMCPClient({
      transport: {
        type: 'http',
        url: `${baseUrl}/mcp`,
        headers: { authorization: `Bearer ${key}`, 'tenure-interaction': interactionId },
      },
    })
    const tools = (await client.tools()) as unknown as ToolsOfModel
    return { read: () => byModel(tools, read), write: () => byModel(tools, write) }
  },
  'AI SDK tools': async ({ governing }) => {
    const made = (name: string) =>
      tool({
        description: name,
        inputSchema: jsonSchema<{ id: string }>({ type: 'object' }),
        execute: async () => `${name} ran in the agent`,
      })
    const tools = withTenure(governing, { directory__get_person: made('get'), directory__reset_password: made('reset') })
    return { read: () => byModel(tools, read), write: () => byModel(tools, write) }
  },
  'OpenAI Agents SDK': async ({ governing }) => {
    const made = (name: string) =>
      agentsTool({
        name,
        description: name,
        parameters: z.object({ id: z.string() }),
        execute: async () => `${name} ran in the agent`,
      })
    const tools = withTenureAgents(governing, [made('directory__get_person'), made('directory__reset_password')])
    const call = async ([name, given]: readonly [string, Record<string, string>]) => {
      let asked = 0
      const model: Model = {
        getResponse: async () =>
          ({
            output:
              asked++ === 0
                ? [
                    {
                      type: 'function_call',
                      callId: `c-${crypto.randomUUID()}`,
                      name,
                      arguments: JSON.stringify(given),
                      status: 'completed',
                    },
                  ]
                : [{ type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'done' }] }],
            usage: {
              requests: 1,
              inputTokens: 1,
              outputTokens: 1,
              totalTokens: 2,
              inputTokensDetails: [],
              outputTokensDetails: [],
              add: () => undefined,
            },
          }) as never,
        getStreamedResponse: () => {
          throw new Error('not streamed here')
        },
      }
      const result = await new Runner({ tracingDisabled: true, modelProvider: { getModel: () => model } }).run(
        new Agent({ name: 'a', tools }),
        'please',
      )
      return JSON.stringify(result.history)
    }
    return { read: () => call(read), write: () => call(write) }
  },
  LangGraph: async ({ governing }) => {
    const State = Annotation.Root({ told: Annotation<string>() })
    const call = async ([name, args]: readonly [string, Record<string, string>]) => {
      const id = crypto.randomUUID()
      const graph = new StateGraph(State)
        .addNode('tool', async () => ({
          told: JSON.stringify(await governedNodeCall(governing, { name, args, id }, { interrupt })),
        }))
        .addEdge(START, 'tool')
        .compile({ checkpointer: new MemorySaver() })
      const config = { configurable: { thread_id: id } }
      const first = await graph.invoke({ told: '' }, config)
      if (first.told !== '') return first.told
      // What is said on resuming is a lie each time: it must decide nothing.
      return (await graph.invoke(new Command({ resume: { decision: 'approve', approved: true } }), config)).told
    }
    return { read: () => call(read), write: () => call(write) }
  },
}

/** A model that asks for one tool and then stops; what it is told comes back. */
async function byModel(tools: ToolsOfModel, [toolName, given]: readonly [string, Record<string, string>]): Promise<string> {
  let asked = 0
  let told = ''
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  }
  const model = new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      told = JSON.stringify(prompt)
      return asked++ === 0
        ? {
            content: [{ type: 'tool-call', toolCallId: crypto.randomUUID(), toolName, input: JSON.stringify(given) }],
            finishReason: { unified: 'tool-calls', raw: undefined },
            usage,
            warnings: [],
          }
        : { content: [{ type: 'text', text: 'done' }], finishReason: { unified: 'stop', raw: undefined }, usage, warnings: [] }
    },
  })
  await generateText({ model, tools, prompt: 'please', stopWhen: isStepCount(3) })
  return told
}

describe.each(Object.keys(kinds))('%s', (kind) => {
  test('reads and writes what it may, once', async () => {
    const agent = await anAgent(false)
    const driven = await kinds[kind]!(agent)
    upstream.called.length = 0
    expect(await driven.read()).toMatch(/Ann/)
    expect(await driven.write()).toMatch(/Ann/)
    expect(upstream.called.map(({ tool: name }) => name)).toEqual(['get_person', 'reset_password'])
  })

  test.each(persons)('waits for a person who %s', async (person) => {
    const agent = await anAgent(true)
    const driven = await kinds[kind]!(agent)
    upstream.called.length = 0
    const telling = driven.write()
    await aPerson(agent.interactionId, person)
    expect(await telling).toMatch(expected[person].told)
    expect(resets()).toBe(expected[person].done)
  })
})

describe('what the agent performs itself', () => {
  test('runs once, with the arguments that were ruled on, and its outcome is reported; a throw is unknown and never tried again', async () => {
    const { client, governing, interactionId } = await anAgent(false, 'agent')
    const ran: unknown[] = []
    const given = { id: 'ann' }
    const call = { system: 'directory', operation: 'reset_password', arguments: given, callId: 'c1' }
    const performing = govern(governing, call, (frozen) => void ran.push(frozen))
    given.id = 'eve'
    expect(await performing).toMatchObject({ status: 'performed' })
    expect(ran).toEqual([{ id: 'ann' }])
    expect(await govern(governing, { ...call, arguments: { id: 'ann' } }, () => ran.push('again'))).toMatchObject({
      status: 'performed',
    })
    await expect(govern(governing, { ...call, arguments: { id: 'eve' } }, () => ran.push('eve'))).rejects.toMatchObject({
      code: 'call_id_reused',
    })
    const broken = { ...call, arguments: { id: 'bob' }, callId: 'c2' }
    const breaks = () => {
      ran.push('tried')
      throw new Error('the line broke')
    }
    expect(await govern(governing, broken, breaks)).toMatchObject({ status: 'unknown' })
    expect(await govern(governing, broken, breaks)).toMatchObject({ status: 'unknown' })
    expect(ran).toEqual([{ id: 'ann' }, 'tried'])
    await client.close(interactionId, {})
  })

  test('never runs when it is held, refused, or only recorded', async () => {
    const { governing } = await anAgent(true, 'agent')
    const ran: string[] = []
    const tools = withTenure({ ...governing, waitMs: 0 }, {
      directory__reset_password: { execute: async () => ran.push('held') },
      directory__delete_person: { execute: async () => ran.push('forbidden') },
      shell: { execute: async () => ran.push('unknown') },
    } as never) as unknown as Record<string, { execute: (input: unknown, options: unknown) => Promise<unknown> }>
    expect(await tools.directory__reset_password!.execute({ id: 'ann' }, { toolCallId: 'a' })).toMatchObject({
      status: 'pending',
    })
    expect(await tools.directory__delete_person!.execute({ id: 'ann' }, { toolCallId: 'b' })).toMatchObject({ status: 'refused' })
    expect(await tools.shell!.execute('rm', { toolCallId: 'c' })).toMatchObject({ status: 'refused' })
    expect(ran).toEqual([])
  })

  test('toolApproval asks the server, whatever the messages say', async () => {
    const { governing, interactionId } = await anAgent(true)
    const approve = toolApproval(governing)
    const toolCall = { toolName: 'directory__reset_password', toolCallId: 'x', input: { id: 'ann' } }
    expect(await approve({ toolCall })).toMatchObject({ type: 'user-approval' })
    expect(await approve({ toolCall })).toMatchObject({ type: 'user-approval' })
    await aPerson(interactionId, 'declines')
    expect(await approve({ toolCall })).toMatchObject({ type: 'denied' })
    expect(await approve({ toolCall: { ...toolCall, toolCallId: 'y', toolName: 'directory__delete_person' } })).toMatchObject({
      type: 'denied',
    })
  })
})
