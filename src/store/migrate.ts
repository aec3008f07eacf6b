// Applies migrations/: plain SQL, forward only, in one transaction behind a transaction-level advisory lock, so that ten processes starting at once
// apply each file once (ENGINE.md B). Refuses a database newer than this program, and a PostgreSQL outside 15–18.

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { digest } from '../domain/audit/tree.ts'
import { Fault } from '../domain/fault.ts'
import { bossSchema, queueName, queueOptions } from './work.ts'

const folder = path.join(import.meta.dirname, '../../migrations')

// Any fixed number will do; it names this lock among the cluster's advisory locks.
const lockNumber = 7_365_201

type File = { name: string; text: string; hash: string }

/** Brings the database at `url` (whose user owns it) to this program's schema. Returns the names of the files it applied. */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw new Fault('database_unavailable', `The database cannot be reached: ${(error as Error).message}`, {
      retryable: true,
      cause: error,
    })
  }
  try {
    await requireVersion(client)
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [lockNumber])
    const applied = await applyFiles(client)
    await client.query('commit')
    await installQueue(url, client)
    return { applied }
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('database_unfit', `Migration failed and changed nothing: ${(error as Error).message}`, {
      retryable: false,
      cause: error,
    })
  } finally {
    await client.end()
  }
}

/** The migrations of this program and which of them a database has; for `doctor` and health. */
export async function migrationState(
  query: (text: string) => Promise<{ rows: { name: string }[] }>,
): Promise<{ pending: string[]; unknown: string[] }> {
  const files = await readFiles()
  const { rows } = await query('select name from tenure.migrations order by name')
  const have = new Set(rows.map((row) => row.name))
  return {
    pending: files.filter((f) => !have.has(f.name)).map((f) => f.name),
    unknown: rows.map((r) => r.name).filter((name) => !files.some((f) => f.name === name)),
  }
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ v: string }>("select current_setting('server_version_num') as v")
  const major = Math.floor(Number(rows[0]?.v) / 10_000)
  // 15 is the SQL subset we write in, 18 the newest we test on (STACK.md).
  if (major < 15 || major > 18) {
    throw new Fault(
      'database_unfit',
      `This database is PostgreSQL ${major}; Tenure runs on 15 to 18. Point DATABASE_URL at one of those.`,
      { retryable: false },
    )
  }
}

async function applyFiles(client: pg.Client): Promise<string[]> {
  const files = await readFiles()
  await runRoles(client)
  await client.query('create schema if not exists tenure')
  await client.query(
    'create table if not exists tenure.migrations (name text primary key, hash text not null, at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from tenure.migrations order by name')
  const strange = rows.find((row) => !files.some((file) => file.name === row.name))
  if (strange) {
    throw new Fault(
      'database_too_new',
      `The database has migration ${strange.name}, which this program does not know. Start the newer version of Tenure that made it.`,
      { retryable: false },
    )
  }
  const applied: string[] = []
  for (const file of files) {
    const known = rows.find((row) => row.name === file.name)
    if (known && known.hash !== file.hash) {
      throw new Fault(
        'database_unfit',
        `Migration ${file.name} was changed after it was applied. Restore the file; migrations only go forward.`,
        { retryable: false },
      )
    }
    if (known) continue
    await client.query(file.text)
    await client.query('insert into tenure.migrations (name, hash) values ($1, $2)', [file.name, file.hash])
    applied.push(file.name)
  }
  return applied
}

/** Roles belong to the cluster, not the database: made when missing and when this user may; otherwise a DBA runs the file once. */
async function runRoles(client: pg.Client): Promise<void> {
  const wanted = ['tenure_app', 'tenure_reader', 'tenure_auditor']
  const { rows } = await client.query<{ n: number }>(
    "select count(*)::int as n from pg_roles where rolname = any($1) and pg_has_role(current_user, oid, 'member')",
    [wanted],
  )
  if (rows[0]?.n === wanted.length) return
  try {
    await client.query('savepoint roles')
    await client.query(await readFile(path.join(folder, 'roles.sql'), 'utf8'))
  } catch (error) {
    throw new Fault(
      'database_unfit',
      'The database user may not create roles. Ask your DBA to run migrations/roles.sql once as a superuser, then start again.',
      { retryable: false, cause: error },
    )
  }
}

/** pg-boss keeps its own schema and its own migrations under its own transaction-level lock; the product's role may use its tables. */
async function installQueue(url: string, client: pg.Client): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: bossSchema,
    supervise: false,
    schedule: false,
    max: 1,
    application_name: 'tenure-migrate',
  })
  const failures: Error[] = []
  boss.on('error', (error) => failures.push(error))
  await boss.start()
  try {
    if ((await boss.getQueue(queueName)) === null) await boss.createQueue(queueName, queueOptions)
    else await boss.updateQueue(queueName, queueOptions)
  } finally {
    await boss.stop({ graceful: false })
  }
  // One implicit transaction, behind our lock: two grants on one table at once fail with “tuple concurrently updated”.
  await client.query(`select pg_advisory_xact_lock(${lockNumber}); grant usage on schema ${bossSchema} to tenure_app; grant select, insert, update, delete on all tables in schema ${bossSchema} to tenure_app;
    grant execute on all functions in schema ${bossSchema} to tenure_app; grant usage on all sequences in schema ${bossSchema} to tenure_app`)
}

async function readFiles(): Promise<File[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8')
      return { name, text, hash: digest(text) }
    }),
  )
}
