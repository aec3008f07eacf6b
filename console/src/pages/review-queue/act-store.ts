// Acts that wait, in this browser's storage: one entry each, so that two windows never write over one another. Kept per person: whoever signs in next sees nothing of it.

import type { Act, ActStore } from './outbox.ts'

export function actStore(personId: string, storage: Storage = localStorage): ActStore {
  const prefix = `tenure.outbox.${personId}.`
  const read = (name: string): Act | null => {
    const text = storage.getItem(name)
    return text === null ? null : (JSON.parse(text) as Act)
  }
  return {
    keep(act) {
      try {
        storage.setItem(prefix + act.key, JSON.stringify(act))
        return true
      } catch (error) {
        // A full or forbidden storage: the page says that what waits is not kept. Anything else is a bug.
        if (error instanceof DOMException) return false
        throw error
      }
    },
    drop: (key) => storage.removeItem(prefix + key),
    find: (key) => read(prefix + key),
    all: () =>
      Object.keys(storage)
        .filter((name) => name.startsWith(prefix))
        .flatMap((name) => read(name) ?? []),
  }
}
