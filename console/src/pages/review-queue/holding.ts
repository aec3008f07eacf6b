// Reservations: the shown item is this reviewer's until the time printed. It is renewed while they work on it and lapses when they have left.

import { type ReviewCard, TenureRefusal } from '../../api.ts'
import { reactionTo } from './reaction.ts'

// Renewed with this much left, so that somebody who reads a long case keeps it. A reservation lasts ten minutes (src/handling/reserve.ts).
const renewBelowMs = 3 * 60_000

type Options = {
  take: (id: string) => Promise<ReviewCard | null>
  onHeld: (card: ReviewCard) => void
  /** Somebody else has it, or it is closed. */
  onLost: (id: string, error: TenureRefusal) => void
  now: () => number
}

export class Holding {
  readonly #options: Options
  readonly #asked = new Map<string, Promise<void>>()
  readonly #until = new Map<string, number>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Reserves an item unless that is under way or done. */
  take(id: string): void {
    if (!this.#asked.has(id)) this.#asked.set(id, this.#ask(id))
  }

  /** A sign of life on the shown item: a reservation about to end, or ended, is asked for again. */
  touch(id: string): void {
    const until = this.#until.get(id)
    if (until === undefined || until - this.#options.now() > renewBelowMs) {
      this.take(id)
      return
    }
    this.#until.delete(id)
    this.#asked.set(id, this.#ask(id))
  }

  /** When the server has answered; a verdict is sent after that. */
  async settled(id: string): Promise<void> {
    await this.#asked.get(id)
  }

  forget(id: string): void {
    this.#asked.delete(id)
    this.#until.delete(id)
  }

  async #ask(id: string): Promise<void> {
    try {
      const card = await this.#options.take(id)
      if (card === null) return
      if (card.reservedUntil !== null) this.#until.set(id, new Date(card.reservedUntil).getTime())
      this.#options.onHeld(card)
    } catch (error) {
      this.forget(id)
      const reaction = reactionTo(error)
      // Without an answer nothing is reserved; the next sign of life asks again, and the server refuses a verdict on an item somebody else has.
      if ((reaction === 'no' || reaction === 'look') && error instanceof TenureRefusal) this.#options.onLost(id, error)
    }
  }
}
