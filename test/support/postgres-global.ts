// One embedded PostgreSQL for the whole test run, without fsync, with a migrated template database that test files clone.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensurePostgres } from '../../src/main/embedded-postgres.ts'
import { holders } from '../../src/main/holders.ts'
import { createLog } from '../../src/main/log.ts'
import { migrate } from '../../src/store/migrate.ts'
import { adminQuery, keptPrefix, templateDatabase } from './database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Maintenance database of the test cluster. */
    postgresAdminUrl: string
  }
}

const homePrefix = 'tenure-test-'

// Nothing of a test run is worth a disk's patience.
const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandonedHomes()
  const home = mkdtempSync(path.join(os.tmpdir(), homePrefix))
  const postgres = await ensurePostgres({ home, log: createLog('error', 'test'), settings: fast })
  await adminQuery(postgres.adminUrl, `create database ${templateDatabase}`)
  await migrate(postgres.url(templateDatabase))
  project.provide('postgresAdminUrl', postgres.adminUrl)
  return async () => {
    const kept = await adminQuery(postgres.adminUrl, 'select datname from pg_database where starts_with(datname, $1)', [
      keptPrefix,
    ])
    if (kept.length > 0) return
    await postgres.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

/** A killed test run leaves its database behind; and one with a kept database stays; the next run stops and removes both. */
async function removeAbandonedHomes(): Promise<void> {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(homePrefix))) {
    const home = path.join(os.tmpdir(), name)
    const found = holders(home)
    if (found.living.length > 0 || found.dead.length === 0) continue
    const postgres = await ensurePostgres({ home, log: createLog('error', 'test'), settings: fast })
    await postgres.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
