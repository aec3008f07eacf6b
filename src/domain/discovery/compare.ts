// What differs between two versions of a dossier: word by word in the text of the role, thing by thing everywhere else. Things are the same when
// they bear the same name, wherever they stand; two dossiers without a difference here are equal.

import { diffLines, diffWordsWithSpace } from 'diff'
import type { Dossier } from './dossier.ts'

/**
 * One difference. `place` names things instead of counting them (`queryTypes.password_reset.minutes`). Something added or removed is told once, whole;
 * for something moved within its list, `before` and `after` are its positions, counted from 1.
 */
export type StructuralChange = { place: string; kind: 'added' | 'removed' | 'changed' | 'moved'; before: unknown; after: unknown }

/** Pieces in reading order: `same` and `removed` make up the old text, `same` and `added` the new one. */
export type TextChange = { text: string; change: 'same' | 'added' | 'removed' }

export type DossierChanges = {
  role: { front: StructuralChange[]; body: TextChange[] }
  workflow: StructuralChange[]
  integrations: StructuralChange[]
  targets: StructuralChange[]
  interviews: StructuralChange[]
}

/** From `a` to `b`. The other way round it says the same with added and removed, before and after, changed over. */
export function compareDossiers(a: Dossier, b: Dossier): DossierChanges {
  const { body: bodyBefore, ...frontBefore } = a.role
  const { body: bodyAfter, ...frontAfter } = b.role
  return {
    role: { front: compareValues(frontBefore, frontAfter), body: compareTexts(bodyBefore, bodyAfter) },
    workflow: compareValues(a.workflow, b.workflow),
    integrations: compareValues(a.integrations, b.integrations),
    targets: compareValues(a.targets, b.targets),
    interviews: compareValues(a.interviews, b.interviews),
  }
}

/** Whether two versions say the same. */
export function isUnchanged({ role, workflow, integrations, targets, interviews }: DossierChanges): boolean {
  return (
    [role.front, workflow, integrations, targets, interviews].every((changes) => changes.length === 0) &&
    role.body.every((piece) => piece.change === 'same')
  )
}

/** Differences of two values of JSON, in the order of `a`, what is new last. */
export function compareValues(a: unknown, b: unknown): StructuralChange[] {
  const changes: StructuralChange[] = []
  compareAt([], a, b, changes)
  return changes
}

// A text rewritten from end to end takes quadratic time to match word by word; past these, larger pieces say as much.
const maxWordEdits = 1500
const maxLineEdits = 1500

/** Word by word; of texts with little in common line by line, of texts with nothing in common as a whole. */
export function compareTexts(before: string, after: string): TextChange[] {
  const pieces = diffWordsWithSpace(before, after, { maxEditLength: maxWordEdits }) ??
    diffLines(before, after, { maxEditLength: maxLineEdits }) ?? [
      { value: before, removed: true, added: false },
      { value: after, removed: false, added: true },
    ]
  return pieces
    .filter(({ value }) => value !== '')
    .map(({ value, added, removed }) => ({ text: value, change: added ? 'added' : removed ? 'removed' : 'same' }))
}

type Path = readonly string[]

function compareAt(path: Path, a: unknown, b: unknown, into: StructuralChange[]): void {
  if (Array.isArray(a) && Array.isArray(b)) compareLists(path, a, b, into)
  else if (isRecord(a) && isRecord(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const at = [...path, key]
      if (!Object.hasOwn(b, key)) into.push(change(at, 'removed', { before: a[key], after: null }))
      else if (!Object.hasOwn(a, key)) into.push(change(at, 'added', { before: null, after: b[key] }))
      else compareAt(at, a[key], b[key], into)
    }
  } else if (a !== b) into.push(change(path, 'changed', { before: a, after: b }))
}

type Item = { value: unknown; index: number; label: string | null }
type Pair = { before: Item; after: Item }

function compareLists(path: Path, a: readonly unknown[], b: readonly unknown[], into: StructuralChange[]): void {
  const { pairs, gone, fresh } = matched(itemsOf(a), itemsOf(b))
  const moved = outOfOrder(pairs)
  for (const { before, after } of pairs) {
    const at = [...path, labelOf(before)]
    if (moved.has(before)) into.push(change(at, 'moved', { before: before.index + 1, after: after.index + 1 }))
    compareAt(at, before.value, after.value, into)
  }
  for (const item of gone) into.push(change(placeOf(path, item), 'removed', { before: item.value, after: null }))
  for (const item of fresh) into.push(change(placeOf(path, item), 'added', { before: null, after: item.value }))
}

