// A reviewer's desk: the items in order, which one is shown, what has been judged. A verdict is shown as given at once and saved behind the reviewer's back; when the server
// does not take it the item comes back with the reason. Nothing here draws.

import type { ReviewCard, SkipReason, VerdictKind, VerdictRequest } from '../../api.ts'
import { wordsOf } from '../../refusal-words.ts'
import { Cards } from './cards.ts'
import type { DeskApi, DeskOptions, Extras, Giving } from './desk-api.ts'
import { DeskStore } from './desk-store.ts'
import { DoneStack } from './done-stack.ts'
import { asEntry, type Entry, judgedOf, mayBeShown, withWaiting } from './entry.ts'
import { Holding } from './holding.ts'
import { Outbox, type Settled } from './outbox.ts'
import { Pace } from './pace.ts'
import { QueuePages } from './queue-pages.ts'
import type { Trouble } from './reaction.ts'
import { deskSender } from './sender.ts'
import { type News, Tabs } from './tabs.ts'

const prefetched = 3
// Windows answer a hello within milliseconds; what none of them owns after this was left behind by a closed one.
const graceMs = 1_000

export class Desk extends DeskStore {
  readonly #api: DeskApi
  readonly #options: DeskOptions
  readonly #now: () => number
  readonly #today: () => number
  readonly #cards: Cards
  readonly #holding: Holding
  readonly #outbox: Outbox
  readonly #tabs: Tabs
  readonly pace: Pace
  readonly #pages: QueuePages
  readonly #done = new DoneStack()

