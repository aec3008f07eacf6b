// API keys are issued once, shown once, and revoked for good. A machine's key names its employee; any other acts for the person who made it.

import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../domain/audit/record.ts'
import type { PersonId } from '../domain/ids.ts'
import { isMachineScope, type Scope } from '../domain/oversight/authority.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import * as keys from '../store/keys.ts'

/** The hash under which a key's secret is kept and found. 256 random bits need neither salt nor stretching. */
export function keyHash(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex')
}

export type WantedKey = { name: string; scopes: readonly Scope[]; employee: string | null; expiresAt: Date | null }

/** Issues a key in the name of the person given. `secret` is returned once and kept nowhere. */
export async function issueKey(house: House, wanted: WantedKey, by: Actor): Promise<Refusal | { key: keys.Key; secret: string }> {
  const at = house.clock.now()
  const scopes = [...new Set(wanted.scopes)]
  const machine = scopes.some(isMachineScope)
  if (machine && !scopes.every(isMachineScope)) {
    return unfit(
      'scopes',
      'agent and inbound do not go with other scopes',
      'Make two keys: one for the machine, one for yourself.',
    )
  }
  if (machine && wanted.employee === null)
    return unfit('employee', 'a key for agent or inbound is bound to one employee', 'Name the employee.')
  if (!machine && wanted.employee !== null)
    return unfit('employee', 'only agent and inbound keys are bound to an employee', 'Leave it out.')
  if (wanted.expiresAt !== null && wanted.expiresAt <= at)
    return unfit('expiresAt', 'this instant is past', 'Choose a later one, or leave it out.')
  const prefix = `tk_${randomBytes(5).toString('hex')}`
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`
  return house.db.transaction(async (tx) => {
    const employeeId = wanted.employee === null ? null : await keys.employeeCalled(tx, wanted.employee)
    if (wanted.employee !== null && employeeId === null) return refuse('not_found', { what: 'employee', id: wanted.employee })
    const issued = {
      id: freshId('key', at),
      name: wanted.name,
      prefix,
      scopes,
      employeeId,
      createdBy: by.id as PersonId,
      createdAt: at,
      expiresAt: wanted.expiresAt,
    }
    await keys.addKey(tx, { ...issued, sha256: keyHash(secret) })
    const says = { scopes, employee: employeeId, expiresAt: wanted.expiresAt?.toISOString() ?? null }
    await append(tx, at, by, { kind: 'key.issued', subject: issued.id, says })
    return { key: { ...issued, revokedAt: null, lastUsedAt: null }, secret }
  })
}

/** Revokes a key; one that is revoked already stays as it is. `owner` limits it to that person's own keys. */
export async function revokeKey(
  house: House,
  wanted: { keyId: string; owner: string | null },
  by: Actor,
): Promise<Refusal | { id: string; revokedAt: Date }> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const key = await keys.lockKey(tx, wanted.keyId)
    if (key === null || (wanted.owner !== null && key.createdBy !== wanted.owner))
      return refuse('not_found', { what: 'key', id: wanted.keyId })
    if (key.revokedAt !== null) return { id: key.id, revokedAt: key.revokedAt }
    await keys.revokeKey(tx, key.id, at)
    await append(tx, at, by, { kind: 'key.revoked', subject: key.id, says: { reason: 'revoked by hand' } })
    return { id: key.id, revokedAt: at }
  })
}

function unfit(where: string, why: string, remedy: string): Refusal {
  return refuse('invalid_input', { where, why, remedy })
}
