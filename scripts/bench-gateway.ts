// `npm run bench:gateway`: what a governed, audited tool call costs over one that is only forwarded, and how many held-and-approved runs go in a second beside
// LangGraph's interrupt and resume on the same database. Everything is compared within one run. `--json` prints the numbers as data.

import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { issueKey } from '../src/governance/issue-key.ts'
import { receive } from '../src/handling/receive.ts'
import { ensurePostgres } from '../src/main/embedded-postgres.ts'
import { createLog } from '../src/main/log.ts'
import { listenedOn } from '../src/main/port.ts'
import { smallDossier } from '../test/support/dossier-files.ts'
import { aRollout, aWorld, people, promoteByOverride, type World } from '../test/support/world.ts'
import { type Approved, approvedRuns } from './bench-approvals.ts'
import { freshDatabase, freshUrl, quantiles } from './bench-ground.ts'
import { startEcho } from './bench-system.ts'

type Path = 'direct' | 'mcp-proxy' | 'tenure'
type Timed = { path: Path; clients: number; calls: number; perSecond: number; p50: number; p99: number }

const callsPerClient = Number(process.env.BENCH_CALLS ?? 300)
const rounds = 3
/** The small dossier allows 20 effects per interaction. */
const callsPerInteraction = 15
const log = createLog('error', 'bench')
const say = (text: string) => process.stderr.write(`${text}\n`)

async function main(): Promise<void> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'tenure-bench-'))
  const postgres = await ensurePostgres({ home, log })
  const echo = await startEcho()
  try {
    const url = await freshUrl(postgres, 'gateway')
    const calls = await timeCalls(url, echo.url)
    say('held and approved, beside LangGraph')
    const approved = await approvedRuns(await freshUrl(postgres, 'approvals'), await freshDatabase(postgres, 'langgraph'))
    const report = {
      machine: `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`,
      date: new Date().toISOString().slice(0, 10),
      calls,
      approved,
    }
    console.log(process.argv.includes('--json') ? JSON.stringify(report, null, 2) : inWords(report))
  } finally {
    await echo.stop()
    await postgres.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function timeCalls(url: string, upstream: string): Promise<Timed[]> {
  const world = await aWorld(url)
  const files = {
    ...smallDossier,
    'integrations.yaml': smallDossier['integrations.yaml']!.replace('http://127.0.0.1:1/mcp', upstream),
  }
  const { employeeId, rolloutId } = await aRollout(world, {
    files,
    agent: { kind: 'http', webhookUrl: null, webhookSecret: null },
  })
  await promoteByOverride(world, rolloutId)
  const key = await agentKey(world, employeeId)
  const [proxyPort, apiPort] = [await listenedOn(0), await listenedOn(0)]
  const proxy = await started('bench-proxy.ts', [upstream, String(proxyPort)], {})
  const api = await started('bench-api.ts', [], {
    DATABASE_URL: url,
    PORT: String(apiPort),
    TENURE_LOG_LEVEL: 'error',
    TENURE_PRIVATE_SYSTEMS: '127.0.0.1',
    TENURE_DATA_DIR: path.join(os.tmpdir(), `tenure-bench-${process.pid}`),
  })
  const at: Record<Path, { url: string; headers: Record<string, string>; tool: string }> = {
    direct: { url: upstream, headers: {}, tool: 'get_person' },
    'mcp-proxy': { url: `http://127.0.0.1:${proxyPort}/mcp`, headers: {}, tool: 'get_person' },
    tenure: {
      url: `http://127.0.0.1:${apiPort}/mcp`,
      headers: { authorization: `Bearer ${key}` },
      tool: 'directory__get_person',
    },
  }
  const found: Timed[] = []
  try {
    for (const clients of [1, 8, 32]) {
      const each = Math.max(30, Math.round(callsPerClient / (clients > 8 ? 3 : 1)))
      const gathered = new Map<Path, { times: number[]; seconds: number }>()
      // Round by round through all three, so that a slow moment of the machine falls on each.
      for (let round = 0; round < rounds; round++)
        for (const which of ['direct', 'mcp-proxy', 'tenure'] as const) {
          say(`${clients} clients, round ${round + 1}: ${which}`)
          const opened =
            which === 'tenure' ? await interactions(world, employeeId, clients * Math.ceil(each / callsPerInteraction)) : []
          const run = await load(at[which], { clients, each, opened })
          const so = gathered.get(which) ?? { times: [], seconds: 0 }
          gathered.set(which, { times: [...so.times, ...run.times], seconds: so.seconds + run.seconds })
        }
      for (const [which, { times, seconds }] of gathered)
        found.push({ path: which, clients, calls: times.length, perSecond: times.length / seconds, ...quantiles(times) })
    }
  } finally {
    proxy.kill()
    api.kill()
    await world.close()
  }
  return found
}

async function load(
  to: { url: string; headers: Record<string, string>; tool: string },
  { clients, each, opened }: { clients: number; each: number; opened: readonly string[] },
): Promise<{ times: number[]; seconds: number }> {
  const times: number[] = []
  const connected = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new Client({ name: 'bench', version: '1' }, { versionNegotiation: { mode: 'auto' } })
      await client.connect(new StreamableHTTPClientTransport(new URL(to.url), { requestInit: { headers: to.headers } }))
      return client
    }),
  )
  const perClient = Math.ceil(each / callsPerInteraction)
  const start = performance.now()
  await Promise.all(
    connected.map(async (client, c) => {
      for (let i = 0; i < each; i++) {
        const interaction = opened[c * perClient + Math.floor(i / callsPerInteraction)]
        const before = performance.now()
        const answer = await client.callTool({
          name: to.tool,
          arguments: { id: 'ann' },
          ...(interaction === undefined ? {} : { _meta: { 'tenure/interaction': interaction } }),
        })
        times.push(performance.now() - before)
        if (answer.isError || !JSON.stringify(answer.content).includes('Ann'))
          throw new Error(`a call failed: ${JSON.stringify(answer)}`)
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  await Promise.all(connected.map((client) => client.close()))
  return { times, seconds }
}

let sent = 0

async function interactions(
  world: World,
  employeeId: Parameters<typeof receive>[1]['employeeId'],
  count: number,
): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const inbound = {
      externalId: `bench-${++sent}`,
      channel: 'chat',
      requester: 'ann',
      query: 'I forgot my password, please reset my password',
      queryType: null,
      fields: {},
    }
    const received = await receive(
      world.house,
      { employeeId, driver: 'agent', inbound },
      { kind: 'channel', id: 'bench', authority: 'benchmark' },
    )
    if ('refusal' in received) throw new Error(received.sentence)
    ids.push(received.interactionId)
  }
  return ids
}

async function agentKey(world: World, employee: string): Promise<string> {
  await world.house.db.read(
    "insert into tenure.people (id, name, email, role, created_at, updated_at) values ($1, 'Ona', 'ona@bench.example', 'engineer', now(), now()) returning 1",
    [people.ona.id],
  )
  const issued = await issueKey(world.house, { name: 'bench', scopes: ['agent'], employee, expiresAt: null }, people.ona)
  if ('refusal' in issued) throw new Error(issued.sentence)
  return issued.secret
}

async function started(file: string, given: string[], env: Record<string, string>) {
  const child = fork(path.join(import.meta.dirname, file), given, { env: { PATH: process.env.PATH, ...env }, stdio: 'inherit' })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', () => reject(new Error(`${file} did not start`)))
  })
  return child
}

