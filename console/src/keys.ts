// The one registry of keys: what is printed on buttons, listed under `?`, and listened for. Letters typed into a field are never commands.

import { reviewKeys } from '@tenure/contract/review-keys'
import { useEffect, useRef, useSyncExternalStore } from 'react'

/** id → default key. `mod` is Ctrl, or Cmd on a Mac. */
export const defaultKeys = { ...reviewKeys, 'app.keys': '?', 'app.palette': 'mod+k' } as const

export type KeyId = keyof typeof defaultKeys

const stored = 'tenure.keys'

type OwnKeys = Partial<Record<KeyId, string>>
let own: OwnKeys | null = null
const watchers = new Set<() => void>()

/** A reviewer's own keys, kept in this browser. Anything unreadable counts as no choice. */
function ownKeys(): OwnKeys {
  own ??= readOwn(localStorage.getItem(stored))
  return own
}

function readOwn(text: string | null): OwnKeys {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : []
    return Object.fromEntries(pairs.filter(([id, key]) => id in defaultKeys && typeof key === 'string' && key !== ''))
  } catch {
    localStorage.removeItem(stored)
    return {}
  }
}

function changed(): void {
  own = null
  for (const watcher of watchers) watcher()
}

function watchKeys(watcher: () => void): () => void {
  const onStorage = ({ key }: StorageEvent) => (key === stored || key === null) && changed()
  watchers.add(watcher)
  window.addEventListener('storage', onStorage)
  return () => {
    watchers.delete(watcher)
    window.removeEventListener('storage', onStorage)
  }
}

/** Draws the component anew when somebody remaps a key, in this window or another. Answers how a key is printed. */
export function usePrintedKeys(): (id: KeyId) => string {
  useSyncExternalStore(watchKeys, ownKeys)
  return (id) => printed(keyFor(id))
}

/** The key that does this now. */
export function keyFor(id: KeyId): string {
  return ownKeys()[id] ?? defaultKeys[id]
}

/** Gives something another key. Returns the id that has the key already where both are listened for, and then changes nothing. */
export function remap(id: KeyId, key: string): KeyId | null {
  const taken = (Object.keys(defaultKeys) as KeyId[]).find((other) => other !== id && clash(id, other) && keyFor(other) === key)
  if (taken !== undefined) return taken
  localStorage.setItem(stored, JSON.stringify({ ...ownKeys(), [id]: key }))
  changed()
  return null
}

export function resetKeys(): void {
  localStorage.removeItem(stored)
  changed()
}

type Layer = 'handled' | 'escalation' | 'reason' | 'hand' | 'form' | 'queue' | 'app'

/** While a form (reasons, handing over) is open its keys and Enter and Escape are the only ones; verdicts on handled proposals and on escalations never meet. */
const together: Readonly<Record<Layer, readonly Layer[]>> = {
  handled: ['handled', 'queue', 'app'],
  escalation: ['escalation', 'queue', 'app'],
  reason: ['reason', 'form', 'app'],
  hand: ['hand', 'form', 'app'],
  form: ['form', 'reason', 'hand', 'queue', 'app'],
  queue: ['queue', 'handled', 'escalation', 'form', 'app'],
  app: ['app', 'handled', 'escalation', 'reason', 'hand', 'form', 'queue'],
}

function layerOf(id: KeyId): Layer {
  if (id === 'verdict.save' || id === 'verdict.cancel') return 'form'
  if (id === 'verdict.needed' || id === 'verdict.not_needed') return 'escalation'
  const [word] = id.split('.')
  return word === 'verdict' ? 'handled' : (word as 'reason' | 'hand' | 'queue' | 'app')
}

/** Two ids that may be listened for at the same time, and so may not share a key. */
export function clash(a: KeyId, b: KeyId): boolean {
  return together[layerOf(a)].includes(layerOf(b))
}

const onMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent)

/** As printed on a button. */
export function printed(key: string): string {
  return key
    .split('+')
    .map((part) =>
      part === 'mod' ? (onMac ? '⌘' : 'Ctrl') : part === 'Escape' ? 'Esc' : part.length === 1 ? part.toUpperCase() : part,
    )
    .join(onMac ? '' : ' ')
}

/** Whether this element takes letters as text. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="dialog"]') !== null) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** Whether a press is this key. A letter with Ctrl, Cmd or Alt belongs to the browser, not to us. */
export function matches(press: Press, key: string): boolean {
  const mod = key.startsWith('mod+')
  const wanted = mod ? key.slice(4) : key
  if (press.altKey || (press.ctrlKey || press.metaKey) !== mod) return false
  return press.key.toLowerCase() === wanted.toLowerCase()
}

export type Bindings = Partial<Record<KeyId, () => void>>

/** Listens while the calling component is on screen. Later bindings see the latest state: the map may be new on every render. */
export function useKeys(bindings: Bindings): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return
      for (const [id, act] of Object.entries(latest.current) as [KeyId, () => void][]) {
        const key = keyFor(id)
        if (!matches(event, key) || (isTyping(event.target) && !key.startsWith('mod+'))) continue
        // Enter on a focused button presses that button.
        if (key === 'Enter' && event.target instanceof HTMLButtonElement) continue
        event.preventDefault()
        act()
        return
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
