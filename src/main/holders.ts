// Who uses the embedded database: one file per process, named by pid, holding the moment it started. The database is stopped by the
// last one to leave; those that were killed do not count.

import fs from 'node:fs'
import path from 'node:path'
import { errnoOf, startMark } from './process-table.ts'

function folderOfHolders(home: string): string {
  return path.join(home, 'holders')
}

/** Registers this process. MUST happen before it looks for a running database, else the last holder may stop that one meanwhile. */
export function hold(home: string): void {
  const folder = folderOfHolders(home)
  fs.mkdirSync(folder, { recursive: true })
  const draft = path.join(folder, `.${process.pid}`)
  fs.writeFileSync(draft, startMark(process.pid) ?? '')
  fs.renameSync(draft, path.join(folder, String(process.pid)))
}

/** Takes this process off the list. */
export function letGo(home: string): void {
  fs.rmSync(path.join(folderOfHolders(home), String(process.pid)), { force: true })
}

/** The processes that hold the database, split into the living and those that ended without letting go (these are taken off). */
export function holders(home: string): { living: number[]; dead: number[] } {
  const folder = folderOfHolders(home)
  const found = { living: [] as number[], dead: [] as number[] }
  if (!fs.existsSync(folder)) return found
  for (const name of fs.readdirSync(folder).filter((entry) => /^\d+$/.test(entry))) {
    const mark = readMark(path.join(folder, name))
    if (mark === null) continue
    if (mark === startMark(Number(name))) found.living.push(Number(name))
    else {
      found.dead.push(Number(name))
      fs.rmSync(path.join(folder, name), { force: true })
    }
  }
  return found
}

/** Null when the holder let go between listing and reading. */
function readMark(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw error
  }
}
