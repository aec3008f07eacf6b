// Texts being written that nobody has saved yet: kept in this browser tab until they are saved or given up, so that going elsewhere loses nothing.

/** `base` is the text the writing began from: what a save names as seen. */
export type Unsaved = { base: string; text: string }

const keyOf = (draftId: string, file: string) => `tenure.unsaved ${draftId} ${file}`

export function unsavedText(draftId: string, file: string): Unsaved | null {
  const kept = sessionStorage.getItem(keyOf(draftId, file))
  if (kept === null) return null
  try {
    const value = JSON.parse(kept) as Partial<Unsaved>
    return typeof value.base === 'string' && typeof value.text === 'string' ? { base: value.base, text: value.text } : null
  } catch {
    sessionStorage.removeItem(keyOf(draftId, file))
    return null
  }
}

export function keepUnsaved(draftId: string, file: string, unsaved: Unsaved | null): void {
  if (unsaved === null) sessionStorage.removeItem(keyOf(draftId, file))
  else sessionStorage.setItem(keyOf(draftId, file), JSON.stringify(unsaved))
}
