// Where an item of a list stands in a YAML text, so that what the check says of those lines can be shown beside the item's form. Reads lines, not YAML: what is
// written in an unusual way is not found, and its findings stand under Check all the same.

/** First and last line, from 1. The list is a key of the first level, its items begin with a dash. */
export function linesOfItem(text: string, list: string, name: string): { first: number; last: number } | null {
  const lines = text.split(/\r?\n/)
  const begin = lines.findIndex((line) => line.startsWith(`${list}:`))
  if (begin === -1) return null
  const after = lines.findIndex((line, at) => at > begin && /^[^\s#-]/.test(line))
  const end = after === -1 ? lines.length : after
  const dash = lines.slice(begin + 1, end).find((line) => /^\s*- /.test(line))
  if (dash === undefined) return null
  const item = new RegExp(`^${/^\s*/.exec(dash)?.[0] ?? ''}- `)
  const starts = lines.flatMap((line, at) => (at > begin && at < end && item.test(line) ? [at] : []))
  for (const [nth, start] of starts.entries()) {
    const last = starts[nth + 1] ?? end
    if (lines.slice(start, last).some((line) => isNamed(line, name))) return { first: start + 1, last }
  }
  return null
}

function isNamed(line: string, name: string): boolean {
  const told = /^\s*(?:- )?(?:name|id): *(["']?)([^"'#\s]+)\1 *(?:#.*)?$/.exec(line)
  return told?.[2] === name
}
