// Secrets: wrapped so that they cannot be printed by accident, and the installation's own one, made once and kept in the data folder.

import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { inspect } from 'node:util'
import { Fault } from '../domain/fault.ts'
import { errnoOf } from './process-table.ts'

/** A text that prints as ‹secret› in templates, JSON, console and logs. `reveal` is the only way to it. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '‹secret›'
  }

  toJSON(): string {
    return '‹secret›'
  }

  [inspect.custom](): string {
    return '‹secret›'
  }
}

/**
 * The secret that signs sessions: TENURE_SECRET when given, else 32 random bytes kept in `<data folder>/secret` (0600). Several
 * processes that make it at once agree on one. Processes on several machines MUST be given the same TENURE_SECRET.
 */
export function installationSecret(config: { secret: Secret | null; dataDir: string }): Secret {
  if (config.secret) return config.secret
  const file = path.join(config.dataDir, 'secret')
  const draft = `${file}.${process.pid}`
  try {
    if (!fs.existsSync(file)) {
      fs.mkdirSync(config.dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
      fs.writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
      linkUnlessThere(draft, file)
    }
    return new Secret(fs.readFileSync(file, 'utf8'))
  } catch (cause) {
    const full = errnoOf(cause) === 'ENOSPC'
    throw new Fault(
      full ? 'disk_full' : 'data_folder_unfit',
      `The secret of this installation cannot be kept in ${file} (${errnoOf(cause) ?? 'unknown reason'}). Make the folder writable, or set TENURE_SECRET.`,
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
