// What both tests of this folder stand on: `tenure serve` as a child process on a data folder of its own, and a system without idempotency keys that keeps
// its own books.

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { urlOfRunning } from '../../src/main/embedded-postgres.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { until } from '../support/until.ts'

const entry = path.join(import.meta.dirname, '../../src/cli/bin.ts')
const home = mkdtempSync(path.join(os.tmpdir(), 'tenure-chaos-'))
// The database's own user must be able to reach the folder when the tests run as root.
chmodSync(home, 0o755)
export const endings: (() => void | Promise<void>)[] = []
afterAll(async () => {
  for (const end of endings.toReversed()) await end()
  rmSync(home, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function startLedger(slowMs = 0): Promise<{ url: string; keys(): string[] }> {
  const file = path.join(home, 'ledger')
  const child = fork(path.join(import.meta.dirname, 'counting-system.ts'), [file, String(slowMs)], { stdio: 'inherit' })
  endings.push(() => void child.disconnect())
  const port = await new Promise<number>((resolve) => child.once('message', (message) => resolve(Number(message))))
  return { url: `http://127.0.0.1:${port}/mcp`, keys: () => readFileSync(file, 'utf8').split('\n').filter(Boolean) }
}

export async function startServe(): Promise<{ child: ChildProcess; url: string; health: string }> {
  const port = await freePort()
  const child = spawn(process.execPath, [entry, 'serve'], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      PORT: String(port),
      TENURE_DATA_DIR: path.join(home, 'data'),
      TENURE_WORKERS: '2',
      TENURE_LOG_LEVEL: 'error',
      TENURE_PRIVATE_SYSTEMS: '127.0.0.1',
    },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  endings.push(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  })
  const health = `http://127.0.0.1:${port}/api/v1/health`
  await until('tenure serve is healthy', () => isHealthy(health), 60_000)
  return { child, health, url: urlOfRunning(path.join(home, 'data'), 'tenure') ?? '' }
}

export async function isHealthy(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}

/** Process ids of the supervisor's children by role, and of the postmaster. */
export function victims(supervisor: number): { workers: number[]; api: number[]; postmaster: number[] } {
  const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
  const words = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  const postmaster = Number(readFileSync(path.join(home, 'data/data-17/postmaster.pid'), 'utf8').split('\n')[0])
  return {
    workers: children.filter((pid) => words(pid).includes('worker')),
    api: children.filter((pid) => words(pid).includes('api')),
    postmaster: [postmaster],
  }
}

/** The small dossier over the counting system; its write honours no key, so asking twice would be doing twice. */
export function dossierOver(systemUrl: string): Record<string, string> {
  const integrations = smallDossier['integrations.yaml'] ?? ''
  return {
    ...smallDossier,
    'integrations.yaml': integrations.replaceAll('http://127.0.0.1:1/mcp', systemUrl).replace(', idempotent: true', ''),
  }
}
