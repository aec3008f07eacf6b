// The embedded database survives what happens to processes: fresh and warm starts, kills of anybody, many starts at once, foreign locks.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import { type EmbeddedPostgres, ensurePostgres, urlOfRunning } from '../../src/main/embedded-postgres.ts'
import { clusterOf } from '../../src/main/embedded-runtime.ts'
import { holders } from '../../src/main/holders.ts'
import { createLog } from '../../src/main/log.ts'
import { folderOf, isRunning } from '../../src/main/process-table.ts'
import { adminQuery } from '../support/database.ts'
import { until } from '../support/until.ts'

const log = createLog('error', 'test')
const settings = { fsync: 'off' }
const homes: string[] = []
const processes: ChildProcess[] = []

function freshHome(name = 'home'): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenure-embedded-'))
  fs.chmodSync(folder, 0o755)
  homes.push(folder)
  return path.join(folder, name)
}

const start = (home: string): Promise<EmbeddedPostgres> => ensurePostgres({ home, log, settings })

/** A process of its own that holds the database; resolves when it does. */
async function holdElsewhere(home: string): Promise<{ process: ChildProcess; pid: number; adopted: boolean }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./hold-postgres.ts', import.meta.url)), home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  processes.push(child)
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const line = await until('the holder says it holds', () => {
    if (child.exitCode !== null) throw new Error(`the holder ended with ${child.exitCode}`)
    return said.includes('\n') ? said : null
  })
  return { process: child, ...(JSON.parse(line) as { pid: number; adopted: boolean }) }
}

async function faultOf(act: Promise<unknown>): Promise<Fault> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Fault)
  return error as Fault
}

const sum = async (url: string) => (await adminQuery(url, 'select 1 + 1 as two'))[0]?.two

function postmastersIn(home: string): number[] {
  const data = clusterOf(home)
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => {
    if (folderOf(pid) !== data) return false
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bin/postgres')
  })
}

/** A disk of its own for one test, `megabytes` large; null where that is not allowed (ordinary users, some containers). */
function smallDisk(megabytes: number): { folder: string; remove(): void } | null {
  const folder = path.dirname(freshHome())
  const made = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder])
  return made.status === 0 ? { folder, remove: () => spawnSync('/bin/umount', [folder]) } : null
}

afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL')
  for (const folder of homes.splice(0)) {
    for (const name of fs.readdirSync(folder)) {
      const lock = path.join(clusterOf(path.join(folder, name)), 'postmaster.pid')
      const pid = fs.existsSync(lock) ? Number(fs.readFileSync(lock, 'utf8').split('\n')[0]) : 0
      if (folderOf(pid) !== path.dirname(lock)) continue
      process.kill(pid, 'SIGQUIT')
      await until('the database of the test ends', () => !isRunning(pid))
    }
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

describe('starting', () => {
  test('a fresh folder becomes a running database without a TCP port; stopping ends it; a warm start keeps what was written', async () => {
    const home = freshHome()
    const first = await start(home)
    expect(first.adopted).toBe(false)
    expect(await adminQuery(first.adminUrl, "select current_setting('listen_addresses') as tcp, current_user as role")).toEqual([
      { tcp: '', role: 'tenure' },
    ])
    await adminQuery(first.adminUrl, 'create table kept as select 42 as n')
    await first.stop()
    expect(isRunning(first.pid)).toBe(false)
    expect(urlOfRunning(home, 'postgres')).toBeNull()

    const second = await start(home)
    expect(second.pid).not.toBe(first.pid)
    expect(await adminQuery(second.adminUrl, 'select n from kept')).toEqual([{ n: 42 }])
    await second.stop()
  })

  test('fsync and synchronous commit are on unless a test says otherwise', async () => {
    const postgres = await ensurePostgres({ home: freshHome(), log })
    expect(
      await adminQuery(
        postgres.adminUrl,
        "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
      ),
    ).toEqual([{ fsync: 'on', commit: 'on' }])
    await postgres.stop()
  })

  test('five processes at once on a fresh folder end in one database; the last to leave stops it', async () => {
    const home = freshHome()
    const held = await Promise.all(Array.from({ length: 5 }, () => holdElsewhere(home)))
    expect(new Set(held.map(({ pid }) => pid)).size).toBe(1)
    expect(postmastersIn(home)).toEqual([held[0]?.pid])
    expect(held.filter(({ adopted }) => !adopted)).toHaveLength(1)
    expect(fs.readdirSync(home).filter((name) => name.includes('.init.'))).toEqual([])

    const last = held.pop()
    for (const { process: child } of held) child.kill('SIGTERM')
    await until('four have left', () => held.every(({ process: child }) => child.exitCode === 0))
    expect(await sum(urlOfRunning(home, 'postgres') ?? '')).toBe(2)
    last?.process.kill('SIGTERM')
    await until('the database has stopped', () => last && !isRunning(last.pid))
  }, 60_000)

  test('a socket folder too long for the operating system moves to a short one', async () => {
    const postgres = await start(freshHome('a-folder-with-a-name-so-long-that-no-socket-fits-into-it'.repeat(3)))
    expect(await sum(postgres.adminUrl)).toBe(2)
    const socket = new URL(postgres.adminUrl).searchParams.get('host') ?? ''
    expect(socket.startsWith(path.join(os.tmpdir(), 'tenure-'))).toBe(true)
    await postgres.stop()
    fs.rmSync(socket, { recursive: true })
  })

  test.runIf(process.getuid?.() === 0)(
    'root’s database runs as somebody else, also where that user cannot walk to the data folder',
    async () => {
      const closed = freshHome('closed')
      fs.mkdirSync(closed, { mode: 0o700 })
      const home = path.join(closed, 'data')
      const postgres = await start(home)
      expect(fs.statSync(`/proc/${postgres.pid}`).uid).not.toBe(0)
      const place = fs.readFileSync(path.join(home, 'database-place'), 'utf8').trim()
      await postgres.stop()
      expect(fs.existsSync(path.join(place, 'data-17/PG_VERSION'))).toBe(true)
      fs.rmSync(place, { recursive: true })
    },
  )
})

describe('after a kill', () => {
  test('of the holder, the running database is adopted and stopped by the next one', async () => {
    const home = freshHome()
    const killed = await holdElsewhere(home)
    killed.process.kill('SIGKILL')
    await until('the holder is dead', () => killed.process.signalCode !== null)
    expect(isRunning(killed.pid)).toBe(true)

    const postgres = await start(home)
    expect(postgres).toMatchObject({ adopted: true, pid: killed.pid })
    expect(holders(home).living).toEqual([process.pid])
    await postgres.stop()
    expect(isRunning(killed.pid)).toBe(false)
  })

  test('of the database, what was acknowledged is there after the next start', async () => {
    const home = freshHome()
    const first = await start(home)
    await adminQuery(first.adminUrl, 'create table kept as select generate_series(1, 1000) as n')
    process.kill(first.pid, 'SIGKILL')
    await until('the database is dead', () => !first.isAlive())

    const second = await start(home)
    expect(await adminQuery(second.adminUrl, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }])
    await second.stop()
  })

  test('of the database while a backend is busy, the orphan is told to quit and the start succeeds', async () => {
    const home = freshHome()
    const first = await start(home)
    const busy = adminQuery(first.adminUrl, 'select count(*) from generate_series(1, 100000000000) as n').catch(() => 'cut off')
    const backend = await until('the backend is busy', async () => {
      const [row] = await adminQuery(
        first.adminUrl,
        "select pid from pg_stat_activity where query like '%generate_series%' and pid <> pg_backend_pid()",
      )
      return row?.pid as number | undefined
    })
    process.kill(first.pid, 'SIGKILL')
    await until('the database is dead', () => !first.isAlive())
    expect(isRunning(backend)).toBe(true)

    const second = await start(home)
    expect(await sum(second.adminUrl)).toBe(2)
    expect(isRunning(backend)).toBe(false)
    expect(await busy).toBe('cut off')
    await second.stop()
  })

  test.runIf(process.platform === 'linux')(
    'a lock whose pid now belongs to an unrelated process does not keep the database down',
    async () => {
      const home = freshHome()
      const first = await start(home)
      const lock = path.join(clusterOf(home), 'postmaster.pid')
      const text = fs.readFileSync(lock, 'utf8')
      const owner = fs.statSync(lock)
      await first.stop()
      const stranger = spawn('tail', ['-f', '/dev/null'], {
        ...(process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {}),
        cwd: '/',
        stdio: 'ignore',
      })
      processes.push(stranger)
      fs.writeFileSync(lock, text.replace(String(first.pid), String(stranger.pid)), { mode: 0o600 })
      fs.chownSync(lock, owner.uid, owner.gid)

      const second = await start(home)
      expect(await sum(second.adminUrl)).toBe(2)
      expect(isRunning(stranger.pid ?? 0)).toBe(true)
      await second.stop()
    },
  )
})

describe('refusing', () => {
  const cases: [string, (home: string) => void, RegExp][] = [
    [
      'a folder of PostgreSQL 16',
      (home) => fs.mkdirSync(path.join(home, 'data-16'), { recursive: true }),
      /holds a database of PostgreSQL 16.*TENURE_DATA_DIR/,
    ],
    [
      'a cluster whose version is another than its name says',
      (home) => {
        fs.mkdirSync(path.join(home, 'data-17'), { recursive: true })
        fs.writeFileSync(path.join(home, 'data-17/PG_VERSION'), '18\n')
      },
      /holds a database of PostgreSQL 18/,
    ],
    [
      'a folder that is itself a cluster',
      (home) => {
        fs.mkdirSync(home, { recursive: true })
        fs.writeFileSync(path.join(home, 'PG_VERSION'), '17\n')
      },
      /is itself a PostgreSQL data directory/,
    ],
    ['a file in place of the folder', (home) => fs.writeFileSync(home, ''), /a file where a folder is needed/],
  ]
  test.each(cases)('%s: one sentence with the remedy, and nothing is made', async (_, arrange, sentence) => {
    const home = freshHome()
    arrange(home)
    const fault = await faultOf(start(home))
    expect(fault.code).toBe('data_folder_unfit')
    expect(fault.message).toMatch(sentence)
    expect(fs.statSync(home).isDirectory() ? fs.readdirSync(home).includes('runtime') : false).toBe(false)
  })

  test('a full disk, with what to free', async (context) => {
    const disk = smallDisk(40)
    if (!disk) return context.skip('this machine lets nobody mount a small disk')
    const home = path.join(disk.folder, 'home')
    const fault = await faultOf(start(home)).finally(() => disk.remove())
    expect(fault.code).toBe('disk_full')
    expect(fault.message).toMatch(/is full\. Free at least 200 MB/)
  })

  test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'a folder that cannot be written, named with its path',
    async () => {
      const fault = await faultOf(start('/sys/tenure'))
      expect(fault.code).toBe('data_folder_unfit')
      expect(fault.message).toContain('/sys/tenure')
    },
  )
})
