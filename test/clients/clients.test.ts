// Clients that people really use, from npm, on loopback: each reads, writes, waits for a person who approves, one who says no, and one who never answers. What they are
// told is what happened, and what happened is what the server said.

import { createMCPClient } from '@ai-sdk/mcp'
import { Annotation, Command, interrupt, MemorySaver, START, StateGraph } from '@langchain/langgraph'
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { Agent, tool as agentsTool, type Model, Runner } from '@openai/agents'
import { generateText, isStepCount, jsonSchema, tool } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { govern, type Outcome } from '../../sdk/src/governed.ts'
import { governedNodeCall, withTenure, withTenureAgents } from '../../sdk/src/with-tenure.ts'
import { anAgent, aPerson, baseUrl, expected, persons, resets, upstream } from './clients-world.ts'

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
