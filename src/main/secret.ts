// Secrets: wrapped so that they cannot be printed by accident, and the installation's own one, made once and kept in the data folder.

import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { keptOnce } from './kept-once.ts'

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
  return new Secret(
    keptOnce({
      dataDir: config.dataDir,
      name: 'secret',
      what: 'The secret',
      variable: 'TENURE_SECRET',
      make: () => randomBytes(32).toString('base64url'),
    }),
  )
}
