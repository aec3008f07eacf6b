// One run: a model asks for a write, the write waits for a person, the person approves exactly it, it is done, the model answers. With Tenure, and with LangGraph's
// interrupt and resume on its Postgres checkpointer. Both in this process, same server, same pool size, same scripted model.

import { Annotation, Command, END, interrupt, START, StateGraph } from '@langchain/langgraph'
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres'
import pg from 'pg'
import type { InteractionId } from '../src/domain/ids.ts'
import { callTool } from '../src/handling/call-tool.ts'
import { conclude } from '../src/handling/conclude.ts'
import { decideEffect } from '../src/handling/decide.ts'
import { receive } from '../src/handling/receive.ts'
import { smallDossier } from '../test/support/dossier-files.ts'
import { aRollout, aWorld, done, people, promoteByOverride } from '../test/support/world.ts'

export type Approved = { concurrency: number; runs: number; tenure: number[]; langGraph: number[]; ratio: number }

const concurrency = 8
const runs = Number(process.env.BENCH_RUNS ?? 200)
const rounds = 3
const pool = 12

/** The scripted model: first the write, then, when it has been done, the answer. */
function model(said: readonly string[]): { call: { id: string } } | { answer: string } {
  return said.length === 1 ? { call: { id: 'ann' } } : { answer: 'A link is on its way.' }
}

/** Runs both in turn and compares the medians. */
export async function approvedRuns(tenureUrl: string, langGraphUrl: string): Promise<Approved> {
  const tenure = await tenureRuns(tenureUrl)
  const langGraph = await langGraphRuns(langGraphUrl)
  const found = { tenure: [] as number[], langGraph: [] as number[] }
  try {
    // One round that does not count: prepared statements, compiled functions, first connections.
    await rate(tenure.run, 20)
    await rate(langGraph.run, 20)
    for (let round = 0; round < rounds; round++) {
      found.tenure.push(await rate(tenure.run, runs))
      found.langGraph.push(await rate(langGraph.run, runs))
    }
  } finally {
    await tenure.close()
    await langGraph.close()
  }
  return { concurrency, runs, ...found, ratio: median(found.tenure) / median(found.langGraph) }
}

async function rate(run: () => Promise<void>, count: number): Promise<number> {
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next++ < count) await run()
    }),
  )
  return (count / (performance.now() - start)) * 1000
}

async function tenureRuns(url: string) {
  const world = await aWorld(url)
  const files = {
    ...smallDossier,
    'SOUL.md': smallDossier['SOUL.md']!.replace('must_not:', 'always_review: [directory.reset_password]\nmust_not:'),
  }
  const { employeeId, rolloutId } = await aRollout(world, {
    files,
    agent: { kind: 'http', webhookUrl: null, webhookSecret: null },
  })
  await promoteByOverride(world, rolloutId)
  const agent = { kind: 'agent', id: 'bench', authority: 'benchmark' } as const
  let begun = 0
  async function run(): Promise<void> {
    const query = 'I forgot my password, please reset my password'
    const inbound = { externalId: `run-${++begun}`, channel: 'chat', requester: 'ann', query, queryType: null, fields: {} }
    const { interactionId } = done(await receive(world.house, { employeeId, driver: 'agent', inbound }, agent))
    const first = model([query])
    if (!('call' in first)) throw new Error('the model asks first')
    const request = { kind: 'call', system: 'directory', operation: 'reset_password', arguments: first.call } as const
    const held = done(await callTool(world.house, world.systems, { interactionId, request }, agent))
    if (held.approval === null) throw new Error(`not held: ${held.sentence}`)
    done(
      await decideEffect(
        world.house,
        { effectId: held.effectId, decision: 'release', digest: held.approval.digest },
        people.rita,
      ),
    )
    await world.run({ step: 'perform', id: held.effectId } as never)
    const last = model([query, 'done'])
    if (!('answer' in last)) throw new Error('the model answers last')
    done(
      await conclude(
        world.house,
        { interactionId: interactionId as InteractionId, answer: { kind: 'effects', usage: null } },
        agent,
      ),
    )
  }
  return {
    run,
    close: async () => {
      const [row] = await world.house.db.read<{ n: number }>(
        "select count(*)::int as n from tenure.effects where state = 'performed'",
      )
      if (row?.n !== begun) throw new Error(`${row?.n} writes were performed in ${begun} runs`)
      await world.close()
    },
  }
}

async function langGraphRuns(url: string) {
  const connections = new pg.Pool({ connectionString: url, max: pool })
  const saver = new PostgresSaver(connections)
  await saver.setup()
  let performed = 0
  let threads = 0
  const State = Annotation.Root({ said: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }) })
  const graph = new StateGraph(State)
    .addNode('model', async ({ said }) => {
      const next = model(said)
      return { said: ['call' in next ? JSON.stringify(next.call) : next.answer] }
    })
    .addNode('tool', async ({ said }) => {
      if (interrupt({ call: said.at(-1) }) !== 'approve') return { said: ['declined'] }
      performed++
      return { said: ['done'] }
    })
    .addEdge(START, 'model')
    .addConditionalEdges('model', ({ said }) => (said.length === 2 ? 'tool' : END))
    .addEdge('tool', 'model')
    .compile({ checkpointer: saver })
  async function run(): Promise<void> {
    const config = { configurable: { thread_id: String(++threads) } }
    await graph.invoke({ said: ['I forgot my password, please reset my password'] }, config)
    const before = performed
    const end = await graph.invoke(new Command({ resume: 'approve' }), config)
    if (performed === before || end.said.at(-1) !== 'A link is on its way.')
      throw new Error(`LangGraph did not finish: ${JSON.stringify(end)}`)
  }
  return { run, close: () => connections.end() }
}

function median(of: readonly number[]): number {
  const sorted = of.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
