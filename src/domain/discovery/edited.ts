// What can be changed in the files of a dossier, and what comes of it. The changes are made in edit.ts and rename.ts.

import type { Document } from 'yaml'

/** Keys from the top; in a list a number is a position and a word the item whose name, id or `do` it is. `body` in SOUL.md is the text below. */
export type EditPlace = readonly (string | number)[]

export type Renamed = 'queryType' | 'step' | 'trigger' | 'person' | 'system' | 'channel'

/** `was` left out means that nothing stood there; an explicit null means the same. */
export type Edit =
  | { kind: 'set'; file: string; place: EditPlace; was?: unknown; now: unknown }
  | { kind: 'remove'; file: string; place: EditPlace; was?: unknown }
  | { kind: 'add'; file: string; place: EditPlace; value: unknown; at: number | null }
  | { kind: 'move'; file: string; place: EditPlace; to: number; was?: unknown }
  | { kind: 'rename'; what: Renamed; from: string; to: string }
  | { kind: 'write'; file: string; was: string | null; now: string | null }

export type Files = Readonly<Record<string, string>>

/** `theirs` is what stands there now, undefined for nothing. */
export type Edited =
  | { ok: true; files: Files }
  | { ok: false; kind: 'conflict'; file: string; place: string; theirs: unknown }
  | { ok: false; kind: 'impossible'; file: string; place: string; why: string }

export type Failed = Exclude<Edited, { ok: true }>

/** A file while it is being changed: its YAML as text and as a document, and for SOUL.md the text below it. */
export type OpenFile = {
  file: string
  yaml: string
  document: Document
  changed: boolean
  body: string | null
  bodyChanged: boolean
}

export function placeText(place: EditPlace): string {
  return place.join('.')
}

export function impossible(file: string, place: EditPlace, why: string): Failed {
  return { ok: false, kind: 'impossible', file, place: placeText(place), why }
}
