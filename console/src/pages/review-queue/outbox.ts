// What a reviewer has done and the server has not yet confirmed. Every act is kept in this browser before it is sent, has one idempotency key for all its tries, and leaves
// only when the server has answered: so a lost network, a restarted server or a closed tab loses no verdict and doubles none. In order, one at a time.

import type { CorrectionRequest, GivenVerdict, SkipReason, VerdictRequest } from '../../api.ts'
import { reactionTo, type Trouble } from './reaction.ts'

/** `origin`: the key it had at first, when it was given another because the answer to that one was lost for good. Once: a server that goes on like that is believed. */
type Common = { key: string; reviewId: string; tab: string; seq: number; origin?: string }
export type VerdictAct = Common & {
  what: 'verdict'
  body: VerdictRequest /** The verdict it takes the place of, taken back first. */
  replaces?: string
}
/** `of`: the act whose verdict is taken back, when that has no id yet. */
type UndoAct = Common & { what: 'undo'; verdictId: string | null; of: string | null }
export type Act =
  | VerdictAct
  | UndoAct
  | (Common & { what: 'skip'; why: SkipReason })
  | (Common & { what: 'correct'; body: CorrectionRequest })

/** How an act is sent. `look`: what became of it, when an answer was lost for good: done (with the verdict's id), to be sent anew, or neither. */
export type Sender = {
  send(act: Act): Promise<GivenVerdict | null>
  look(act: Act): Promise<'send anew' | 'no' | { verdictId: string | null }>
}

/** Where acts are kept. `keep` answers false when this browser keeps nothing. */
export type ActStore = {
  keep(act: Act): boolean
  drop(key: string): void
  /** The act as it is kept now; another tab may have taken it over. */
  find(key: string): Act | null
  all(): Act[]
}

export type Settled = { act: Act; error: unknown; verdictId: string | null }

// The first try again comes quickly, because most losses are short; then at most four tries a minute from each reviewer.
const firstWaitMs = 1_000
const longestWaitMs = 15_000

type Options = {
  tab: string
  store: ActStore
  sender: Sender
  onSettled: (settled: Settled) => void
  onChange: () => void
  /** Runs `act` after `ms`; the answer stops it. */
  after: (ms: number, act: () => void) => () => void
}

export class Outbox {
  readonly #options: Options
  #acts: Act[] = []
  #tried = new Set<string>()
  #running = false
  #waitMs = firstWaitMs
  #stopWaiting: (() => void) | null = null
  #seq = 0
  trouble: Trouble | null = null
  /** False when this browser keeps nothing, so that closing the tab would lose what waits. */
  kept = true

  constructor(options: Options) {
    this.#options = options
  }

  get waiting(): number {
    return this.#acts.length
  }

  has(reviewId: string): boolean {
    return this.#acts.some((act) => act.reviewId === reviewId)
  }

  push<A extends Omit<Act, 'key' | 'tab' | 'seq'>>(act: A): string {
    const key = crypto.randomUUID()
    // Milliseconds order the acts of several tabs; the counter those of one.
    const whole = { ...act, key, tab: this.#options.tab, seq: Date.now() + this.#seq++ / 1000 } as unknown as Act
    this.kept = this.#options.store.keep(whole) && this.kept
    this.#acts.push(whole)
    void this.#run()
    return key
  }

  /** Takes acts over that a closed window left behind. */
  adopt(acts: readonly Act[]): void {
    if (acts.length === 0) return
    for (const act of acts.toSorted((a, b) => a.seq - b.seq)) {
      if (this.#acts.some(({ key }) => key === act.key)) continue
      const ours = { ...act, tab: this.#options.tab }
      this.#options.store.keep(ours)
      this.#acts.push(ours)
      this.#tried.add(ours.key)
    }
    void this.#run()
  }

  /** Removes an act that has never left this browser. False: it may have reached the server. */
  recall(key: string): boolean {
    const kept = this.#options.store.find(key)
    if (this.#tried.has(key) || (kept !== null && kept.tab !== this.#options.tab)) return false
    const before = this.#acts.length
    this.#acts = this.#acts.filter((act) => act.key !== key)
    this.#options.store.drop(key)
    this.#options.onChange()
    return this.#acts.length < before
  }

  /** The network is back, or somebody asks to try at once. */
  tryNow(): void {
    this.#stopWaiting?.()
    this.#stopWaiting = null
    this.#waitMs = firstWaitMs
    void this.#run()
  }

  stop(): void {
    this.#stopWaiting?.()
    this.#stopWaiting = null
  }

  async #run(): Promise<void> {
    this.#options.onChange()
    if (this.#running || this.#stopWaiting !== null) return
    this.#running = true
    try {
      for (let act = this.#acts[0]; act !== undefined; act = this.#acts[0]) if (!(await this.#attempt(act))) break
    } finally {
      this.#running = false
      this.#options.onChange()
    }
  }

  /** One try. False: the rest waits as well. */
  async #attempt(act: Act): Promise<boolean> {
    this.#tried.add(act.key)
    try {
      const given = await this.#options.sender.send(act)
      return this.#settle(act, null, given?.verdictId ?? null)
    } catch (error) {
      const reaction = reactionTo(error)
      if (reaction === 'no') return this.#settle(act, error, null)
      if (reaction === 'look') return this.#lookAt(act, error)
      return this.#wait(reaction)
    }
  }

  async #lookAt(act: Act, error: unknown): Promise<boolean> {
    try {
      const found = await this.#options.sender.look(act)
      if (found === 'no' || (found === 'send anew' && act.origin !== undefined)) return this.#settle(act, error, null)
      if (found !== 'send anew') return this.#settle(act, null, found.verdictId)
      this.#options.store.drop(act.key)
      const anew: Act = { ...act, key: crypto.randomUUID(), origin: act.key }
      this.#options.store.keep(anew)
      this.#acts = this.#acts.map((each) =>
        each.key === act.key ? anew : each.what === 'undo' && each.of === act.key ? { ...each, of: anew.key } : each,
      )
      return true
    } catch (again) {
      const reaction = reactionTo(again)
      return reaction === 'no' || reaction === 'look' ? this.#settle(act, error, null) : this.#wait(reaction)
    }
  }

  #wait(trouble: Trouble): false {
    this.trouble = trouble
    this.#stopWaiting = this.#options.after(this.#waitMs, () => {
      this.#stopWaiting = null
      void this.#run()
    })
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2)
    return false
  }

  #settle(act: Act, error: unknown, verdictId: string | null): true {
    this.trouble = null
    this.#waitMs = firstWaitMs
    this.#acts = this.#acts.filter(({ key }) => key !== act.key).map((each) => this.#knowing(each, act.key, verdictId))
    this.#options.store.drop(act.key)
    this.#tried.delete(act.key)
    this.#options.onSettled({ act, error, verdictId })
    return true
  }

  /** An act that waited for the id of another's verdict gets it. */
  #knowing(act: Act, of: string, verdictId: string | null): Act {
    if (act.what !== 'undo' || act.of !== of) return act
    const knowing = { ...act, verdictId, of: null }
    this.#options.store.keep(knowing)
    return knowing
  }
}
