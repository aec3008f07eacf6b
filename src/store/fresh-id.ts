// New identifiers: the domain says their form, chance comes from the operating system.

import { randomBytes } from 'node:crypto'
import { composeId, type Id, type IdKind } from '../domain/ids.ts'

/** A new id of this kind, sortable by the instant given. */
export function freshId<K extends IdKind>(kind: K, at: Date): Id<K> {
  return composeId(kind, at.getTime(), randomBytes(10))
}
