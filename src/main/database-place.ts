// The database Tenure runs on: the one of DATABASE_URL, or the embedded one, created and kept alive. Ends with a migrated database.

import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Fault } from '../domain/fault.ts'
import { migrate } from '../store/migrate.ts'
import type { Config } from './config.ts'
import { diskFull } from './data-folder.ts'
import { type EmbeddedPostgres, ensurePostgres } from './embedded-postgres.ts'
import type { Log } from './log.ts'
import { Secret } from './secret.ts'

export type DatabasePlace = {
  url: Secret
  directUrl: Secret | null
  applied: string[]
  /** Lets go of the embedded database and stops it when nobody else holds it; does nothing to the one of DATABASE_URL. */
  stop(): Promise<void>
}

const databaseName = 'tenure'
const watchEveryMs = 500
const attempts = 3

/**
 * Makes the configured database ready: running, existing, migrated. With `watch` the embedded one is started again whenever it dies,
 * until `stop`. Throws Fault with a sentence naming the remedy.
 */
export async function prepareDatabase(config: Config, log: Log, { watch }: { watch: boolean }): Promise<DatabasePlace> {
  if (config.database) {
    const { applied } = await migrate(config.database.url.reveal())
    return { ...config.database, applied, stop: async () => undefined }
  }
  const started = await startAndMigrate(config, log)
  const stopWatching = watch ? keepAlive(config, log, started.postgres) : async () => undefined
  return {
    url: new Secret(started.postgres.url(databaseName)),
    directUrl: null,
    applied: started.applied,
    stop: async () => {
      await stopWatching()
      await started.postgres.stop()
    },
  }
}

/** The database may be shut down by its last holder in the moment we adopt it; then it is started once more. */
async function startAndMigrate(config: Config, log: Log): Promise<{ postgres: EmbeddedPostgres; applied: string[] }> {
  for (let attempt = 1; ; attempt++) {
    const postgres = await ensurePostgres({ home: config.dataDir, log })
    try {
      await createDatabase(postgres.adminUrl)
      return { postgres, ...(await migrate(postgres.url(databaseName))) }
    } catch (error) {
      const alive = postgres.isAlive()
      if (alive || attempt >= attempts) {
        await postgres.stop()
        throw isOutOfSpace(error) ? diskFull(config.dataDir, error) : error
      }
      log.warn({ err: error }, 'the embedded database went away while it was prepared; starting it again')
      await pause(watchEveryMs)
    }
  }
}

/** PostgreSQL's own code for a full disk, wherever it is in the chain of causes. */
function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    ('code' in error && error.code === '53100') || /No space left on device/i.test(error.message) || isOutOfSpace(error.cause)
  )
}

async function createDatabase(adminUrl: string): Promise<void> {
  await query(adminUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`create database ${databaseName}`).catch(toleratingTwins)
  })
}

/** Five starts at once create it five times; whoever was first created it for all. */
function toleratingTwins(error: unknown): void {
  const duplicate = ['42P04', '23505']
  if (!(error instanceof pg.DatabaseError && duplicate.includes(error.code ?? ''))) throw error
}

/** Whether anybody works here yet; decides whether the example is offered. */
export async function hasEmployees(url: Secret): Promise<boolean> {
  return query(url.reveal(), async (client) => {
    const { rows } = await client.query<{ some: boolean }>('select exists (select from tenure.employees) as some')
    return rows[0]?.some === true
  })
}

async function query<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await act(client)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('database_unavailable', `The database does not answer as it should: ${why}.`, { retryable: true, cause })
  } finally {
    await client.end()
  }
}

/**
 * Starts the database again when its process dies. Its connection string stays the same: same folder, same socket. The returned
 * function ends the watch and resolves when no start is under way any more.
 */
function keepAlive(config: Config, log: Log, first: EmbeddedPostgres): () => Promise<void> {
  let current = first
  const ended = new AbortController()
  const watch = async () => {
    while (!ended.signal.aborted) {
      await pause(watchEveryMs, undefined, { ref: false, signal: ended.signal }).catch(toleratingEnd)
      if (ended.signal.aborted || current.isAlive()) continue
      log.warn('the embedded database ended and is started again')
      try {
        current = await ensurePostgres({ home: config.dataDir, log })
      } catch (error) {
        log.error({ err: error }, 'the embedded database cannot be started; trying again')
      }
    }
  }
  const watching = watch()
  return async () => {
    ended.abort()
    await watching
  }
}

/** The watch was ended while it paused; its loop sees that next. */
function toleratingEnd(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error
}
