// `tenure audit`: the sample of a month as a file, fetched once and verified anywhere, with nothing but the file.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { discloseSampling } from '../../src/governance/disclose-sampling.ts'
import { listening, tenure } from '../support/command-line.ts'
import { testDatabase } from '../support/database.ts'
import { firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { aRollout, arrives, aWorld, done, people } from '../support/world.ts'

const { url } = await testDatabase()
const story = await aWorld(url)
const world = httpWorld(url, { over: story })
const served = await listening(world)
const folder = mkdtempSync(path.join(os.tmpdir(), 'tenure-audit-'))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await served.close()
  await world.close()
})

test('an auditor takes the month home and recomputes it; one altered digit is found, and said with its interaction', async () => {
  const admin = await firstAdmin(world)
  const { authorization } = await keyOf(world, await somebody(world, admin, 'auditor'), ['read'])
  const { employeeId, rolloutId } = await aRollout(story)
  for (let i = 0; i < 5; i++) await arrives(story, employeeId, `my vpn keeps dropping, ${i}`)
  await story.drain()
  story.clock.pass({ days: 40 })
  done(await discloseSampling(story.house, { rolloutId, month: '2026-11' }, people.ona))
  const file = path.join(folder, 'november.jsonl')
  const key = authorization.replace('Bearer ', '')
  const fetched = await tenure(
    { TENURE_URL: served.url, TENURE_API_KEY: key },
    'audit',
    'sample',
    '--month',
    '2026-11',
    '--out',
    file,
    '--json',
  )
  expect(fetched).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(fetched.out)).toMatchObject({ month: '2026-11', keys: 1 })

  const alone = await tenure({}, 'audit', 'verify', '--sampling', file, '--json')
  expect(alone.code).toBe(0)
  expect(JSON.parse(alone.out)).toMatchObject({ verified: true, drawn: 5, recomputed: 5, deviations: [] })
  const live = await tenure(
    { TENURE_URL: served.url, TENURE_API_KEY: key },
    'audit',
    'verify',
    '--sampling',
    '--server',
    '--month',
    '2026-11',
  )
  expect(live.code).toBe(0)

  const lines = readFileSync(file, 'utf8').split('\n')
  const at = lines.findIndex((line) => line.includes('sample.drawn'))
  const subject = /int_[0-9A-Z]{26}/.exec(lines[at]!)![0]
  lines[at] = lines[at]!.replace(/("u\\?":0\.)(\d)/, (_, head: string, digit: string) => head + ((Number(digit) + 1) % 10))
  const forged = path.join(folder, 'forged.jsonl')
  writeFileSync(forged, lines.join('\n'))
  const told = await tenure({}, 'audit', 'verify', '--sampling', forged, '--json')
  expect(told.code).toBe(4)
  expect(JSON.parse(told.out).deviations[0]).toMatchObject({ what: 'record_altered', interaction: subject })

  writeFileSync(forged, 'no sample\n')
  const misread = await tenure({}, 'audit', 'verify', '--sampling', forged)
  expect([misread.code, misread.err]).toEqual([1, expect.stringContaining('line 1')])
  expect((await tenure({}, 'audit', 'verify', '--sampling')).code).toBe(2)
})
