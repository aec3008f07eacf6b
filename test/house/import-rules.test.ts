// The rules about imports are only worth what the checker sees: one violation of each kind is planted, and it must be found.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../scripts/import-rules.ts'

const root = path.join(import.meta.dirname, '../..')
let planted = ''

// A house without fault; each case adds files to it.
const sound: Record<string, string> = {
  'package.json': '{"devDependencies":{"vitest":"1"}}',
  'src/cli/bin.ts': "import '../main/compose.ts'\n",
  'src/main/compose.ts':
    "import '../handling/receive.ts'\nimport '../handling/perform.ts'\nimport '../domain/audit/canonical.ts'\n",
  'src/handling/receive.ts': "import '../domain/ids.ts'\nimport '../store/audit-log.ts'\n",
  'src/handling/perform.ts': "import type { X } from '../ports/system.ts'\nexport type Y = X\n",
  'src/ports/system.ts': 'export type X = 1\n',
  'src/domain/ids.ts': 'export type Id = string\n',
  'src/domain/audit/canonical.ts': "import 'canonicalize'\n",
  'src/store/audit-log.ts': "import 'pg'\n",
}

const violations: [rule: string, file: string, text: string][] = [
  ['domain-imports', 'src/domain/ids.ts', "import '../store/audit-log.ts'\n"],
  ['domain-imports', 'src/domain/ids.ts', "import type { X } from '../ports/system.ts'\nexport type Id = X\n"],
  ['domain-packages', 'src/domain/ids.ts', "import 'pg'\n"],
  ['domain-is-pure', 'src/domain/ids.ts', "import fs from 'node:fs'\nexport const id = fs\n"],
  ['crypto-in-few-files', 'src/domain/ids.ts', "import { randomBytes } from 'node:crypto'\nexport const id = randomBytes\n"],
  ['auditor-stands-alone', 'src/domain/audit/canonical.ts', "import '../ids.ts'\n"],
  ['domain-discovery-floor', 'src/domain/discovery/map.ts', "export * from '../gates/gate.ts'\n"],
  ['ports-packages', 'src/ports/system.ts', "import 'hono'\nexport type X = 1\n"],
  ['store-imports', 'src/store/audit-log.ts', "import '../handling/receive.ts'\n"],
  ['handling-strangers', 'src/handling/receive.ts', "import './perform.ts'\n"],
  ['handling-packages', 'src/handling/receive.ts', "import { Pool } from 'pg'\nexport const pool = Pool\n"],
  ['effects-leave-by-one-door', 'src/handling/receive.ts', "import type { X } from '../ports/system.ts'\nexport type Z = X\n"],
  ['http-imports', 'src/http/app.ts', "import '../handling/perform.ts'\n"],
  ['one-audit-writer', 'src/worker/worker.ts', "import '../store/audit-log.ts'\n"],
  ['cli-imports', 'src/cli/bin.ts', "import '../main/compose.ts'\nimport '../handling/receive.ts'\n"],
  ['no-barrels', 'src/main/compose.ts', "export * from './index.ts'\n"],
  ['no-junk-drawers', 'src/main/compose.ts', "import './utils/text.ts'\n"],
  ['src-knows-no-tests', 'src/main/compose.ts', "import '../../test/support/world.ts'\n"],
  ['no-dev-dependencies-in-src', 'src/main/compose.ts', "import 'vitest'\n"],
  ['satellites', 'console/src/main.ts', "import '../../src/domain/ids.ts'\n"],
  ['sdk-has-no-dependencies', 'sdk/src/index.ts', "import 'zod'\n"],
  ['contract-is-schemas', 'contract/src/words.ts', "import 'hono'\n"],
  ['no-cycles', 'src/domain/ids.ts', "import type { Id } from './refusal.ts'\nexport type Also = Id\n"],
  ['no-orphans', 'src/domain/alone.ts', 'export const alone = 1\n'],
  ['no-missing-files', 'src/main/compose.ts', "import './gone.ts'\n"],
  ['handling-strangers', 'src/handling/receive.ts', "export const later = () => import('./perform.ts')\n"],
]

function plant(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(planted, 'case-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  return folder
}

beforeAll(() => {
  planted = mkdtempSync(path.join(os.tmpdir(), 'tenure-imports-'))
})
afterAll(() => rmSync(planted, { recursive: true, force: true }))

describe('the checker', () => {
  test('finds nothing in a sound house', () => {
    expect(check(plant(sound))).toEqual([])
  })

  test.each(violations)('finds %s in %s', (rule, file, text) => {
    const extra = {
      'src/domain/gates/gate.ts': 'export const gate = 1\n',
      'src/domain/refusal.ts': "import type { Also } from './ids.ts'\nexport type Id = Also\n",
    }
    const found = check(plant({ ...sound, ...(rule.endsWith('-floor') || rule === 'no-cycles' ? extra : {}), [file]: text })).map(
      (v) => v.rule,
    )
    expect(found).toContain(rule)
  })

  test('refuses to call an empty tree fine', () => {
    expect(() => check(plant({ 'package.json': '{}' }))).toThrow(/nothing was checked/)
  })
})

test('in this house every room imports only what it may', () => {
  expect(check(root)).toEqual([])
})
