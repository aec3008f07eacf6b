// `tenure dossier init`: writes a first, unsigned dossier from material the organisation has: recordings, tickets, an SOP, an API, an MCP server. Never
// overwrites a file, and writes nothing when one of the materials cannot be read whole.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { documentNames, readDossier } from '../../domain/discovery/documents.ts'
import { legalName } from '../../domain/discovery/legal-name.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { draftOf } from '../../intake/draft.ts'
import { maxTypes } from '../../intake/part.ts'
import { questionsName } from '../../intake/questions.ts'
import { type ExitCode, exitCodes, printJson, printSentence, runCommand } from '../print.ts'
import { progressBar } from '../progress-bar.ts'

type Options = { from: string[]; text?: string[]; types?: number; json: boolean }

/** Adds `init` to the `dossier` command. */
export function addTo(dossier: Command): void {
  dossier
    .command('init')
    .argument('[dir]', 'folder to write to')
    .description('write a first, unsigned dossier from material: recordings, tickets, an SOP, an API, an MCP server')
    .requiredOption('--from <material...>', 'files (.jsonl .csv .md .json .yaml, also .gz) or the address of an MCP server')
    .option('--text <column...>', 'the columns of the tickets that hold their text')
    .option('--types <n>', 'propose this many query types from the tickets', wholeNumber)
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nSeveral materials make one dossier: types from tickets, steps from the SOP, operations from the API. Everything only people know is left as an\nopen question, and no file is overwritten.\n\nExamples:\n  tenure dossier init --from airline.jsonl.gz airline/\n  tenure dossier init desk/ --from tickets.csv sop.md itsm-openapi.yaml http://127.0.0.1:8090/mcp',
    )
    .action((dir: string | undefined, options: Options) => runCommand(async () => init(foldersOf(dir, options.from), options)))
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > maxTypes)
    throw new InvalidArgumentError(`Write a whole number from 1 to ${maxTypes}.`)
  return number
}

type Folders = { from: string[]; dir: string | null }

/** `--from` takes every word after it, the folder included; a last word that is no material by its name is the folder. */
function foldersOf(dir: string | undefined, from: string[]): Folders {
  const last = from.at(-1) ?? ''
  const material = /\.(jsonl|ndjson|json|gz|csv|tsv|md|markdown|ya?ml)$|^https?:\/\//i
  if (dir !== undefined || from.length < 2 || material.test(last)) return { from, dir: dir ?? null }
  return { from: from.slice(0, -1), dir: last }
}

async function init({ from, dir }: Folders, { text, types, json }: Options): Promise<Refusal | ExitCode> {
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
  // The libraries behind it take longer to load than every other command takes to run.
  const { readMaterials } = await import('./materials.ts')
  const bar = progressBar(process.stderr)
  const read = await readMaterials(from, { text: text ?? null, types: types ?? null, progress: bar.show })
  bar.clear()
  if (isRefusal(read)) return read
  const draft = draftOf(read.parts, legalName(path.basename(path.resolve(dir)), '') || null)
  if (!draft.ok)
    return refuse('invalid_input', {
      where: draft.where,
      why: draft.why,
      remedy: 'Mend or shorten the material; nothing was written.',
    })
  mkdirSync(dir, { recursive: true })
  for (const [name, content] of Object.entries(draft.files)) writeFileSync(path.join(dir, name), content, { flag: 'wx' })
  const { dossier } = readDossier(draft.files)
  const answer = {
    dir,
    files: Object.keys(draft.files),
    signed: false,
    materials: read.parts.map(({ source }) => source),
    ...read.counts,
    queryTypes: dossier?.workflow.queryTypes.length ?? 0,
    operations: dossier?.integrations.systems.reduce((sum, system) => sum + system.operations.length, 0) ?? 0,
    openQuestions: dossier?.workflow.openQuestions.length ?? 0,
  }
  if (json) printJson(answer)
  else tell(answer)
  return exitCodes.done
}

type Answer = {
  dir: string
  files: string[]
  materials: string[]
  tickets: number
  leftovers: number
  queryTypes: number
  operations: number
  openQuestions: number
}

function tell({ dir, files, materials, tickets, leftovers, queryTypes, operations, openQuestions }: Answer): void {
  printSentence(`Drafted ${files.join(', ')} in ${dir} from ${materials.join(', ')}.`)
  if (tickets > 0 && leftovers > 0)
    printSentence(
      `${leftovers} of ${tickets} tickets are like no group: as things stand they would be unlisted and go to people.`,
    )
  printSentence(`${queryTypes} query types, ${operations} operations, ${openQuestions} open questions.`)
  printSentence(
    `The draft is unsigned: it says what was seen, not what is right. ${questionsName} lists what only people can answer; then run: tenure dossier check ${dir}`,
  )
}
