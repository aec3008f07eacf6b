// Starts, adopts and stops the embedded PostgreSQL of one data folder: unix socket only, own user when root, kept running when we are
// killed and adopted by the next start. Never removes the lock of a living database, never runs two on one folder.

import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Fault } from '../domain/fault.ts'
import { programPath } from './config.ts'
import { diskFull, unfit } from './data-folder.ts'
import { clusterOf, prepareRuntime, type Runtime } from './embedded-runtime.ts'
import { hold, holders, letGo } from './holders.ts'
import type { Log } from './log.ts'
import { errnoOf, folderOf, isRunning, orphansIn, signal } from './process-table.ts'

export type EmbeddedPostgres = {
  /** Connection string of one database in the cluster; the role is `tenure`, its owner. */
  url(database: string): string
  /** Connection string of the maintenance database `postgres`. */
  adminUrl: string
  /** Whether it was already running. */
  adopted: boolean
  pid: number
  isAlive(): boolean
  /** Lets go; stops the database (fast shutdown) if nobody else holds it. Resolves when that is done. */
  stop(): Promise<void>
}

/** `settings` are PostgreSQL settings (`-c name=value`) that win over ours; tests switch fsync off with them. */
export type EmbeddedOptions = { home: string; log: Log; settings?: Record<string, string> }

// Recovery after a kill can take long on a slow disk; ENGINE A saw 1.7 s at worst.
const startDeadlineMs = 120_000
const stopDeadlineMs = 30_000
const pollMs = 20
const largestLogBytes = 10 * 1024 * 1024

// Statements and DETAIL lines may quote what people wrote, and the log never holds contents.
const ourSettings: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '200',
  shared_buffers: '128MB',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  timezone: 'UTC',
}

/**
 * Makes sure that the embedded database of `home` runs and answers, and registers this process as one of its holders.
 * Any number of processes may call it at once, on a fresh or used folder, after any of them was killed: one database results.
 *
 * Throws Fault `data_folder_unfit`, `disk_full` or `database_unavailable`, each a sentence with the remedy; then nothing is held.
 */
export async function ensurePostgres({ home, log, settings = {} }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const root = path.resolve(home)
  const runtime = prepareRuntime(root)
  hold(root)
  try {
    const { pid, socket, adopted } = await startOrAdopt(root, runtime, { ...ourSettings, ...settings }, log)
    const url = (database: string) => urlOf(socket, database)
    return {
      url,
      adminUrl: url('postgres'),
      adopted,
      pid,
      isAlive: () => isRunning(pid),
      stop: () => leave(root, runtime, log),
    }
  } catch (error) {
    await leave(root, runtime, log)
    throw error
  }
}

/** Connection string of a database of the embedded cluster if that runs now; starts, makes and holds nothing. */
export function urlOfRunning(home: string, database: string): string | null {
  const cluster = { data: clusterOf(path.resolve(home)) }
  const lock = readLock(cluster)
  return lock?.socket && isOurs(lock, cluster) ? urlOf(lock.socket, database) : null
}

function urlOf(socket: string, database: string): string {
  return `postgresql://tenure@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(socket)}`
}

type Lock = { pid: number; socket: string | null; text: string }

