// A reviewer's desk: the items in order, which one is shown, what has been judged, and what is still being saved. A verdict is shown as given at once and saved
// behind the reviewer's back; when saving fails the item comes back with the reason. Nothing here draws.

import type {
  GivenVerdict,
  ReviewCard,
  ReviewFilter,
  ReviewQueue,
  ReviewSummary,
  VerdictKind,
  VerdictRequest,
} from '../../api.ts'

/** The part of the API a desk needs. */
export type DeskApi = {
  reviews(filter: ReviewFilter): Promise<ReviewQueue>
  card(id: string): Promise<ReviewCard>
  take(id: string): Promise<ReviewCard | null>
  giveVerdict(id: string, body: VerdictRequest): Promise<GivenVerdict>
  skip(id: string, why: 'later' | 'handed_over'): Promise<unknown>
  undo(verdictId: string): Promise<unknown>
}

type Judged = { kind: VerdictKind; verdictId: string | null; saving: boolean }
export type Entry = {
  id: string
  summary: ReviewSummary
  judged: Judged | null
  reservedUntil: string | null
  problem: string | null
}
export type Extras = { reasons?: VerdictRequest['reasons']; note?: string | null; edit?: string | null }
/** What the live line says: a key of the locale and its blanks. */
export type Said = { key: string; blanks: Record<string, string | number> }

export type DeskState = {
  phase: 'loading' | 'ready' | 'failed'
  failure: unknown
  entries: readonly Entry[]
  index: number
  next: string | null
  counts: ReviewQueue['counts'] | null
  judgedHere: number
  said: Said | null
  /** Seconds spent on each judged item, idle time cut off. */
  seconds: readonly number[]
}

const pageSize = 50
const prefetched = 3
// Somebody who fetched a coffee did not read for ten minutes.
const idleCapSeconds = 120

const empty: DeskState = {
  phase: 'loading',
  failure: null,
  entries: [],
  index: 0,
  next: null,
  counts: null,
  judgedHere: 0,
  said: null,
  seconds: [],
}

export class Desk {
  readonly #api: DeskApi
  readonly #filter: ReviewFilter
  readonly #me: string
  readonly #mayTake: boolean
  readonly #now: () => number
  readonly #cards = new Map<string, ReviewCard>()
  readonly #fetching = new Map<string, Promise<ReviewCard | null>>()
  readonly #taken = new Map<string, Promise<void>>()
  readonly #saves = new Map<string, Promise<void>>()
  readonly #order: string[] = []
  readonly #watchers = new Set<() => void>()
  #shownAt = 0
  #loadingMore = false
  #state: DeskState = empty

  constructor(api: DeskApi, options: { filter: ReviewFilter; me: string; mayTake: boolean; now?: () => number }) {
    this.#api = api
    this.#filter = options.filter
    this.#me = options.me
    this.#mayTake = options.mayTake
    this.#now = options.now ?? (() => performance.now())
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }
  readonly state = (): DeskState => this.#state

  get current(): Entry | null {
    return this.#state.entries[this.#state.index] ?? null
  }

  /** The card, if it is here already. */
  cardOf(id: string): ReviewCard | null {
    return this.#cards.get(id) ?? null
  }

