// The queue, a page at a time, without what others have and what this reviewer handed over.

import type { ReviewQueue, ReviewSummary } from '../../api.ts'
import type { DeskApi, DeskOptions } from './desk-api.ts'
import { isFree } from './entry.ts'

const pageSize = 50

export class QueuePages {
  readonly #api: DeskApi
  readonly #options: DeskOptions
  readonly #today: () => number
  readonly #handed = new Set<string>()
  /** Null: there is no further page. Undefined: from the start. */
  #next: string | null | undefined
  #loading = false

  constructor(api: DeskApi, options: DeskOptions, today: () => number) {
    this.#api = api
    this.#options = options
    this.#today = today
  }

  /** The first page, without the item that is shown anyway. */
  async first(shown: string | undefined): Promise<ReviewQueue> {
    const queue = await this.#api.reviews({ ...this.#options.filter, limit: pageSize })
    this.#next = queue.next
    return { ...queue, items: queue.items.filter((item) => item.id !== shown && this.#belongs(item)) }
  }

  /** Items of the next page that are not here yet; none while a page is on its way. */
  async more(here: readonly { id: string }[]): Promise<ReviewSummary[]> {
    const cursor = this.#next
    if (cursor === null || this.#loading) return []
    this.#loading = true
    try {
      const queue = await this.#api.reviews({
        ...this.#options.filter,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      })
      this.#next = queue.next
      const known = new Set(here.map(({ id }) => id))
      return queue.items.filter((item) => !known.has(item.id) && this.#belongs(item))
    } finally {
      this.#loading = false
    }
  }

  /** The next look starts from the front: new items may have come. */
  again(): void {
    this.#next = undefined
  }

  handOver(id: string): void {
    this.#handed.add(id)
  }
  takeOver(id: string): void {
    this.#handed.delete(id)
  }

  /** Among the done, one's own: nobody sees the verdicts of others while judging. */
  #belongs(item: ReviewSummary): boolean {
    const { me, mayTake } = this.#options
    if (item.state === 'done') return !mayTake || item.verdict?.givenBy === me
    return isFree(item, me, this.#today()) && !this.#handed.has(item.id)
  }
}
