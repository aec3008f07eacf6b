// Who is asking: a person by their session cookie, or a key by `Authorization: Bearer tk_…`. Anything unclear is nobody; a wrong key is refused, never ignored.

import type { Actor } from '../domain/audit/record.ts'
import { type Caller, isMachineScope } from '../domain/oversight/authority.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { keyHash } from '../governance/issue-key.ts'
import type { House } from '../store/house.ts'
import { findKey, type KeyHolder, noteUse } from '../store/keys.ts'
import type { Auth } from './auth.ts'

/** `id` tells callers apart (idempotency); `actor` is how the trail names them. */
export type Identity = { caller: Caller; actor: Actor; id: string; name: string; email: string | null }

const nobody: Identity = {
  caller: { kind: 'nobody' },
  actor: { kind: 'person', id: 'nobody', authority: 'none' },
  id: 'nobody',
  name: 'nobody',
  email: null,
}

const useNotedEveryMs = 60_000

/** Reads the identity of a request. A request that carries a key is judged by the key alone: a cookie beside it is not looked at. */
export async function identify(headers: Headers, house: House, auth: Auth): Promise<Identity | Refusal> {
  const authorization = headers.get('authorization')
  if (authorization !== null) return identifyKey(authorization, house)
  const person = await auth.personOf(headers)
  if (person === null) return nobody
  const { personId, name, email, role } = person
  return {
    caller: { kind: 'person', role },
    actor: { kind: 'person', id: personId, authority: `role ${role}` },
    id: personId,
    name,
    email,
  }
}

async function identifyKey(authorization: string, house: House): Promise<Identity | Refusal> {
  const secret = /^Bearer (tk_[0-9a-f]{10}_[\w-]{43})$/.exec(authorization)?.[1]
  if (secret === undefined) return refuse('key_invalid')
  const key = await findKey(house.db, keyHash(secret))
  const now = house.clock.now()
  if (key === null || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return refuse('key_invalid')
  if (key.lastUsedAt === null || now.getTime() - key.lastUsedAt.getTime() > useNotedEveryMs) await noteUse(house.db, key.id, now)
  return key.scopes.some(isMachineScope) ? asMachine(key) : asPerson(key)
}

function asMachine(key: KeyHolder): Identity {
  const actor: Actor = {
    kind: key.scopes.includes('agent') ? 'agent' : 'key',
    id: key.id,
    authority: `key ${key.prefix} (${key.scopes.join(', ')})`,
  }
  return {
    caller: { kind: 'key', scopes: key.scopes, role: null, employeeId: key.employeeId },
    actor,
    id: key.id,
    name: key.name,
    email: null,
  }
}

/**
 * A key without a machine's scope acts for the person who made it, under that person's id: so the rule of two people holds for somebody who approves with a key what
 * they proposed at the console. Disabling the person stops the key.
 */
function asPerson(key: KeyHolder): Identity | Refusal {
  if (key.holder.disabled) return refuse('key_invalid')
  const { role, name } = key.holder
  const authority = `role ${role}, key ${key.prefix} (${key.scopes.join(', ')})`
  const caller: Caller = { kind: 'key', scopes: key.scopes, role, employeeId: null }
  return { caller, actor: { kind: 'person', id: key.createdBy, authority }, id: key.id, name, email: null }
}
