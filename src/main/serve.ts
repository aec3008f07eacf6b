// `tenure serve`: database, one API, workers, in one process group. Starts what dies again, ends when told, and leaves nothing behind;
// after a kill of any part the next start works. One role alone (api, worker) runs beside others on the same database.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '../domain/fault.ts'
import { type ChildMessage, ChildRefused, type KeptChild, keep } from './children.ts'
import { addressOf, type Config } from './config.ts'
import { type DatabasePlace, prepareDatabase } from './database-place.ts'
import { examplePlace, offerExample, startExampleSystems } from './example.ts'
import { holders } from './holders.ts'
import { createLog, type Log } from './log.ts'
import { requireFreePort } from './port.ts'
import { type Role, runRole } from './role.ts'
import { installationSecret } from './secret.ts'
import { installationSigner } from './signing-key.ts'

export type ServeOptions = { role: Role | 'all'; example: boolean }

const entryFile = path.join(import.meta.dirname, '../cli/bin.ts')
const healthDeadlineMs = 120_000
// After a kill -9 the old API needs a moment to notice that its supervisor is gone; a foreign program is not worth waiting for.
const patienceAfterKillMs = 5_000
const shortPatienceMs = 1_000
// Ctrl-C in a terminal arrives twice: from the terminal and once more passed on by npm.
const sameSignalMs = 500

/** Runs until stopped. Returns the exit code; throws Fault for what keeps it from starting. */
export async function serve(config: Config, options: ServeOptions): Promise<number> {
  const log = createLog(config.logLevel, options.role === 'all' ? 'supervisor' : options.role)
  if (options.role === 'all') return supervise(config, options.example, log)
  if (options.role === 'api') await requireFreePort(config, process.send ? 0 : patience(config))
  if (process.send && config.database) await runRole(options.role, config, log)
  else await runAlone(options.role, config, log)
  return 0
}

/** A single role without a supervisor prepares the database itself, adopting the embedded one when it already runs. */
async function runAlone(role: Role, config: Config, log: Log): Promise<void> {
  const database = await prepareDatabase(config, log, { watch: true })
  try {
    await runRole(role, { ...config, database: { url: database.url, directUrl: database.directUrl } }, log)
  } finally {
    await database.stop()
  }
}

async function supervise(config: Config, example: boolean, log: Log): Promise<number> {
  const end = untilTold()
  await requireFreePort(config, patience(config))
  if (!config.database) console.log(`Starting the database in ${config.dataDir}`)
  const database = await prepareDatabase(config, log, { watch: true })
  const children: KeptChild[] = []
  end.onSecond(() => {
    for (const child of children) child.kill()
  })
  try {
    installationSecret(config)
    installationSigner(config)
    const links: string[] = []
    children.push(...startChildren(config, database, { links, ending: end.signal, log }))
    const up = await Promise.race([untilHealthy(config, children), end.told])
    if (up !== 'told') {
      greet(config, links)
      const startSystems = (plan: { name: string; arguments: string[] }) => {
        const child = keep({ ...plan, environment: {}, onMessage: () => undefined, ending: end.signal }, log)
        children.push(child)
        return child
      }
      const known = examplePlace(config)
      if (known !== null) await Promise.race([startExampleSystems(known, startSystems), end.told])
      await Promise.race([
        offerExample({ config, database: database.url, wanted: example, signal: end.signal, startSystems }),
        end.told,
      ])
      await end.told
    }
    console.log('Stopping …')
    return 0
  } catch (error) {
    if (error instanceof ChildRefused) return error.exitCode
    throw error
  } finally {
    await stopInOrder(children)
    await database.stop()
  }
}

/** Workers first, then the API; the database last. */
async function stopInOrder(children: KeptChild[]): Promise<void> {
  const [api, ...workers] = children
  await Promise.all(workers.map((worker) => worker.stop()))
  await api?.stop()
}

function patience(config: Config): number {
  return holders(config.dataDir).dead.length > 0 ? patienceAfterKillMs : shortPatienceMs
}

type Upbringing = { links: string[]; ending: AbortSignal; log: Log }

function startChildren(config: Config, database: DatabasePlace, { links, ending, log }: Upbringing): KeptChild[] {
  const environment = {
    DATABASE_URL: database.url.reveal(),
    DATABASE_DIRECT_URL: database.directUrl?.reveal() ?? '',
    TENURE_DATA_DIR: config.dataDir,
  }
  const onMessage = (message: ChildMessage) => {
    if (message.kind === 'first-admin-link') links.push(message.url)
  }
  const child = (name: string, role: Role) =>
    keep({ name, arguments: [entryFile, 'serve', '--role', role], environment, onMessage, ending }, log)
  return [child('api', 'api'), ...Array.from({ length: config.workers }, (_, i) => child(`worker ${i + 1}`, 'worker'))]
}

/** Every child has said it is ready, and the API answers its health question. */
async function untilHealthy(config: Config, children: KeptChild[]): Promise<'healthy'> {
  const deadline = performance.now() + healthDeadlineMs
  const late = pause(healthDeadlineMs, 'late' as const, { ref: false })
  const ready = await Promise.race([Promise.all(children.map((child) => child.ready)), late])
  while (ready !== 'late' && performance.now() < deadline) {
    if (await isHealthy(config)) return 'healthy'
    await pause(50)
  }
  throw new Fault(
    'server_unreachable',
    'Tenure did not become healthy within two minutes. The lines above say why; `tenure doctor` may say more.',
    {
      retryable: true,
    },
  )
}

async function isHealthy(config: Config): Promise<boolean> {
  try {
    return (await fetch(`${addressOf(config)}/api/v1/health`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false // not listening yet; the caller asks again until its deadline
  }
}

function greet(config: Config, links: string[]): void {
  const lines = [
    ['Console', addressOf(config)],
    ...links.map((link) => ['First administrator', `${link}  (works once)`]),
    ['Data', config.database ? 'the database of DATABASE_URL' : placeOf(config.dataDir)],
    ['Stop', 'Ctrl-C'],
  ]
  console.log(`\nTenure is running.\n\n${lines.map(([name, value]) => `  ${name?.padEnd(20)} ${value}`).join('\n')}\n`)
}

function placeOf(dataDir: string): string {
  return existsSync(path.join(dataDir, 'database-place')) ? `${dataDir} (the database itself: see database-place there)` : dataDir
}

type End = { told: Promise<'told'>; signal: AbortSignal; onSecond(act: () => void): void }

/** Waits for Ctrl-C or SIGTERM. A second Ctrl-C, not the echo of the first, stops waiting for anybody. */
function untilTold(): End {
  const told = Promise.withResolvers<'told'>()
  const aborted = new AbortController()
  let firstAtMs: number | null = null
  let second: () => void = () => undefined
  const hear = () => {
    if (firstAtMs === null) {
      firstAtMs = performance.now()
      aborted.abort()
      told.resolve('told')
    } else if (performance.now() - firstAtMs > sameSignalMs) {
      console.error('Stopping at once.')
      second()
    }
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, hear)
  return {
    told: told.promise,
    signal: aborted.signal,
    onSecond: (act) => {
      second = act
    },
  }
}
