// The database itself holds what must survive any code: its checks equal the tables, the trail takes inserts only, and a record says who and what.

import { afterAll, expect, test } from 'vitest'
import { machines } from '../../scripts/states.ts'
import { leafHash } from '../../src/domain/audit/tree.ts'
import { verdictKinds } from '../../src/domain/interaction/verdict.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { aRollout, arrives, aWorld, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())

async function allowed(column: string): Promise<string[]> {
  const [table, name] = column.split('.')
  const found = await rows<{ text: string }>(
    world,
    `select pg_get_constraintdef(k.oid) as text from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and k.conkey = array[a.attnum]
     where k.conrelid = ('tenure.' || $1)::regclass and k.contype = 'c' and a.attname = $2`,
    [table, name],
  )
  return [...(found[0]?.text ?? '').matchAll(/'([a-z_]+)'::text/g)].map((match) => match[1] ?? '').toSorted()
}

test.each(machines)('the check of $column allows exactly the states of its table', async ({ column, table }) => {
  expect(await allowed(column)).toEqual(Object.keys(table).toSorted())
})

test('the check of verdicts.kind allows exactly the kinds there are', async () => {
  expect(await allowed('verdicts.kind')).toEqual([...verdictKinds].toSorted())
})

const asApp = (sql: string, values: unknown[] = []) => world.house.db.transaction((tx) => tx.query(sql, values))
const insert = 'insert into audit.entries (id, at, kind, subject, body, leaf) values ($1, now(), $2, $3, $4, $5)'

function record(more: object = {}) {
  const said = {
    id: 'rec_1',
    at: '2026-11-02T09:00:00Z',
    kind: 'gate.read',
    subject: 'rol_1',
    actor: { kind: 'person', id: 'per_1' },
    authority: 'ops_lead',
    says: {},
    ...more,
  }
  const body = JSON.stringify(said)
  return ['rec_1', 'gate.read', 'rol_1', body, leafHash(body)]
}

test('records are inserted and never changed or removed: by grant for the product, by trigger for the owner', async () => {
  const { employeeId } = await aRollout(world)
  await arrives(world, employeeId, 'my vpn keeps dropping')
  for (const sql of [
    "update audit.entries set kind = 'x'",
    'delete from audit.entries',
    'truncate audit.entries cascade',
    'delete from audit.pending',
  ])
    await expect(asApp(sql)).rejects.toThrow(/permission denied/)
  for (const sql of ["update audit.entries set kind = 'x'", 'delete from audit.entries', 'truncate audit.entries cascade'])
    await expect(adminQuery(url, sql)).rejects.toThrow(/append-only/)
})

test.each([
  ['a leaf that is not the hash of the text', [...record().slice(0, 4), leafHash('another text')]],
  ['no actor', record({ actor: undefined })],
  ['an actor without a name', record({ actor: { kind: 'person' } })],
  ['an actor that is null', record({ actor: null })],
  ['no authority', record({ authority: undefined })],
  ['another id than its own', record({ id: 'rec_2' })],
  ['another kind than its own', record({ kind: 'gate.missed' })],
])('a record with %s is refused', async (_, values) => {
  await expect(asApp(insert, values)).rejects.toThrow(/not the hash of its text|does not say its own id/)
})

test('without the trigger the forged record goes in: it is the trigger that stops it', async () => {
  await adminQuery(url, 'alter table audit.entries disable trigger entries_are_admitted')
  await asApp(insert, [...record().slice(0, 4), leafHash('another text')])
  await adminQuery(url, 'alter table audit.entries enable trigger entries_are_admitted')
  expect(await rows(world, "select kind from audit.entries where id = 'rec_1'")).toEqual([{ kind: 'gate.read' }])
})
