// The reason of an act that moves trust: given with --reason, asked for at a terminal, and never made up.

import { createInterface } from 'node:readline/promises'
import { plain } from './print.ts'

/**
 * The reason, or null when there is none: then it has been said on stderr and the command ends with exit code 2. Asks only at a terminal; a script
 * that forgot it must not wait.
 */
export async function reasonOf(given: string | undefined, act: string): Promise<string | null> {
  const reason = given?.trim() || (await asked(act))
  if (reason) return reason
  console.error(plain(`To ${act} needs a reason, which is kept. Add --reason "…".`))
  return null
}

async function asked(act: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return ''
  // On stderr: stdout may be JSON for a program.
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(`Why ${act}? `)).trim()
  } finally {
    terminal.close()
  }
}
