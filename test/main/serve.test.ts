// `tenure serve` as a person meets it: one command brings everything up, Ctrl-C leaves nothing, a kill of any part is survived, and what
// keeps it from starting is one sentence and exit code 3.

import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { urlOfRunning } from '../../src/main/embedded-postgres.ts'
import { isRunning } from '../../src/main/process-table.ts'
import { adminQuery } from '../support/database.ts'
import { until } from '../support/until.ts'

const entry = path.join(import.meta.dirname, '../../src/cli/bin.ts')
const folders: string[] = []
const running: Run[] = []

type Run = { process: ChildProcess; out(): string; err(): string; exitCode(): number | null }

function freshFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenure-serve-'))
  fs.chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}

/** A port nobody listens on now. */
async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** In a process group of its own, so that a signal to the group is Ctrl-C in a terminal. */
function tenure(words: string[], cwd: string, env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [entry, ...words], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, TENURE_LOG_LEVEL: 'warn', TENURE_WORKERS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const said = { out: '', err: '' }
  child.stdout?.on('data', (chunk: Buffer) => {
    said.out += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    said.err += chunk.toString()
  })
  const run = { process: child, out: () => said.out, err: () => said.err, exitCode: () => child.exitCode }
  running.push(run)
  return run
}

async function serveHealthy(cwd: string, port: number): Promise<Run> {
  const run = tenure(['serve'], cwd, { PORT: String(port) })
  await until(
    'Tenure is running',
    () => {
      if (run.exitCode() !== null) throw new Error(`serve ended with ${run.exitCode()}: ${run.out()}${run.err()}`)
      return run.out().includes('Stop ')
    },
    110_000,
  )
  return run
}

const isHealthy = (port: number) =>
  fetch(`http://127.0.0.1:${port}/api/v1/health`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  )

const ended = (run: Run) => until('the command ends', () => run.exitCode() !== null || run.process.signalCode !== null, 30_000)

