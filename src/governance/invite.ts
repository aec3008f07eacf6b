// People come in by a one-time link and only by one: the first administrator at the first start, everyone else by an admin's invitation. Sign-up is closed.

import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../domain/audit/record.ts'
import type { PersonId } from '../domain/ids.ts'
import type { Role } from '../domain/oversight/authority.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import type { House } from '../store/house.ts'
import * as people from '../store/people.ts'

const dayMs = 86_400_000
const firstAdminLinkLivesMs = dayMs
const invitationLivesMs = 7 * dayMs

/** A token of 256 bits, and the hash under which it is kept. Guessing one is hopeless, so a plain hash is enough (no salt, no stretching). */
function mintToken(): { token: string; sha256: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, sha256: hashOf(token) }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}

/**
 * A new one-time link for the first administrator, or null when there is an admin already. An older unused one becomes void: whoever starts the server last
 * holds the only link. The token is returned once and MUST go to the operator's terminal only.
 */
export async function ensureFirstAdminLink(house: House): Promise<string | null> {
  return house.db.transaction(async (tx) => {
    await people.lockFirstAdmin(tx)
    if ((await people.lockActiveAdmins(tx)).length > 0) return null
    const at = house.clock.now()
    const { token, sha256 } = mintToken()
    await people.voidLinks(tx, 'first_admin', null, at)
    const expiresAt = new Date(at.getTime() + firstAdminLinkLivesMs)
    const linkId = await people.addLink(
      tx,
      { sha256, purpose: 'first_admin', role: 'admin', email: null, createdBy: null, expiresAt },
      at,
    )
    const operator: Actor = { kind: 'operator', id: 'server', authority: 'started the server' }
    await append(tx, at, operator, { kind: 'link.issued', subject: linkId, says: { purpose: 'first_admin' } })
    return token
  })
}

export type Newcomer = { token: string; name: string; passwordHash: string }
export type Joined = { personId: PersonId; email: string; role: Role }

/** Spends the first administrator's link. MUST NOT succeed once an admin exists, whatever link is shown. */
export async function joinAsFirstAdmin(house: House, newcomer: Newcomer & { email: string }): Promise<Refusal | Joined> {
  return house.db.transaction(async (tx) => {
    await people.lockFirstAdmin(tx)
    const at = house.clock.now()
    const link = await usableLink(tx, newcomer.token, 'first_admin', at)
    if (link === null || (await people.lockActiveAdmins(tx)).length > 0) return refuse('link_spent')
    return admit(tx, link, { ...newcomer, email: newcomer.email.toLowerCase() }, at)
  })
}

/** Spends an invitation. The address is the one that was invited; the newcomer chooses name and password. */
export async function joinByInvitation(house: House, newcomer: Newcomer): Promise<Refusal | Joined> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const link = await usableLink(tx, newcomer.token, 'invite', at)
    if (link === null || link.email === null) return refuse('link_spent')
    return admit(tx, link, { ...newcomer, email: link.email }, at)
  })
}

export type Invitation = { linkId: string; token: string; email: string; role: Role; expiresAt: Date }

/** Invites an address with a role. An earlier unused invitation of the same address becomes void. The token is returned once. */
export async function invite(house: House, wanted: { email: string; role: Role }, by: Actor): Promise<Refusal | Invitation> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const email = wanted.email.toLowerCase()
    if (await people.emailTaken(tx, email)) return refuse('person_exists')
    await people.voidLinks(tx, 'invite', email, at)
    const { token, sha256 } = mintToken()
    const expiresAt = new Date(at.getTime() + invitationLivesMs)
    const linkId = await people.addLink(
      tx,
      { sha256, purpose: 'invite', role: wanted.role, email, createdBy: by.id, expiresAt },
      at,
    )
    await append(tx, at, by, { kind: 'person.invited', subject: linkId, says: { role: wanted.role } })
    return { linkId, token, email, role: wanted.role, expiresAt }
  })
}

/** Changes a person's role, or disables them (which signs them out everywhere). The last admin stays admin. */
export async function changePerson(
  house: House,
  wanted: { personId: string; role?: Role | undefined; disabled?: boolean | undefined },
  by: Actor,
): Promise<Refusal | people.Person> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const admins = await people.lockActiveAdmins(tx)
    const person = await people.lockPerson(tx, wanted.personId)
    if (person === null) return refuse('not_found', { what: 'person', id: wanted.personId })
    const after = { role: wanted.role ?? person.role, disabled: wanted.disabled ?? person.disabled }
    const steppingDown = after.role !== 'admin' || after.disabled
    if (steppingDown && admins.includes(person.id) && admins.length === 1) return refuse('last_admin')
    await people.changePerson(tx, person.id, after, at)
    if (after.disabled) await people.endSessions(tx, person.id)
    await append(tx, at, by, { kind: 'person.changed', subject: person.id, says: after })
    return { ...person, ...after }
  })
}

async function usableLink(
  tx: Tx,
  token: string,
  purpose: people.OneTimeLink['purpose'],
  at: Date,
): Promise<people.OneTimeLink | null> {
  const link = await people.lockLink(tx, hashOf(token))
  const usable =
    link !== null && link.purpose === purpose && link.usedAt === null && link.voidedAt === null && link.expiresAt > at
  return usable ? link : null
}

async function admit(
  tx: Tx,
  link: people.OneTimeLink,
  newcomer: Newcomer & { email: string },
  at: Date,
): Promise<Refusal | Joined> {
  if (await people.emailTaken(tx, newcomer.email)) return refuse('person_exists')
  await people.spendLink(tx, link.id, at)
  const person = { name: newcomer.name, email: newcomer.email, role: link.role, passwordHash: newcomer.passwordHash }
  const personId = await people.addPerson(tx, person, at)
  const by: Actor = { kind: 'person', id: personId, authority: `one-time link ${link.id}` }
  await append(tx, at, by, { kind: 'person.joined', subject: personId, says: { role: link.role } })
  return { personId, email: newcomer.email, role: link.role }
}
