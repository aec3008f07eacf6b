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
    await create(server.admin, name)
  } catch (error) {
    await server.leave()
    throw error
  }
  const end = async ({ keep }: { keep: boolean }) => {
    try {
      if (!keep) await statement(server.admin, `drop database if exists ${name} with (force)`)
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

async function create(adminUrl: string, name: string): Promise<void> {
  try {
    await statement(adminUrl, `create database ${name}`)
    // Nothing of it outlives the run, so it need not wait for the disk.
    await statement(adminUrl, `alter database ${name} set synchronous_commit = off`)
  } catch (cause) {
    if (cause instanceof pg.DatabaseError && cause.code === '42501') {
      const remedy = 'Give it CREATEDB, or unset DATABASE_URL so that the embedded database is used.'
      throw new Fault('database_unfit', `The database user may not create the throwaway database a backtest runs on. ${remedy}`, {
        retryable: false,
        cause,
      })
    }
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('database_unavailable', `The throwaway database of the backtest cannot be made: ${why}.`, {
      retryable: true,
      cause,
    })
  }
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end()
  }
}
