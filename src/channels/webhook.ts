// Tells an agent by a signed POST. Refuses link-local and metadata addresses at the moment of connecting, follows no redirect, and reads no answer.

import { createHmac } from 'node:crypto'
import dns from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { Fault } from '../domain/fault.ts'
import { isNeverCalled } from '../domain/oversight/private-systems.ts'
import { checkWebhookUrl } from '../domain/oversight/webhook-address.ts'
import { isRefusal } from '../domain/refusal.ts'
import type { Webhook } from '../ports/webhook.ts'

/** A webhook takes note and answers; whoever needs longer works after answering. */
const answerWithinMs = 10_000

export type WebhookOptions = {
  clock: { now(): Date }
  resolve?: (name: string) => Promise<{ address: string; family: number }[]>
}

const resolveBySystem = (name: string) => dns.promises.lookup(name, { all: true })

/**
 * `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. The instant is signed too, so that a recorded delivery cannot be played again later; a receiver should refuse
 * one older than five minutes.
 */
export function signature(secret: string, body: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`, 'utf8').digest('hex')}`
}

export function createWebhook({ clock, resolve = resolveBySystem }: WebhookOptions): Webhook {
  return {
    async tell({ url: text, secret }, news) {
      const url = checkWebhookUrl(text)
      if (isRefusal(url)) throw new Fault('channel_failed', url.sentence, { retryable: false })
      const body = JSON.stringify(news)
      const headers = {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'tenure-webhook',
        'tenure-signature': signature(secret, body, clock.now()),
      }
      const status = await post(url, { body, headers, lookup: guardedLookup(resolve) })
      if (status >= 200 && status < 300) return
      // 4xx but for 408 and 429 will not change by itself: the address is wrong or the receiver does not want it.
      const retryable = status >= 500 || status === 408 || status === 429
      throw new Fault('channel_failed', `The webhook answered with status ${status}.`, { retryable })
    },
  }
}

/** Resolves a name and refuses when any of its addresses is forbidden; the connection is made to exactly what was checked, so a name cannot change in between. */
function guardedLookup(resolve: NonNullable<WebhookOptions['resolve']>): LookupFunction {
  return (name, options, done) => {
    resolve(name).then(
      (found) => {
        const [first] = found
        if (first === undefined) return done(new Error(`${name} has no address`), '', 4)
        if (found.some(({ address }) => isNeverCalled(address))) return done(new ForbiddenAddress(name), '', 4)
        return options.all ? done(null, found) : done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => done(error, '', 4),
    )
  }
}

class ForbiddenAddress extends Error {
  constructor(name: string) {
    super(`${name} leads to an address that must not be called`)
    this.name = 'ForbiddenAddress'
  }
}

type Sent = { body: string; headers: Record<string, string>; lookup: LookupFunction }

function post(url: URL, { body, headers, lookup }: Sent): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const client = url.protocol === 'https:' ? https : http
  const request = client.request(
    url,
    { method: 'POST', headers, lookup, agent: false, signal: AbortSignal.timeout(answerWithinMs) },
    (response) => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    },
  )
  request.on('error', (error) => {
    const retryable = !(error instanceof ForbiddenAddress)
    reject(new Fault('channel_failed', `The webhook cannot be told: ${error.message}`, { retryable, cause: error }))
  })
  request.end(body)
  return promise
}
