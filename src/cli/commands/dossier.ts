// `tenure dossier`: drafts a dossier from recordings and finds what is missing or contradictory in one, on files alone; signing goes through
// the server, as one of the two people who sign.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { dossierHash } from '../../domain/audit/dossier-hash.ts'
import { checkDossier } from '../../domain/compiler/check.ts'
import { documentNames, readDossier } from '../../domain/discovery/documents.ts'
import type { Dossier, Finding } from '../../domain/discovery/dossier.ts'
import { draftDossier, questionsName } from '../../domain/discovery/draft.ts'
import { parseRecordedLines, type RecordedInteraction } from '../../domain/discovery/recorded-interaction.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { withServer } from '../client.ts'
import { readDossierFolder, readRecording } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, printJson, printSentence, runCommand } from '../print.ts'
import { sarifOf } from '../sarif.ts'

export function register(program: Command): void {
  const dossier = program.command('dossier').description('draft a dossier, and find what is missing in one')
  dossier
    .command('init')
    .argument('[dir]', 'folder to write to')
    .description('write a first, unsigned dossier from recorded interactions')
    .requiredOption('--from <file...>', 'recordings, JSON Lines, plain or gzipped')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure dossier init --from airline.jsonl.gz airline/')
    .action((dir: string | undefined, { from, json }: { from: string[]; json: boolean }) =>
      runCommand(async () => init(foldersOf(dir, from), json)),
    )
  dossier
    .command('check')
    .argument('<dir>', 'folder that holds workflow.yaml and SOUL.md')
    .description('find what is missing or contradictory, with file and line')
    .option('--json', 'answer as JSON', false)
    .option('--sarif', 'answer as SARIF 2.1.0', false)
    .addHelpText(
      'after',
      '\nExit code 1 when there are errors; warnings alone are 0.\n\nExample:\n  tenure dossier check examples/it-helpdesk/dossier',
    )
    .action((dir: string, options: { json: boolean; sarif: boolean }) => runCommand(async () => check(dir, options)))
  dossier
    .command('sign')
    .argument('<dir>', 'folder that holds workflow.yaml and SOUL.md')
    .description('upload this version and sign it as the person whose key is used')
    .option('--employee <name>', 'the employee it belongs to; without it, the one workflow.yaml names')
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nTwo different people sign. TENURE_URL and TENURE_API_KEY say where and as whom.\n\nExample:\n  tenure dossier sign examples/it-helpdesk/dossier',
    )
    .action((dir: string, options: { employee?: string; json: boolean }) => runCommand(() => sign(dir, options)))
}

type Folders = { from: string[]; dir: string | null }

/** `--from` takes every word after it, the folder included; a last word that is not a recording by its name is the folder. */
function foldersOf(dir: string | undefined, from: string[]): Folders {
  const last = from.at(-1) ?? ''
  if (dir !== undefined || from.length < 2 || /\.(jsonl|ndjson|json|gz)$/i.test(last)) return { from, dir: dir ?? null }
  return { from: from.slice(0, -1), dir: last }
}

function init({ from, dir }: Folders, json: boolean): Refusal | ExitCode {
  if (dir === null)
    return refuse('invalid_input', {
      where: 'dossier init',
      why: 'it does not say where to write',
      remedy: 'Name a folder after the recordings.',
    })
  const present = [...Object.values(documentNames), questionsName].find((name) => existsSync(path.join(dir, name)))
  if (present)
    return refuse('invalid_input', {
      where: path.join(dir, present),
      why: 'it is already there',
      remedy: 'Name an empty folder; nothing is overwritten.',
    })
  const records = recordsOf(from)
  if (isRefusal(records)) return records
  const draft = draftDossier(records)
  if (!draft.ok) return refuse('invalid_input', { where: draft.where, why: draft.why, remedy: 'Rename it in the recording.' })
  mkdirSync(dir, { recursive: true })
  for (const [name, text] of Object.entries(draft.files)) writeFileSync(path.join(dir, name), text, { flag: 'wx' })
  const written = Object.keys(draft.files)
  const { dossier } = readDossier(draft.files)
  if (json)
    printJson({
      dir,
      files: written,
      signed: false,
      interactions: records.length,
      queryTypes: dossier?.workflow.queryTypes.length ?? 0,
    })
  else {
    printSentence(`Drafted ${written.join(', ')} in ${dir} from ${records.length} recorded interactions.`)
    printSentence(
      `The draft is unsigned: it says what was seen, not what is right. ${questionsName} lists what only people can answer; then run: tenure dossier check ${dir}`,
    )
  }
  return exitCodes.done
}

function recordsOf(files: readonly string[]): RecordedInteraction[] | Refusal {
  const records: RecordedInteraction[] = []
  for (const file of files) {
    const parsed = parseRecordedLines(readRecording(file))
    if (!parsed.ok) {
      const [first] = parsed.problems
      const more = parsed.problems.length > 1 ? ` (and ${parsed.problems.length - 1} more lines)` : ''
      return refuse('invalid_input', {
        where: `${file}:${first?.line ?? 1}`,
        why: `${first?.why ?? 'unreadable'}${more}`,
        remedy: 'Mend or remove the line; nothing of the file was kept.',
      })
    }
    records.push(...parsed.records)
  }
  return records
}

function check(dir: string, { json, sarif }: { json: boolean; sarif: boolean }): ExitCode {
  const { dossier, problems, source } = readDossier(readDossierFolder(dir))
  const findings = dossier === null ? problems : checkDossier(dossier, source)
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const warnings = findings.length - errors
  if (sarif) printJson(sarifOf(findings))
  else if (json) printJson({ dir, hash: dossier === null ? null : dossierHash(dossier), errors, warnings, findings })
  else printFindings(dir, findings, dossier)
  return errors > 0 ? exitCodes.refused : exitCodes.done
}

function printFindings(dir: string, findings: readonly Finding[], dossier: Dossier | null): void {
  for (const finding of findings) {
    printSentence(
      `${path.join(dir, finding.file)}${finding.line === null ? '' : `:${finding.line}`}: ${finding.severity} ${finding.code}: ${finding.what}`,
    )
    printSentence(`    ${finding.why} ${finding.remedy}`)
  }
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const verdict = dossier === null ? 'It cannot be read' : errors > 0 ? 'It cannot be signed yet' : 'It is fit to be signed'
  printSentence(
    `${verdict}: ${errors} errors, ${findings.length - errors} warnings.${dossier === null ? '' : ` Version ${dossierHash(dossier).slice(0, 12)}.`}`,
  )
}

/** Uploading the same content again is the same version, so the second person runs the same command on the same files. */
async function sign(dir: string, { employee, json }: { employee?: string; json: boolean }): Promise<ExitCode> {
  const files = readDossierFolder(dir)
  const { dossier, problems } = readDossier(files)
  const findings = dossier === null ? problems : checkDossier(dossier)
  if (dossier === null || findings.some((finding) => finding.severity === 'error')) return check(dir, { json, sarif: false })
  return withServer(async (client) => {
    const registered = await client.registerDossier({ employee: employee ?? dossier.workflow.employee, files })
    const signed = await client.signDossier(registered.dossierId)
    if (json) printJson({ ...signed, hash: registered.hash })
    else
      printSentence(
        `Signed ${signed.dossierId}, version ${registered.hash.slice(0, 12)}. ${signed.signed ? 'Two people have signed; a rollout can open.' : 'A second, different person signs before a rollout can open.'}`,
      )
    return exitCodes.done
  })
}
