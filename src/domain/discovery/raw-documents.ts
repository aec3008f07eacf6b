// The documents of a dossier as data, exactly as their files say: no defaults, nothing checked. For forms, which show what is written even while it is
// not yet a dossier.

import { parseDocument } from 'yaml'
import { documentNames, interviewIdOf, splitRole } from './documents.ts'
import type { Files } from './edited.ts'

export type RawDocuments = {
  workflow: unknown
  role: { front: unknown; body: string } | null
  integrations: unknown
  targets: unknown
  interviews: Record<string, unknown>
}

/** Null for a document that is missing or cannot be read; the compiler says why. */
export function rawDocuments(files: Files): RawDocuments {
  const role = splitRole(files[documentNames.role] ?? '')
  return {
    workflow: dataOf(files[documentNames.workflow]),
    role: role && { front: dataOf(role.front), body: role.body.trim() },
    integrations: dataOf(files[documentNames.integrations]),
    targets: dataOf(files[documentNames.targets]),
    interviews: Object.fromEntries(
      Object.entries(files).flatMap(([file, text]) => {
        const id = interviewIdOf(file)
        return id === null ? [] : [[id, dataOf(text)]]
      }),
    ),
  }
}

// What readDossier would not read is not turned into data either: aliases can blow up to any size.
const maxCharacters = 200_000

function dataOf(text: string | undefined): unknown {
  if (text === undefined || text.length > maxCharacters) return null
  const document = parseDocument(text, { prettyErrors: false })
  if (document.errors.length > 0) return null
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown
  } catch (error) {
    // The library refuses aliases this way; a dossier has none.
    if (error instanceof ReferenceError) return null
    throw error
  }
}

/** How a draft is called in lists: what its map says of itself, or what the caller knew before. */
export function headingOf(files: Files, before = { workflow: '', title: '', employee: '' }): typeof before {
  const map = dataOf(files[documentNames.workflow])
  const said = (key: 'workflow' | 'title' | 'employee') => {
    const value = typeof map === 'object' && map !== null ? (map as Record<string, unknown>)[key] : undefined
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : before[key]
  }
  return { workflow: said('workflow'), title: said('title'), employee: said('employee') }
}
