// `tenure doctor`: what is configured, and does it work. Looks only: starts nothing, changes nothing, shows no secret.

import type { Command } from 'commander'
import { loadConfig } from '../../main/config.ts'
import { examine } from '../../main/examination.ts'
import { exitCodes, printJson, printSentence, printTable, runCommand } from '../print.ts'

export function register(program: Command): void {
  program
    .command('doctor')
    .description('say what is configured and whether it works')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExit code 3 when something does not work.\n\nExample:\n  tenure doctor --json')
    .action(({ json }: { json: boolean }) =>
      runCommand(async () => {
        const config = loadConfig()
        const findings = await examine(config)
        if (json) printJson({ config, findings })
        else {
          printTable(
            ['setting', 'value'],
            Object.entries(config).map(([name, value]) => [name, shown(value)]),
          )
          printTable(
            ['what', 'works', 'finding'],
            findings.map(({ what, works, finding }) => [what, works ? 'yes' : 'no', finding]),
          )
          const broken = findings.filter((finding) => !finding.works).length
          printSentence(broken === 0 ? 'Everything works.' : `${broken} of ${findings.length} do not work.`)
        }
        return findings.every((finding) => finding.works) ? exitCodes.done : exitCodes.fault
      }),
    )
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : value === null
      ? 'not set'
      : JSON.stringify(value).replaceAll('"', '')
}