function inWords({
  machine,
  date,
  calls,
  approved,
}: {
  machine: string
  date: string
  calls: readonly Timed[]
  approved: Approved
}): string {
  const ms = (n: number) => n.toFixed(1)
  const rows = calls.map((one) => {
    const proxied = calls.find(({ path: which, clients }) => which === 'mcp-proxy' && clients === one.clients)
    const added = one.path === 'tenure' && proxied ? `${ms(one.p50 - proxied.p50)} / ${ms(one.p99 - proxied.p99)}` : ''
    return `| ${one.clients} | ${one.path} | ${one.calls} | ${one.perSecond.toFixed(0)} | ${ms(one.p50)} | ${ms(one.p99)} | ${added} |`
  })
  const spread = (runs: readonly number[]) => runs.map((one) => one.toFixed(0)).join(', ')
  return [
    '## The gateway',
    '',
    `${date}, ${machine}; embedded PostgreSQL, fsync on; system, proxy, API and clients are processes of their own on one machine. A read in supervised: identified, ruled on, the tool’s definition compared, intent and outcome recorded. ${rounds} rounds, the three paths in turn.`,
    '',
    '| clients | path | calls | calls/s | p50 ms | p99 ms | added over mcp-proxy, p50 / p99 ms |',
    '| ---: | --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    `Held and approved, ${approved.concurrency} at a time, ${approved.runs} runs, ${approved.tenure.length} rounds in turn, same database server, same scripted model: Tenure ${spread(approved.tenure)} runs/s; LangGraph interrupt and resume with its Postgres checkpointer ${spread(approved.langGraph)} runs/s; ratio ${approved.ratio.toFixed(2)} (of medians).`,
  ].join('\n')
}

await main()
