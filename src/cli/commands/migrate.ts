// `tenure migrate`: brings the configured database to this program's schema, and nothing else.

import type { Command } from 'commander'
import { loadConfig } from '../../main/config.ts'
import { prepareDatabase } from '../../main/database-place.ts'
import { createLog } from '../../main/log.ts'
import { printJson, printSentence, runCommand } from '../print.ts'

export function register(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the schema of this version')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgresql://… tenure migrate')
    .action(({ json }: { json: boolean }) =>
      runCommand(async () => {
        const config = loadConfig()
        const database = await prepareDatabase(config, createLog(config.logLevel, 'migrate'), { watch: false })
        await database.stop()
        if (json) printJson({ applied: database.applied })
        else if (database.applied.length === 0) printSentence('The database is up to date; nothing was applied.')
        else printSentence(`Applied ${database.applied.join(', ')}.`)
        return undefined
      }),
    )
}
