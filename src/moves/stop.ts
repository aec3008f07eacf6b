// Moves that ordering, lifting and drilling share: a halt comes into force, or goes, together with its record.

import type { Actor } from '../domain/audit/record.ts'
import type { HaltId } from '../domain/ids.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import { type Halt, insertHalt, liftHaltRow } from '../store/halts.ts'

/** The halt is in force for every ruling and every claim that begins after this transaction has committed. */
export async function stop(
  tx: Tx,
  at: Date,
  by: Actor,
  it: Pick<Halt, 'scope' | 'target' | 'reason' | 'drill'>,
): Promise<HaltId> {
  const id = freshId('halt', at)
  const target = it.scope === 'all' ? '*' : it.target
  await insertHalt(tx, { ...it, id, target, by: by.id, at })
  const says = { halt: id, scope: it.scope, target, reason: saidDigest(it.reason) }
  await append(tx, at, by, { kind: 'halt.ordered', subject: id, says })
  return id
}

/** The caller has made sure that this person may; the database refuses otherwise. `proposedBy` null: lifted by one person. */
export async function lift(
  tx: Tx,
  at: Date,
  by: Actor,
  { haltId, reason, proposedBy }: { haltId: HaltId; reason: string; proposedBy: string | null },
): Promise<void> {
  await liftHaltRow(tx, haltId, by.id, { at, alone: proposedBy === null })
  const says = { halt: haltId, reason: saidDigest(reason), proposedBy }
  await append(tx, at, by, { kind: 'halt.lifted', subject: haltId, says })
}
