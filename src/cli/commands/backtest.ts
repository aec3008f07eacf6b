// `tenure backtest`: how a recorded employee would have fared in shadow. Touches no system and leaves nothing behind.

import { type Command, InvalidArgumentError, Option } from 'commander'
import { Fault } from '../../domain/fault.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import { type BacktestOptions, backtest } from '../../main/backtest.ts'
import { loadConfig } from '../../main/config.ts'
import { printBacktest } from '../backtest-summary.ts'
import { readDossierFolder } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, plain, printJson, runCommand } from '../print.ts'
import { progressBar } from '../progress-bar.ts'

type Options = Pick<BacktestOptions, 'verdicts' | 'keep' | 'jobs'> & { dossier: string; json: boolean }

// Steps wait for the database more than for the processor; more lanes than this gain nothing on two cores.
const defaultJobs = 8
const mostJobs = 64

export function register(program: Command): void {
  program
    .command('backtest')
    .argument('<file...>', 'recorded interactions, JSON Lines, plain or gzipped')
    .description('play recorded interactions through shadow, on a database of their own, and read the gate')
    .requiredOption('--dossier <dir>', 'folder of the dossier; it may be unsigned')
    .addOption(new Option('--verdicts <source>', 'where verdicts come from').choices(['ground-truth', 'none']).default('none'))
    .option('--json', 'answer as JSON', false)
    .option('--keep', 'keep the database and print its name', false)
    .option('--jobs <n>', 'interactions worked on side by side', jobsOf, defaultJobs)
    .addHelpText(
      'after',
      '\nExit code 2 when a file or the dossier cannot be used; nothing is kept then.\n\nExamples:\n  tenure dossier init --from airline.jsonl.gz airline/\n  tenure backtest airline.jsonl.gz --dossier airline/ --verdicts ground-truth',
    )
    .action((files: string[], options: Options) => runCommand(() => run(files, options)))
}

async function run(files: string[], { dossier, json, ...options }: Options): Promise<ExitCode> {
  const interrupted = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort())
  const bar = progressBar(process.stderr)
  const documents = documentsIn(dossier)
  if (isRefusal(documents)) return say(exitCodes.misused, documents.sentence)
  const config = loadConfig()
  const done = await backtest(config, {
    ...options,
    files,
    dossier: documents,
    progress: bar.show,
    signal: interrupted.signal,
  })
  bar.clear()
  if (isRefusal(done)) return say(exitCodes.misused, done.sentence)
  if (done === null) return say(exitCodes.refused, 'The backtest was interrupted; nothing of it was kept.')
  if (json) printJson(done.report)
  else printBacktest(done, options.verdicts)
  const unsaid = done.report.interactions - done.judged
  if (options.verdicts === 'ground-truth' && unsaid > 0)
    say(exitCodes.done, `${unsaid} of ${done.report.interactions} recordings do not say what is right and were not judged.`)
  say(exitCodes.done, 'This was a rehearsal: the dossier need not be signed for it, and its evidence counts for no promotion.')
  if (done.kept !== null)
    say(
      exitCodes.done,
      `The database is kept as ${done.kept} on ${config.database ? 'the server of DATABASE_URL' : `the embedded server of ${config.dataDir}`}.`,
    )
  return exitCodes.done
}

/** A folder that is not there is a misused command here, like a file that is not there. */
function documentsIn(folder: string): Record<string, string> | Refusal {
  try {
    return readDossierFolder(folder)
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'file_unreadable') throw error
    return { refusal: 'invalid_input', sentence: error.message, blanks: {} }
  }
}

function say(code: ExitCode, sentence: string): ExitCode {
  console.error(plain(sentence))
  return code
}

function jobsOf(text: string): number {
  const jobs = Number(text)
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > mostJobs)
    throw new InvalidArgumentError(`It is a whole number from 1 to ${mostJobs}.`)
  return jobs
}
