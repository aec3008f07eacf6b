// What is being composed about one item: the verdict that asks for reasons, the note, the edited answer. Another item starts with nothing.

import { useState } from 'react'
import type { ReviewCard, VerdictKind } from '../../api.ts'
import type { Reason } from './reasons.ts'

/** Which form stands in the dock. */
type Mode = 'keys' | 'reasons' | 'hand' | 'type' | 'edit' | 'alike'

export type Draft = {
  id: string
  mode: Mode
  asking: VerdictKind | null
  chosen: readonly Reason[]
  note: string
  noteShown: boolean
  /** The answer as the reviewer wants it; null: as it stands. */
  edit: string | null
  /** The query type this reviewer named in this sitting. */
  type: string | null
  /** Items judged together with this one. */
  together: readonly ReviewCard[]
}

export type ChangeDraft = (change: Partial<Draft>) => void

const nothing = {
  mode: 'keys',
  asking: null,
  chosen: [],
  note: '',
  noteShown: false,
  edit: null,
  type: null,
  together: [],
} as const satisfies Omit<Draft, 'id'>

export function useDraft(id: string): [Draft, ChangeDraft] {
  const [kept, keep] = useState<Draft | null>(null)
  const draft = kept?.id === id ? kept : { id, ...nothing }
  return [draft, (change) => keep((now) => ({ ...(now?.id === id ? now : { id, ...nothing }), ...change }))]
}
