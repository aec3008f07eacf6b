// What `tenure doctor` finds out: Node, disk, database, migrations. Looks only; every finding says what to do when something is wrong.

import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { migrationState } from '../store/migrate.ts'
import type { Config } from './config.ts'
import { freeBytes, leastFreeBytes } from './data-folder.ts'
import { urlOfRunning } from './embedded-postgres.ts'

export type Finding = { what: 'node' | 'disk' | 'database' | 'migrations'; works: boolean; finding: string }

/** Examines this installation; never throws for what it finds. */
export async function examine(config: Config): Promise<Finding[]> {
  return [examineNode(), examineDisk(config.dataDir), ...(await examineDatabase(config))]
}

function examineNode(): Finding {
  const works = Number(process.versions.node.split('.')[0]) >= 24
  return {
    what: 'node',
    works,
    finding: works ? process.versions.node : `${process.versions.node} is too old; Tenure needs 24 or newer`,
  }
}

function examineDisk(dataDir: string): Finding {
  let folder = dataDir
  while (!fs.existsSync(folder)) folder = path.dirname(folder)
  const bytes = freeBytes(folder)
  const works = bytes >= leastFreeBytes
  const free = `${Math.floor(bytes / 1024 / 1024)} MB free at ${folder}`
  return { what: 'disk', works, finding: works ? free : `${free}; at least 200 MB are needed` }
}

async function examineDatabase(config: Config): Promise<Finding[]> {
  const url = config.database?.url.reveal() ?? urlOfRunning(config.dataDir, 'tenure')
  if (!url) return [{ what: 'database', works: true, finding: 'the embedded database is not running; npm start starts it' }]
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
    const reached: Finding = { what: 'database', works: true, finding: `PostgreSQL ${rows[0]?.version} answers` }
    return [reached, await examineMigrations(client)]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [{ what: 'database', works: false, finding: `${why}; check DATABASE_URL and whether the server runs` }]
  } finally {
    await client.end()
  }
}

async function examineMigrations(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('tenure.migrations') is not null as there`)
  if (!rows[0]?.there) return { what: 'migrations', works: false, finding: 'the database is empty; run tenure migrate' }
  const { pending, unknown } = await migrationState((text) => client.query(text))
  if (unknown.length > 0)
    return {
      what: 'migrations',
      works: false,
      finding: `the database is newer than this program (${unknown.join(', ')}); update Tenure`,
    }
  if (pending.length > 0)
    return { what: 'migrations', works: false, finding: `${pending.join(', ')} not applied; run tenure migrate` }
  return { what: 'migrations', works: true, finding: 'up to date' }
}
