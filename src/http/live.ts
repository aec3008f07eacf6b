// The stream of what changed, for everybody who listens at this process. One look at the trail serves them all; each is told only what they may read; a listener who was
// cut off says how far they had heard and loses nothing, at whichever process they come back.

import type { LiveEvent } from '@tenure/contract/live'
import type { Caller } from '../domain/oversight/authority.ts'
import { changesFor, changesOf } from '../domain/oversight/live.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import type { Database } from '../store/database.ts'
import { type Arrival, beyond, Horizon, type Look, lookAfter } from '../store/views/arrivals.ts'
import type { DoorLog } from './problem.ts'

export type LiveOptions = {
  db: Database
  log: DoorLog
  /** Twice a second is soon enough for people and one small query for the database. */
  pollMs?: number
  /** Proxies cut lines that are silent for half a minute to a minute. Authority is looked at again with every beat. */
  beatMs?: number
}

/** `recheck`: who they are now; a refusal ends the stream. */
export type Listening = { id: string; caller: Caller; after: string | null; recheck: () => Promise<Caller | Refusal> }

type Listener = Listening & {
  send: (event: LiveEvent) => void
  end: () => void
  /** They hung up. */
  gone: () => void
  /** Events that came while it was still catching up; null once it has. */
  early: Arrival[] | null
}

const lookLimit = 2000
/** Whoever is further behind than this asks for everything again: it is less than the rows would be. */
const furthestBehind = 5000n
const mostPerCaller = 12
const mostAtOnce = 2000
/** What may lie unread at a slow listener before it is cut; it comes back with its last id. */
const mostUnreadBytes = 256 * 1024
/** While a start waits for running transactions, which last milliseconds. */
const settleMs = 25

export class LiveFeed {
  readonly #options: Required<LiveOptions>
  readonly #listeners = new Set<Listener>()
  #horizon = new Horizon()
  #told = new Set<bigint>()
  #looking = false
  #closed = false
  #beat: NodeJS.Timeout | null = null
  #next: NodeJS.Timeout | null = null

  constructor(options: LiveOptions) {
    this.#options = { pollMs: 500, beatMs: 15_000, ...options }
  }

  /** A stream for one listener, or why there is none. */
  open(listening: Listening): Response | Refusal {
    const own = [...this.#listeners].filter(({ id }) => id === listening.id).length
    if (this.#closed || own >= mostPerCaller || this.#listeners.size >= mostAtOnce) return refuse('streams_exhausted')
    let listener: Listener | undefined
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          listener = listenerOn(controller, listening, () => this.#drop(listener))
          this.#listeners.add(listener)
          this.#wake()
        },
        cancel: () => listener?.gone(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostUnreadBytes }),
    )
    const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
    return new Response(stream, { headers })
  }

  /** Tells every listener to come back later and ends their streams, so that the server can close. */
  close(): void {
    this.#closed = true
    for (const listener of this.#listeners) {
      listener.send({ event: 'end', id: this.#place() })
      listener.end()
    }
    this.#rest()
  }

  #place(): string {
    return String(this.#horizon.settled ?? 0n)
  }

  #drop(listener: Listener | undefined): void {
    if (listener !== undefined) this.#listeners.delete(listener)
    if (this.#listeners.size === 0) this.#rest()
  }

  /** Nobody listens: nothing is asked of the database. What was known is forgotten, for it grows old. */
  #rest(): void {
    if (this.#beat !== null) clearInterval(this.#beat)
    if (this.#next !== null) clearTimeout(this.#next)
    this.#beat = null
    this.#next = null
    this.#horizon = new Horizon()
    this.#told = new Set()
  }

  #wake(): void {
    this.#beat ??= setInterval(() => void this.#beatOnce(), this.#options.beatMs).unref()
    if (this.#next === null && !this.#looking) this.#schedule(0)
  }

  #schedule(afterMs: number): void {
    if (this.#closed || this.#listeners.size === 0) return
    this.#next = setTimeout(() => void this.#look(), afterMs)
  }

  async #look(): Promise<void> {
    this.#next = null
    this.#looking = true
    let more = false
    try {
      more = await this.#lookOnce()
    } catch (error) {
      // The database is away: listeners keep their line, and the next look reads from the same place.
      this.#options.log.warn({ error }, 'the stream of changes could not read the trail')
    }
    this.#looking = false
    this.#schedule(more ? 0 : this.#horizon.settled === null ? settleMs : this.#options.pollMs)
  }

  /** Whether there is more to read at once. */
  async #lookOnce(): Promise<boolean> {
    const horizon = this.#horizon
    const look = await lookAfter(this.#options.db, horizon.settled ?? beyond, lookLimit)
    if (horizon !== this.#horizon) return false
    const fresh = look.arrivals.filter(({ arrival }) => !this.#told.has(arrival))
    for (const { arrival } of fresh) this.#told.add(arrival)
    horizon.take(look)
    if (horizon.settled === null) return false
    for (const arrival of this.#told) if (arrival <= horizon.settled) this.#told.delete(arrival)
    for (const listener of this.#listeners) {
      if (listener.early === null) this.#tell(listener, fresh)
      else listener.early.push(...fresh)
    }
    await Promise.all([...this.#listeners].filter(({ early }) => early !== null).map((one) => this.#catchUp(one)))
    return look.arrivals.length === lookLimit && fresh.length > 0
  }

  #tell(listener: Listener, arrivals: readonly Arrival[]): void {
    const changes = changesFor(listener.caller, changesOf(arrivals))
    if (changes.length > 0) listener.send({ event: 'changed', id: this.#place(), changes })
  }

  /** A new listener: from where they had heard, or from now. */
  async #catchUp(listener: Listener): Promise<void> {
    const missed = await this.#missedBy(listener)
    if (!this.#listeners.has(listener)) return
    listener.send({ event: 'ready', id: this.#place(), resumed: missed !== null })
    if (missed !== null) this.#tell(listener, [...missed, ...(listener.early ?? [])])
    listener.early = null
  }

  /** What they have not heard, or null when everything has to be asked for again: a first visit, too long away, or a place this trail does not have. */
  async #missedBy({ after }: Listener): Promise<Arrival[] | null> {
    const settled = this.#horizon.settled ?? 0n
    if (after === null || !/^\d{1,18}$/.test(after)) return null
    const from = BigInt(after)
    if (from > settled || settled - from > furthestBehind) return null
    const missed: Arrival[] = []
    let look: Look
    do {
      look = await lookAfter(this.#options.db, missed.at(-1)?.arrival ?? from, lookLimit)
      missed.push(...look.arrivals)
    } while (look.arrivals.length === lookLimit)
    return missed
  }

  async #beatOnce(): Promise<void> {
    await Promise.all(
      [...this.#listeners].map(async (listener) => {
        const now = await listener.recheck().catch(() => listener.caller)
        if (isRefusal(now)) return listener.end()
        listener.caller = now
        if (listener.early === null) listener.send({ event: 'beat', id: this.#place() })
      }),
    )
  }
}

const encoder = new TextEncoder()

function listenerOn(controller: ReadableStreamDefaultController<Uint8Array>, listening: Listening, drop: () => void): Listener {
  let over = false
  const gone = () => {
    over = true
    drop()
  }
  const end = () => {
    if (over) return
    gone()
    controller.close()
  }
  return {
    ...listening,
    early: [],
    end,
    gone,
    send: ({ event, id, ...data }) => {
      if (over) return
      controller.enqueue(encoder.encode(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`))
      if ((controller.desiredSize ?? 0) <= 0) end()
    },
  }
}