/** Every living process whose working folder is `cwd` or below it: supervisor, children, and the database in its data folder. */
function processesIn(cwd: string): { pid: number; words: string }[] {
  const found: { pid: number; words: string }[] = []
  for (const name of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (!fs.readlinkSync(`/proc/${name}/cwd`).startsWith(cwd) || !isRunning(Number(name))) continue
      found.push({ pid: Number(name), words: fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') })
    } catch (error) {
      // It ended while we looked.
      if (!['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
  return found
}

const pidOf = (cwd: string, words: string) =>
  until(`a process runs ${words}`, () => processesIn(cwd).find((found) => found.words.includes(words))?.pid)

afterEach(async () => {
  running.splice(0)
  for (const folder of folders.splice(0)) {
    for (const { pid } of processesIn(folder)) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }
    await until('nothing of the test runs', () => processesIn(folder).length === 0)
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

describe('starting and stopping', () => {
  test('one command answers the health question, prints address, link, place and how to stop; Ctrl-C leaves no process', async () => {
    const cwd = freshFolder()
    const port = await freePort()
    const run = await serveHealthy(cwd, port)
    expect(await isHealthy(port)).toBe(true)
    expect(run.out()).toContain(`http://127.0.0.1:${port}`)
    expect(run.out()).toMatch(/First administrator +http:\S+ +\(works once\)/)
    expect(run.out()).toContain(path.join(cwd, '.tenure'))
    expect(fs.statSync(path.join(cwd, '.tenure/secret')).mode & 0o777).toBe(0o600)
    expect(processesIn(cwd).length).toBeGreaterThan(3)

    process.kill(-(run.process.pid ?? 0), 'SIGINT')
    await ended(run)
    expect(run.exitCode()).toBe(0)
    expect(processesIn(cwd)).toEqual([])
  }, 150_000)

  test('five at once on one fresh folder end in one database, and each works', async () => {
    const cwd = freshFolder()
    const ports = await Promise.all(Array.from({ length: 5 }, freePort))
    const runs = await Promise.all(ports.map((port) => serveHealthy(cwd, port)))
    expect(await Promise.all(ports.map(isHealthy))).toEqual([true, true, true, true, true])
    expect(processesIn(cwd).filter(({ words }) => words.includes('bin/postgres'))).toHaveLength(1)
    for (const run of runs) run.process.kill('SIGTERM')
    for (const run of runs) await ended(run)
    expect(runs.map((run) => run.exitCode())).toEqual([0, 0, 0, 0, 0])
    expect(processesIn(cwd)).toEqual([])
  }, 180_000)
})

/** A process that died of its parent's death between the look and the kill is as dead as it should be. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

describe('after kill -9', () => {
  test('of the supervisor, its children end by themselves and the next start works on the same data', async () => {
    const cwd = freshFolder()
    const port = await freePort()
    const first = await serveHealthy(cwd, port)
    await adminQuery(urlOfRunning(path.join(cwd, '.tenure'), 'tenure') ?? '', 'create table public.kept as select 7 as n')
    first.process.kill('SIGKILL')
    const second = await serveHealthy(cwd, port)
    expect(await isHealthy(port)).toBe(true)
    expect(await adminQuery(urlOfRunning(path.join(cwd, '.tenure'), 'tenure') ?? '', 'select n from public.kept')).toEqual([
      { n: 7 },
    ])
    await until(
      'the killed one’s children have ended',
      () => processesIn(cwd).filter(({ words }) => words.includes('--role api')).length === 1,
    )
    second.process.kill('SIGTERM')
    await ended(second)
    expect(processesIn(cwd)).toEqual([])
  }, 240_000)

  test('of everything at once, the next start works', async () => {
    const cwd = freshFolder()
    const port = await freePort()
    await serveHealthy(cwd, port)
    for (const { pid } of processesIn(cwd)) killIfThere(pid)
    await until('everything is dead', () => processesIn(cwd).length === 0)
    await serveHealthy(cwd, port)
    expect(await isHealthy(port)).toBe(true)
  }, 240_000)

  test('of API, worker or database, each is started again', async () => {
    const cwd = freshFolder()
    const port = await freePort()
    const run = await serveHealthy(cwd, port)
    for (const words of ['--role api', '--role worker', 'bin/postgres']) {
      const killed = await pidOf(cwd, words)
      process.kill(killed, 'SIGKILL')
      await until(`${words} was started again`, () => {
        const now = processesIn(cwd).find((found) => found.words.includes(words) && found.pid !== killed)
        return !isRunning(killed) && now !== undefined
      })
      await until(`healthy after the death of ${words}`, () => isHealthy(port))
    }
    expect(run.err()).toContain('api ended (SIGKILL) and is started again')
    expect(run.exitCode()).toBeNull()
    const url = await until('the database runs', () => urlOfRunning(path.join(cwd, '.tenure'), 'tenure'))
    await until('the database answers', () => adminQuery(url, 'select 1 as one').catch(() => null))
  }, 240_000)
})

describe('refusing to start, with exit code 3 and one sentence', () => {
  async function refusal(env: Record<string, string>, cwd = freshFolder()): Promise<string> {
    const run = tenure(['serve'], cwd, env)
    await ended(run)
    expect(run.exitCode()).toBe(3)
    expect(run.err().trim().split('\n')).toHaveLength(1)
    return run.err().trim()
  }

  test('a taken port is named, and nothing was made', async () => {
    const cwd = freshFolder()
    const taken = net.createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as net.AddressInfo
    const sentence = await refusal({ PORT: String(port) }, cwd)
    await new Promise((resolve) => taken.close(resolve))
    expect(sentence).toContain(`Port ${port} on 127.0.0.1 is taken`)
    expect(sentence).toContain('PORT=')
    expect(fs.existsSync(path.join(cwd, '.tenure'))).toBe(false)
  })

  test('every wrong variable is named at once', async () => {
    const sentence = await refusal({ PORT: 'four', TENURE_WORKERS: '-1', TENURE_COLOUR: 'red', DATABASE_URL: 'mysql://x' })
    for (const name of ['PORT', 'TENURE_WORKERS', 'TENURE_COLOUR', 'DATABASE_URL']) expect(sentence).toContain(name)
  })

  test('an .env that cannot be read, or has a line that is no setting', async () => {
    const unreadable = freshFolder()
    fs.mkdirSync(path.join(unreadable, '.env'))
    expect(await refusal({}, unreadable)).toMatch(/\.env cannot be read.*EISDIR/)
    const stray = freshFolder()
    fs.writeFileSync(path.join(stray, '.env'), '# ours\nPORT=4311\nTENURE_DATA_DIR: /srv\n')
    expect(await refusal({}, stray)).toContain('line 3 is not NAME=value')
  })

  test('a data folder of another PostgreSQL', async () => {
    const cwd = freshFolder()
    fs.mkdirSync(path.join(cwd, '.tenure/data-15'), { recursive: true })
    expect(await refusal({ PORT: String(await freePort()) }, cwd)).toContain('holds a database of PostgreSQL 15')
  })

  test('a database that cannot be reached', async () => {
    const port = await freePort()
    const sentence = await refusal({
      PORT: String(await freePort()),
      DATABASE_URL: `postgresql://nobody:hush@127.0.0.1:${port}/none`,
    })
    expect(sentence).toContain('database')
    expect(sentence).not.toContain('hush')
  })
})
