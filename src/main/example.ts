// Offers or loads the example (examples/it-helpdesk) into a running installation; never loads it unasked.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { addressOf, type Config, environmentWith } from './config.ts'
import { hasEmployees } from './database-place.ts'
import type { Secret } from './secret.ts'

const loader = path.join(import.meta.dirname, '../../examples/it-helpdesk/load.ts')

export type ExampleOffer = {
  config: Config
  database: Secret
  /** Asked for on the command line. */
  wanted: boolean
  /** Aborted when Tenure is told to stop. */
  signal: AbortSignal
}

/** Loads the example when asked for; at a terminal with no employee yet, asks. A failed load is said and changes nothing else. */
export async function offerExample({ config, database, wanted, signal }: ExampleOffer): Promise<void> {
  if (!wanted && ((await hasEmployees(database)) || !(await isWelcome(signal)))) return
  if (!existsSync(loader)) return console.error('The example is not part of this installation (examples/it-helpdesk is missing).')
  const code = await load(config, database, signal)
  if (code === 0) console.log(`The example is loaded: ${addressOf(config)}`)
  else if (!signal.aborted) console.error(`The example was not loaded (exit code ${code}); Tenure runs on without it.`)
}

async function isWelcome(signal: AbortSignal): Promise<boolean> {
  console.log(
    'There is no employee yet. `npm start -- --example` loads the example: an IT helpdesk with its tickets and directory.',
  )
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false
  // Not in raw mode: Ctrl-C must stay the signal that stops everything.
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: false })
  try {
    return /^y(es)?$/i.test((await terminal.question('Load the example now? [y/N] ', { signal })).trim())
  } catch (error) {
    if (signal.aborted) return false
    throw error
  } finally {
    terminal.close()
  }
}

function load(config: Config, database: Secret, signal: AbortSignal): Promise<number | null> {
  const child = spawn(process.execPath, [loader], {
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
    env: environmentWith({ DATABASE_URL: database.reveal(), TENURE_DATA_DIR: config.dataDir, TENURE_URL: addressOf(config) }),
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
}
