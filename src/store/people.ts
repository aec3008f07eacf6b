// People and the one-time links that let them in. Sessions and accounts belong to better-auth; only a first password and the end of every session are written here.

import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import type { LinkId, PersonId } from '../domain/ids.ts'
import type { Role } from '../domain/oversight/authority.ts'
import type { Database, Row, Tx } from './database.ts'
import { freshId } from './fresh-id.ts'

export type Person = { id: PersonId; name: string; email: string; role: Role; disabled: boolean; joinedAt: Date }

export type OneTimeLink = {
  id: LinkId
  purpose: 'first_admin' | 'invite'
  role: Role
  email: string | null
  expiresAt: Date
  usedAt: Date | null
  voidedAt: Date | null
}

const personColumns = 'id, name, email, role, disabled, created_at as "joinedAt"'

/** The connection better-auth reads and writes its own tables through; they live in our schema under our words. */
export function peopleTables(pool: Pool): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }).withSchema('tenure')
}

/** Holds the person's row until the transaction ends. */
export async function lockPerson(tx: Tx, id: string): Promise<Person | null> {
  const [row] = await tx.query<Row & Person>(`select ${personColumns} from tenure.people where id = $1 for update`, [id])
  return row ?? null
}

/** People by arrival, a page at a time; `after` is the id of the last one seen. */
export async function listPeople(db: Database, after: string | null, limit: number): Promise<Person[]> {
  return db.read<Row & Person>(
    `select ${personColumns} from tenure.people where $1::text is null or id > $1 order by id limit $2`,
    [after, limit],
  )
}

export async function emailTaken(tx: Tx, email: string): Promise<boolean> {
  return (await tx.query('select 1 from tenure.people where email = $1', [email])).length > 0
}

/** Who can still administer. Holds their rows, so that two admins who step down at the same moment cannot both be “not the last”. */
export async function lockActiveAdmins(tx: Tx): Promise<PersonId[]> {
  const rows = await tx.query<Row & { id: PersonId }>(
    "select id from tenure.people where role = 'admin' and not disabled order by id for update",
  )
  return rows.map((row) => row.id)
}

/** Adds a person with a password that was hashed at the door; nobody here ever sees the password. */
export async function addPerson(
  tx: Tx,
  person: { name: string; email: string; role: Role; passwordHash: string },
  at: Date,
): Promise<PersonId> {
  const id = freshId('person', at)
  await tx.query(
    `insert into tenure.people (id, name, email, email_verified, role, created_at, updated_at) values ($1, $2, $3, true, $4, $5, $5)`,
    [id, person.name, person.email, person.role, at],
  )
  await tx.query(
    `insert into tenure.accounts (id, account_id, provider_id, user_id, password, created_at, updated_at) values ($1, $2, 'credential', $2, $3, $4, $4)`,
    [`acc_${id.slice(4)}`, id, person.passwordHash, at],
  )
  return id
}

export async function changePerson(tx: Tx, id: string, change: { role: Role; disabled: boolean }, at: Date): Promise<void> {
  await tx.query('update tenure.people set role = $2, disabled = $3, updated_at = $4 where id = $1', [
    id,
    change.role,
    change.disabled,
    at,
  ])
}

/** Signs the person out everywhere, at once. */
export async function endSessions(tx: Tx, personId: string): Promise<void> {
  await tx.query('delete from tenure.sessions where user_id = $1', [personId])
}

/** Serialises the issue and use of first-administrator links, so that two starting processes cannot leave two usable ones. */
export async function lockFirstAdmin(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('tenure.first_admin', 0))")
}

/** Makes every unused link of this purpose (and address, for an invitation) unusable. */
export async function voidLinks(tx: Tx, purpose: OneTimeLink['purpose'], email: string | null, at: Date): Promise<void> {
  await tx.query(
    'update tenure.one_time_links set voided_at = $3 where purpose = $1 and email is not distinct from $2 and used_at is null and voided_at is null',
    [purpose, email, at],
  )
}

export async function addLink(
  tx: Tx,
  link: {
    sha256: string
    purpose: OneTimeLink['purpose']
    role: Role
    email: string | null
    createdBy: string | null
    expiresAt: Date
  },
  at: Date,
): Promise<LinkId> {
  const id = freshId('link', at)
  await tx.query(
    `insert into tenure.one_time_links (id, sha256, purpose, role, email, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, link.sha256, link.purpose, link.role, link.email, link.createdBy, at, link.expiresAt],
  )
  return id
}

/** Finds a link by the hash of its token and holds it, so that it can be spent once only. */
export async function lockLink(tx: Tx, sha256: string): Promise<OneTimeLink | null> {
  const [row] = await tx.query<Row & OneTimeLink>(
    `select id, purpose, role, email, expires_at as "expiresAt", used_at as "usedAt", voided_at as "voidedAt"
     from tenure.one_time_links where sha256 = $1 for update`,
    [sha256],
  )
  return row ?? null
}

export async function spendLink(tx: Tx, id: LinkId, at: Date): Promise<void> {
  await tx.query('update tenure.one_time_links set used_at = $2 where id = $1', [id, at])
}

/** The people who may give verdicts now: the reviewers a plan watches. Those who come later are “other” in it. */
export async function reviewersNow(tx: Tx): Promise<string[]> {
  const rows = await tx.query<Row & { id: string }>(
    "select id from tenure.people where role in ('reviewer', 'ops_lead') and not disabled order by id",
  )
  return rows.map((row) => row.id)
}
