// What the example's systems keep: one SQLite file. Every write is one transaction with its idempotency key; the same key again gets the same
// answer and changes nothing.

import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { groups, hardware, type Person, people, services, software } from './people.ts'

export type Act = { key: string; operation: string; arguments: Record<string, unknown>; result: Record<string, unknown> }
/** What counts by the day: a phone with the old password locks the account again tomorrow. */
type DailyAct = 'reset' | 'unlock'

type Ticket = { id: string; requester: string; queue: string; priority: string; summary: string; state: string }

export type Storage = {
  /** As things stand today: a lock lifted yesterday may be back, and resets are counted per day. */
  person(id: string): Person | null
  /** Notes that something was done for a person today; answers how often so far. */
  note(person: string, what: DailyAct): number
  change(id: string, changes: Partial<Person>): void
  tickets(requester: string): Ticket[]
  addTicket(ticket: Omit<Ticket, 'id' | 'state'>): string
  freeLicences(softwareId: string): number
  takeLicence(softwareId: string): void
  members(group: string): string[]
  addMember(group: string, person: string): void
  /** Runs a write once per key. Without a key every call is a new one. */
  once(
    key: string | null,
    act: { operation: string; arguments: Record<string, unknown> },
    make: () => Record<string, unknown>,
  ): Record<string, unknown>
  acts(): Act[]
  ticketCount(): number
  close(): void
}

const schema = `
create table if not exists people (id text primary key, person text not null);
create table if not exists tickets (
  n integer primary key, requester text not null, queue text not null, priority text not null, summary text not null, state text not null
);
create index if not exists tickets_of_a_person on tickets (requester, n);
create table if not exists days (person text not null, what text not null, day text not null, count integer not null, primary key (person, what, day));
create table if not exists licences (software text primary key, free integer not null check (free >= 0));
create table if not exists members (grp text not null, person text not null, primary key (grp, person));
create table if not exists acts (n integer primary key, key text not null unique, operation text not null, arguments text not null, result text not null);
`

/** Opens (and seeds, the first time) the file in the folder. `now` says which day it is; a play on a fast clock passes its own. */
export function openStorage(dir: string, now: () => Date = () => new Date()): Storage {
  mkdirSync(dir, { recursive: true })
  const db = new DatabaseSync(path.join(dir, 'helpdesk.sqlite'))
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000')
  db.exec(schema)
  seed(db)
  return { ...peopleIn(db, now), ...ticketsIn(db), ...accessIn(db), ...actsIn(db), close: () => db.close() }
}

function peopleIn(db: DatabaseSync, now: () => Date): Pick<Storage, 'person' | 'note' | 'change'> {
  const get = db.prepare('select person from people where id = ?')
  const set = db.prepare('update people set person = ? where id = ?')
  const countOf = db.prepare('select count from days where person = ? and what = ? and day = ?')
  const addTo = db.prepare(
    'insert into days (person, what, day, count) values (?, ?, ?, 1) on conflict do update set count = count + 1 returning count',
  )
  const today = () => now().toISOString().slice(0, 10)
  const times = (id: string, what: DailyAct) => Number(countOf.get(id, what, today())?.count ?? 0)
  const written = (id: string): Person | null => {
    const row = get.get(id)
    return row ? (JSON.parse(String(row.person)) as Person) : null
  }
  return {
    person: (id) => {
      const found = written(id)
      if (!found) return null
      const lifted = found.lock_reason === 'attempts' && times(id, 'unlock') > 0
      return {
        ...found,
        ...(lifted ? { locked: false, lock_reason: 'none' as const } : {}),
        resets_today: found.resets_today + times(id, 'reset'),
      }
    },
    note: (id, what) => Number(addTo.get(id, what, today())?.count ?? 0),
    change: (id, changes) => void set.run(JSON.stringify({ ...written(id), ...changes }), id),
  }
}

