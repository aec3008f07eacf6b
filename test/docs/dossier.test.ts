import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { findingCodes } from '../../src/domain/compiler/findings.ts'

it('docs/dossier.md has the table of findings as it is', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../docs/dossier.md'), 'utf8')
  const stated = [...text.matchAll(/^\| `([a-z-]+)` \| (error|warning) \| (.*) \| (.*) \|$/gm)].map(
    ([, code, severity, why, remedy]) => [code, { severity, why, remedy }],
  )
  expect(Object.fromEntries(stated)).toEqual(findingCodes)
})
