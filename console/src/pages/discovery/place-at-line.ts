// Which thing of a document a line belongs to, so that what the check finds at a line leads to its form. Reads indentation only: enough for the files the
// forms write and people keep; anything else leads to the document as a whole.

type Line = { indent: number; text: string; item: boolean }

/** Keys and names from the top: line 30 may be `['queryTypes', 'password_reset', 'minutes']`. `line` counts from 1. */
export function placeAtLine(text: string, line: number): string[] {
  const lines = text.split('\n').map(readLine)
  let at = line - 1
  while (at > 0 && (lines[at]?.text ?? '') === '') at--
  const place: string[] = []
  let inside = Number.POSITIVE_INFINITY
  for (; at >= 0; at--) {
    const found = lines[at]
    if (found === undefined || found.text === '' || found.indent > inside || (found.indent === inside && !found.item)) continue
    if (found.item) {
      // The key on the line of the dash stands two columns further in than the dash.
      const key = inside === Number.POSITIVE_INFINITY ? null : keyOf(found.text)
      if (key !== null && inside > found.indent + 2) place.unshift(key)
      const name = nameOf(lines, at)
      if (name !== null) place.unshift(name)
      inside = found.indent
      // A list may stand as far in as its key.
      const holder = holderOf(lines, at)
      if (holder === -1) break
      place.unshift(keyOf(lines[holder]?.text ?? '') ?? '')
      inside = lines[holder]?.indent ?? 0
      at = holder
      if (inside === 0) break
      continue
    }
    const key = keyOf(found.text)
    if (key !== null) place.unshift(key)
    inside = found.indent
    if (inside === 0) break
  }
  return place.filter((key) => key !== '')
}

function readLine(raw: string): Line {
  const text = raw.trim()
  const indent = raw.length - raw.trimStart().length
  return { indent, text: text.startsWith('#') || text === '---' ? '' : text, item: /^-(\s|$)/.test(text) }
}

function keyOf(text: string): string | null {
  return /^(?:-\s+)?["']?([\w.-]+)["']?\s*:(?:\s|$)/.exec(text)?.[1] ?? null
}

const naming = /(?:^|[{,\s])(?:name|id)\s*:\s*["']?([\w.-]+)/

/** The name of the item whose dash stands in this line: on the line itself, or among the keys below it. */
function nameOf(lines: readonly Line[], dash: number): string | null {
  const own = lines[dash]
  if (own === undefined) return null
  const first = naming.exec(own.text.slice(1))?.[1]
  if (first !== undefined) return first
  for (let at = dash + 1; at < lines.length; at++) {
    const next = lines[at]
    if (next === undefined || next.text === '') continue
    if (next.indent <= own.indent) return null
    const name = next.indent === own.indent + 2 ? /^(?:name|id)\s*:\s*["']?([\w.-]+)/.exec(next.text)?.[1] : undefined
    if (name !== undefined) return name
  }
  return null
}

/** The line of the key that holds the list of this dash; -1: none. */
function holderOf(lines: readonly Line[], dash: number): number {
  const indent = lines[dash]?.indent ?? 0
  for (let at = dash - 1; at >= 0; at--) {
    const line = lines[at]
    if (line === undefined || line.text === '' || line.indent > indent || line.item) continue
    return at
  }
  return -1
}
