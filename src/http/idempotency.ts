// One key, one effect, one answer. A POST with a key seen before gets the first answer again; a hundred at once make one effect; another body is refused.

import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { House } from '../store/house.ts'
import { claim, type KeyedRequest, keepAnswer, release, renew, type Standing, takeOver } from '../store/idempotency.ts'

export type Answered = { status: number; body: unknown }
/** `keep`: what later requests with this key are told, when it differs (secrets are shown once). */
export type Run = () => Promise<Answered & { keep?: unknown }>

// A live runner renews its claim every 3 s; 10 s of silence means it died. As the worker's lease: ENGINE.md C (heartbeat 10 s).
const renewMs = 3_000
const leaseMs = 10_000
const waitForOthersMs = 20_000
const askAgainMs = 100

/** What a request is, so that the same key with anything else is noticed. */
export function requestDigest(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`, 'utf8').digest('hex')
}

export class Idempotency {
  readonly #house: House
  readonly #running = new Map<string, { digest: string; answer: Promise<Answered | Refusal> }>()

  constructor(house: House) {
    this.#house = house
  }

  /**
   * Runs `run` at most once per caller and key. `repeatable` says that the step itself is harmless to repeat; only then is it run again after a process died in the
   * middle; otherwise the outcome is not known and the caller is told so, because guessing could make a second effect.
   */
  async once(request: KeyedRequest, repeatable: boolean, run: Run): Promise<Answered | Refusal> {
    const place = `${request.caller}\n${request.key}`
    const running = this.#running.get(place)
    if (running !== undefined) return running.digest === request.digest ? running.answer : refuse('idempotency_key_reused')
    const answer = this.#claimAndRun(request, repeatable, run)
    this.#running.set(place, { digest: request.digest, answer })
    try {
      return await answer
    } finally {
      this.#running.delete(place)
    }
  }

  async #claimAndRun(request: KeyedRequest, repeatable: boolean, run: Run): Promise<Answered | Refusal> {
    const standing = await this.#standing(request)
    switch (standing.kind) {
      case 'ours':
        return this.#run(request, run)
      case 'answered':
        return { status: standing.status, body: standing.response }
      case 'reused':
        return refuse('idempotency_key_reused')
      case 'running':
        return refuse('idempotency_running')
      case 'interrupted': {
        if (!repeatable) return refuse('idempotency_interrupted')
        const ours = await takeOver(this.#house.db, request, this.#house.clock.now(), leaseMs)
        return ours ? this.#run(request, run) : refuse('idempotency_running')
      }
    }
  }

  /** Where the key stands, after waiting a while for another process that holds it. */
  async #standing(request: KeyedRequest): Promise<Standing> {
    for (let waitedMs = 0; ; waitedMs += askAgainMs) {
      const standing = await claim(this.#house.db, request, this.#house.clock.now(), leaseMs)
      if (standing.kind !== 'running' || waitedMs >= waitForOthersMs) return standing
      await pause(askAgainMs)
    }
  }

  async #run(request: KeyedRequest, run: Run): Promise<Answered> {
    const { db, clock } = this.#house
    // A renewal that fails is repeated by the next one; if all fail the database is away and the answer cannot be kept either.
    const renewal = setInterval(() => renew(db, request, clock.now()).catch(() => undefined), renewMs)
    try {
      const { status, body, keep } = await run()
      await keepAnswer(db, request, { status, response: keep === undefined ? body : keep }, clock.now())
      return { status, body }
    } catch (error) {
      await release(db, request)
      throw error
    } finally {
      clearInterval(renewal)
    }
  }
}
