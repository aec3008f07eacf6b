// What is said when a dossier cannot be read: the first problem, with its file and line, and what to do.

import { type Refusal, refuse } from '../refusal.ts'
import type { Finding } from './dossier.ts'

/** `folder`: where the files lie, for the command line; the check there says the rest. */
export function unreadable([first]: readonly Finding[], folder: string | null = null): Refusal {
  const place = first ? `${first.file}${first.line === null ? '' : `:${first.line}`}` : 'the dossier'
  return refuse('invalid_input', {
    where: folder === null ? place : `${folder}, ${place}`,
    why: first?.what.replace(/\.$/, '') ?? 'it cannot be read',
    remedy: folder === null ? (first?.remedy ?? 'Run `tenure dossier check`.') : `Run: tenure dossier check ${folder}`,
  })
}
