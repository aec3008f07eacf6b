// `tenure halt`: stop everything, one employee, or one tool, now. Works through the server, and without it straight in the database: stopping must not depend
// on anything that may be broken.

import type { Command } from 'commander'
import { Fault } from '../../domain/fault.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { type Config, loadConfig } from '../../main/config.ts'
import { type HaltWanted, haltDirectly } from '../../main/halt-directly.ts'
import { withServer } from '../client.ts'
import { type ExitCode, exitCodes, plain, printJson, printSentence, runCommand } from '../print.ts'
import { reasonOf } from '../reason.ts'

type Options = { all?: boolean; employee?: string; tool?: string; reason?: string; json: boolean }

// A server that takes longer to say yes is not working as it should, and the database is asked instead.
const serverDeadlineMs = 3_000

export function register(program: Command): void {
  program
    .command('halt')
    .description('stop everything, one employee or one tool, within a second; needs no gate')
    .option('--all', 'everything')
    .option('--employee <employee>', 'one employee, by id or name')
    .option('--tool <tool>', 'a system, or one operation as system.operation')
    .option('--reason <text>', 'why; asked for at a terminal')
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nWithout TENURE_API_KEY, or when the server does not answer, the halt is ordered in the database itself.\n\nExamples:\n  tenure halt --all --reason "wrong refunds since noon"\n  tenure halt --tool billing.refund --reason "double refunds"',
    )
    .action((options: Options) => runCommand(() => halt(options)))
}

async function halt(options: Options): Promise<ExitCode> {
  const target = targetOf(options)
  if (target === null) {
    console.error('Say what to halt: one of --all, --employee E, --tool T.')
    return exitCodes.misused
  }
  const reason = await reasonOf(options.reason, 'halt')
  if (reason === null) return exitCodes.misused
  const config = loadConfig()
  const wanted = { ...target, reason }
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

function targetOf({ all, employee, tool }: Options): Pick<HaltWanted, 'scope' | 'target'> | null {
  const named = [
    ...(all ? [{ scope: 'all' as const, target: '' }] : []),
    ...(employee ? [{ scope: 'employee' as const, target: employee }] : []),
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

function report(json: boolean, done: { haltId: string; through: 'server' | 'database' }, { scope, target }: HaltWanted): void {
  if (json) printJson(done)
  else
    printSentence(
      `Halt ${done.haltId} is in force for ${scope === 'all' ? 'everything' : `${scope} ${target}`}: no new effect starts.`,
    )
}
