// The way out to business systems. A canary listens on this machine: whatever is not allowed must never reach it, however the address is written, wherever a name leads, and
// whoever redirects. The sibling shows that a plain fetch does reach it.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import { readPrivateSystems } from '../../src/domain/oversight/private-systems.ts'
import { outgoing, type Resolve } from '../../src/egress/outgoing.ts'

let seen: string[] = []
const canary = createServer((request, response) => {
  seen.push(request.url ?? '')
  if (request.url === '/moved') return void response.writeHead(307, { location: `http://127.0.0.1:${port}/inside` }).end()
  if (request.url === '/large') return void response.end('x'.repeat(300_000))
  response.end('the canary')
})
await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
const { port } = canary.address() as AddressInfo
afterAll(() => canary.close())
beforeEach(() => {
  seen = []
})

const named = (text: string) => {
  const read = readPrivateSystems(text)
  if (typeof read === 'string') throw new Error(read)
  return read
}

/** Calls the address as if the dossier named it; `allowed`: what the operator configured; `leads`: where every name leads. */
async function called(
  address: string,
  given: { allowed?: string; resolve?: Resolve; bytes?: number; to?: string } = {},
): Promise<string> {
  const options = {
    privateSystems: () => named(given.allowed ?? ''),
    resolve: given.resolve ?? (async () => [{ address: '127.0.0.1', family: 4 }]),
    limits: { connectMs: 2_000, ...(given.bytes === undefined ? {} : { answerBytes: given.bytes }) },
  }
  try {
    const way = outgoing([address], options)
    try {
      return await (await way.fetch(given.to ?? address)).text()
    } finally {
      await way.close()
    }
  } catch (error) {
    const cause = error instanceof Fault ? error : (error as Error).cause
    if (cause instanceof Fault) return `${cause.code}${cause.reached ? ', reached' : ''}: ${cause.message}`
    throw error
  }
}

const p = port
const hidden: string[] = [
  // This machine, as spelt and misspelt.
  `http://127.0.0.1:${p}/`,
  `http://127.1:${p}/`,
  `http://127.0.1:${p}/`,
  `http://0177.0.0.1:${p}/`,
  `http://0x7f.0.0.1:${p}/`,
  `http://0x7f000001:${p}/`,
  `http://2130706433:${p}/`,
  `http://017700000001:${p}/`,
  `http://127.0.0.1.:${p}/`,
  `http://127.000.000.001:${p}/`,
  `http://0:${p}/`,
  `http://0.0.0.0:${p}/`,
  `http://[::1]:${p}/`,
  `http://[::]:${p}/`,
  `http://[0:0:0:0:0:0:0:1]:${p}/`,
  `http://[::ffff:127.0.0.1]:${p}/`,
  `http://[::ffff:7f00:1]:${p}/`,
  `http://[::127.0.0.1]:${p}/`,
  `http://[64:ff9b::7f00:1]:${p}/`,
  `http://[2002:7f00:1::]:${p}/`,
  `http://[2001:0:0:0:0:0:80ff:fffe]:${p}/`,
  `http://localhost:${p}/`,
  `http://LOCALHOST:${p}/`,
  `http://localhost.:${p}/`,
  `http://localhost.localdomain:${p}/`,
  `http://①②⑦.⓪.⓪.①:${p}/`,
  `http://１２７.0.0.1:${p}/`,
  `http://127。0。0。1:${p}/`,
  `http://ⓛocalhost:${p}/`,
  `http://%31%32%37.0.0.1:${p}/`,
  `http://127.0.0.1%00.example.com:${p}/`,
  `http://127.0.0.1\t:${p}/`,
  `http://127.0.0.1\\@example.com:${p}/`,
  `http://example.com@127.0.0.1:${p}/`,
  `http://user:pass@127.0.0.1:${p}/`,
  `http://127.0.0.1:${p}#@example.com/`,
  `http:/127.0.0.1:${p}/`,
  `http:127.0.0.1:${p}/`,
  `//127.0.0.1:${p}/`,
  ` http://127.0.0.1:${p}/`,
  `http://127.0.0.1 :${p}/`,
  // Private networks and carriers.
  'http://10.0.0.1/',
  'http://10.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://[fc00::1]/',
  'http://[fd12:3456::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://198.18.0.1/',
  'http://192.0.2.1/',
  'http://240.0.0.1/',
  // Metadata, link-local, multicast, broadcast.
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[ff02::1]/',
  // Other schemes, and other ways to say nothing.
  'file:///etc/passwd',
  'ftp://127.0.0.1/',
  'gopher://127.0.0.1/',
  'data:text/plain,canary',
  'javascript:alert(1)',
  'http://',
  'http:///',
  '',
]

