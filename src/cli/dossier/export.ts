// `tenure dossier export` and `import`: the dossier as a drawing, a BPMN file or paper; a workflow map from a BPMN file.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Argument, type Command, Option } from 'commander'
import { documentNames, readDossier } from '../../domain/discovery/documents.ts'
import { unreadable } from '../../domain/discovery/unreadable.ts'
import { workflowText } from '../../domain/discovery/workflow-text.ts'
import { type Refusal, refuse } from '../../domain/refusal.ts'
import { importBpmn } from '../../drawing/bpmn-import.ts'
import { type ExportFormat, exported, exportFormats } from '../../drawing/exchange.ts'
import { readDossierFolder } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, printJson, printSentence, runCommand } from '../print.ts'

export function addTo(dossier: Command): void {
  dossier
    .command('export')
    .argument('<dir>', 'folder that holds workflow.yaml and SOUL.md')
    .description('the dossier as a drawing (mermaid, svg), as BPMN 2.0, or on paper (html)')
    .addOption(new Option('--format <format>', 'what to make').choices(exportFormats).makeOptionMandatory())
    .option('--out <file>', 'where to write; left out, to standard output')
    .option('--json', 'answer as JSON: name, media type and text', false)
    .addHelpText('after', '\nExample:\n  tenure dossier export examples/it-helpdesk/dossier --format html --out desk.html')
    .action((dir: string, options: Out) => runCommand(() => toFormat(dir, options)))
  dossier
    .command('import')
    .addArgument(new Argument('<file>', 'a BPMN 2.0 file'))
    .requiredOption('--to <dir>', 'folder to write workflow.yaml to')
    .description('a workflow map from a BPMN file, with what was dropped or guessed')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nNothing is overwritten.\n\nExample:\n  tenure dossier import refunds.bpmn --to refunds')
    .action((file: string, options: { to: string; json: boolean }) => runCommand(() => fromBpmn(file, options)))
}

type Out = { format: ExportFormat; out?: string; json: boolean }

async function toFormat(dir: string, { format, out, json }: Out): Promise<Refusal | ExitCode> {
  const { dossier, problems, source } = readDossier(readDossierFolder(dir))
  if (dossier === null) return unreadable(problems, dir)
  const made = await exported(format, { dossier, source, signatures: [] })
  if (out !== undefined) {
    writeFileSync(out, made.text)
    if (!json) printSentence(`Wrote ${out}.`)
  }
  if (json) printJson(out === undefined ? made : { name: made.name, mediaType: made.mediaType, out })
  else if (out === undefined) process.stdout.write(made.text)
  return exitCodes.done
}

async function fromBpmn(file: string, { to, json }: { to: string; json: boolean }): Promise<Refusal | ExitCode> {
  const target = path.join(to, documentNames.workflow)
  if (existsSync(target))
    return refuse('invalid_input', {
      where: target,
      why: 'it is already there',
      remedy: 'Name an empty folder; nothing is overwritten.',
    })
  if (!existsSync(file)) return refuse('invalid_input', { where: file, why: 'there is no such file', remedy: 'Check the path.' })
  const imported = await importBpmn(readFileSync(file, 'utf8'), path.basename(file, path.extname(file)))
  if (!imported.ok)
    return refuse('invalid_input', {
      where: file,
      why: imported.why,
      remedy: 'Export it again as BPMN 2.0 XML; nothing was written.',
    })
  mkdirSync(to, { recursive: true })
  writeFileSync(target, workflowText(imported.map), { flag: 'wx' })
  const { queryTypes, steps } = imported.map
  if (json) printJson({ file: target, queryTypes: queryTypes.length, steps: steps.length, notes: imported.notes })
  else {
    printSentence(`Wrote ${target}: ${queryTypes.length} query types, ${steps.length} steps.`)
    for (const { element, what, why } of imported.notes) printSentence(`  ${what}${element === '' ? '' : ` ${element}`}: ${why}`)
  }
  return exitCodes.done
}
