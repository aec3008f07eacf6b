// How the command line speaks and ends: JSON or tables on stdout, one sentence on stderr when it could not, and the exit code that says
// which kind of “could not” it was. Text from outside is printed without control characters: it must not steer the terminal.

import { randomBytes } from 'node:crypto'
import Table from 'cli-table3'
import { BrokenInvariant, Fault } from '../domain/fault.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { showsStacks } from '../main/config.ts'

/** Part of what we promise (PRODUCT.md, section 6). */
export const exitCodes = { done: 0, refused: 1, misused: 2, fault: 3, unverified: 4 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/**
 * Runs the body of one command and sets the exit code of the process: a returned Refusal is 1, a returned code is itself, nothing is 0,
 * a thrown Fault is 3, anything else thrown is a bug: 3 with an id to quote.
 */
export async function runCommand(act: () => Promise<Refusal | ExitCode | undefined>): Promise<void> {
  try {
    const outcome = await act()
    if (isRefusal(outcome)) console.error(plain(outcome.sentence))
    process.exitCode = isRefusal(outcome) ? exitCodes.refused : (outcome ?? exitCodes.done)
  } catch (error) {
    process.exitCode = printFailure(error)
  }
}

/** Says on stderr what failed, in one sentence, and returns the exit code. The stack is shown only with TENURE_LOG_LEVEL=debug. */
export function printFailure(error: unknown): ExitCode {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Fault) console.error(plain(message))
  else {
    const id = randomBytes(4).toString('hex')
    const what = error instanceof BrokenInvariant ? 'Tenure broke a promise it makes to itself' : 'Something unforeseen happened'
    console.error(plain(`${what} (${message}). Please report it with the id ${id}; TENURE_LOG_LEVEL=debug shows where.`))
  }
  if (showsStacks()) console.error(error)
  return exitCodes.fault
}

/** One JSON value on stdout, and nothing else: for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** A sentence for people on stdout. */
export function printSentence(sentence: string): void {
  console.log(plain(sentence))
}

/** A table for people on stdout; cells are shown as given, empty for null and undefined. */
export function printTable(head: string[], rows: readonly (readonly (string | number | null | undefined)[])[]): void {
  const table = new Table({ head, style: { head: process.stdout.isTTY ? ['bold'] : [], border: [], compact: true } })
  for (const row of rows) table.push(row.map((cell) => plain(String(cell ?? ''))))
  console.log(table.toString())
}

/** Text without control characters, those that turn the reading direction included; line breaks and tabs stay. */
export function plain(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
}
