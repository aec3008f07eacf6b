// What every answer tells the browser: on every route there is, page or not, let in or refused.

import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { doors, servedAt } from '../../src/http/doors.ts'
import { testDatabase } from '../support/database.ts'
import { address, firstAdmin, httpWorld } from '../support/http-world.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'tenure-console-'))
writeFileSync(
  path.join(folder, 'index.html'),
  '<!doctype html><meta property="csp-nonce" nonce="__NONCE__"><script type="module" nonce="__NONCE__" src="/assets/a.js"></script><div id="root"></div>',
)
writeFileSync(path.join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')

const { url } = await testDatabase()
const world = httpWorld(url, { consoleDir: folder })
const admin = await firstAdmin(world)
afterAll(() => world.close())

const pages = ['/', '/reviews', '/rollouts/rol_1', '/sign-in?to=/x', '/anything/at/all', `${servedAt}/docs`]
const others = [
  '/icon.svg',
  '/nothing.js',
  '/api/v1/openapi.json',
  '/api/v1/nothing',
  '/api/auth/get-session',
  '/mcp',
  ...doors.filter(({ method }) => method === 'get').map((door) => servedAt + door.path.replace(/\{\w+\}/g, 'xxx_unknown')),
]

/** What must stand on every answer. */
function alwaysThere(headers: Headers): void {
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
}

test.each(pages)('%s: a policy with a nonce of its own, and no script without it', async (at) => {
  const nonces: string[] = []
  for (let visit = 0; visit < 2; visit++) {
    const { headers, body } = await world.send('GET', at, { headers: admin.headers })
    alwaysThere(headers)
    const policy = headers.get('content-security-policy') ?? ''
    const nonce = /script-src 'self' 'nonce-([\w-]{22})'/.exec(policy)?.[1] ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(policy).toContain("object-src 'none'")
    // Nothing may run because it stands in the page, nor come from anywhere else.
    const scripts = /script-src([^;]*)/.exec(policy)?.[1] ?? ''
    expect(scripts).not.toMatch(/unsafe|https?:|\*|data:/)
    expect(policy).not.toMatch(/https?:|ws:|\*/)
    const written = [...String(body).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
    expect(written.length).toBeGreaterThan(0)
    for (const tag of written) {
      expect(tag).toContain(`nonce="${nonce}"`)
      expect(tag).toMatch(/src="(?!https?:|\/\/)/)
    }
    expect(String(body)).not.toContain('__NONCE__')
    expect(headers.get('cache-control')).toContain('no-store')
    nonces.push(nonce)
  }
  expect(new Set(nonces).size).toBe(2)
})

test.each(others)('%s is no page: it may load nothing at all', async (at) => {
  for (const headers of [{}, admin.headers]) {
    const answer = await world.send('GET', at, { headers })
    alwaysThere(answer.headers)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    if (at.startsWith('/api/')) expect(answer.headers.get('cache-control')).toContain('no-store')
  }
})

test('a refusal before anybody is asked who they are carries the headers, too', async () => {
  const answer = await world.app.request(`${address}/`, { method: 'POST', headers: { origin: 'https://elsewhere.example' } })
  expect(answer.status).toBe(403)
  alwaysThere(answer.headers)
})