  async load(firstId?: string): Promise<void> {
    try {
      const [queue, first] = await Promise.all([
        this.#api.reviews({ ...this.#filter, limit: pageSize }),
        firstId === undefined ? null : this.#api.card(firstId),
      ])
      const rest = queue.items.filter(({ id }) => id !== firstId).filter((item) => this.#isFree(item))
      if (first !== null) this.#cards.set(first.id, first)
      this.#set({
        phase: 'ready',
        entries: [...(first === null ? [] : [first]), ...rest].map(asEntry),
        next: queue.next,
        counts: queue.counts,
      })
      this.show(0)
    } catch (failure) {
      this.#set({ phase: 'failed', failure })
    }
  }

  show(index: number): void {
    const { entries } = this.#state
    if (index < 0 || index >= entries.length) return
    this.#shownAt = this.#now()
    this.#set({ index })
    const entry = entries[index]!
    void this.#fetch(entry.id)
    if (entry.judged === null && entry.summary.state === 'open') this.#take(entry.id)
    for (const ahead of entries
      .slice(index + 1)
      .filter(({ judged }) => judged === null)
      .slice(0, prefetched))
      void this.#fetch(ahead.id)
    if (entries.length - index < 10) void this.#loadMore()
  }

  move(by: 1 | -1): void {
    this.show(this.#state.index + by)
  }

  find(id: string): void {
    this.show(this.#state.entries.findIndex((entry) => entry.id === id))
  }

  /** Gives a verdict on the shown item and shows the next one, without waiting for the server. Does nothing while the card is not here. */
  judge(kind: VerdictKind, extras: Extras = {}): void {
    const entry = this.current
    const card = entry === null ? null : this.cardOf(entry.id)
    if (entry === null || card === null || entry.judged !== null) return
    const spent = Math.min(idleCapSeconds, (this.#now() - this.#shownAt) / 1000)
    this.#order.push(entry.id)
    this.#change(entry.id, { judged: { kind, verdictId: null, saving: true }, problem: null })
    this.#set({ judgedHere: this.#state.judgedHere + 1, seconds: [...this.#state.seconds, spent] })
    this.#say('said.judged', { verdict: kind })
    this.#saves.set(entry.id, this.#save(entry.id, { kind, digest: card.digest, ...extras }))
    this.#advance()
  }

  /** Takes the latest verdict back and shows its item again. What a verdict released into the world stays released; the server then says so. */
  async undo(id = this.#order.at(-1)): Promise<void> {
    const entry = this.#state.entries.find((each) => each.id === id)
    if (entry === undefined || entry.judged === null) return this.#say('said.nothingToUndo')
    await this.#saves.get(entry.id)
    const verdictId = this.#state.entries.find((each) => each.id === entry.id)?.judged?.verdictId
    if (verdictId === undefined || verdictId === null) return this.#say('said.nothingToUndo')
    try {
      await this.#api.undo(verdictId)
    } catch (error) {
      return this.#say('said.notUndone', { why: sentence(error) })
    }
    this.#order.splice(this.#order.lastIndexOf(entry.id), 1)
    this.#cards.delete(entry.id)
    this.#taken.delete(entry.id)
    this.#change(entry.id, { judged: null })
    this.#set({ judgedHere: Math.max(0, this.#state.judgedHere - 1), seconds: this.#state.seconds.slice(0, -1) })
    this.find(entry.id)
    this.#say('said.undone')
  }

  /** Sends the shown item to the end of the queue. */
  async skip(why: 'later' | 'handed_over' = 'later'): Promise<void> {
    const entry = this.current
    if (entry === null || entry.judged !== null) return
    const { entries, index } = this.#state
    this.#taken.delete(entry.id)
    const rest = entries.filter(({ id }) => id !== entry.id)
    this.#set({ entries: why === 'later' ? [...rest, entry] : rest })
    this.#say(why === 'later' ? 'said.skipped' : 'said.handedOver')
    this.show(Math.min(index, entries.length - 1))
    try {
      await this.#api.skip(entry.id, why)
    } catch (error) {
      this.#say('said.failed', { why: sentence(error) })
    }
  }

  async #save(id: string, body: VerdictRequest): Promise<void> {
    try {
      await this.#taken.get(id)
      const given = await this.#api.giveVerdict(id, body)
      this.#change(id, { judged: { kind: body.kind, verdictId: given.verdictId, saving: false } })
      // What was hidden until the verdict may be shown now.
      this.#cards.delete(id)
      if (this.current?.id === id) void this.#fetch(id)
    } catch (error) {
      this.#cards.delete(id)
      this.#taken.delete(id)
      this.#order.splice(this.#order.lastIndexOf(id), 1)
      this.#change(id, { judged: null, problem: sentence(error) })
      this.#set({ judgedHere: this.#state.judgedHere - 1, seconds: this.#state.seconds.slice(0, -1) })
      this.#say('said.notSaved', { why: sentence(error) })
      if (this.current?.id === id) this.show(this.#state.index)
    }
  }

  #advance(): void {
    const { entries, index } = this.#state
    const ahead = entries.findIndex((entry, i) => i > index && entry.judged === null)
    const anywhere = ahead >= 0 ? ahead : entries.findIndex(({ judged }) => judged === null)
    if (anywhere >= 0) this.show(anywhere)
    else this.#set({ index: entries.length })
  }

  /** Reserves the item so that nobody else works on it; if somebody does, the item leaves this desk. */
  #take(id: string): void {
    if (!this.#mayTake || this.#taken.has(id)) return
    const taking = this.#api.take(id).then(
      (card) => {
        if (card !== null) this.#change(id, { reservedUntil: card.reservedUntil })
      },
      (error: unknown) => {
        this.#change(id, { problem: sentence(error) })
      },
    )
    this.#taken.set(id, taking)
  }

  #fetch(id: string): Promise<ReviewCard | null> {
    const here = this.#cards.get(id)
    if (here !== undefined) return Promise.resolve(here)
    const running = this.#fetching.get(id)
    if (running !== undefined) return running
    const fetching = this.#api
      .card(id)
      .then(
        (card) => {
          this.#cards.set(id, card)
          this.#set({})
          return card
        },
        (error: unknown) => {
          this.#change(id, { problem: sentence(error) })
          return null
        },
      )
      .finally(() => this.#fetching.delete(id))
    this.#fetching.set(id, fetching)
    return fetching
  }

  /** Fetches the card as it is now, for an item that was judged meanwhile. */
  reveal(id: string): void {
    void this.#fetch(id)
  }

  async #loadMore(): Promise<void> {
    const { next } = this.#state
    if (next === null || this.#loadingMore) return
    this.#loadingMore = true
    try {
      const queue = await this.#api.reviews({ ...this.#filter, limit: pageSize, cursor: next })
      const known = new Set(this.#state.entries.map(({ id }) => id))
      const more = queue.items.filter((item) => !known.has(item.id) && this.#isFree(item)).map(asEntry)
      const atEnd = this.current === null
      this.#set({ entries: [...this.#state.entries, ...more], next: queue.next })
      if (atEnd && more.length > 0) this.#advance()
    } catch (error) {
      this.#say('said.failed', { why: sentence(error) })
    } finally {
      this.#loadingMore = false
    }
  }

  #isFree(item: ReviewSummary): boolean {
    const until = item.reservedUntil === null ? 0 : new Date(item.reservedUntil).getTime()
    return item.reservedBy === null || item.reservedBy === this.#me || until <= Date.now()
  }

  #change(id: string, change: Partial<Entry>): void {
    this.#set({ entries: this.#state.entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)) })
  }

  #say(key: string, blanks: Said['blanks'] = {}): void {
    this.#set({ said: { key, blanks } })
  }

  #set(change: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...change }
    for (const watcher of this.#watchers) watcher()
  }
}

function asEntry(summary: ReviewSummary): Entry {
  const { verdict } = summary
  return {
    id: summary.id,
    summary,
    judged: verdict === null ? null : { kind: verdict.kind, verdictId: verdict.id, saving: false },
    reservedUntil: null,
    problem: null,
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Five in a row below two seconds is faster than the items can be read. Shown to the reviewer only, who may know better. */
export function isRushed(seconds: readonly number[]): boolean {
  return seconds.length >= 5 && seconds.slice(-5).every((each) => each < 2)
}
