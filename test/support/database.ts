// A database per test file: cloned from the migrated template, dropped after the file; kept, with its address printed, when a test failed.

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeEach, inject } from 'vitest'

export const templateDatabase = 'tenure_template'
export const keptPrefix = 'tenure_kept_'

export type TestDatabase = { url: string; name: string }

/**
 * Clones the template for the calling test file: `const { url } = await testDatabase()` at its top. Tests in the file share it and do
 * not clean up; each opens its own rollout.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('postgresAdminUrl')
  const suffix = randomBytes(5).toString('hex')
  const name = `tenure_test_${suffix}`
  await adminQuery(adminUrl, `create database ${name} template ${templateDatabase}`)
  let failed = false
  beforeEach((context) => {
    context.onTestFailed(() => {
      failed = true
    })
  })
  afterAll(async () => {
    if (!failed) return void (await adminQuery(adminUrl, `drop database if exists ${name} with (force)`))
    await adminQuery(adminUrl, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    await adminQuery(adminUrl, `alter database ${name} rename to ${keptPrefix}${suffix}`)
    console.error(`A test failed; its database is kept until the next run: ${urlOfDatabase(adminUrl, keptPrefix + suffix)}`)
  })
  return { url: urlOfDatabase(adminUrl, name), name }
}

/** Runs one statement on a connection of its own. */
export async function adminQuery(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows
  } finally {
    await client.end()
  }
}

/** Connection string of another database of the same cluster. */
function urlOfDatabase(adminUrl: string, database: string): string {
  return adminUrl.replace('localhost/postgres?', `localhost/${database}?`)
}
