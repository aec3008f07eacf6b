// What was done last, so that one key takes it back: a verdict, a verdict on several items, a skip.

export type Done = { ids: readonly string[] /** The act that skipped it; null for verdicts. */; skip: string | null }

export class DoneStack {
  #done: readonly Done[] = []

  push(ids: readonly string[], skip: string | null = null): void {
    this.#done = [...this.#done, { ids, skip }]
  }

  /** The latest, or the verdict on this item alone; it is done no longer. */
  take(id: string | undefined): Done | null {
    const taken = id === undefined ? this.#done.at(-1) : { ids: [id], skip: null }
    this.#done = this.#done.filter((each) => each !== taken && !(each.ids.length === 1 && each.ids[0] === id))
    return taken ?? null
  }

  /** The server did not take it: there is nothing to take back. */
  drop(id: string): void {
    this.#done = this.#done.filter(({ ids }) => !ids.includes(id))
  }
}
