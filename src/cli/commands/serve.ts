// `tenure serve`: runs Tenure until it is told to stop.

import { type Command, Option } from 'commander'
import { loadConfig } from '../../main/config.ts'
import { type ServeOptions, serve } from '../../main/serve.ts'
import { type ExitCode, runCommand } from '../print.ts'

export function register(program: Command): void {
  program
    .command('serve')
    .description('run Tenure: database, workers, API and console, until Ctrl-C')
    .addOption(new Option('--role <role>', 'what this process does').choices(['all', 'api', 'worker']).default('all'))
    .option('--example', 'load the example once everything runs', false)
    .addHelpText(
      'after',
      '\nExamples:\n  tenure serve --example\n  PORT=8080 TENURE_DATA_DIR=/srv/tenure tenure serve\n  DATABASE_URL=postgresql://… tenure serve --role worker',
    )
    .action((options: ServeOptions) => runCommand(async () => (await serve(loadConfig(), options)) as ExitCode))
}
