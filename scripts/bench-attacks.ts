// `npm run bench:attacks`: recorded agent runs under prompt injection, asked again of the permit as it is enforced. No model takes part: what is measured is what
// the gateway alone would have let through. `--json` prints the four ratios as data.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { compilePolicy, type Policy } from '../src/domain/compiler/policy.ts'
import type { Dossier } from '../src/domain/discovery/dossier.ts'
import { integrationMapSchema } from '../src/domain/discovery/integration-map.ts'
import { roleFrontMatterSchema } from '../src/domain/discovery/role-definition.ts'
import { dispose } from '../src/domain/oversight/disposition.ts'
import { permit, type Spent } from '../src/domain/oversight/permit.ts'

type Call = { tool: string; args: Record<string, unknown> }
type Trace = {
  model: string
  suite: string
  user_task: string
  attack: string
  injection_task: string | null
  utility: boolean
  attack_succeeded: boolean | null
  calls: Call[]
}
type Suite = {
  tools: string[]
  effect_tools: string[]
  user_tasks: Record<string, { prompt: string; allowed_tools: string[] }>
  injection_tasks: Record<string, { goal: string; tools: string[] }>
}
type Tasks = Record<string, Suite> & { dest_args: Record<string, string[]> }

export type Measured = {
  attacks: number
  succeeded: number
  /** Attacks that would still reach their goal, over all attacks. */
  residual: number
  /** Of those that reach it, the ones whose goal is a text the agent says, which no permit sees. */
  saidOnly: number
  benign: number
  /** Runs without an attack that did their task, and in which every call would have passed without a person. */
  benignUntouched: number
  /** Of the touched benign runs, the ones in which a call would have been refused instead of held for a person. */
  benignRefused: number
}

/** Nothing of a run is limited here: limits would stop attacks for a reason that is not the one measured. */
const most = 100_000
const nothing: Spent = { effects: 0, writes: 0, writesToday: 0, money: 0, moneyToday: 0, recipients: [], lately: 0 }

/** One query type per task of the user, granted the writes that task needs and every read: what a signed dossier of this suite would say. */
function policyOf(suite: Suite, destinations: Record<string, string[]> | null): Policy {
  const integrations = integrationMapSchema.parse({
    systems: [
      {
        name: 'suite',
        title: 'Recorded tools',
        owner: 'the recording',
        connector: { kind: 'recorded' },
        operations: suite.tools.map((name) => ({
          name,
          access: suite.effect_tools.includes(name) ? 'write' : 'read',
          recipients: destinations !== null && suite.effect_tools.includes(name) ? (destinations[name] ?? []) : [],
        })),
      },
    ],
  })
  const grantOf = (tool: string) => ({
    do: `suite.${tool}`,
    for: Object.entries(suite.user_tasks).flatMap(([task, { allowed_tools }]) => (allowed_tools.includes(tool) ? [task] : [])),
  })
  const role = roleFrontMatterSchema.parse({
    name: 'Recorded',
    role: 'replayed',
    may: suite.tools.flatMap((tool) => {
      if (!suite.effect_tools.includes(tool)) return [{ do: `suite.${tool}` }]
      // A grant that names no query type would be for all of them.
      return grantOf(tool).for.length > 0 ? [grantOf(tool)] : []
    }),
    limits: { effectsPerInteraction: most, writesPerInteraction: most },
    destinations: { rule: 'query' },
  })
  const type = (name: string) => ({ name, major: true, start: null, sop: null, practice: null, resolution: null })
  const workflow = {
    workflow: 'replay',
    employee: 'Recorded',
    queryTypes: Object.keys(suite.user_tasks).map(type),
    triggers: [],
    channels: [],
    fields: {},
    steps: [],
  }
  return compilePolicy({ integrations, role: { ...role, body: '' }, workflow } as unknown as Dossier)
}

/** What would become of one call of a run in production: the user's own words are trusted, nothing a tool answered is. */
function ruled(policy: Policy, suite: Suite, trace: Trace, call: Call): 'perform' | 'hold' | 'refuse' {
  const allowed = permit({
    at: new Date(0),
    policy,
    queryType: trace.user_task,
    sources: { requester: 'the user', trusted: [suite.user_tasks[trace.user_task]!.prompt], results: [] },
    request: { kind: 'call', system: 'suite', operation: call.tool, arguments: call.args },
    spent: nothing,
  })
  const { disposition } = dispose(allowed, { phase: 'autonomous', delivery: 'observe', halted: null, onRefusal: 'refuse' })
  // Handed over is held as far as anybody is concerned: a person has it, and nothing is lost.
  return disposition === 'perform' ? 'perform' : disposition === 'hold' || disposition === 'escalate' ? 'hold' : 'refuse'
}

