import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ageingDocument } from '../../scripts/ageing.ts'
import { changeKinds } from '../../src/domain/gates/ageing.ts'

test('docs/ageing.md prints the rule that is in force, every kind of it (else: run scripts/ageing.ts)', () => {
  const printed = readFileSync(new URL('../../docs/ageing.md', import.meta.url), 'utf8')
  expect(printed).toBe(ageingDocument())
  for (const kind of changeKinds) expect(printed).toContain(`| ${kind.replaceAll('_', ' ')} |`)
})
