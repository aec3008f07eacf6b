// Slows guessing of passwords: so many attempts per address and per account, then a wait. Kept in memory: a restart forgets it, several API processes each have their own.

import { createHash } from 'node:crypto'
import { type Refusal, refuse } from '../domain/refusal.ts'

/** Ten tries per account in five minutes is 2,880 a day; NIST SP 800-63B wants far fewer guesses than the password space, and 12 characters are required. */
const windowMs = 5 * 60_000
const mostPerAccount = 10
const mostPerAddress = 60
/** Beyond this many remembered keys the oldest are dropped, so that a flood of addresses cannot fill the memory. */
const mostRemembered = 50_000

export class SignInBrake {
  readonly #clock: { now(): Date }
  readonly #attempts = new Map<string, { count: number; since: number }>()

  constructor(clock: { now(): Date }) {
    this.#clock = clock
  }

  /** Counts one attempt. Refuses, before any password is looked at, when this account or address has had too many. */
  attempt(email: string, address: string): true | Refusal {
    const account = this.#count(`account ${createHash('sha256').update(email.toLowerCase()).digest('base64')}`, mostPerAccount)
    const peer = this.#count(`address ${address}`, mostPerAddress)
    const waitMs = Math.max(account, peer)
    return waitMs === 0 ? true : refuse('too_many_attempts', { seconds: Math.ceil(waitMs / 1000) })
  }

  /** A right password clears the account's count. */
  succeeded(email: string): void {
    this.#attempts.delete(`account ${createHash('sha256').update(email.toLowerCase()).digest('base64')}`)
  }

  /** Counts and returns how long to wait, 0 when within the limit. */
  #count(key: string, most: number): number {
    const now = this.#clock.now().getTime()
    const seen = this.#attempts.get(key)
    const current = seen === undefined || now - seen.since >= windowMs ? { count: 0, since: now } : seen
    current.count += 1
    this.#attempts.delete(key)
    this.#attempts.set(key, current)
    const [oldest] = this.#attempts.keys()
    if (this.#attempts.size > mostRemembered && oldest !== undefined) this.#attempts.delete(oldest)
    return current.count > most ? current.since + windowMs - now : 0
  }
}
