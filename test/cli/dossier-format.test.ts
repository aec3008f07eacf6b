// `tenure dossier format`, `diff` and `schema` from outside: exit codes, what is written, and what is left alone.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { tenure } from '../support/command-line.ts'
import { smallDossier } from '../support/dossier-files.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'tenure-format-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function dossierIn(name: string, changes: Record<string, string> = {}): string {
  const dir = path.join(folder, name)
  mkdirSync(path.join(dir, 'interviews'), { recursive: true })
  for (const [file, text] of Object.entries({ ...smallDossier, ...changes })) writeFileSync(path.join(dir, file), text)
  return dir
}

it('formats every file once, keeps the version, and has nothing to do the second time', async () => {
  const dir = dossierIn('untidy', { 'targets.yaml': `# ours\n${smallDossier['targets.yaml']!}` })
  const before = path.join(folder, 'before')
  cpSync(dir, before, { recursive: true })
  expect(await tenure({}, 'dossier', 'format', '--check', dir)).toMatchObject({
    code: 1,
    out: expect.stringContaining('workflow.yaml'),
  })
  expect(readFileSync(path.join(dir, 'workflow.yaml'), 'utf8')).toBe(smallDossier['workflow.yaml'])
  expect((await tenure({}, 'dossier', 'format', dir)).code).toBe(0)
  expect(await tenure({}, 'dossier', 'format', '--check', dir)).toMatchObject({
    code: 0,
    out: 'All 5 files are in canonical form.\n',
  })
  expect(readFileSync(path.join(dir, 'targets.yaml'), 'utf8')).toMatch(/^# ours\n/)
  expect(readdirSync(dir).filter((name) => name.includes('tmp'))).toEqual([])
  const compared = JSON.parse((await tenure({}, 'dossier', 'diff', before, dir, '--json')).out)
  expect(compared).toMatchObject({ unchanged: true, workflow: [] })
})

it('writes nothing at all when one file cannot be read, and says where', async () => {
  const dir = dossierIn('broken', { 'targets.yaml': 'accuracy: [\n' })
  const { code, out } = await tenure({}, 'dossier', 'format', dir)
  expect(code).toBe(1)
  expect(out).toContain(`${path.join(dir, 'targets.yaml')}:`)
  expect(readFileSync(path.join(dir, 'workflow.yaml'), 'utf8')).toBe(smallDossier['workflow.yaml'])
})

it('says what changed between two folders, and refuses one that cannot be read', async () => {
  const dir = dossierIn('older')
  const newer = dossierIn('newer', {
    'workflow.yaml': smallDossier['workflow.yaml']!.replace('title: VPN trouble', 'title: VPN\n    minutes: 14'),
  })
  expect(await tenure({}, 'dossier', 'diff', dir, newer)).toMatchObject({
    code: 0,
    out: 'workflow.yaml\n  ~ queryTypes.vpn_trouble.title: "VPN trouble" → "VPN"\n  ~ queryTypes.vpn_trouble.minutes: nothing → 14\n',
  })
  const unreadable = dossierIn('unreadable', { 'SOUL.md': 'no front matter' })
  expect(await tenure({}, 'dossier', 'diff', dir, unreadable)).toMatchObject({
    code: 1,
    err: expect.stringContaining('SOUL.md:1'),
  })
})

it('prints a schema, and knows no other', async () => {
  expect(JSON.parse((await tenure({}, 'dossier', 'schema', 'targets')).out)).toMatchObject({ $id: 'urn:tenure:dossier:targets' })
  expect((await tenure({}, 'dossier', 'schema', 'soul')).code).toBe(2)
})
