// A database of its own for one rehearsal, beside the real one on the same server, and gone afterwards. The embedded server is left as it was found:
// running for those who use it, stopped when nobody does.

import pg from 'pg'
import { Fault } from '../domain/fault.ts'
import { freshId } from '../store/fresh-id.ts'
import { migrate } from '../store/migrate.ts'
import type { Config } from './config.ts'
import { ensurePostgres } from './embedded-postgres.ts'
import type { Log } from './log.ts'
import { Secret } from './secret.ts'

export type ThrowawayDatabase = {
  name: string
  url: Secret
  /** Drops it unless it is to be kept, and lets go of the server. */
  end(options: { keep: boolean }): Promise<void>
}

type Server = { admin: string; urlOf(database: string): string; leave(): Promise<void> }

/** Makes and migrates a database. Throws Fault when the server does not answer or its user may not create databases. */
export async function throwawayDatabase(config: Config, log: Log, at: Date): Promise<ThrowawayDatabase> {
  const name = `tenure_backtest_${freshId('record', at).slice(4).toLowerCase()}`
  const server = await serverOf(config, log)
  try {
    await sweep(server.admin, at)
    await create(server.admin, name, at)
  } catch (cause) {
    await server.leave()
    throw notMade(cause)
  }
  const end = async ({ keep }: { keep: boolean }) => {
    try {
      await statement(server.admin, keep ? `comment on database ${name} is null` : `drop database if exists ${name} with (force)`)
    } finally {
      await server.leave()
    }
  }
  try {
    await migrate(server.urlOf(name))
  } catch (error) {
    await end({ keep: false })
    throw error
  }
  return { name, url: new Secret(server.urlOf(name)), end }
}

async function serverOf(config: Config, log: Log): Promise<Server> {
  if (config.database === null) {
    const postgres = await ensurePostgres({ home: config.dataDir, log })
    return { admin: postgres.adminUrl, urlOf: (database) => postgres.url(database), leave: () => postgres.stop() }
  }
  // A pooling proxy may know one database only, so the direct address goes first.
  const admin = (config.database.directUrl ?? config.database.url).reveal()
  const urlOf = (database: string) => {
    const url = new URL(admin)
    url.pathname = `/${database}`
    return url.toString()
  }
  return { admin, urlOf, leave: async () => undefined }
}

// What a database of ours is marked with until it is dropped or kept; the instant it was made follows.
const mark = 'throwaway database of tenure backtest, made at '
// Longer than any backtest between two statements; who is connected is asked too.
const abandonedAfterMs = 3_600_000

/** A killed backtest leaves its database behind; the next one drops it. Never one that was kept, is young, or that somebody is connected to. */
async function sweep(adminUrl: string, at: Date): Promise<void> {
  const found = await statement(
    adminUrl,
    `select d.datname as name, shobj_description(d.oid, 'pg_database') as mark from pg_database d
     where starts_with(d.datname, 'tenure_backtest_') and pg_has_role(d.datdba, 'usage') and not exists (select from pg_stat_activity a where a.datid = d.oid)`,
  )
  for (const { name, mark: said } of found) {
    const madeAtMs = said?.startsWith(mark) ? Date.parse(said.slice(mark.length)) : Number.NaN
    if (at.getTime() - madeAtMs > abandonedAfterMs) await statement(adminUrl, `drop database if exists ${name}`)
  }
}

async function create(adminUrl: string, name: string, at: Date): Promise<void> {
  await statement(adminUrl, `create database ${name}`)
  await statement(adminUrl, `comment on database ${name} is '${mark}${at.toISOString()}'`)
  // Nothing of it outlives the run, so it need not wait for the disk.
  await statement(adminUrl, `alter database ${name} set synchronous_commit = off`)
}

function notMade(cause: unknown): Fault {
  if (cause instanceof pg.DatabaseError && cause.code === '42501') {
    const remedy = 'Give it CREATEDB, or unset DATABASE_URL so that the embedded database is used.'
    return new Fault('database_unfit', `The database user may not create the throwaway database a backtest runs on. ${remedy}`, {
      retryable: false,
      cause,
    })
  }
  const why = cause instanceof Error ? cause.message : String(cause)
  return new Fault('database_unavailable', `The throwaway database of the backtest cannot be made: ${why}.`, {
    retryable: true,
    cause,
  })
}

async function statement(url: string, sql: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Record<string, string>>(sql)).rows
  } finally {
    await client.end()
  }
}
