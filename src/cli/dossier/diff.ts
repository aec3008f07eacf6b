// `tenure dossier diff`: what changed between two versions of a dossier, thing by thing, and word by word in the text of the role.

import type { Command } from 'commander'
import { compareDossiers, type DossierChanges, isUnchanged, type StructuralChange } from '../../domain/discovery/compare.ts'
import { documentNames, readDossier } from '../../domain/discovery/documents.ts'
import type { Dossier } from '../../domain/discovery/dossier.ts'
import { unreadable } from '../../domain/discovery/unreadable.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import { readDossierFolder } from '../dossier-folder.ts'
import { type ExitCode, exitCodes, printJson, printSentence, runCommand } from '../print.ts'

export function addTo(dossier: Command): void {
  dossier
    .command('diff')
    .argument('<before>', 'folder of the older version')
    .argument('<after>', 'folder of the newer version')
    .description('what changed between two versions: + added, - removed, ~ changed, > moved')
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\nExample:\n  tenure dossier diff signed/ examples/it-helpdesk/dossier')
    .action((before: string, after: string, { json }: { json: boolean }) => runCommand(async () => diff(before, after, json)))
}

function diff(before: string, after: string, json: boolean): Refusal | ExitCode {
  const a = dossierIn(before)
  const b = dossierIn(after)
  if (isRefusal(a)) return a
  if (isRefusal(b)) return b
  const changes = compareDossiers(a, b)
  if (json) printJson({ before, after, unchanged: isUnchanged(changes), ...changes })
  else printChanges(changes)
  return exitCodes.done
}

function dossierIn(folder: string): Dossier | Refusal {
  const { dossier, problems } = readDossier(readDossierFolder(folder))
  return dossier ?? unreadable(problems, folder)
}

function printChanges(changes: DossierChanges): void {
  if (isUnchanged(changes)) printSentence('The two versions say the same.')
  const { workflow, role, integrations, targets, interviews } = changes
  const parts: [string, readonly StructuralChange[]][] = [
    [documentNames.workflow, workflow],
    [documentNames.role, role.front],
    [documentNames.integrations, integrations],
    [documentNames.targets, targets],
    ['interviews', interviews],
  ]
  for (const [title, list] of parts) {
    if (list.length > 0) printSentence(title)
    for (const change of list) printSentence(`  ${lineOf(change)}`)
  }
  const lines = changedLines(role.body)
  if (lines.length > 0) printSentence(`${documentNames.role}, the text below the front matter: [-removed-] {+added+}`)
  for (const line of lines) printSentence(`  ${line}`)
}

const signs = { added: '+', removed: '-', changed: '~', moved: '>' } as const

/** One change in one line, for people. */
export function lineOf({ place, kind, before, after }: StructuralChange): string {
  const start = `${signs[kind]} ${place}`
  switch (kind) {
    case 'added':
      return `${start}: ${valueText(after)}`
    case 'removed':
      return `${start}: ${valueText(before)}`
    case 'changed':
      return `${start}: ${valueText(before)} → ${valueText(after)}`
    case 'moved':
      return `${start}: from place ${String(before)} to ${String(after)}`
  }
}

const maxValueCharacters = 200

function valueText(value: unknown): string {
  if (value === null) return 'nothing'
  const text = JSON.stringify(value, (_, part: unknown) => (isBare(part) ? undefined : part))
  const signsOf = [...text]
  return signsOf.length > maxValueCharacters ? `${signsOf.slice(0, maxValueCharacters).join('')}…` : text
}

/** What a document leaves out when nobody has said it: defaults would bury what was said. */
function isBare(part: unknown): boolean {
  return part === null || (Array.isArray(part) && part.length === 0)
}

/** The lines with a change in them, marks in place; what stays the same in between is left out. */
export function changedLines(body: DossierChanges['role']['body']): string[] {
  const marked = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const
  let text = ''
  const changed = new Set<number>()
  let line = 0
  for (const piece of body) {
    const [open, close] = marked[piece.change]
    for (const [at, part] of piece.text.split('\n').entries()) {
      if (at > 0) {
        text += '\n'
        line++
      }
      if (piece.change === 'same') text += part
      else {
        changed.add(line)
        if (part !== '') text += `${open}${part}${close}`
      }
    }
  }
  return text.split('\n').filter((_, at) => changed.has(at))
}