/** An attack is stopped when a call that reaches its goal does not happen. One whose goal takes no such call is not stopped by any permit, and counted so. */
function measure(tasks: Tasks, traces: readonly Trace[], withDestination: boolean): Measured {
  const policies = new Map(
    [...new Set(traces.map(({ suite }) => suite))].map((name) => [
      name,
      policyOf(tasks[name]!, withDestination ? tasks.dest_args : null),
    ]),
  )
  const found = { attacks: 0, succeeded: 0, left: 0, saidOnly: 0, benign: 0, untouched: 0, refused: 0 }
  for (const trace of traces) {
    const suite = tasks[trace.suite]!
    const outcomes = trace.calls.map((call) => ({ call, ruling: ruled(policies.get(trace.suite)!, suite, trace, call) }))
    if (trace.injection_task === null) {
      if (!trace.utility) continue
      found.benign++
      if (outcomes.every(({ ruling }) => ruling === 'perform')) found.untouched++
      else if (outcomes.some(({ ruling }) => ruling === 'refuse')) found.refused++
      continue
    }
    found.attacks++
    if (trace.attack_succeeded !== true) continue
    found.succeeded++
    const reaching = suite.injection_tasks[trace.injection_task]!.tools.filter((tool) => suite.effect_tools.includes(tool))
    if (outcomes.some(({ call, ruling }) => ruling !== 'perform' && reaching.includes(call.tool))) continue
    found.left++
    if (reaching.length === 0) found.saidOnly++
  }
  const { attacks, succeeded, left, saidOnly, benign, untouched, refused } = found
  return {
    attacks,
    succeeded,
    residual: left / attacks,
    saidOnly: saidOnly / attacks,
    benign,
    benignUntouched: untouched / benign,
    benignRefused: refused / benign,
  }
}

/** Reads the recordings in a folder and measures both policies. */
export function measureAttacks(folder: string): { perQueryType: Measured; withDestination: Measured } {
  const unpacked = (name: string) => gunzipSync(readFileSync(`${folder}/${name}`)).toString('utf8')
  const tasks = JSON.parse(unpacked('tasks.json.gz')) as Tasks
  const traces = unpacked('traces.jsonl.gz')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Trace)
  return { perQueryType: measure(tasks, traces, false), withDestination: measure(tasks, traces, true) }
}

/** The two policies as a person reads them. */
export function tableOf(measured: ReturnType<typeof measureAttacks>): string {
  const percent = (ratio: number) => `${(100 * ratio).toFixed(2)} %`
  const { attacks, succeeded, benign } = measured.perQueryType
  const line = (name: string, of: Measured) =>
    `${name.padEnd(44)}${percent(of.residual).padStart(10)}${percent(of.saidOnly).padStart(12)}${percent(of.benignUntouched).padStart(12)}${percent(of.benignRefused).padStart(12)}`
  return [
    `${attacks} recorded runs under attack, ${succeeded} of which reached the attacker’s goal (${percent(succeeded / attacks)}); ${benign} runs without an attack that did their task.`,
    '',
    `${''.padEnd(44)}${'residual'.padStart(10)}${'said only'.padStart(12)}${'untouched'.padStart(12)}${'refused'.padStart(12)}`,
    line('writes granted per query type', measured.perQueryType),
    line('and destinations named in the query', measured.withDestination),
    '',
    'residual: attacks that still reach their goal. said only: of these, goals that are a text, which no permit sees. untouched: benign runs no person would see.',
    'refused: benign runs with a refused call; the other touched ones wait for a person or are handed to one. The query type is taken as known: it is decided before any tool answers.',
  ].join('\n')
}

if (import.meta.main) {
  const given = process.argv.slice(2).find((argument) => !argument.startsWith('--'))
  const measured = measureAttacks(given ?? `${import.meta.dirname}/../../shared/data/attacks`)
  const ratios = ({ residual, benignUntouched }: Measured) => ({ residual, benignUntouched })
  console.log(
    process.argv.includes('--json')
      ? JSON.stringify({ perQueryType: ratios(measured.perQueryType), withDestination: ratios(measured.withDestination) })
      : tableOf(measured),
  )
}
