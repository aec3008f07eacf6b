// Makes a clone ready before npm start and npm test: installs from the lockfile when that is needed, builds the console when its sources
// are newer, checks the Node version. Runs on Node 20, several times at once, and on stdout only without --quiet.

import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const quiet = process.argv.includes('--quiet')
const modules = path.join(root, 'node_modules')
const stamp = path.join(modules, '.tenure-prepared')
const leastNode = 24
const lockPatienceMs = 15 * 60 * 1000

/** With --quiet only what is being done, and on stderr: stdout belongs to the command that follows (`--json`). */
function say(sentence, whenQuiet = true) {
  if (!quiet) console.log(sentence)
  else if (whenQuiet) console.error(sentence)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(3)
}

const lockText = fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')
const wanted = `${createHash('sha256').update(lockText).digest('hex')} ${process.platform}-${process.arch}`

/** Whether node_modules holds what the lockfile says: stamped by us, or complete by npm's own note of what it installed. */
function isInstalled() {
  const note = path.join(modules, '.package-lock.json')
  if (!fs.existsSync(note)) return false
  const locked = Object.entries(JSON.parse(lockText).packages).filter(
    ([at, entry]) => at.startsWith('node_modules/') && !entry.optional,
  )
  if (!locked.every(([at]) => fs.existsSync(path.join(root, at)))) return false
  if (readIfThere(stamp) === wanted) return true
  const present = JSON.parse(fs.readFileSync(note, 'utf8')).packages
  if (!locked.every(([at, entry]) => at in present && present[at].version === entry.version)) return false
  fs.writeFileSync(stamp, wanted)
  return true
}

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
}

function npm(args) {
  const script = process.env.npm_execpath
  const [program, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  // npm hands its own settings down as npm_config_…; `--silent` and `--ignore-scripts` of the outer call are not meant for this one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(loglevel|silent|json)$/i.test(name)),
  )
  return spawnSync(program, [...first, ...args], { cwd: root, env, stdio: ['ignore', quiet ? 2 : 1, 2] })
}

function install() {
  say('Installing what package-lock.json names (npm ci); this takes a minute the first time.')
  const done = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  if (done.error) fail(`npm cannot be run (${done.error.message}). Install npm beside Node and try again.`)
  if (done.status !== 0)
    fail('npm could not install the packages; its message is above. Check the network and the free disk space, then try again.')
  fs.writeFileSync(stamp, wanted)
}

/** The newest change below these folders, in milliseconds; built and installed files do not count. */
function newest(folders) {
  let at = 0
  for (const folder of folders.filter((candidate) => fs.existsSync(candidate))) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'dist') continue
      const inside = path.join(folder, entry.name)
      at = Math.max(at, entry.isDirectory() ? newest([inside]) : fs.statSync(inside).mtimeMs)
    }
  }
  return at
}

function isConsoleBuilt() {
  if (!fs.existsSync(path.join(root, 'console/vite.config.ts'))) return true
  const built = fs.statSync(path.join(root, 'console/dist/index.html'), { throwIfNoEntry: false })
  return built !== undefined && built.mtimeMs >= newest(['console', 'contract', 'sdk'].map((name) => path.join(root, name)))
}

function buildConsole() {
  say('Building the console.')
  const done = npm(['run', 'build', '--workspace', 'console'])
  if (done.status !== 0)
    fail('The console could not be built; the message is above. Mend it, or remove console/dist and try again.')
}

/** `npm start` uses the Node of node_modules when there is one; otherwise the one that runs this file. */
function checkNode() {
  const own = path.join(modules, '.bin/node')
  const version = fs.existsSync(own) ? versionOf(own) : process.versions.node
  if (Number(version?.split('.')[0]) >= leastNode) return
  const found = version ?? 'one that does not run here'
  fail(
    `Tenure needs Node ${leastNode} or newer and found ${found}: install Node ${leastNode} for ${process.platform}-${process.arch} and try again.`,
  )
}

function versionOf(program) {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8' }).trim().replace(/^v/, '')
  } catch {
    return null // not for this machine; said by the caller
  }
}

/** One at a time per clone: the others wait and find the work done. A lock whose owner is dead is taken over. */
async function exclusively(act) {
  const name = `tenure-prepare-${process.getuid?.() ?? 0}-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`
  const lock = path.join(os.tmpdir(), name)
  const deadline = Date.now() + lockPatienceMs
  for (let told = false; !takeLock(lock); told = true) {
    if (!told) say('Another process is preparing this clone; waiting for it.')
    if (Date.now() > deadline) fail(`Another process has been preparing this clone for 15 minutes. Stop it, or remove ${lock}.`)
    await pause(200)
  }
  process.on('exit', () => fs.rmSync(lock, { recursive: true, force: true }))
  act()
}

/** Made beside its place and renamed into it, so that a lock always names its owner; renaming onto a filled folder fails. */
function takeLock(lock) {
  const draft = `${lock}.${process.pid}`
  fs.mkdirSync(draft, { recursive: true })
  fs.writeFileSync(path.join(draft, 'owner'), String(process.pid))
  try {
    fs.renameSync(draft, lock)
    return true
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
    fs.rmSync(draft, { recursive: true, force: true })
    const owner = Number(readIfThere(path.join(lock, 'owner')) ?? process.pid)
    if (!isRunning(owner)) fs.rmSync(lock, { recursive: true, force: true })
    return false
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

if (!isInstalled() || !isConsoleBuilt()) {
  await exclusively(() => {
    if (!isInstalled()) install()
    checkNode()
    if (!isConsoleBuilt()) buildConsole()
  })
}
checkNode()