// What the things in a dossier's lists are known by. A branch and a reason to escalate are known by their condition, an answer by its question.
const naming = ['id', 'name', 'do', 'when', 'question']

function nameOf(value: unknown): string | null {
  if (!isRecord(value)) return null
  const name = naming.map((key) => (Object.hasOwn(value, key) ? value[key] : null)).find((one) => typeof one === 'string')
  return typeof name === 'string' ? name : null
}

/** The items with their labels: the name, counted where several bear it; null for what has none. */
function itemsOf(list: readonly unknown[]): Item[] {
  const seen = new Map<string, number>()
  return list.map((value, index) => {
    const name = nameOf(value)
    if (name === null) return { value, index, label: null }
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return { value, index, label: count === 1 ? name : `${name}#${count}` }
  })
}

/** Pairs equal things first, then things of one name in the order they stand in. */
function matched(a: readonly Item[], b: readonly Item[]): { pairs: Pair[]; gone: Item[]; fresh: Item[] } {
  const partner = new Map<Item, Item>()
  let left = b
  for (const keyOf of [contentOf, (item: Item) => nameOf(item.value)]) {
    const waiting = new Map<string, Item[]>()
    for (const item of left) {
      const key = keyOf(item)
      if (key !== null) waiting.set(key, [...(waiting.get(key) ?? []), item])
    }
    for (const item of a) {
      const key = partner.has(item) ? null : keyOf(item)
      const found = key === null ? undefined : waiting.get(key)?.shift()
      if (found) partner.set(item, found)
    }
    const taken = new Set(partner.values())
    left = left.filter((item) => !taken.has(item))
  }
  const pairs = a.flatMap((before) => {
    const after = partner.get(before)
    return after ? [{ before, after }] : []
  })
  return { pairs, gone: a.filter((item) => !partner.has(item)), fresh: [...left] }
}

/** JSON with the keys in one order, so that equal values have equal texts. */
function contentOf({ value }: Item): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1))) : part,
  )
}

/**
 * The fewest things that must be lifted out for the rest to stand in the same order. Of several such choices both directions of a comparison make the
 * same one: it is made from the side whose order comes first as text.
 */
function outOfOrder(pairs: readonly Pair[]): Set<Item> {
  const byAfter = pairs.toSorted((x, y) => x.after.index - y.after.index)
  const orderText = (list: readonly Pair[]) =>
    list.map(({ before, after }) => [contentOf(before), contentOf(after)].toSorted()[0]).join('\n')
  const forth = pairs.every((pair, at) => pair === byAfter[at]) || orderText(pairs) <= orderText(byAfter)
  const staying = forth ? longestRising(pairs, ({ after }) => after.index) : longestRising(byAfter, ({ before }) => before.index)
  return new Set(pairs.filter((pair) => !staying.has(pair)).map(({ before }) => before))
}

/** A longest subsequence whose ranks rise; O(n log n) by patience sorting, since a map may have hundreds of steps. */
function longestRising(list: readonly Pair[], rankOf: (pair: Pair) => number): Set<Pair> {
  const tops: number[] = []
  const previous: number[] = []
  for (const [at, pair] of list.entries()) {
    let low = 0
    let high = tops.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (rankOf(list[tops[middle]!]!) < rankOf(pair)) low = middle + 1
      else high = middle
    }
    previous[at] = low === 0 ? -1 : tops[low - 1]!
    tops[low] = at
  }
  const rising = new Set<Pair>()
  for (let at = tops.at(-1) ?? -1; at >= 0; at = previous[at]!) rising.add(list[at]!)
  return rising
}

function change(
  path: Path,
  kind: StructuralChange['kind'],
  { before, after }: { before: unknown; after: unknown },
): StructuralChange {
  return { place: path.join('.'), kind, before, after }
}

/** Things without a name are told by their list; what they are stands in `before` or `after`. */
function placeOf(path: Path, item: Item): Path {
  return item.label === null ? path : [...path, labelOf(item)]
}

// Longer words make a place unreadable; the whole text stands in `before` or `after`.
const maxLabelCharacters = 80

function labelOf({ label, value }: Item): string {
  const text = label ?? (typeof value === 'string' ? value : JSON.stringify(value))
  const signs = [...text]
  const short = signs.length > maxLabelCharacters ? `${signs.slice(0, maxLabelCharacters - 1).join('')}…` : text
  return /^[\w.*#-]+$/.test(short) ? short : `“${short}”`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