describe('an address that leads inside', () => {
  test('there are at least sixty ways to write one', () => {
    expect(new Set(hidden).size).toBeGreaterThanOrEqual(60)
  })

  test.each(hidden)('%j is refused before anything is sent', async (address) => {
    expect(await called(address)).toMatch(/^address_refused: /)
    expect(seen).toEqual([])
  })

  test('a plain fetch does reach it', async () => {
    for (const address of [
      `http://127.1:${p}/a`,
      `http://0x7f000001:${p}/b`,
      `http://2130706433:${p}/c`,
      `http://[::ffff:127.0.0.1]:${p}/d`,
    ])
      await fetch(address).catch(() => undefined)
    expect(seen).toEqual(expect.arrayContaining(['/a', '/b', '/c']))
  })
})

describe('a name', () => {
  test.each([
    ['this machine', ['127.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['a private network', ['10.0.0.7']],
    ['a public address and a private one', ['93.184.216.34', '127.0.0.1']],
    ['an IPv4 address in an IPv6 one', ['::ffff:127.0.0.1']],
  ])('that leads to %s is refused', async (_, addresses) => {
    const resolve: Resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    expect(await called(`http://crm.example:${p}/`, { resolve })).toMatch(/^address_refused: crm\.example leads to/)
    expect(seen).toEqual([])
  })

  test('that leads elsewhere the second time it is asked is connected to where it led when it was looked at', async () => {
    const led = ['127.0.0.1', '10.0.0.7']
    let asked = 0
    const resolve: Resolve = async () => [{ address: led[asked++] ?? '10.0.0.7', family: 4 }]
    expect(await called(`http://crm.example:${p}/`, { resolve, allowed: '127.0.0.1' })).toBe('the canary')
    expect(asked).toBe(1)
    expect(await called(`http://crm.example:${p}/`, { resolve, allowed: '127.0.0.1' })).toMatch(
      /^address_refused: crm\.example leads to 10\.0\.0\.7/,
    )
    expect(seen).toHaveLength(1)
  })

  test('that nobody knows was not reached', async () => {
    const resolve: Resolve = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
    expect(await called('http://gone.example/', { resolve })).toMatch(/^system_unreachable: .*ENOTFOUND/)
  })
})

describe('what the operator allows', () => {
  test.each(['127.0.0.1', '127.0.0.0/8', `127.0.0.1:${port}`, `10.0.0.0/8, 127.0.0.0/8`])(
    '%s lets that through',
    async (allowed) => {
      expect(await called(`http://127.0.0.1:${p}/`, { allowed })).toBe('the canary')
    },
  )

  test.each(['10.0.0.0/8', '127.0.0.1:1', '127.0.0.2', 'crm.example'])('%s does not', async (allowed) => {
    expect(await called(`http://127.0.0.1:${p}/`, { allowed })).toMatch(/address_refused.*TENURE_PRIVATE_SYSTEMS/)
    expect(seen).toEqual([])
  })

  test('a name that was allowed may lead inside, and still never to metadata', async () => {
    expect(await called(`http://crm.example:${p}/`, { allowed: 'crm.example' })).toBe('the canary')
    const resolve: Resolve = async () => [{ address: '169.254.169.254', family: 4 }]
    expect(await called(`http://crm.example:${p}/`, { allowed: 'crm.example', resolve })).toMatch(/is never called/)
    expect(readPrivateSystems('169.254.0.0/16')).toContain('never called')
  })
})

describe('what is asked for and what comes back', () => {
  const allowed = '127.0.0.1'

  test('another origin than the dossier names is refused', async () => {
    for (const to of [`http://127.0.0.1:${p + 1}/`, `https://127.0.0.1:${p}/`, 'https://example.com/'])
      expect(await called(`http://127.0.0.1:${p}/`, { allowed, to })).toMatch(/^address_refused: .*signed integration map/)
    expect(seen).toEqual([])
  })

  test('a redirect is not followed, and names where it led', async () => {
    expect(await called(`http://127.0.0.1:${p}/moved`, { allowed })).toMatch(
      /^system_failed, reached: .*redirect to http:\/\/127\.0\.0\.1:\d+\/inside/,
    )
    expect(seen).toEqual(['/moved'])
  })

  test('an answer that is too large is cut', async () => {
    expect(await called(`http://127.0.0.1:${p}/large`, { allowed, bytes: 100_000 })).toMatch(
      /^system_failed, reached: the answer is larger than 100000 bytes/,
    )
    expect(await called(`http://127.0.0.1:${p}/large`, { allowed })).toHaveLength(300_000)
  })

  test('a port nobody listens on was not reached', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const free = (closed.address() as AddressInfo).port
    await new Promise((resolve) => closed.close(resolve))
    expect(await called(`http://127.0.0.1:${free}/`, { allowed })).toMatch(/^system_unreachable: .*ECONNREFUSED/)
  })
})
