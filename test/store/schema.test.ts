import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { describeSchema } from '../../scripts/schema.ts'
import { testDatabase } from '../support/database.ts'

const { url } = await testDatabase()

test('migrations/schema.sql is what the migrations amount to (else: run scripts/schema.ts)', async () => {
  const kept = readFileSync(path.join(import.meta.dirname, '../../migrations/schema.sql'), 'utf8')
  expect(await describeSchema(url)).toBe(kept)
})