  constructor(api: DeskApi, options: DeskOptions) {
    super()
    this.#api = api
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#today = options.today ?? Date.now
    this.#pages = new QueuePages(api, options, this.#today)
    this.pace = new Pace(options.paceStore, this.#now)
    this.#cards = new Cards({ fetch: api.card, onChange: () => this.#arrived(), after: options.after })
    this.#holding = new Holding({
      take: api.take,
      onHeld: (card) => this.#held(card),
      onLost: (id, error) => this.#lost(id, wordsOf(error)),
      now: this.#today,
    })
    const sender = deskSender({ api, me: options.me, settled: (id) => this.#holding.settled(id) })
    const { tab, store, after } = options
    this.#outbox = new Outbox({ tab, store, sender, after, onSettled: (it) => this.#settled(it), onChange: () => this.set({}) })
    this.#tabs = new Tabs(tab, options.line, { yield: (id) => this.#yielded(id), heard: (news) => this.#heard(news) })
  }

  /** How the saving goes: how many acts wait, why, and whether a closed window would lose them. */
  get saving(): { waiting: number; trouble: Trouble | null; kept: boolean } {
    const { waiting, trouble, kept } = this.#outbox
    return { waiting, kept, trouble: trouble ?? this.#cards.trouble }
  }

  /** The card, if it is here already. */
  cardOf(id: string): ReviewCard | null {
    return this.#cards.get(id)
  }
  readonly failureOf = (id: string): unknown => this.#cards.failureOf(id)

  async load(firstId?: string): Promise<void> {
    try {
      const [queue, first] = await Promise.all([
        this.#pages.first(firstId),
        firstId === undefined ? null : this.#api.card(firstId),
      ])
      if (first !== null) this.#cards.put(first)
      const entries = withWaiting([...(first === null ? [] : [first]), ...queue.items].map(asEntry), this.#options.store.all())
      this.set({ phase: 'ready', entries, counts: queue.counts })
      const start = firstId === undefined ? entries.findIndex((entry) => this.#isNext(entry)) : 0
      this.show(Math.max(0, start))
      this.#options.after(graceMs, () => this.#adopt())
    } catch (failure) {
      this.set({ phase: 'failed', failure })
    }
  }

  close(): void {
    this.#outbox.stop()
    this.#cards.stop()
    this.#tabs.close()
  }

  show(index: number): void {
    const { entries } = this.state()
    const entry = entries[index]
    if (entry === undefined) return
    this.pace.shown()
    this.set({ index })
    this.#tabs.at(entry.judged === null ? entry.id : null, this.#today())
    void this.#cards.want(entry.id)
    this.#takeIfOpen(entry)
    this.#fetchAhead()
    if (entries.length - index < 10) void this.#loadMore()
  }

  move(by: 1 | -1): void {
    this.show(this.state().index + by)
  }

  find(id: string): void {
    this.show(this.entries.findIndex((entry) => entry.id === id))
  }

  /** A key, a scroll, a movement: the clock of the item runs on, and its reservation is kept. */
  alive(): void {
    this.pace.alive()
    const entry = this.current
    if (entry !== null && this.#isTakeable(entry)) this.#holding.touch(entry.id)
  }

  readonly tryNow = (): void => this.#outbox.tryNow()

  /** From time to time: takes over what a window that is gone has left, and looks for new items for somebody who is through. */
  async lookAgain(): Promise<void> {
    this.#adopt()
    this.#tabs.check()
    if (this.state().phase !== 'ready' || this.current !== null) return
    this.#pages.again()
    await this.#loadMore()
  }

  /** Gives a verdict on the shown item, or another one in its place, and shows the next. Does nothing while the card is not here. */
  judge(kind: VerdictKind, extras: Extras = {}): void {
    const entry = this.current
    if (entry === null || this.cardOf(entry.id) === null || (entry.judged !== null && entry.judged.verdictId === null)) return
    if (entry.changed) {
      this.change(entry.id, { changed: false })
      this.say('said.changed')
    }
    const seconds = this.pace.judged()
    const replaces = entry.judged?.verdictId ?? null
    this.#give(entry.id, kind, { extras, replaces, seconds })
    this.#done.push([entry.id])
    this.set({ judgedHere: this.state().judgedHere + (replaces === null ? 1 : 0), last: entry.id })
    this.say(replaces === null ? 'said.judged' : 'said.rejudged', { verdict: kind })
    if (replaces === null) this.#advance()
  }

  /** The same verdict on several items, each bound to its own card: for items that are alike. */
  judgeTogether(cards: readonly ReviewCard[], kind: VerdictKind, extras: Extras = {}): void {
    const known = new Set(this.entries.map(({ id }) => id))
    const more = cards.filter(({ id }) => !known.has(id)).map(asEntry)
    for (const card of cards) this.#cards.put(card)
    // They were looked at together: each took its part of the time.
    const seconds = this.pace.judged() / cards.length
    this.set({ entries: [...this.entries, ...more], judgedHere: this.state().judgedHere + cards.length })
    for (const { id } of cards) this.#give(id, kind, { extras, replaces: null, seconds })
    this.#done.push(cards.map(({ id }) => id))
    this.say('said.judgedTogether', { verdict: kind, count: cards.length })
    this.#advance()
  }

  /** Confirms or corrects the query type of the shown item. */
  correctType(queryType: string): void {
    const entry = this.current
    if (entry === null) return
    this.#outbox.push({ what: 'correct', reviewId: entry.id, body: { queryType } })
    this.say(queryType === entry.summary.queryType ? 'said.typeConfirmed' : 'said.typeCorrected', { type: queryType })
  }

  /** Takes the latest verdict back, or that of `id`, and shows its item again. What a verdict released stays released; the server then says so. */
  undo(id?: string): void {
    const done = this.#done.take(id)
    if (done === null) {
      this.say('said.nothingToUndo')
      return
    }
    if (done.skip !== null) {
      this.#bringBack(done.ids[0]!, done.skip)
      return
    }
    const judged = this.entries.filter((entry) => done.ids.includes(entry.id) && entry.judged !== null)
    if (judged.length === 0) {
      this.say('said.nothingToUndo')
      return
    }
    for (const entry of judged) this.#takeBack(entry)
    this.pace.takenBack()
    this.set({ judgedHere: this.state().judgedHere - judged.length, last: null })
    this.find(judged[0]!.id)
    this.say('said.undone', { count: judged.length })
  }

  /** Sends the shown item to the end of the queue. */
  skip(why: SkipReason = 'later'): void {
    const entry = this.current
    if (entry === null || entry.judged !== null) return
    const { entries, index } = this.state()
    const key = this.#outbox.push({ what: 'skip', reviewId: entry.id, why })
    this.#holding.forget(entry.id)
    const rest = entries.filter(({ id }) => id !== entry.id)
    if (why !== 'later') this.#pages.handOver(entry.id)
    this.set({ entries: why === 'later' ? [...rest, entry] : rest })
    this.#tabs.tell({ says: 'gone', id: entry.id })
    this.#done.push([entry.id], key)
    this.say(why === 'later' ? 'said.skipped' : 'said.handedOver')
    this.#showNextFrom(index)
  }

  #give(id: string, kind: VerdictKind, { extras, replaces, seconds }: Giving): void {
    const { answer = null, edit = null, note = null, reasons = [] } = extras
    const shown = { digest: this.cardOf(id)!.digest, activeMs: Math.round(seconds * 1000) }
    const body: VerdictRequest = { kind, ...shown, reasons, note, ...(edit === null ? {} : { edit }) }
    // The answer goes first: once the verdict is given a second reviewer may have the item.
    if (answer !== null) this.#outbox.push({ what: 'correct', reviewId: id, body: { answer } })
    const key = this.#outbox.push({ what: 'verdict', reviewId: id, body, ...(replaces === null ? {} : { replaces }) })
    this.change(id, { judged: { kind, verdictId: null, saving: true, key } })
    this.dismiss(id)
    this.#tabs.tell({ says: 'judged', id, kind })
  }

  #takeBack({ id, judged, summary }: Entry): void {
    if (judged === null) return
    const unsent = judged.key !== null && this.#outbox.recall(judged.key)
    if (!unsent) {
      const of = judged.verdictId === null ? judged.key : null
      this.#outbox.push({ what: 'undo', reviewId: id, verdictId: judged.verdictId, of })
    }
    this.#holding.forget(id)
    this.change(id, { judged: null, summary: { ...summary, state: 'open', verdict: null } })
    this.#tabs.tell({ says: 'opened', id })
  }

  /** Undoes a skip: the item stands here again, whatever its place in the queue of the server. */
  #bringBack(id: string, key: string): void {
    this.#outbox.recall(key)
    this.#pages.takeOver(id)
    const summary = this.entries.find((entry) => entry.id === id)?.summary ?? this.cardOf(id)
    if (summary === null) {
      this.say('said.nothingToUndo')
      return
    }
    const rest = this.entries.filter((entry) => entry.id !== id)
    this.set({ entries: [asEntry(summary), ...rest] })
    this.show(0)
    this.say('said.broughtBack')
  }

  #settled({ act, error, verdictId }: Settled): void {
    const { reviewId: id } = act
    if (error !== null) {
      this.#refused(act, error)
      return
    }
    if (act.what === 'verdict' && this.#carries(id, act.origin ?? act.key)) {
      this.change(id, { judged: { kind: act.body.kind, verdictId, saving: false, key: null } })
      this.#tabs.tell({ says: 'saved', id, verdictId })
    }
    if (act.what !== 'verdict' && act.what !== 'undo') return
    // What was hidden until the verdict may be shown now; after an undo it is hidden again.
    this.#cards.forget(id)
    if (this.current?.id !== id && this.state().last !== id) return
    void this.#cards.want(id)
    if (act.what === 'undo' && this.current?.id === id) this.#takeIfOpen(this.current)
  }

  /** Whether the item still shows the verdict of this act; it may have been taken back while it was on its way. */
  #carries(id: string, key: string): boolean {
    return this.entries.some((entry) => entry.id === id && entry.judged?.key === key)
  }

