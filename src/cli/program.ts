// The words of the command line, each in a file of its own. A misused word ends with exit code 2 and a sentence, never with a stack.

import { Command, CommanderError } from 'commander'
import { exitCodes, printFailure } from './print.ts'

type CommandFile = { register(program: Command): void }

// In the order of the help screen. Only the file of the word that was typed is loaded; help loads all.
const commandFiles: Record<string, () => Promise<CommandFile>> = {
  serve: () => import('./commands/serve.ts'),
  doctor: () => import('./commands/doctor.ts'),
  migrate: () => import('./commands/migrate.ts'),
  dossier: () => import('./commands/dossier.ts'),
  backtest: () => import('./commands/backtest.ts'),
  employee: () => import('./commands/employee.ts'),
  gate: () => import('./commands/gate.ts'),
  rollout: () => import('./commands/rollout.ts'),
  replay: () => import('./commands/replay.ts'),
  'edge-case': () => import('./commands/edge-case.ts'),
  review: () => import('./commands/review.ts'),
  incident: () => import('./commands/incident.ts'),
  month: () => import('./commands/month.ts'),
  audit: () => import('./commands/audit.ts'),
  halt: () => import('./commands/halt.ts'),
}

const examples = `
Examples:
  tenure serve                         database, workers, API and console in one go
  tenure serve --role worker           one more worker on the same database
  tenure doctor --json                 what is configured, and does it work
  tenure backtest runs.jsonl.gz --dossier DIR --verdicts ground-truth
                                       how a recorded employee would have fared
  tenure halt --all --reason "…"       stop everything, now

Exit codes: 0 done, 1 refused, 2 misused, 3 fault, 4 verification failed`

/** Runs one command line and returns its exit code. `words` are the arguments after the program's name. */
export async function runProgram(words: string[]): Promise<number> {
  const program = new Command('tenure')
    .description(
      'Takes an AI employee from a written job definition to autonomous production, and back if it stops deserving it.',
    )
    .addHelpText('after', examples)
    .showHelpAfterError('(`--help` shows what is possible)')
    .exitOverride()
  const named = commandFiles[words[0] ?? '']
  const files = await Promise.all((named ? [named] : Object.values(commandFiles)).map((load) => load()))
  for (const file of files) file.register(program)
  try {
    await program.parseAsync(words, { from: 'user' })
    return Number(process.exitCode ?? exitCodes.done)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misused
    return printFailure(error)
  }
}
