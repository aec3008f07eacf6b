// Changes to the texts of a dossier's files, made where they belong and nowhere else: comments, keys of one's own (`x-…`) and everything not spoken of
// stay. Every change names what its author saw there; when something else stands there now, nothing is changed.

import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
  YAMLSeq,
} from 'yaml'
import { documentNames, isDossierPath, splitRole } from './documents.ts'
import {
  type Edit,
  type Edited,
  type EditPlace,
  type Failed,
  type Files,
  impossible,
  type OpenFile,
  placeText,
} from './edited.ts'
import { renameIn } from './rename.ts'

/** Lines are folded where YAML allows it; the same width as the drafts and the canonical form. */
export const yamlWidth = 120

/** Applies all edits in order, or none: the first that conflicts or cannot be made is the answer and no text changes. Pure. */
export function applyEdits(files: Files, edits: readonly Edit[]): Edited {
  const desk = new Desk(files)
  for (const edit of edits) {
    const failed = desk.apply(edit)
    if (failed) return failed
  }
  return { ok: true, files: desk.texts() }
}

class Desk {
  readonly #texts: Map<string, string>
  readonly #open = new Map<string, OpenFile>()

  constructor(files: Files) {
    this.#texts = new Map(Object.entries(files))
  }

  apply(edit: Edit): Failed | null {
    if (edit.kind === 'write') return this.#write(edit)
    if (edit.kind === 'rename') return this.#rename(edit)
    const open = this.#opened(edit.file)
    if ('ok' in open) return open
    if (open.body !== null && edit.place.length === 1 && edit.place[0] === 'body') return setBody(open, edit)
    return changeIn(open, edit)
  }