function ticketsIn(db: DatabaseSync): Pick<Storage, 'tickets' | 'addTicket' | 'ticketCount'> {
  const list = db.prepare(
    "select n, requester, queue, priority, summary, state from tickets where requester = ? and state <> 'closed' order by n desc limit 50",
  )
  const add = db.prepare("insert into tickets (requester, queue, priority, summary, state) values (?, ?, ?, ?, 'open')")
  const count = db.prepare('select count(*) as count from tickets')
  const idOf = (n: unknown) => `T-${10_000 + Number(n)}`
  return {
    tickets: (requester) => list.all(requester).map((row) => ({ ...(row as unknown as Ticket), id: idOf(row.n) })),
    addTicket: ({ requester, queue, priority, summary }) =>
      idOf(add.run(requester, queue, priority, summary.slice(0, 2_000)).lastInsertRowid),
    ticketCount: () => Number(count.get()?.count ?? 0),
  }
}

function accessIn(db: DatabaseSync): Pick<Storage, 'freeLicences' | 'takeLicence' | 'members' | 'addMember'> {
  const free = db.prepare('select free from licences where software = ?')
  const take = db.prepare('update licences set free = free - 1 where software = ?')
  const list = db.prepare('select person from members where grp = ? order by person')
  const add = db.prepare('insert or ignore into members (grp, person) values (?, ?)')
  return {
    freeLicences: (id) => Number(free.get(id)?.free ?? 0),
    takeLicence: (id) => void take.run(id),
    members: (group) => list.all(group).map((row) => String(row.person)),
    addMember: (group, member) => void add.run(group, member),
  }
}

function actsIn(db: DatabaseSync): Pick<Storage, 'once' | 'acts'> {
  const get = db.prepare('select result from acts where key = ?')
  const list = db.prepare('select key, operation, arguments, result from acts order by n')
  const add = db.prepare('insert into acts (key, operation, arguments, result) values (?, ?, ?, ?)')
  return {
    once: (key, act, make) => {
      db.exec('begin immediate')
      try {
        const done = key === null ? undefined : get.get(key)
        const result = done ? (JSON.parse(String(done.result)) as Record<string, unknown>) : make()
        if (!done) add.run(key ?? randomUUID(), act.operation, JSON.stringify(act.arguments), JSON.stringify(result))
        db.exec('commit')
        return result
      } catch (error) {
        db.exec('rollback')
        throw error
      }
    },
    acts: () =>
      list.all().map((row) => ({
        key: String(row.key),
        operation: String(row.operation),
        arguments: JSON.parse(String(row.arguments)),
        result: JSON.parse(String(row.result)),
      })),
  }
}

/** Every third person has a ticket open already, so that asking for its status has an answer. */
function seed(db: DatabaseSync): void {
  if (db.prepare('select 1 from people limit 1').get()) return
  db.exec('begin immediate')
  const addPerson = db.prepare('insert or ignore into people (id, person) values (?, ?)')
  const addTicket = db.prepare("insert into tickets (requester, queue, priority, summary, state) values (?, ?, 'normal', ?, ?)")
  for (const [at, person] of people.entries()) {
    addPerson.run(person.id, JSON.stringify(person))
    if (at % 3 === 0)
      addTicket.run(
        person.id,
        at % 2 === 0 ? 'network' : `onsite-${person.site}`,
        'Docking station loses the second screen',
        at % 4 === 0 ? 'in progress' : 'open',
      )
  }
  const addLicence = db.prepare('insert or ignore into licences (software, free) values (?, ?)')
  for (const product of software) addLicence.run(product.id, product.licences)
  db.exec('commit')
}

/** The one entry whose words stand in the text, or null when none or several do. */
export function meant<T extends { words: readonly string[] }>(entries: readonly T[], text: string): T | null {
  const plain = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()} `
  const found = entries.filter((entry) => entry.words.some((word) => plain.includes(` ${word} `)))
  return found.length === 1 ? (found[0] ?? null) : null
}

export const catalogue = { groups, hardware, services, software }
