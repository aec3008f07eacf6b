// `tenure halt`: stop everything, one employee, one rollout or one tool, now. Works through the server, and without it straight in the database: stopping must not
// depend on anything that may be broken. Seeing, lifting and drilling stops take the server.

import { type Command, Option } from 'commander'
import { Fault } from '../../domain/fault.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { type Config, loadConfig } from '../../main/config.ts'
import { type HaltWanted, haltDirectly } from '../../main/halt-directly.ts'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, printTable, runCommand } from '../print.ts'
import { reasonOf } from '../reason.ts'

type Target = { all?: boolean; employee?: string; rollout?: string; tool?: string }
type Options = Target & { reason?: string; json: boolean }

// A server that takes longer to say yes is not working as it should, and the database is asked instead.
const serverDeadlineMs = 3_000

export function register(program: Command): void {
  // The words after `drill` are its own, though they are the same ones.
  const halt = aimed(program.enablePositionalOptions().command('halt').enablePositionalOptions())
    .description('stop everything, one employee, one rollout or one tool, within a second; needs no gate')
    .addHelpText(
      'after',
      '\nWithout TENURE_API_KEY, or when the server does not answer, the halt is ordered in the database itself.\n\nExamples:\n  tenure halt --all --reason "wrong refunds since noon"\n  tenure halt --tool billing.refund --reason "double refunds"\n  tenure halt drill --employee Nila --reason "monthly drill"',
    )
    .action((options: Options) => runCommand(() => order(options)))
  halt
    .command('list')
    .description('the halts in force')
    .option('--json', 'answer as JSON', false)
    .action((options: { json: boolean }) => runCommand(() => list(options)))
  halt
    .command('lift <id>')
    .description('lift a halt: one person proposes it, a second one does it')
    .option('--reason <text>', 'why; asked for at a terminal')
    .option('--json', 'answer as JSON', false)
    .action((id: string, options: Options) => runCommand(() => lift(id, options)))
  aimed(halt.command('drill'))
    .description('order a real halt, measure how long effects go on starting, and lift it; queries meanwhile go to people')
    .option('--seconds <n>', 'how long to watch, 1 to 20', '3')
    .action((options: Options & { seconds: string }) => runCommand(() => drill(options)))
  halt
    .command('drills')
    .description('what drills have measured, newest first')
    .option('--json', 'answer as JSON', false)
    .action((options: { json: boolean }) => runCommand(() => drills(options)))
}

function aimed(command: Command): Command {
  return command
    .option('--all', 'everything')
    .option('--employee <employee>', 'one employee, by id or name')
    .option('--rollout <rollout>', 'one rollout, by id; it keeps its phase')
    .option('--tool <tool>', 'a system, or one operation as system.operation')
    .option('--reason <text>', 'why; asked for at a terminal')
    .addOption(new Option('--json', 'answer as JSON').default(false))
}

async function order(options: Options): Promise<ExitCode> {
  const wanted = await wantedOf(options, 'halt')
  if (wanted === null) return exitCodes.misused
  const config = loadConfig()
  if (config.client.apiKey === null) return direct(config, wanted, { ...options, why: 'There is no TENURE_API_KEY' })
  try {
    return await withServer(async (client) => {
      const { haltId } = await client.orderHalt(wanted, { signal: AbortSignal.timeout(serverDeadlineMs) })
      report(options.json, { haltId, through: 'server' }, wanted)
      return exitCodes.done
    })
  } catch (error) {
    if (!isUnreachable(error)) throw error
    return direct(config, wanted, { ...options, why: `The server at ${config.client.url} does not answer` })
  }
}

/** What is to be halted and why, or null when that was not said; then it has been said on stderr what is missing. */
async function wantedOf(options: Options, act: string): Promise<HaltWanted | null> {
  const target = targetOf(options)
  if (target === null) console.error(`Say what to ${act}: one of --all, --employee E, --rollout R, --tool T.`)
  const reason = target === null ? null : await reasonOf(options.reason, act)
  return target === null || reason === null ? null : { ...target, reason }
}

