// The one registry of keys: what is printed on buttons, listed under `?`, and listened for. Letters typed into a field are never commands.

import { useEffect, useRef } from 'react'

/** id → default key. `mod` is Ctrl, or Cmd on a Mac. Verdict keys are numbers from the card, in the order of CONSOLE.md. */
export const defaultKeys = {
  'verdict.correct': '1',
  'verdict.correct_small_edit': '2',
  'verdict.wrong': '3',
  'verdict.should_escalate': '4',
  'verdict.unsafe': '5',
  'verdict.needed': '1',
  'verdict.not_needed': '2',
  'reason.wrong_fact': '1',
  'reason.wrong_operation': '2',
  'reason.wrong_argument': '3',
  'reason.missed_step': '4',
  'reason.policy': '5',
  'reason.tone': '6',
  'verdict.save': 'Enter',
  'verdict.cancel': 'Escape',
  'queue.undo': 'z',
  'queue.next': 'j',
  'queue.previous': 'k',
  'queue.skip': 's',
  'queue.hand_over': 'h',
  'queue.note': 'n',
  'queue.edit': 'e',
  'queue.compare': 'd',
  'app.keys': '?',
  'app.palette': 'mod+k',
} as const

export type KeyId = keyof typeof defaultKeys

const stored = 'tenure.keys'

/** A reviewer's own keys, kept in this browser. Anything unreadable counts as no choice. */
function ownKeys(): Partial<Record<KeyId, string>> {
  const text = localStorage.getItem(stored)
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Partial<Record<KeyId, string>>) : {}
  } catch {
    localStorage.removeItem(stored)
    return {}
  }
}

/** The key that does this now. */
export function keyFor(id: KeyId): string {
  return ownKeys()[id] ?? defaultKeys[id]
}

/** Gives something another key. Returns the id that has the key already in the same group, and then changes nothing. */
export function remap(id: KeyId, key: string): KeyId | null {
  const rivals = (Object.keys(defaultKeys) as KeyId[]).filter((other) => other !== id && clashes(id, other))
  const taken = rivals.find((other) => keyFor(other) === key)
  if (taken !== undefined) return taken
  localStorage.setItem(stored, JSON.stringify({ ...ownKeys(), [id]: key }))
  return null
}

export function resetKeys(): void {
  localStorage.removeItem(stored)
}

const escalationKeys = ['verdict.needed', 'verdict.not_needed']

/** Two ids that may be listened for at the same time. Reasons, verdicts on handled proposals and verdicts on escalations never are. */
function clashes(a: KeyId, b: KeyId): boolean {
  const layer = (id: KeyId) =>
    id.startsWith('reason.')
      ? 'reason'
      : escalationKeys.includes(id)
        ? 'escalation'
        : id.startsWith('verdict.')
          ? 'verdict'
          : 'any'
  const [one, other] = [layer(a), layer(b)]
  return one === other || one === 'any' || other === 'any'
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
