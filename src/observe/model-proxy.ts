// The OpenAI-compatible proxy: a call of a model goes on to the provider if its model is on the employee's list and no halt stands, and comes back as it is. Each
// call is counted before its answer is whole. The agent's key stays here and ours goes on; nothing of what was said is kept. It enforces nothing beyond that.

import type { Actor } from '../domain/audit/record.ts'
import { Fault } from '../domain/fault.ts'
import type { EmployeeId } from '../domain/ids.ts'
import type { ModelCallOutcome, ModelDoor } from '../domain/interaction/model-call.ts'
import type { Price } from '../domain/interaction/price.ts'
import { meter } from '../handling/meter.ts'
import type { ObservedBinding } from '../store/employees.ts'
import type { House } from '../store/house.ts'
import { type Asked, readAsked } from './asked.ts'
import type { HaltWatch } from './halt-watch.ts'
import { costOf, type Heard, hear, nameIn, nothingHeard } from './heard.ts'
import { listening } from './listening.ts'
import { type OpenAiError, openAiError, openAiEvent } from './openai-error.ts'

export type Proxying = {
  house: House
  halts: HaltWatch
  price: Price
  /** The secret under a name, or null when it is not set. */
  credential(name: string): string | null
  limits?: Partial<Limits>
  /** The way out to one address. Made once per address. */
  wayTo: (baseUrl: string, limits: Limits) => Way
}

/** How a provider is reached. It MUST NOT follow redirects: they would take our key to somewhere nobody named. */
type Way = { fetch(url: string, init: RequestInit): Promise<Response>; close(): Promise<void> }

type Limits = { headersMs: number; silenceMs: number; answerBytes: number; streamBytes: number }

/**
 * `headersMs`: 10 minutes, the time-out of OpenAI's own clients, which an agent's client has too. `silenceMs`: between two pieces, the 300 s of undici's default.
 * `answerBytes`: 32 MiB; a batch of 2048 embeddings of 3072 numbers each, the most OpenAI takes, is near 100 MiB as text and is asked for in parts here.
 * `streamBytes`: 64 MiB, far above the 128 Ki tokens a model says at most.
 */
const usual: Limits = { headersMs: 600_000, silenceMs: 300_000, answerBytes: 32 * 1024 * 1024, streamBytes: 64 * 1024 * 1024 }

const paths: Readonly<Record<ModelDoor, string>> = {
  chat_completions: '/chat/completions',
  responses: '/responses',
  embeddings: '/embeddings',
}

/** What a client may need of the provider's headers; cookies, the name of our organisation and the like stay here. */
const passedOn = ['content-type', 'retry-after', 'retry-after-ms', 'x-request-id', 'openai-processing-ms']
const passedOnPrefix = 'x-ratelimit-'

export type ModelProxy = {
  call(door: ModelDoor, request: Request, who: Caller): Promise<Response>
  models(who: Caller): Promise<Response>
  close(): Promise<void>
}

type Caller = { actor: Actor; employeeId: EmployeeId; keyId: string; proxy: NonNullable<ObservedBinding['proxy']> }

type Parts = Proxying & { limits: Limits; way(): Way }

export function modelProxy(proxying: Proxying): ModelProxy {
  const limits = { ...usual, ...proxying.limits }
  const ways = new Map<string, Way>()
  const wayOf = (baseUrl: string): Way => {
    const way = ways.get(baseUrl) ?? proxying.wayTo(baseUrl, limits)
    ways.set(baseUrl, way)
    return way
  }
  return {
    async call(door, request, who) {
      const asked = readAsked(door, await request.text())
      if ('bad' in asked)
        return openAiError({
          status: 400,
          kind: 'invalid_request_error',
          code: 'invalid_request',
          message: asked.bad,
          param: asked.param,
        })
      try {
        return await new Call({ ...proxying, limits, way: () => wayOf(who.proxy.baseUrl) }, door, {
          asked,
          who,
          request,
        }).answer()
      } catch (error) {
        throw error instanceof Uncounted ? error.cause : error
      }
    },
    async models({ employeeId, proxy }) {
      const halted = await proxying.halts.now(employeeId)
      if (halted !== null) return openAiError(haltedError(halted))
      const data = proxy.models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'tenure' }))
      return new Response(JSON.stringify({ object: 'list', data }), { headers: { 'content-type': 'application/json' } })
    },
    close: async () => {
      await Promise.all([...ways.values()].map((way) => way.close()))
    },
  }
}

