// `tenure dossier format`: puts the files of a dossier into their canonical form, all of them or, if one cannot be, none.

import path from 'node:path'
import type { Command } from 'commander'
import { canonicalText } from '../../domain/discovery/canonical-form.ts'
import type { Finding } from '../../domain/discovery/dossier.ts'
import { readDossierFolder } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, printJson, printSentence, runCommand } from '../print.ts'
import { writeWhole } from '../whole-file.ts'

export function addTo(dossier: Command): void {
  dossier
    .command('format')
    .argument('<dir>', 'folder that holds workflow.yaml and SOUL.md')
    .description('put the files into one layout; what they say and their comments stay')
    .option('--check', 'write nothing; exit code 1 when a file would change', false)
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure dossier format --check examples/it-helpdesk/dossier')
    .action((dir: string, options: { check: boolean; json: boolean }) => runCommand(async () => format(dir, options)))
}

function format(dir: string, { check, json }: { check: boolean; json: boolean }): ExitCode {
  const texts = Object.entries(readDossierFolder(dir)).map(([file, text]) => ({ file, text, made: canonicalText(file, text) }))
  const problems = texts.flatMap(({ made }) => (typeof made === 'string' ? [] : [made]))
  const changes = texts.flatMap(({ file, text, made }) => (typeof made === 'string' && made !== text ? [{ file, made }] : []))
  const writes = !check && problems.length === 0
  if (writes) for (const { file, made } of changes) writeWhole(path.join(dir, file), made)
  const changed = changes.map(({ file }) => file)
  if (json) printJson({ dir, files: texts.length, changed, written: writes, problems })
  else printOutcome(dir, { files: texts.length, changed, check, problems })
  return problems.length > 0 || (check && changed.length > 0) ? exitCodes.refused : exitCodes.done
}

type Outcome = { files: number; changed: readonly string[]; check: boolean; problems: readonly Finding[] }

function printOutcome(dir: string, { files, changed, check, problems }: Outcome): void {
  for (const { file, line, what, remedy } of problems)
    printSentence(`${path.join(dir, file)}${line === null ? '' : `:${line}`}: ${what} ${remedy}`)
  for (const file of changed) printSentence(path.join(dir, file))
  if (problems.length > 0) printSentence('Nothing was written: not every file can be read.')
  else if (changed.length === 0) printSentence(`All ${files} files are in canonical form.`)
  else
    printSentence(`${changed.length} of ${files} files ${check ? 'are not in canonical form' : 'were put into canonical form'}.`)
}
