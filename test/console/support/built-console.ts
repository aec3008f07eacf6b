// The console as it is served: built once when its sources are newer than what is there. Test files that need it at the same moment wait for one build.

import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { until } from '../../support/until.ts'

const consoleDir = path.resolve(import.meta.dirname, '../../../console')
const vite = path.resolve(consoleDir, '../node_modules/vite/bin/vite.js')
const lock = path.join(os.tmpdir(), `tenure-console-build-${Buffer.from(consoleDir).toString('base64url').slice(-24)}`)
const buildDeadlineMs = 120_000
// The test runner says NODE_ENV=test, which would build the slow development edition of React.
const productionEnvironment = { ...process.env, NODE_ENV: 'production' }

/** The folder with the built console. */
export async function builtConsole(): Promise<string> {
  await until('the console is built', () => !isStale() || tookLock() || lockIsAbandoned(), buildDeadlineMs)
  try {
    if (isStale())
      await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error'], {
        cwd: consoleDir,
        env: productionEnvironment,
      })
  } finally {
    if (ours) rmdirSync(lock)
    ours = false
  }
  return path.join(consoleDir, 'dist')
}

let ours = false

function tookLock(): boolean {
  try {
    mkdirSync(lock)
    ours = true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return ours
}

/** A killed run leaves its lock behind; nobody builds for two minutes. */
function lockIsAbandoned(): boolean {
  const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  if (since !== undefined && Date.now() - since > buildDeadlineMs) rmdirSync(lock)
  return false
}

function isStale(): boolean {
  const built = statSync(path.join(consoleDir, 'dist/index.html'), { throwIfNoEntry: false })?.mtimeMs
  if (built === undefined) return true
  const sources = readdirSync(path.join(consoleDir, 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
    path.join(consoleDir, 'src', file),
  )
  const sdk = path.resolve(consoleDir, '../sdk/src')
  const theirs = readdirSync(sdk, { recursive: true, encoding: 'utf8' }).map((file) => path.join(sdk, file))
  return [...sources, ...theirs, path.join(consoleDir, 'index.html'), path.join(consoleDir, 'vite.config.ts')].some(
    (file) => statSync(file).mtimeMs > built,
  )
}
