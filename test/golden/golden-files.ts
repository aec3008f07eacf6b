// Where the golden values lie: beside the repository, never in it. A clone without them skips these tests and says so.

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.join(import.meta.dirname, '../..', '../shared/data/golden')

/** The parsed file, or null (said on the console) when this machine has none. */
export function golden<T>(name: string): T | null {
  const file = path.join(folder, name)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T
  console.info(`Skipped: ${name} is not beside this repository (../shared/data/golden).`)
  return null
}
