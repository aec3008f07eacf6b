// Arguments as lines of text and back. Texts stand as they are; everything else as JSON, so that 5 and "5" stay apart.

type Values = Record<string, unknown>

export function linesOf(values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${typeof value === 'string' && readsAsText(value) ? value : JSON.stringify(value)}`)
    .join('\n')
}

/** A text that would be read back as this very text. */
function readsAsText(text: string): boolean {
  return text.trim() === text && text !== '' && !text.includes('\n') && readValue(text) === text
}

/** `line`: the first one that is not `name = value`, counted from 1. */
export function readLines(text: string): { ok: true; values: Values } | { ok: false; line: number } {
  const values: Values = {}
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const parts = /^\s*([^\s=]+)\s*=\s*(.*)$/.exec(line)
    if (parts === null) return { ok: false, line: at + 1 }
    Object.defineProperty(values, parts[1] ?? '', {
      value: readValue((parts[2] ?? '').trim()),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return { ok: true, values }
}

/** What looks like JSON and is JSON; blanks in double braces are text. */
function readValue(text: string): unknown {
  if (text.startsWith('{{') || !/^(["[{\d-]|true$|false$|null$)/.test(text)) return text
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    // It looked like JSON and is not: then it is what it says.
    if (error instanceof SyntaxError) return text
    throw error
  }
}
