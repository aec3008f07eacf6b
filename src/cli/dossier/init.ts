// `tenure dossier init`: writes a first, unsigned dossier from material the organisation has. Never overwrites a file.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { documentNames, readDossier } from '../../domain/discovery/documents.ts'
import { parseRecordedLines, type RecordedInteraction } from '../../domain/discovery/recorded-interaction.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { draftDossier, questionsName } from '../../intake/from-recordings.ts'
import { readRecording } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, printJson, printSentence, runCommand } from '../print.ts'

/** Adds `init` to the `dossier` command. */
export function addTo(dossier: Command): void {
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
