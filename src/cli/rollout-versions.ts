// `tenure rollout changes|adopt|attempts`: what another version would age, taking it up, and how often it was tried.

import type { Attempts, VersionChanges } from '@tenure/contract/versions'
import type { Command } from 'commander'
import { withServer } from './client.ts'
import { exitCodes, printJson, printSentence, printTable, runCommand } from './print.ts'
import { reasonOf } from './reason.ts'
import { folded } from './rollout-tables.ts'

type Json = { json: boolean }

export function registerVersions(rollout: Command): void {
  rollout
    .command('changes')
    .argument('<rollout>')
    .description('what changed between the version in force and another, and which evidence would start over')
    .requiredOption('--to <dossier>', 'the other version')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure rollout changes rol_… --to dos_…')
    .action((id: string, { to, json }: Json & { to: string }) =>
      runCommand(() =>
        withServer(async (client) => {
          const told = await client.versionChanges(id, { to })
          if (json) printJson(told)
          else printChanges(told)
          return exitCodes.done
        }),
      ),
    )
  rollout
    .command('adopt')
    .argument('<rollout>')
    .description('go on under another version two people have signed; what changed starts over')
    .requiredOption('--dossier <dossier>', 'the version')
    .option('--reason <text>', 'why; asked for at a terminal')
    .option('--json', 'answer as JSON', false)
    .action((id: string, { dossier, json, ...given }: Json & { dossier: string; reason?: string }) =>
      runCommand(async () => {
        const reason = await reasonOf(given.reason, 'adopt a version')
        if (reason === null) return exitCodes.misused
        return withServer(async (client) => {
          const adopted = await client.adoptVersion(id, { dossier, reason })
          if (json) printJson(adopted)
          else
            printSentence(
              `Rollout ${adopted.rolloutId} is ${adopted.phase} under ${adopted.dossierId}; ${adopted.aged.length} cells start over.`,
            )
          return exitCodes.done
        })
      }),
    )
  rollout
    .command('attempts')
    .argument('<rollout>')
    .description('how many versions have been tried, and the chance that luck promotes one of as many')
    .option('--json', 'answer as JSON', false)
    .action((id: string, { json }: Json) =>
      runCommand(() =>
        withServer(async (client) => {
          const told = await client.attempts(id)
          if (json) printJson(told)
          else printAttempts(told)
          return exitCodes.done
        }),
      ),
    )
}

function printChanges(told: VersionChanges): void {
  if (told.changes.length === 0) printSentence('Nothing changed.')
  else
    printTable(
      ['change', 'carried over', 'what it does'],
      told.changes.map(({ kind, carry, cells, sentence }) => [
        kind.replaceAll('_', ' '),
        cells.length === 0 ? '' : carry === 'by_replay' ? 'by replay' : 'nothing',
        folded(sentence),
      ]),
    )
  const cells = (list: VersionChanges['aged']) => list.map(({ queryType, channel }) => `${queryType}:${channel}`).join(', ')
  printSentence(told.aged.length === 0 ? 'No evidence of this rollout ages.' : `Starting over: ${cells(told.aged)}.`)
  if (told.phaseAfter !== told.phase) printSentence(`The rollout would go back from ${told.phase} to ${told.phaseAfter}.`)
  if (told.newPlan) printSentence('A new plan would be registered.')
  if (told.lacking.length > 0) printSentence(`It cannot be adopted: it lacks ${cells(told.lacking)}.`)
  if (told.signatures < 2) printSentence(`It has ${told.signatures} of 2 signatures.`)
}

function printAttempts(told: Attempts): void {
  printTable(
    ['since', 'why', 'cells', 'verdicts', 'version'],
    told.attempts.map(({ since, why, cells, verdicts, dossierId }) => [since.slice(0, 16), why, cells, verdicts, dossierId]),
  )
  printSentence(told.chance.sentence)
}
