// A name in a dossier is changed everywhere it is meant: the thing itself, what refers to it, and conditions and blanks that speak of it.

import { isScalar, visit } from 'yaml'
import { type Failed, impossible, type OpenFile, type Renamed } from './edited.ts'
import { nameSchema } from './workflow-map.ts'

type Rename = { what: Renamed; from: string; to: string }

type Path = readonly string[]

/** Where a thing is named and referred to: paths with `*` for any item of a list. The first is the thing itself. */
const places: Readonly<Record<Renamed, readonly Path[]>> = {
  queryType: [
    ['queryTypes', '*', 'name'],
    ['inputs', '*', 'queryType'],
    ['may', '*', 'for', '*'],
  ],
  step: [
    ['steps', '*', 'id'],
    ['steps', '*', 'next'],
    ['steps', '*', 'otherwise'],
    ['steps', '*', 'branches', '*', 'next'],
    ['queryTypes', '*', 'start'],
  ],
  trigger: [
    ['triggers', '*', 'name'],
    ['steps', '*', 'trigger'],
    ['escalate_when', '*', 'trigger'],
  ],
  person: [
    ['people', '*', 'name'],
    ['triggers', '*', 'who'],
    ['steps', '*', 'who'],
  ],
  system: [
    ['systems', '*', 'name'],
    ['steps', '*', 'system'],
  ],
  channel: [
    ['channels', '*'],
    ['trustedChannels', '*'],
    ['inputs', '*', 'channel'],
  ],
}

/** References to operations, `system.operation`. */
const operations: readonly Path[] = [
  ['may', '*', 'do'],
  ['must_not', '*', 'do'],
  ['always_review', '*'],
  ['steps', '*', 'uses', '*'],
]

const conditions: readonly Path[] = [
  ['queryTypes', '*', 'rules', '*'],
  ['triggers', '*', 'condition'],
  ['steps', '*', 'branches', '*', 'when'],
  ['escalate_when', '*', 'when'],
]

/** Renames in all opened files, or says why not. A name that is taken is refused: two things of one name cannot be told apart. */
export function renameIn(opened: readonly OpenFile[], it: Rename): Failed | null {
  const [itself] = places[it.what]
  const home = opened.find((open) => open.file === (it.what === 'system' ? 'integrations.yaml' : 'workflow.yaml'))!
  if (!nameSchema.safeParse(it.to).success)
    return impossible(home.file, [it.what], `“${it.to}” is not a name: use lower-case letters, digits, “_”, “-” or “.”`)
  const names = new Set<string>()
  each(home, (path, value) => {
    if (fits(path, itself!)) names.add(value)
    return null
  })
  if (!names.has(it.from))
    return { ok: false, kind: 'conflict', file: home.file, place: `${it.what} ${it.from}`, theirs: undefined }
  if (names.has(it.to)) return impossible(home.file, [it.what], `“${it.to}” is taken`)
  for (const open of opened) each(open, (path, value) => renamed(path, value, it))
  return null
}

function renamed(path: Path, value: string, { what, from, to }: Rename): string | null {
  if (places[what].some((place) => fits(path, place))) return value === from ? to : null
  if (what === 'system' && operations.some((place) => fits(path, place)))
    return value.startsWith(`${from}.`) ? to + value.slice(from.length) : null
  const spoken = conditions.some((place) => fits(path, place))
  if ((what === 'queryType' || what === 'channel') && spoken && new RegExp(`\\b${what}\\b`).test(value))
    return changed(value, value.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`'${from}'`, `'${to}'`))
  const filled = path[0] === 'steps' && (path[2] === 'template' || path[2] === 'arguments')
  if (what === 'step' && (spoken || filled)) return changed(value, resultOf(value, from, to))
  return null
}

/** `results.old` becomes `results.new`, and nothing that merely begins alike. */
function resultOf(text: string, from: string, to: string): string {
  return text.replaceAll(new RegExp(`\\bresults\\.${from.replaceAll(/[.-]/g, '\\$&')}(?![\\w-])`, 'g'), () => `results.${to}`)
}

function changed(before: string, after: string): string | null {
  return before === after ? null : after
}

/** Asks about every text of a file by its path; what comes back takes its place. */
function each(open: OpenFile, change: (path: Path, value: string) => string | null): void {
  visit(open.document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string') return
      const path: string[] = []
      for (const [at, ancestor] of ancestors.entries()) {
        if (typeof ancestor === 'object' && 'key' in ancestor && isScalar(ancestor.key)) path.push(String(ancestor.key.value))
        const next = ancestors[at + 1] ?? node
        if ('items' in ancestor && ancestor.items.some((item) => item === next) && !('key' in next)) path.push('*')
      }
      const now = change(path, node.value)
      if (now === null) return
      node.value = now
      delete node.source
      open.changed = true
    },
  })
}

function fits(path: Path, place: Path): boolean {
  return (
    path.length >= place.length &&
    place.every((part, at) => part === path[at]) &&
    (path.length === place.length || place.at(-1) === 'arguments')
  )
}
