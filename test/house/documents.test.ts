import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { refusalsDocument } from '../../scripts/refusals.ts'
import { statesDocument } from '../../scripts/states.ts'

const docs = (name: string) => readFileSync(path.join(import.meta.dirname, '../../docs', name), 'utf8')

test('docs/states.md and docs/refusals.md say what the tables say (else: run scripts/states.ts, scripts/refusals.ts)', () => {
  expect(docs('states.md')).toBe(statesDocument())
  expect(docs('refusals.md')).toBe(refusalsDocument())
})
