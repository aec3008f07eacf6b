// The webhook against a real receiver on loopback: signed, checked by the SDK, guarded at the moment of connecting.

import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWebhook } from '../../sdk/src/webhook.ts'
import { createWebhook, signature } from '../../src/channels/webhook.ts'
import type { News } from '../../src/ports/webhook.ts'

const at = new Date('2026-03-02T09:00:00.000Z')
const clock = { now: () => at }
const news: News = { kind: 'effect.decided', effectId: 'eff_1', interactionId: 'int_1', state: 'released', at: at.toISOString() }
const secret = 'whs_test'

type Delivery = { path: string; signature: string | undefined; body: string }
const received: Delivery[] = []
let answerWith = { status: 204, headers: {} as Record<string, string> }
const receiver = http.createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received.push({ path: request.url ?? '', signature: request.headers['tenure-signature'] as string | undefined, body })
    response.writeHead(answerWith.status, answerWith.headers).end()
  })
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  port = (receiver.address() as AddressInfo).port
})
afterAll(() => {
  receiver.closeAllConnections()
  receiver.close()
})

const leadsTo = (address: string) => async () => [{ address, family: address.includes(':') ? 6 : 4 }]
const tell = (url: string, address = '127.0.0.1') =>
  createWebhook({ clock, resolve: leadsTo(address) }).tell({ url, secret }, news)

describe('telling', () => {
  test('arrives signed, and the SDK finds it genuine', async () => {
    answerWith = { status: 204, headers: {} }
    await tell(`http://agent.test:${port}/hook`)
    const delivery = received.at(-1)!
    expect(delivery.path).toBe('/hook')
    expect(await readWebhook(secret, delivery.signature ?? null, delivery.body, at.getTime())).toEqual(news)
  })

  test('carries nothing of what was said: ids and a state only', () => {
    expect(Object.keys(JSON.parse(received.at(-1)!.body)).sort()).toEqual(['at', 'effectId', 'interactionId', 'kind', 'state'])
  })

  test.each([
    ['another secret', 'whs_other', (d: Delivery) => d, at.getTime()],
    ['an altered body', secret, (d: Delivery) => ({ ...d, body: d.body.replace('released', 'declined') }), at.getTime()],
    [
      'an altered instant',
      secret,
      (d: Delivery) => ({ ...d, signature: d.signature?.replace(/t=\d+/, 't=1772442001') }),
      at.getTime(),
    ],
    ['a delivery played again later', secret, (d: Delivery) => d, at.getTime() + 301_000],
    ['no signature', secret, (d: Delivery) => ({ ...d, signature: undefined }), at.getTime()],
  ])('%s is not genuine', async (_, key, alter, nowMs) => {
    const delivery = alter({ path: '/', body: JSON.stringify(news), signature: signature(secret, JSON.stringify(news), at) })
    expect(await readWebhook(key, delivery.signature ?? null, delivery.body, nowMs)).toBeNull()
  })

  test('a redirect is not followed', async () => {
    const before = received.length
    answerWith = { status: 302, headers: { location: `http://agent.test:${port}/elsewhere` } }
    await expect(tell(`http://agent.test:${port}/hook`)).rejects.toMatchObject({ code: 'channel_failed', retryable: false })
    expect(received.slice(before).map((delivery) => delivery.path)).toEqual(['/hook'])
  })

  test.each([
    [500, true],
    [429, true],
    [404, false],
    [410, false],
  ])('status %i is a fault; worth another try: %s', async (status, retryable) => {
    answerWith = { status, headers: {} }
    await expect(tell(`http://agent.test:${port}/hook`)).rejects.toMatchObject({ code: 'channel_failed', retryable })
  })
})

describe('addresses that must not be called', () => {
  test.each(['169.254.169.254', 'fd00:ec2::254', '::ffff:169.254.169.254', '100.100.100.200'])(
    'a name that leads to %s is refused when it is resolved',
    async (address) => {
      const before = received.length
      await expect(tell(`http://looks-harmless.test:${port}/`, address)).rejects.toMatchObject({
        code: 'channel_failed',
        retryable: false,
      })
      expect(received.length).toBe(before)
    },
  )

  test('a name with one good and one forbidden address is refused', async () => {
    const both = async () => [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ]
    const webhook = createWebhook({ clock, resolve: both })
    await expect(webhook.tell({ url: `http://both.test:${port}/`, secret }, news)).rejects.toMatchObject({ retryable: false })
  })

  test('one written as a number is refused before anything is resolved', async () => {
    await expect(tell('http://169.254.169.254/latest/meta-data')).rejects.toMatchObject({
      code: 'channel_failed',
      retryable: false,
    })
  })

  test('nobody at home is worth another try', async () => {
    await expect(tell('http://agent.test:9/')).rejects.toMatchObject({ code: 'channel_failed', retryable: true })
  })
})
