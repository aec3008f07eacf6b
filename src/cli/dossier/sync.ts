// `tenure dossier sync`: a folder of files and a draft on the server are brought together. What was changed on one side goes to the other; a file changed
// on both is named and nothing at all is written.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Client } from '@tenure/sdk'
import type { Command } from 'commander'
import { digest } from '../../domain/audit/tree.ts'
import { isDossierPath } from '../../domain/discovery/documents.ts'
import { type LastMet, meet } from '../../domain/discovery/meet.ts'
import { invariant } from '../../domain/fault.ts'
import { type Refusal, refuse } from '../../domain/refusal.ts'
import { withServer } from '../client.ts'
import { readDossierFolder } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, printJson, printSentence, runCommand } from '../print.ts'
import { writeWhole } from '../whole-file.ts'

/** Kept in the folder: which draft it belongs to, and what both sides were when they last met. Safe to keep out of git. */
const metName = '.tenure-draft.json'

type Met = { draft: string; files: LastMet }

function isMet(value: unknown): value is Met {
  if (typeof value !== 'object' || value === null || !('draft' in value) || !('files' in value)) return false
  const { draft, files } = value
  return (
    typeof draft === 'string' &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((one) => typeof one === 'string')
  )
}

export function addTo(dossier: Command): void {
  dossier
    .command('sync')
    .argument('<dir>', 'folder that holds workflow.yaml and SOUL.md, or will')
    .description('bring a folder and a draft of the console together; neither loses a change')
    .option('--draft <id>', 'the draft, the first time; left out, a folder without one opens a new draft')
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\nTENURE_URL and TENURE_API_KEY say where and as whom. A file changed on both sides is named, and nothing is written.\n\nExample:\n  tenure dossier sync my-desk --draft drf_01J…',
    )
    .action((dir: string, options: { draft?: string; json: boolean }) => runCommand(() => sync(dir, options)))
}

async function sync(dir: string, { draft, json }: { draft?: string; json: boolean }): Promise<Refusal | ExitCode> {
  const met = lastMet(dir)
  if ('refusal' in met) return met
  if (draft !== undefined && met.draft !== '' && met.draft !== draft)
    return refuse('invalid_input', {
      where: path.join(dir, metName),
      why: `this folder belongs to the draft ${met.draft}`,
      remedy: 'Leave --draft out, or use another folder.',
    })
  const id = draft ?? met.draft
  return withServer((client) => (id === '' ? begin(client, dir, json) : bringTogether(client, dir, { ...met, draft: id, json })))
}

function lastMet(dir: string): Met | Refusal {
  const file = path.join(dir, metName)
  if (!existsSync(file)) return { draft: '', files: {} }
  const kept = jsonIn(file)
  if (isMet(kept)) return kept
  return refuse('invalid_input', {
    where: file,
    why: 'it is not what this command wrote',
    remedy: 'Restore it, or remove it and name the draft with --draft.',
  })
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // Not JSON is one way of not being what this command wrote; anything else is the disk's fault and not ours to judge.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

async function begin(client: Client, dir: string, json: boolean): Promise<ExitCode> {
  const files = readDossierFolder(dir)
  const opened = await client.openDraft({ from: 'files', files })
  keep(dir, opened.id, files)
  if (json) printJson({ draft: opened.id, revision: opened.revision, sent: Object.keys(files), taken: [], both: [] })
  else
    printSentence(
      `Opened ${opened.id} from ${Object.keys(files).length} files. People can go on in the console; run this again to bring both together.`,
    )
  return exitCodes.done
}

async function bringTogether(
  client: Client,
  dir: string,
  { draft, files: last, json }: Met & { json: boolean },
): Promise<ExitCode> {
  const mine = existsSync(dir) ? readDossierFolder(dir) : {}
  const there = await client.draft(draft)
  const stray = Object.keys(there.files).find((file) => !isDossierPath(file))
  invariant(stray === undefined, 'a draft has the files of a dossier and no others')
  const { take, send, both } = meet(last, mine, there.files, digest)
  if (both.length > 0) {
    if (json) printJson({ draft, revision: there.revision, sent: [], taken: [], both })
    else
      printSentence(
        `Changed here and in the console by ${there.changedBy}: ${both.join(', ')}. Nothing was written. Bring your change of ${both.length === 1 ? 'this file' : 'these files'} into the console, or undo it here, and run this again.`,
      )
    return exitCodes.refused
  }
  // The draft first: if somebody changed it since it was read, the server refuses and the folder has not been touched.
  const now = send.length === 0 ? there : await client.editDraft(draft, { edits: send })
  for (const [file, text] of Object.entries(take)) put(dir, file, text)
  keep(dir, draft, now.files)
  const [sent, taken] = [send.map(({ file }) => file), Object.keys(take)]
  if (json) printJson({ draft, revision: now.revision, sent, taken, both })
  else
    printSentence(
      `Draft ${draft}, revision ${now.revision}. Sent: ${sent.join(', ') || 'nothing'}. Taken: ${taken.join(', ') || 'nothing'}.`,
    )
  return exitCodes.done
}

function put(dir: string, file: string, text: string | null): void {
  const target = path.join(dir, file)
  if (text === null) rmSync(target, { force: true })
  else writeWhole(target, text)
}

function keep(dir: string, draft: string, files: Readonly<Record<string, string>>): void {
  const met: Met = {
    draft,
    files: Object.fromEntries(Object.entries(files).map(([file, text]) => [file, digest(text)])),
  }
  put(dir, metName, `${JSON.stringify(met, null, 2)}\n`)
}