  #refused(act: Settled['act'], error: unknown): void {
    const [id, what, why] = [act.reviewId, act.what, wordsOf(error)]
    this.set({ problems: [...this.state().problems.filter((problem) => problem.id !== id), { id, what, why }] })
    this.say(what === 'undo' ? 'said.notUndone' : what === 'verdict' ? 'said.notSaved' : 'said.failed', { why })
    if (what === 'skip' || what === 'correct') return
    this.set({ judgedHere: Math.max(0, this.state().judgedHere + (what === 'undo' ? 1 : -1)) })
    if (what === 'verdict') {
      this.pace.takenBack()
      this.#done.drop(id)
      this.#tabs.tell({ says: 'opened', id })
    }
    this.#holding.forget(id)
    void this.#reread(id)
  }

  /** What the server says stands for this item now. */
  async #reread(id: string): Promise<void> {
    this.change(id, { judged: null })
    this.#cards.forget(id)
    await this.#cards.want(id)
    const card = this.#cards.get(id)
    const mine = card?.verdict?.givenBy === this.#options.me ? card.verdict : null
    if (card !== null) this.change(id, { judged: this.#outbox.has(id) ? null : judgedOf(mine) })
    if (this.current?.id === id) this.#takeIfOpen(this.current)
  }

  #advance(): void {
    this.#showNextFrom(this.state().index + 1)
  }

  #showNextFrom(from: number): void {
    const { entries } = this.state()
    const ahead = entries.findIndex((entry, i) => i >= from && this.#isNext(entry))
    const anywhere = ahead >= 0 ? ahead : entries.findIndex((entry) => this.#isNext(entry))
    if (anywhere >= 0) {
      this.show(anywhere)
      return
    }
    this.set({ index: entries.length })
    this.#tabs.at(null, this.#today())
    void this.#loadMore()
  }

  #isNext({ id, judged }: Entry): boolean {
    return judged === null && !this.#tabs.isElsewhere(id) && mayBeShown(this.cardOf(id), this.#options.me, this.#today())
  }

  #isTakeable(entry: Entry): boolean {
    return this.#options.mayTake && entry.judged === null && entry.summary.state === 'open' && !this.#outbox.has(entry.id)
  }

  #takeIfOpen(entry: Entry): void {
    if (this.#isTakeable(entry)) this.#holding.take(entry.id)
  }

  /** The next three, so that each is there when its turn comes. */
  #fetchAhead(): void {
    const { entries, index } = this.state()
    const ahead = entries.slice(index + 1).filter((entry) => this.#isNext(entry))
    for (const { id } of ahead.slice(0, prefetched)) void this.#cards.want(id)
  }

  #arrived(): void {
    if (this.state().phase === 'ready') this.#fetchAhead()
    this.set({})
  }

  /** The card as it was when it was reserved. Another digest than the one shown: the reviewer has read something else. */
  #held(card: ReviewCard): void {
    const shown = this.cardOf(card.id)
    const changed = shown !== null && shown.digest !== card.digest && this.current?.id === card.id
    this.#cards.put(card)
    this.change(card.id, { reservedUntil: card.reservedUntil, ...(changed ? { changed } : {}) })
    if (changed) this.say('said.changed')
  }

  /** `why` is null where this reviewer moved it in another window. */
  #lost(id: string, why: string | null): void {
    const { entries, index } = this.state()
    const at = entries.findIndex((entry) => entry.id === id)
    if (at < 0 || entries[at]!.judged !== null) return
    this.#cards.forget(id)
    this.set({ entries: entries.filter((entry) => entry.id !== id), index: at < index ? index - 1 : index })
    if (why !== null) this.say('said.taken', { why })
    if (at === index) this.#showNextFrom(index)
  }

  /** Another window came to this item first. */
  #yielded(id: string): void {
    if (this.current?.id === id && this.current.judged === null) this.#leave()
  }

  #leave(): void {
    this.say('said.elsewhere')
    this.#advance()
  }

  #heard(news: News): void {
    if (news.says === 'judged') this.#judgedElsewhere(news.id, news.kind as VerdictKind)
    if (news.says === 'saved') {
      const judged = this.entries.find(({ id }) => id === news.id)?.judged
      if (judged) this.change(news.id, { judged: { ...judged, verdictId: news.verdictId, saving: false } })
    }
    if (news.says === 'opened') this.change(news.id, { judged: null })
    if (news.says === 'gone') this.#lost(news.id, null)
  }

  #judgedElsewhere(id: string, kind: VerdictKind): void {
    const wasHere = this.current?.id === id && this.current.judged === null
    this.change(id, { judged: { kind, verdictId: null, saving: true, key: null } })
    this.#cards.forget(id)
    this.set({ judgedHere: this.state().judgedHere + 1 })
    if (wasHere) this.#leave()
  }

  #adopt(): void {
    this.#outbox.adopt(this.#options.store.all().filter(({ tab }) => !this.#tabs.isOpen(tab)))
  }

  async #loadMore(): Promise<void> {
    try {
      const more = await this.#pages.more(this.entries)
      const atEnd = this.current === null
      if (more.length > 0) this.set({ entries: [...this.entries, ...more.map(asEntry)] })
      if (atEnd && more.length > 0) this.#showNextFrom(this.state().index)
    } catch (error) {
      this.say('said.failed', { why: wordsOf(error) })
    }
  }
}
