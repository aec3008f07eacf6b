// “A bundle is taken home and verified there”: from the server to a file, and from the file with nothing else; exit code 4 says where it does not fit.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Bundle } from '../../src/domain/committee/bundle.ts'
import { aBundle, otherSigner, signer } from '../support/a-bundle.ts'
import { listening, tenure } from '../support/command-line.ts'
import { testDatabase } from '../support/database.ts'
import { address, type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { aRollout, arrives, aWorld } from '../support/world.ts'

// Every command is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const { url } = await testDatabase()
const world = await aWorld(url)
const http = httpWorld(url, { over: world })
const folder = mkdtempSync(path.join(os.tmpdir(), 'tenure-bundle-'))
const at = (name: string) => path.join(folder, name)

let server: Awaited<ReturnType<typeof listening>>
let lead: Browser
let auditor: Browser
let reviewer: Browser
let promotionId: string
const as: Record<string, Record<string, string>> = {}

beforeAll(async () => {
  server = await listening(http)
  const admin = await firstAdmin(http)
  lead = await somebody(http, admin, 'ops_lead')
  auditor = await somebody(http, admin, 'auditor')
  reviewer = await somebody(http, admin, 'reviewer')
  for (const [name, who] of Object.entries({ auditor, reviewer }))
    as[name] = {
      TENURE_URL: server.url,
      TENURE_API_KEY: (await keyOf(http, who, ['read'])).authorization.slice('Bearer '.length),
    }
  const { employeeId, rolloutId } = await aRollout(world)
  for (let i = 0; i < 4; i++) await arrives(world, employeeId, `please reset my password ${i}`)
  await world.drain()
  const proposed = await http.send('POST', `/api/v1/rollouts/${rolloutId}/promotions`, {
    body: { reason: 'we want to go on', override: true },
    headers: lead.headers,
  })
  expect(proposed.status).toBe(201)
  promotionId = proposed.body.promotionId
})
afterAll(async () => {
  await server.close()
  await world.close()
})

test('from the server to two files, and verified from the file alone: no server, no database, no network', async () => {
  const taken = await tenure(
    as.auditor!,
    'rollout',
    'bundle',
    promotionId,
    '--out',
    at('b.json.gz'),
    '--html',
    at('b.html'),
    '--json',
  )
  expect(taken).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(taken.out)).toMatchObject({ promotion: promotionId, out: at('b.json.gz') })
  expect(readFileSync(at('b.html'), 'utf8')).toContain('This is an override')
  writeFileSync(at('key.pub'), `${signer.vkey}\n`)
  const verified = await tenure({}, 'rollout', 'verify', at('b.json.gz'), '--key', at('key.pub'))
  expect(verified).toMatchObject({ code: 0, err: '' })
  expect(verified.out).toContain('It verifies')
  const json = await tenure({}, 'rollout', 'verify', at('b.json.gz'), '--key', signer.vkey, '--json')
  expect(JSON.parse(json.out)).toMatchObject({ verified: true, signature: 'by_the_named_key', first: null, findings: [] })
})

test('one verdict, sample member or threshold altered in the file: exit code 4 and where', async () => {
  await tenure(as.auditor!, 'rollout', 'bundle', promotionId, '--out', at('c.json'))
  const text = readFileSync(at('c.json'), 'utf8')
  const bundle = JSON.parse(text) as Bundle
  bundle.facts.plan.body.targetRatio = 0.6
  writeFileSync(at('d.json'), `${JSON.stringify(bundle)}\n`)
  const verified = await tenure({}, 'rollout', 'verify', at('d.json'), '--key', signer.vkey)
  expect(verified.code).toBe(4)
  expect(verified.err).toContain('It does not verify. First: thresholds of the plan')
  const html = await tenure({}, 'rollout', 'verify', at('d.json'), '--html', at('d.html'), '--json')
  expect(html.code).toBe(4)
  expect(JSON.parse(html.out)).toMatchObject({ verified: false, first: { where: 'thresholds of the plan' } })
  expect(readFileSync(at('d.html'), 'utf8')).toContain('This bundle does not verify')
  const whole = aBundle({ n: 40, wrong: 0, leftOut: 5 })
  whole.facts.sample.items[7]!.outcome!.correct = false
  writeFileSync(at('e.json'), `${JSON.stringify(whole)}\n`)
  expect((await tenure({}, 'rollout', 'verify', at('e.json'))).err).toContain('verdict of review rev_00000007')
  const wrongKey = await tenure({}, 'rollout', 'verify', at('b.json.gz'), '--key', otherSigner.vkey)
  expect(wrongKey).toMatchObject({ code: 4 })
  expect(wrongKey.err).toContain('signature')
})

describe('what cannot be read is said', () => {
  test.each<[string, string[], number, RegExp]>([
    ['a file that is not there', [at('none.json')], 3, /cannot be read \(ENOENT\)/],
    ['a key that is none', [at('b.json.gz'), '--key', at('words')], 2, /is not a public key/],
    ['words', [at('words')], 4, /file: it is not JSON/],
  ])('%s', async (_, words, code, sentence) => {
    writeFileSync(at('words'), 'some words')
    const said = await tenure({}, 'rollout', 'verify', ...words)
    expect(said.code).toBe(code)
    expect(said.err).toMatch(sentence)
  })

  test('without a key it verifies, and says loudly what it did not check; without a place to write it is misused', async () => {
    const said = await tenure({}, 'rollout', 'verify', at('b.json.gz'))
    expect(said.code).toBe(0)
    expect(said.out).toContain('NOT CHECKED')
    expect((await tenure(as.auditor!, 'rollout', 'bundle', promotionId)).code).toBe(2)
  })
})

test('over HTTP: the page is HTML under its own policy, a reviewer may not have it, and the key is public', async () => {
  const page = await http.send('GET', `/api/v1/promotions/${promotionId}/bundle.html`, { headers: auditor.headers })
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/)
  expect(page.body).toMatch(/^<!doctype html>/)
  for (const part of ['bundle', 'bundle.html'])
    expect((await http.send('GET', `/api/v1/promotions/${promotionId}/${part}`, { headers: reviewer.headers })).status).toBe(403)
  expect((await tenure(as.reviewer!, 'rollout', 'bundle', promotionId, '--out', at('f.json'))).code).toBe(1)
  const { body } = await http.send('GET', '/api/v1/signing-key')
  expect(body).toMatchObject({ key: signer.vkey, keys: [{ key: signer.vkey }] })
  expect(address).toContain('127.0.0.1')
  expect(gunzipSync(readFileSync(at('b.json.gz'))).toString('utf8')).not.toContain('please reset my password')
})
