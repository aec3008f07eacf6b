// A secret text of this installation that is made once and kept as a file of the data folder (0600). Several processes that make it at once agree on one.

import fs from 'node:fs'
import path from 'node:path'
import { Fault } from '../domain/fault.ts'
import { errnoOf } from './process-table.ts'

export type KeptOnce = {
  dataDir: string
  name: string
  /** What it is, for the sentence when it cannot be kept; and the variable that would do instead. */
  what: string
  variable: string
  make: () => string
}

/** The text of `<data folder>/<name>`, made by `make` when it is not there yet. */
export function keptOnce({ dataDir, name, what, variable, make }: KeptOnce): string {
  const file = path.join(dataDir, name)
  const draft = `${file}.${process.pid}`
  try {
    if (!fs.existsSync(file)) {
      fs.mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
      fs.writeFileSync(draft, make(), { mode: 0o600, flush: true })
      linkUnlessThere(draft, file)
    }
    return fs.readFileSync(file, 'utf8')
  } catch (cause) {
    const full = errnoOf(cause) === 'ENOSPC'
    throw new Fault(
      full ? 'disk_full' : 'data_folder_unfit',
      `${what} of this installation cannot be kept in ${file} (${errnoOf(cause) ?? 'unknown reason'}). Make the folder writable, or set ${variable}.`,
      { retryable: false, cause },
    )
  } finally {
    fs.rmSync(draft, { force: true })
  }
}

function linkUnlessThere(draft: string, file: string): void {
  try {
    fs.linkSync(draft, file)
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
}