function targetOf({ all, employee, rollout, tool }: Target): Pick<HaltWanted, 'scope' | 'target'> | null {
  const named = [
    ...(all ? [{ scope: 'all' as const, target: '' }] : []),
    ...(employee ? [{ scope: 'employee' as const, target: employee }] : []),
    ...(rollout ? [{ scope: 'rollout' as const, target: rollout }] : []),
    ...(tool ? [{ scope: 'tool' as const, target: tool }] : []),
  ]
  return named.length === 1 ? (named[0] ?? null) : null
}

function isUnreachable(error: unknown): boolean {
  return (
    (error instanceof Fault && error.code === 'server_unreachable') ||
    (error instanceof DOMException && error.name === 'TimeoutError')
  )
}

async function direct(config: Config, wanted: HaltWanted, { json, why }: { json: boolean; why: string }): Promise<ExitCode> {
  console.error(plain(`${why}; the halt is ordered in the database itself.`))
  const ordered = await haltDirectly(config, wanted)
  if (isRefusal(ordered)) {
    console.error(plain(ordered.sentence))
    return exitCodes.refused
  }
  report(json, { haltId: ordered.haltId, through: 'database' }, wanted)
  return exitCodes.done
}

const inWords = ({ scope, target }: { scope: string; target: string }) => (scope === 'all' ? 'everything' : `${scope} ${target}`)

function report(json: boolean, done: { haltId: string; through: 'server' | 'database' }, wanted: HaltWanted): void {
  if (json) printJson(done)
  else printSentence(`Halt ${done.haltId} is in force for ${inWords(wanted)}: no new effect starts.`)
}

function list({ json }: { json: boolean }): Promise<ExitCode> {
  return withServer(async (client) => {
    const { items } = await client.listHalts({ inForce: 'true', limit: 200 })
    if (json) printJson(items)
    else if (items.length === 0) printSentence('Nothing is halted.')
    else
      printTable(
        ['halt', 'what', 'since', 'ordered by', 'reason', 'lift proposed by'],
        items.map((halt) => [halt.id, inWords(halt), halt.orderedAt, halt.orderedBy, halt.reason, halt.liftProposedBy]),
      )
    return exitCodes.done
  })
}

async function lift(id: string, options: Options): Promise<ExitCode> {
  const reason = await reasonOf(options.reason, 'lift a halt')
  if (reason === null) return exitCodes.misused
  return withServer(async (client) => {
    const lifted = await client.liftHalt(id, { reason })
    if (options.json) printJson(lifted)
    else if (lifted.state === 'lifted') printSentence(`Halt ${id} is lifted: new effects may start again.`)
    else printSentence(`Halt ${id} still holds: a second person lifts it with the same command, within 72 hours.`)
    return exitCodes.done
  })
}

async function drill(options: Options & { seconds: string }): Promise<ExitCode> {
  const seconds = Number(options.seconds)
  if (!(seconds >= 1 && seconds <= 20)) {
    console.error('--seconds is a number from 1 to 20.')
    return exitCodes.misused
  }
  const wanted = await wantedOf(options, 'drill')
  if (wanted === null) return exitCodes.misused
  return withServer(async (client) => {
    const drilled = await client.drillHalt({ ...wanted, watchMs: Math.round(seconds * 1_000) })
    const { stoppedWithinMs, effectsAfter, inFlight, watchedMs, met } = drilled
    if (options.json) printJson(drilled)
    else
      printSentence(
        `Halted ${inWords(wanted)} for ${watchedMs} ms and lifted it again. Effects that started after the order: ${effectsAfter}, the last within ${stoppedWithinMs} ms; under way at the order: ${inFlight}.${met ? '' : ' That is longer than the second that is promised.'}`,
      )
    return met ? exitCodes.done : exitCodes.refused
  })
}

function drills({ json }: { json: boolean }): Promise<ExitCode> {
  return withServer(async (client) => {
    const { items } = await client.listHaltDrills({ limit: 200 })
    if (json) printJson(items)
    else
      printTable(
        ['drill', 'what', 'at', 'by', 'stopped within', 'started after', 'in flight'],
        items.map((d) => [
          d.id,
          inWords(d),
          d.orderedAt,
          d.orderedBy,
          `${d.stoppedWithinMs} ms${d.met ? '' : ' (too long)'}`,
          d.effectsAfter,
          d.inFlight,
        ]),
      )
    return exitCodes.done
  })
}
