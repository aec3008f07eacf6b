// The state of a desk and who watches it.

import { type DeskState, type Entry, emptyDesk, type Said } from './entry.ts'

export class DeskStore {
  readonly #watchers = new Set<() => void>()
  #state: DeskState = emptyDesk

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }
  readonly state = (): DeskState => this.#state

  get entries(): readonly Entry[] {
    return this.#state.entries
  }
  get current(): Entry | null {
    return this.#state.entries[this.#state.index] ?? null
  }

  dismiss(id: string): void {
    this.set({ problems: this.#state.problems.filter((problem) => problem.id !== id) })
  }

  protected change(id: string, change: Partial<Entry>): void {
    this.set({ entries: this.#state.entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)) })
  }

  protected say(key: string, blanks: Said['blanks'] = {}): void {
    this.set({ said: { key, blanks } })
  }

  protected set(change: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...change }
    for (const watcher of this.#watchers) watcher()
  }
}
