// Cards that are here or on their way. Fetching ahead reserves nothing and starts no clock: an item is seen when it is shown. A card that could not be fetched because the
// server is away is asked for again.

import type { ReviewCard } from '../../api.ts'
import { reactionTo, type Trouble } from './reaction.ts'

const againAfterMs = 2_000

type Options = {
  fetch: (id: string) => Promise<ReviewCard>
  onChange: () => void
  after: (ms: number, act: () => void) => () => void
}

export class Cards {
  readonly #options: Options
  readonly #here = new Map<string, ReviewCard>()
  readonly #coming = new Map<string, Promise<void>>()
  readonly #failed = new Map<string, unknown>()
  #stopped = false
  /** Why cards do not come, while that may pass. */
  trouble: Trouble | null = null

  constructor(options: Options) {
    this.#options = options
  }

  get(id: string): ReviewCard | null {
    return this.#here.get(id) ?? null
  }

  /** Why there is no card. Null while one is on its way. */
  failureOf(id: string): unknown {
    return this.#failed.get(id) ?? null
  }

  put(card: ReviewCard): void {
    this.#here.set(card.id, card)
  }

  forget(id: string): void {
    this.#here.delete(id)
    this.#failed.delete(id)
  }

  want(id: string): Promise<void> {
    if (this.#here.has(id)) return Promise.resolve()
    const coming = this.#coming.get(id) ?? this.#fetch(id).finally(() => this.#coming.delete(id))
    this.#coming.set(id, coming)
    return coming
  }

  stop(): void {
    this.#stopped = true
  }

  async #fetch(id: string): Promise<void> {
    try {
      this.#here.set(id, await this.#options.fetch(id))
      this.#failed.delete(id)
      this.trouble = null
    } catch (error) {
      const reaction = reactionTo(error)
      if (reaction === 'no' || reaction === 'look') this.#failed.set(id, error)
      else {
        this.trouble = reaction
        this.#options.after(againAfterMs, () => void (this.#stopped || this.want(id)))
      }
    }
    if (!this.#stopped) this.#options.onChange()
  }
}