/** One call from asking to counting. Whatever way it ends, `count` is called once before the agent sees the end. */
class Call {
  readonly #it: Parts
  readonly #door: ModelDoor
  readonly #asked: Asked
  readonly #who: Caller
  readonly #gone: AbortSignal
  readonly #startedAt: Date
  readonly #upstream = new AbortController()
  #unwatch: () => void = () => undefined
  #cutWhy: string | null = null
  #counted: Promise<void> | null = null

  constructor(it: Parts, door: ModelDoor, { asked, who, request }: { asked: Asked; who: Caller; request: Request }) {
    this.#it = it
    this.#door = door
    this.#asked = asked
    this.#who = who
    this.#gone = request.signal
    this.#startedAt = it.house.clock.now()
  }

  async answer(): Promise<Response> {
    const { employeeId, proxy } = this.#who
    const foreign = this.#asked.models.find((model) => !proxy.models.includes(model))
    if (foreign !== undefined) return this.#end('refused', notPinned(foreign))
    const halted = await this.#it.halts.now(employeeId)
    if (halted !== null) return this.#end('halted', haltedError(halted))
    const key = this.#it.credential(proxy.credential)
    if (key === null) return this.#end('failed', upstreamError('the key of the provider is not set on this server'))
    this.#unwatch = this.#it.halts.watch(employeeId, (why) => {
      this.#cutWhy = why
      this.#upstream.abort()
    })
    const leave = () => this.#upstream.abort()
    this.#gone.addEventListener('abort', leave, { once: true })
    try {
      return await this.#ask(key)
    } catch (error) {
      if (error instanceof Uncounted) throw error
      if (this.#cutWhy !== null) return this.#end('cut', haltedError(this.#cutWhy))
      if (this.#gone.aborted) return this.#end('left', gone)
      return this.#end('failed', upstreamError(reasonOf(error)))
    }
  }

  async #ask(key: string): Promise<Response> {
    const { baseUrl } = this.#who.proxy
    const answer = await this.#it.way().fetch(baseUrl.replace(/\/+$/, '') + paths[this.#door], {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        accept: this.#asked.stream ? 'text/event-stream' : 'application/json',
        'user-agent': 'tenure',
      },
      body: this.#asked.body,
      signal: this.#upstream.signal,
    })
    const passes =
      answer.status < 300 || (answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 403)
    if (!passes) {
      await answer.body?.cancel()
      return this.#end('failed', upstreamError(`it answered ${answer.status}`))
    }
    const isStream = /^text\/event-stream\b/i.test(answer.headers.get('content-type') ?? '')
    return isStream && answer.body !== null ? this.#stream(answer) : this.#whole(answer)
  }

  async #whole(answer: Response): Promise<Response> {
    const pieces: Uint8Array[] = []
    let bytes = 0
    for await (const piece of answer.body ?? []) {
      bytes += piece.byteLength
      if (bytes > this.#it.limits.answerBytes) throw new Error('its answer is too large')
      pieces.push(piece)
    }
    const body = Buffer.concat(pieces)
    const heard = answer.ok ? hear(nothingHeard, parsed(body)) : nothingHeard
    await this.#count(answer.ok ? 'answered' : 'failed', answer.status, heard)
    return new Response(body, { status: answer.status, headers: headersOf(answer) })
  }

  /** Passes pieces on as they come. The end, of whatever kind, reaches the agent only after it has been counted. */
  #stream(answer: Response): Response {
    const reader = answer.body!.getReader() as ReadableStreamDefaultReader<Uint8Array>
    const ears = listening({ hideUsage: !this.#asked.wantsUsage })
    let bytes = 0
    const next = async (): Promise<{ piece: Uint8Array; last: boolean }> => {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return { piece: ears.end(), last: true }
        bytes += value.byteLength
        if (bytes > this.#it.limits.streamBytes) throw new Error('its answer is too large')
        const piece = ears.feed(value)
        if (piece.byteLength > 0) return { piece, last: false }
      }
    }
    const body = new ReadableStream<Uint8Array>(
      {
        pull: async (to) => {
          try {
            const { piece, last } = await next()
            if (piece.byteLength > 0) to.enqueue(piece)
            if (!last) return
            await this.#count('answered', answer.status, ears.heard())
          } catch (error) {
            if (error instanceof Uncounted) throw error.cause
            to.enqueue(openAiEvent(await this.#broken(error, answer.status, ears.heard())))
          }
          to.close()
        },
        cancel: async () => {
          this.#upstream.abort()
          await this.#count('left', answer.status, ears.heard())
        },
      },
      // Nothing is read ahead: what is held back here could not be stopped any more.
      { highWaterMark: 0 },
    )
    // An agent that does not read on would never be counted. Should counting fail, the same failure meets whoever reads on.
    this.#upstream.signal.addEventListener('abort', () => {
      if (this.#cutWhy !== null) this.#count('cut', answer.status, ears.heard()).catch(() => undefined)
    })
    return new Response(body, { status: answer.status, headers: headersOf(answer) })
  }

  async #broken(error: unknown, status: number, heard: Heard): Promise<OpenAiError> {
    this.#upstream.abort()
    const outcome = this.#cutWhy !== null ? 'cut' : this.#gone.aborted ? 'left' : 'failed'
    await this.#count(outcome, status, heard)
    return this.#cutWhy !== null ? haltedError(this.#cutWhy) : upstreamError(reasonOf(error))
  }

  async #end(outcome: ModelCallOutcome, error: OpenAiError): Promise<Response> {
    await this.#count(outcome, error.status, nothingHeard)
    return openAiError(error)
  }

  #count(outcome: ModelCallOutcome, status: number, heard: Heard): Promise<void> {
    this.#unwatch()
    this.#counted ??= this.#write(outcome, status, heard)
    return this.#counted
  }

  async #write(outcome: ModelCallOutcome, status: number, heard: Heard): Promise<void> {
    const { employeeId, keyId, actor } = this.#who
    const outputTokens = this.#door === 'embeddings' && heard.inputTokens !== null ? 0 : heard.outputTokens
    const costMicros = costOf(this.#it.price, this.#asked.model, { ...heard, outputTokens })
    const asked = nameIn(this.#asked.model) ?? '(unprintable)'
    const call = {
      employeeId,
      keyId,
      door: this.#door,
      asked,
      ...heard,
      outputTokens,
      costMicros,
      outcome,
      status,
      startedAt: this.#startedAt,
    }
    try {
      await meter(this.#it.house, call, actor)
    } catch (cause) {
      throw new Uncounted(cause)
    }
  }
}

/** The call could not be written down: the agent gets no answer out of it. */
class Uncounted extends Error {
  constructor(cause: unknown) {
    super('the call could not be counted', { cause })
  }
}

const gone: OpenAiError = { status: 499, kind: 'invalid_request_error', code: 'client_left', message: 'The agent went away.' }

function notPinned(model: string): OpenAiError {
  const message = `The model ${nameIn(model) ?? '(unprintable)'} is not on the list of this employee.`
  return { status: 403, kind: 'permission_error', code: 'model_not_pinned', message, param: 'model' }
}

function haltedError(why: string): OpenAiError {
  return { status: 503, kind: 'server_error', code: 'halted', message: `This employee is halted: ${why}` }
}

function upstreamError(why: string): OpenAiError {
  return { status: 502, kind: 'server_error', code: 'upstream_failed', message: `The provider of the model failed: ${why}.` }
}

/** What kind of failure it was, never what was sent: undici says more in `cause`. */
function reasonOf(error: unknown): string {
  // Not sent, or sent and turned away: the way out says it in a sentence of its own.
  if (error instanceof Fault) return error.message.replace(/\.$/, '')
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'it did not answer in time'
  if (code !== null) return `it could not be reached (${code})`
  return error instanceof Error && error.message.startsWith('its ') ? error.message : 'the answer broke off'
}

function headersOf(answer: Response): Record<string, string> {
  const kept = [...answer.headers].filter(([name]) => passedOn.includes(name) || name.startsWith(passedOnPrefix))
  return { ...Object.fromEntries(kept), 'cache-control': 'no-store' }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
