// A folder in an editor and a draft in the console, changed by turns: neither loses a comment, a key of one's own, or a change.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Client, createClient } from '../../sdk/src/client.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { firstAdmin, type HttpWorld, httpWorld, keyOf, somebody } from '../support/http-world.ts'

const bin = path.join(import.meta.dirname, '../../src/cli/bin.ts')
let world: HttpWorld
let server: ReturnType<typeof serve>
let env: Record<string, string>
let console_: Client
let dir: string
const made: string[] = []

beforeAll(async () => {
  world = httpWorld((await testDatabase()).url)
  const admin = await firstAdmin(world)
  const lead = await somebody(world, admin, 'ops_lead')
  const key = (await keyOf(world, lead, ['govern', 'read'])).authorization.replace('Bearer ', '')
  server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const at = server.address()
  const url = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`
  env = { TENURE_URL: url, TENURE_API_KEY: key }
  console_ = createClient({ baseUrl: url, key })
})
afterAll(async () => {
  server.close()
  await world.close()
  for (const folder of made) rmSync(folder, { recursive: true })
})

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'tenure-sync-'))
  made.push(dir)
  mkdirSync(path.join(dir, 'interviews'))
  for (const [file, text] of Object.entries(smallDossier)) writeFileSync(path.join(dir, file), text)
})

function sync(
  ...more: string[]
): Promise<{ code: number; told: { draft: string; sent: string[]; taken: string[]; both: string[] } }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [bin, 'dossier', 'sync', dir, '--json', ...more],
      { env: { ...process.env, ...env } },
      (error, out) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, told: out === '' ? null : JSON.parse(out) }),
    )
  })
}

const text = () => readFileSync(path.join(dir, 'workflow.yaml'), 'utf8')
const write = (change: (before: string) => string) => writeFileSync(path.join(dir, 'workflow.yaml'), change(text()))
const set = (place: string[], was: unknown, now: unknown) => ({ kind: 'set' as const, file: 'workflow.yaml', place, was, now })

it('goes back and forth, and every comment and key of one’s own is still there', async () => {
  const { draft } = (await sync()).told
  for (let turn = 0; turn < 3; turn++) {
    write((before) => `${before}# written in an editor, turn ${turn}\nx-turn-${turn}: ours\n`)
    expect((await sync()).told).toMatchObject({ sent: ['workflow.yaml'], taken: [] })
    await console_.editDraft(draft, { edits: [set(['title'], turn === 0 ? 'IT desk' : `Desk ${turn - 1}`, `Desk ${turn}`)] })
    expect((await sync()).told).toMatchObject({ sent: [], taken: ['workflow.yaml'] })
    expect(text()).toContain(`title: Desk ${turn}`)
  }
  for (let turn = 0; turn < 3; turn++) {
    expect(text()).toContain(`# written in an editor, turn ${turn}`)
    expect(text()).toContain(`x-turn-${turn}: ours`)
  }
  expect((await console_.draft(draft)).files['workflow.yaml']).toBe(text())
})

it('names a file changed on both sides and writes nothing anywhere', async () => {
  const { draft } = (await sync()).told
  await console_.editDraft(draft, { edits: [set(['title'], 'IT desk', 'Theirs')] })
  write((before) => before.replace('title: IT desk', 'title: Mine'))
  const mine = text()
  expect(await sync()).toMatchObject({ code: 1, told: { both: ['workflow.yaml'], sent: [], taken: [] } })
  expect(text()).toBe(mine)
  expect((await console_.draft(draft)).files['workflow.yaml']).toContain('title: Theirs')
})

it('fetches a draft into a folder that is not there yet', async () => {
  const { id } = await console_.openDraft({ from: 'files', files: { ...smallDossier } })
  dir = path.join(dir, 'new')
  expect((await sync('--draft', id)).told.taken).toContain('SOUL.md')
  expect(readFileSync(path.join(dir, 'SOUL.md'), 'utf8')).toBe(smallDossier['SOUL.md'])
})
