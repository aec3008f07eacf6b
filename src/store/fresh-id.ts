// New identifiers: the domain says their form, chance comes from the operating system. Within one millisecond of one process they go up, so that what was
// written down in order reads in order.

import { randomBytes } from 'node:crypto'
import { composeId, type Id, type IdKind } from '../domain/ids.ts'

let lastMs = -1
let lastChance: Buffer = randomBytes(10)

/** A new id of this kind, sortable by the instant given and, within it, by the order of asking (the monotonic form of the ULID specification). */
export function freshId<K extends IdKind>(kind: K, at: Date): Id<K> {
  const ms = at.getTime()
  lastChance = ms === lastMs ? next(lastChance) : randomBytes(10)
  lastMs = ms
  return composeId(kind, ms, lastChance)
}

/** Goes up by a random step of up to 2^24, so that an id does not give away its neighbour; starts afresh should the top be near. */
function next(chance: Buffer): Buffer {
  const step = BigInt(randomBytes(3).readUIntBE(0, 3) + 1)
  const sum = BigInt(`0x${chance.toString('hex')}`) + step
  return sum >= 1n << 80n ? randomBytes(10) : Buffer.from(sum.toString(16).padStart(20, '0'), 'hex')
}
