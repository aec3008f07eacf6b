// Other windows of the same reviewer: they tell each other which item each shows and what was judged, so that no item is shown in two at once. The window that came to an
// item first keeps it.

export type Place = { id: string; since: number }
export type News =
  | { tab: string; says: 'hello' }
  | { tab: string; says: 'bye' }
  | { tab: string; says: 'at'; place: Place | null }
  | { tab: string; says: 'judged'; id: string; kind: string }
  | { tab: string; says: 'saved'; id: string; verdictId: string | null }
  | { tab: string; says: 'opened'; id: string }
  | { tab: string; says: 'gone'; id: string }

/** A BroadcastChannel, or a test's. */
export type Line = { post(news: News): void; hear(listener: (news: News) => void): void; close(): void }

export class Tabs {
  readonly id: string
  readonly #line: Line
  readonly #others = new Map<string, Place | null>()
  #answered = new Set<string>()
  #place: Place | null = null

  constructor(id: string, line: Line, on: { yield: (id: string) => void; heard: (news: News) => void }) {
    this.id = id
    this.#line = line
    line.hear((news) => this.#hear(news, on))
    this.#line.post({ tab: id, says: 'hello' })
  }

  /** Says which item this window shows now. */
  at(id: string | null, now: number): void {
    if (this.#place?.id === id) return
    this.#place = id === null ? null : { id, since: now }
    this.#line.post({ tab: this.id, says: 'at', place: this.#place })
  }

  /** Whether another window shows this item. */
  isElsewhere(id: string): boolean {
    return [...this.#others.values()].some((place) => place?.id === id)
  }

  /** Asks who is there; a window that has not been heard of since the last time is gone: it crashed, and said no goodbye. */
  check(): void {
    for (const tab of this.#others.keys()) if (!this.#answered.has(tab)) this.#others.delete(tab)
    this.#answered = new Set()
    this.#line.post({ tab: this.id, says: 'hello' })
  }

  isOpen(tab: string): boolean {
    return tab === this.id || this.#others.has(tab)
  }

  tell(
    news:
      | Omit<Extract<News, { says: 'judged' }>, 'tab'>
      | Omit<Extract<News, { says: 'saved' }>, 'tab'>
      | Omit<Extract<News, { says: 'opened' | 'gone' }>, 'tab'>,
  ): void {
    this.#line.post({ ...news, tab: this.id } as News)
  }

  close(): void {
    this.#line.post({ tab: this.id, says: 'bye' })
    this.#line.close()
  }

  #hear(news: News, on: { yield: (id: string) => void; heard: (news: News) => void }): void {
    this.#answered.add(news.tab)
    if (news.says === 'bye') this.#others.delete(news.tab)
    else if (news.says === 'at') this.#others.set(news.tab, news.place)
    else if (!this.#others.has(news.tab)) this.#others.set(news.tab, null)
    if (news.says === 'hello') this.#line.post({ tab: this.id, says: 'at', place: this.#place })
    if (news.says === 'at') this.#meet(news.tab, news.place, on.yield)
    on.heard(news)
  }

  #meet(tab: string, theirs: Place | null, yieldTo: (id: string) => void): void {
    const mine = this.#place
    if (mine === null || theirs === null || theirs.id !== mine.id) return
    const iCameFirst = mine.since < theirs.since || (mine.since === theirs.since && this.id < tab)
    if (iCameFirst) this.#line.post({ tab: this.id, says: 'at', place: mine })
    else yieldTo(mine.id)
  }
}

/** The line between the windows of one person in one browser. */
export function personLine(personId: string): Line {
  const channel = new BroadcastChannel(`tenure.queue.${personId}`)
  return {
    post: (news) => channel.postMessage(news),
    hear: (listener) => {
      channel.onmessage = ({ data }: MessageEvent<News>) => listener(data)
    },
    close: () => channel.close(),
  }
}
