// Offers or loads the example (examples/it-helpdesk) into a running installation; never loads it unasked.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { addressOf, type Config, environmentWith } from './config.ts'
import { hasEmployees } from './database-place.ts'
import { listenedOn } from './port.ts'
import type { Secret } from './secret.ts'

const folder = path.join(import.meta.dirname, '../../examples/it-helpdesk')
const loader = path.join(folder, 'load.ts')
const systemsEntry = path.join(folder, 'systems/start.ts')
const usualPort = 8791

/** Where the example's ticket system and directory live in this data folder; null when the example was never loaded here. */
export function examplePlace(config: Config): { dir: string; port: number } | null {
  const dir = path.join(config.dataDir, 'example')
  const note = path.join(dir, 'port')
  return existsSync(note) ? { dir, port: Number(readFileSync(note, 'utf8')) } : null
}

/** Keeps the example's systems running beside Tenure, as a customer's own would. `start` keeps one child process. */
export type StartSystems = (plan: { name: string; arguments: string[] }) => { ready: Promise<void> }

export function startExampleSystems(place: { dir: string; port: number }, start: StartSystems): Promise<void> {
  return start({ name: 'example systems', arguments: [systemsEntry, '--port', String(place.port), '--dir', place.dir] }).ready
}

async function makePlace(config: Config): Promise<{ dir: string; port: number }> {
  const dir = path.join(config.dataDir, 'example')
  const port = (await isFree(usualPort)) ? usualPort : await listenedOn(0)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeFileSync(path.join(dir, 'port'), String(port))
  return { dir, port }
}

export type ExampleOffer = {
  startSystems: StartSystems
  config: Config
  database: Secret
  /** Asked for on the command line. */
  wanted: boolean
  /** Aborted when Tenure is told to stop. */
  signal: AbortSignal
}

/** Loads the example when asked for; at a terminal with no employee yet, asks. A failed load is said and changes nothing else. */
export async function offerExample({ config, database, wanted, signal, startSystems }: ExampleOffer): Promise<void> {
  if (!wanted && ((await hasEmployees(database)) || !(await isWelcome(signal)))) return
  if (!existsSync(loader)) return console.error('The example is not part of this installation (examples/it-helpdesk is missing).')
  const known = examplePlace(config)
  const place = known ?? (await makePlace(config))
  if (known === null) await startExampleSystems(place, startSystems)
  const code = await load(config, database, { signal, port: place.port })
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

function load(config: Config, database: Secret, { signal, port }: { signal: AbortSignal; port: number }): Promise<number | null> {
  const child = spawn(process.execPath, [loader, String(port)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
    env: environmentWith({ DATABASE_URL: database.reveal(), TENURE_DATA_DIR: config.dataDir, TENURE_URL: addressOf(config) }),
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
}

function isFree(port: number): Promise<boolean> {
  return listenedOn(port).then(
    () => true,
    () => false,
  )
}
