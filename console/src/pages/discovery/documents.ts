// The raw documents of a draft, as forms see them: everything may be missing or of the wrong kind, and nothing of that may break a page.

import type { Draft, EditPlace } from '../../api.ts'

export type Raw = Record<string, unknown>

export const files = {
  workflow: 'workflow.yaml',
  role: 'SOUL.md',
  integrations: 'integrations.yaml',
  targets: 'targets.yaml',
} as const

export function interviewFile(id: string): string {
  return `interviews/${id}.yaml`
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(asText).filter((text) => text !== '') : []
}

/** The maps in a list; other items are skipped here and named by the check. */
export function asRecords(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : []
}

/** A document as data; null when its text cannot be read. In SOUL.md the place [`body`] is the text below the front matter. */
export function documentOf({ documents }: Draft, file: string): unknown {
  if (file === files.workflow) return documents.workflow
  if (file === files.integrations) return documents.integrations
  if (file === files.targets) return documents.targets
  if (file === files.role)
    return documents.role && isRaw(documents.role.front) ? { ...documents.role.front, body: documents.role.body } : documents.role
  const id = /^interviews\/(.+)\.yaml$/.exec(file)?.[1]
  return id === undefined ? undefined : documents.interviews[id]
}

/** What stands at a place; undefined for nothing. Lists are read by position or by the name, id or `do` of their items, as the server does. */
export function valueAt(draft: Draft, file: string, place: EditPlace): unknown {
  let value = documentOf(draft, file)
  for (const key of place) {
    if (Array.isArray(value))
      value =
        typeof key === 'number'
          ? value[key]
          : value.find((item) => item === key || (isRaw(item) && (item.id === key || item.name === key || item.do === key)))
    else if (isRaw(value)) value = Object.hasOwn(value, key) ? value[key] : undefined
    else return undefined
  }
  return value
}

/** The maps of a list in a file. */
export function recordsAt(draft: Draft, file: string, place: EditPlace): Raw[] {
  return asRecords(valueAt(draft, file, place))
}

/** A name as a dossier writes it, made from what people call the thing; free among those taken. */
export function nameFor(title: string, taken: readonly string[]): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60)
  const name = plain === '' ? 'new' : plain
  let found = name
  for (let nth = 2; taken.includes(found); nth++) found = `${name}_${nth}`
  return found
}

/** Options for a choice among named things, with a title to read. */
export function options(records: readonly Raw[], key: 'name' | 'id' = 'name'): { value: string; label: string }[] {
  return records.flatMap((record) => {
    const value = asText(record[key])
    const title = asText(record.title)
    return value === '' ? [] : [{ value, label: title === '' || title === value ? value : `${title} (${value})` }]
  })
}