/** What postmaster.pid says: line 1 is the pid, line 5 the socket folder. */
function readLock(runtime: { data: string }): Lock | null {
  try {
    const text = fs.readFileSync(path.join(runtime.data, 'postmaster.pid'), 'utf8')
    const lines = text.split('\n')
    return { pid: Number(lines[0]), socket: lines[4] || null, text }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Whether the pid in the lock is a database working in our folder, and not a process that got the same number later. */
function isOurs(lock: Lock, runtime: { data: string }): boolean {
  if (!isRunning(lock.pid) || lock.pid === process.pid) return false
  return process.platform !== 'linux' || folderOf(lock.pid) === fs.realpathSync(runtime.data)
}

async function answers(socket: string, runtime: Runtime): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(socket, 'postgres'),
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0] !== undefined && fs.realpathSync(rows[0].data_directory) === fs.realpathSync(runtime.data)
  } catch {
    return false // starting, recovering or shutting down; the caller asks again until its deadline
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function startOrAdopt(home: string, runtime: Runtime, settings: Record<string, string>, log: Log) {
  const deadline = performance.now() + startDeadlineMs
  let attempt: Attempt | null = null
  let failures = 0
  while (performance.now() < deadline) {
    const lock = readLock(runtime)
    if (lock && isOurs(lock, runtime)) {
      const socket = lock.socket ?? runtime.socket
      if (await answers(socket, runtime)) return { pid: lock.pid, socket, adopted: attempt?.process.pid !== lock.pid }
    } else if (lock) clearStaleLock(lock, runtime, log)
    if (attempt?.ended()) {
      failures = attempt.lostRace() ? 0 : failures + 1
      const fault = attempt.fault(home, failures)
      if (fault) throw fault
      attempt = null
    } else if (!attempt && !(lock && isOurs(lock, runtime))) attempt = launch(runtime, settings)
    await pause(pollMs)
  }
  throw new Fault(
    'database_unavailable',
    `The embedded database did not answer within 2 minutes. Its log is ${runtime.logFile}.`,
    {
      retryable: true,
    },
  )
}

/**
 * The lock's process is dead, or is somebody else's who got the same pid. Backends that outlived their postmaster keep its shared
 * memory and block a new start for as long as they run, so they are told to quit. Elsewhere than Linux nothing is removed:
 * PostgreSQL decides there for itself.
 */
function clearStaleLock(lock: Lock, runtime: Runtime, log: Log): void {
  if (process.platform !== 'linux') return
  for (const pid of orphansIn(fs.realpathSync(runtime.data))) {
    log.warn({ pid }, 'a backend outlived its database; it is told to quit')
    signal(pid, 'SIGQUIT')
  }
  if (isRunning(lock.pid) && readLock(runtime)?.text === lock.text) {
    log.warn({ pid: lock.pid }, 'the lock of the database names an unrelated process; it is removed')
    fs.rmSync(path.join(runtime.data, 'postmaster.pid'), { force: true })
  }
}

type Attempt = {
  process: ChildProcess
  ended(): boolean
  /** Another process started the database first, or is still clearing its place. */
  lostRace(): boolean
  /** Why it will not start, once that is certain; null while another try is worth it. */
  fault(home: string, failures: number): Fault | null
}

function launch(runtime: Runtime, settings: Record<string, string>): Attempt {
  const sizeBefore = fs.statSync(runtime.logFile, { throwIfNoEntry: false })?.size ?? 0
  if (sizeBefore > largestLogBytes) fs.renameSync(runtime.logFile, `${runtime.logFile}.1`)
  const from = sizeBefore > largestLogBytes ? 0 : sizeBefore
  const output = fs.openSync(runtime.logFile, 'a', 0o600)
  const { account } = runtime
  if (account) fs.fchownSync(output, account.uid, account.gid)
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(path.join(runtime.binaries, 'bin/postgres'), ['-D', runtime.data, '-k', runtime.socket, ...flags], {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    detached: true,
    stdio: ['ignore', output, output],
    cwd: '/',
    env: { PATH: programPath(), LC_ALL: 'C', TZ: 'UTC' },
  })
  fs.closeSync(output)
  child.unref()
  let spawnError: Error | null = null
  child.on('error', (error) => {
    spawnError = error
  })
  const said = () => fs.readFileSync(runtime.logFile, 'utf8').slice(from)
  return {
    process: child,
    ended: () => spawnError !== null || child.exitCode !== null || child.signalCode !== null,
    lostRace: () => /lock file .* already exists|pre-existing shared memory block|is another postmaster/i.test(said()),
    fault: (home, failures) => diagnose(home, spawnError, said(), failures),
  }
}

function diagnose(home: string, spawnError: Error | null, said: string, failures: number): Fault | null {
  if (spawnError)
    return new Fault(
      'database_unavailable',
      `The embedded database cannot be started (${spawnError.message}). Set DATABASE_URL to use another.`,
      {
        retryable: false,
        cause: spawnError,
      },
    )
  if (/No space left on device|Disk quota exceeded/i.test(said)) return diskFull(home)
  if (/incompatible with server|has wrong ownership|has invalid permissions|not a valid data directory/i.test(said))
    return unfit(home, lastFatal(said))
  if (failures < 5) return null
  return new Fault('database_unavailable', `The embedded database does not start: ${lastFatal(said)}. Its log is in ${home}.`, {
    retryable: false,
  })
}

function lastFatal(said: string): string {
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|could not|error while loading/.test(line))
  return (lines.at(-1) ?? 'it said nothing').replace(/^.*?(FATAL|PANIC):\s*/, '').replace(/\.$/, '')
}

async function leave(home: string, runtime: Runtime, log: Log): Promise<void> {
  letGo(home)
  const others = holders(home).living
  if (others.length > 0) {
    log.info({ holders: others }, 'the embedded database keeps running for others')
    return
  }
  const lock = readLock(runtime)
  if (!lock || !isOurs(lock, runtime)) return
  signal(lock.pid, 'SIGINT')
  const deadline = performance.now() + stopDeadlineMs
  while (isRunning(lock.pid)) {
    if (performance.now() > deadline) {
      log.warn({ pid: lock.pid }, 'the embedded database did not stop in 30 s; it is told to quit')
      signal(lock.pid, 'SIGQUIT')
      return
    }
    await pause(pollMs)
  }
}