  texts(): Files {
    for (const open of this.#open.values()) if (open.changed || open.bodyChanged) this.#texts.set(open.file, textOf(open))
    return Object.fromEntries([...this.#texts].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #write({ file, was, now }: Extract<Edit, { kind: 'write' }>): Failed | null {
    if (!isDossierPath(file)) return impossible(file, [], 'a dossier has no such file')
    const open = this.#open.get(file)
    const text = open?.changed || open?.bodyChanged ? textOf(open) : this.#texts.get(file)
    if ((text ?? null) !== was) return { ok: false, kind: 'conflict', file, place: '', theirs: text }
    this.#open.delete(file)
    if (now === null) this.#texts.delete(file)
    else this.#texts.set(file, now)
    return null
  }

  #rename({ what, from, to }: Extract<Edit, { kind: 'rename' }>): Failed | null {
    const names = [documentNames.workflow, documentNames.role, documentNames.integrations]
    const opened = names.map((name) => this.#opened(name))
    const failed = opened.find((one): one is Failed => 'ok' in one)
    return failed ?? renameIn(opened as OpenFile[], { what, from, to })
  }

  #opened(file: string): OpenFile | Failed {
    const known = this.#open.get(file)
    if (known) return known
    const text = this.#texts.get(file)
    if (text === undefined) return impossible(file, [], 'there is no such file')
    const role = file === documentNames.role ? splitRole(text) : null
    if (file === documentNames.role && role === null)
      return impossible(file, [], 'its front matter cannot be read; mend the text first')
    const yaml = role === null ? text : `${role.front}\n`
    const document = parseDocument(yaml, { prettyErrors: false, uniqueKeys: true })
    if (document.errors.length > 0) return impossible(file, [], 'it is not YAML at the moment; mend the text first')
    const open = { file, yaml, document, changed: false, body: role?.body ?? null, bodyChanged: false }
    this.#open.set(file, open)
    return open
  }
}

function textOf({ document, yaml, changed, body }: OpenFile): string {
  const text = changed ? document.toString({ lineWidth: yamlWidth }) : yaml
  return body === null ? text : `---\n${text}---\n${body}`
}

function setBody(open: OpenFile, edit: Exclude<Edit, { kind: 'write' | 'rename' }>): Failed | null {
  if (edit.kind !== 'set' || typeof edit.now !== 'string')
    return impossible(open.file, edit.place, 'the text below the front matter can only be set')
  const before = (open.body ?? '').trim()
  if ((typeof edit.was === 'string' ? edit.was.trim() : '') !== before)
    return { ok: false, kind: 'conflict', file: open.file, place: 'body', theirs: before }
  open.body = `${edit.now.trim()}\n`
  open.bodyChanged = true
  return null
}

type NodeEdit = Exclude<Edit, { kind: 'write' | 'rename' }>

function changeIn(open: OpenFile, edit: NodeEdit): Failed | null {
  const { document, file } = open
  document.contents ??= document.createNode({}) as never
  const parent = holderOf(document, edit.place, edit.kind === 'set' || edit.kind === 'add')
  if (typeof parent === 'string') return impossible(file, edit.place, parent)
  const last = edit.place.at(-1)!
  const at = parent === null ? null : keyIn(parent, last)
  const node = parent === null || at === null ? undefined : (parent.get(at, true) as Node | undefined)
  const theirs = node === undefined ? undefined : plain(document, node)
  if (edit.kind !== 'add' && !same(theirs, edit.was))
    return { ok: false, kind: 'conflict', file, place: placeText(edit.place), theirs }
  const failed = parent === null ? null : make(open, edit, { parent, last, at, node })
  if (failed === null && parent !== null) open.changed = true
  return failed
}

type Spot = { parent: YAMLMap | YAMLSeq; last: string | number; at: string | number | null; node: Node | undefined }

function make({ document, file }: OpenFile, edit: NodeEdit, { parent, last, at, node }: Spot): Failed | null {
  switch (edit.kind) {
    case 'set':
      if (edit.now === undefined)
        return impossible(file, edit.place, 'it does not say what to write; use “remove” to take it out')
      if (at === null && isSeq(parent)) return impossible(file, edit.place, `there is no “${last}” in this list; add it first`)
      if (node !== undefined && at !== null) replace(document, { parent, at }, node, edit.now)
      else parent.set(last, document.createNode(edit.now))
      return null
    case 'remove':
      if (at !== null) take(parent, at)
      return null
    case 'add':
      return addTo(document, { edit, file, parent, last, node })
    case 'move': {
      if (!isSeq(parent) || typeof at !== 'number') return impossible(file, edit.place, 'only an item of a list can be moved')
      const [item] = parent.items.splice(at, 1)
      parent.items.splice(Math.min(edit.to, parent.items.length), 0, item)
      return null
    }
  }
}

function addTo(
  document: Document,
  {
    edit,
    file,
    parent,
    last,
    node,
  }: {
    edit: Extract<Edit, { kind: 'add' }>
    file: string
    parent: YAMLMap | YAMLSeq
    last: string | number
    node: Node | undefined
  },
): Failed | null {
  let list = node
  if (list === undefined || (isScalar(list) && list.value === null)) {
    list = new YAMLSeq()
    parent.set(last, list)
  }
  if (!isSeq(list)) return impossible(file, edit.place, 'this is not a list')
  const name = nameOf(edit.value)
  if (name !== null && keyIn(list, name) !== null)
    return {
      ok: false,
      kind: 'conflict',
      file,
      place: placeText([...edit.place, name]),
      theirs: plain(document, list.get(keyIn(list, name)!, true) as Node),
    }
  // An empty list is written `[]`; what is put into it is read better one below the other.
  if (list.items.length === 0) list.flow = false
  list.items.splice(
    edit.at === null ? list.items.length : Math.min(edit.at, list.items.length),
    0,
    document.createNode(edit.value),
  )
  return null
}

/** The map or list that holds the last key; null when nothing stands on the way there (and `create` is false); a sentence when it cannot be. */
function holderOf(document: Document, place: EditPlace, create: boolean): YAMLMap | YAMLSeq | null | string {
  let node: unknown = document.contents
  for (const key of place.slice(0, -1)) {
    if (!isMap(node) && !isSeq(node)) return 'something else than a group of values stands on the way there'
    const at = keyIn(node, key)
    let next: unknown = at === null ? undefined : node.get(at, true)
    if (next === undefined || (isScalar(next) && next.value === null)) {
      if (!create) return null
      if (isSeq(node)) return `there is no “${key}” in this list; add it first`
      next = document.createNode({})
      node.set(key, next)
    }
    node = next
  }
  return isMap(node) || isSeq(node) ? node : 'something else than a group of values stands there'
}

/** The position or key under which a node holds what the place names, or null. */
function keyIn(node: YAMLMap | YAMLSeq, key: string | number): string | number | null {
  if (isMap(node)) return node.has(key) ? key : null
  if (typeof key === 'number') return key < node.items.length ? key : null
  const at = node.items.findIndex((item) =>
    isScalar(item) ? item.value === key : isMap(item) && naming.some((name) => item.get(name) === key),
  )
  return at === -1 ? null : at
}

// What an item of a dossier's lists is known by, most telling first.
const naming = ['id', 'name', 'do']

function nameOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const name = naming
    .filter((key) => key !== 'do')
    .map((key) => (value as Record<string, unknown>)[key])
    .find((one) => typeof one === 'string')
  return typeof name === 'string' ? name : null
}

function plain(document: Document, node: Node): unknown {
  return node.toJS(document, { maxAliasCount: 0 }) as unknown
}

/** Equal as data; nothing and null are the same, and so are objects whose keys stand in another order. */
function same(a: unknown, b: unknown): boolean {
  if ((a ?? null) === (b ?? null)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
}

/** Writes a value over a node, part by part, so that what has not changed keeps its comments, order and style. */
function replace(
  document: Document,
  { parent, at }: { parent: YAMLMap | YAMLSeq; at: string | number },
  node: Node,
  now: unknown,
): void {
  if (isScalar(node) && (typeof now !== 'object' || now === null)) {
    if (node.value !== now) {
      node.value = now
      // The old spelling (quotes, number format) was made for the old value.
      delete node.source
      if (typeof now !== 'string' || node.type === Scalar.PLAIN) delete node.type
      delete node.format
    }
    return
  }
  if (isMap(node) && isRecord(now)) {
    mergeMap(document, node, now)
    return
  }
  if (isSeq(node) && Array.isArray(now)) {
    mergeSeq(document, node, now)
    return
  }
  const fresh = document.createNode(now)
  keepComments(fresh, commentsOf(node))
  parent.set(at, fresh)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mergeMap(document: Document, node: YAMLMap, now: Record<string, unknown>): void {
  for (const pair of [...node.items]) {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
    // Keys of one's own are not shown in forms, so a form's answer without them does not mean that they should go.
    if (!Object.hasOwn(now, key) && !key.startsWith('x-')) take(node, key)
  }
  for (const [key, value] of Object.entries(now)) {
    const old = node.get(key, true) as Node | undefined
    if (old === undefined) node.set(key, document.createNode(value))
    else replace(document, { parent: node, at: key }, old, value)
  }
}

/** Items that stay keep their nodes: found by name, then by being equal, then by position. */
function mergeSeq(document: Document, node: YAMLSeq, now: readonly unknown[]): void {
  const old = [...node.items] as Node[]
  const left = new Set(old)
  const takeFirst = (fits: (item: Node) => boolean) => {
    const found = [...left].find(fits)
    if (found) left.delete(found)
    return found
  }
  const named = now.map((value) => takeFirst((item) => same(plain(document, item), value)))
  for (const [at, value] of now.entries())
    named[at] ??= nameOf(value) === null ? undefined : takeFirst((item) => nameOf(plain(document, item)) === nameOf(value))
  const items = now.map((value, at) => {
    const kept =
      named[at] ?? (old[at] !== undefined && left.has(old[at]) && isCollection(old[at]) === isObject(value) ? old[at] : undefined)
    if (kept === undefined) return document.createNode(value)
    left.delete(kept)
    const holder = new YAMLSeq()
    holder.items = [kept]
    replace(document, { parent: holder, at: 0 }, kept, value)
    return holder.items[0] as Node
  })
  const lost = [...left].flatMap(commentsOf)
  node.items = items
  if (node.items.length > 0 && lost.length === 0) return
  if (lost.length > 0) node.comment = [node.comment, ...lost].filter((text) => typeof text === 'string').join('\n')
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** Takes an item out; the comments that stood at it or in it stay, before what follows or at the end. */
function take(parent: YAMLMap | YAMLSeq, at: string | number): void {
  const items = parent.items as (Node | Pair)[]
  const index = isMap(parent) ? parent.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === at) : Number(at)
  const [gone] = items.splice(index, 1)
  const kept = gone === undefined ? [] : commentsOf(gone)
  if (kept.length === 0) return
  const next = items[index]
  const carrier = next instanceof Pair ? next.key : next
  if (isNode(carrier))
    carrier.commentBefore = [...kept, ...(typeof carrier.commentBefore === 'string' ? [carrier.commentBefore] : [])].join('\n')
  else parent.comment = [...(typeof parent.comment === 'string' ? [parent.comment] : []), ...kept].join('\n')
}

/** Every comment at or inside a node, in reading order. */
function commentsOf(node: unknown): string[] {
  if (node instanceof Pair) return [...commentsOf(node.key), ...commentsOf(node.value)]
  if (!isNode(node)) return []
  const inside = isMap(node) || isSeq(node) ? (node.items as unknown[]).flatMap(commentsOf) : []
  return [node.commentBefore, ...inside, node.comment].filter((text): text is string => typeof text === 'string')
}

function keepComments(node: Node, comments: readonly string[]): void {
  if (comments.length > 0) node.commentBefore = comments.join('\n')
}
