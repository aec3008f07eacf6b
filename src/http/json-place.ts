// Where a JSON text stops making sense, and how deeply it nests: JSON.parse says neither reliably, and people need the place to mend it.

const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside strings (RFC 8259 section 7)
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const space = /[ \t\n\r]*/y

type Wanted = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or close' | 'end'

/** The offset of the first character that cannot be part of a JSON text; the length of the text when it ends too early or is fine. Does not recurse. */
export function jsonErrorAt(text: string): number {
  const open: ('{' | '[')[] = []
  let wanted: Wanted = 'value'
  let at = 0
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at += found[0].length
    return found !== null
  }
  for (;;) {
    skip(space)
    const next = text[at]
    if (next === undefined) return text.length
    const after = (): Wanted => (open.length === 0 ? 'end' : ', or close')
    if (wanted === 'end') return at
    if (wanted === ':') {
      if (next !== ':') return at
      wanted = 'value'
      at++
    } else if (wanted === ', or close' && next === ',') {
      wanted = open.at(-1) === '{' ? 'name' : 'value'
      at++
    } else if (
      (wanted === ', or close' || wanted === 'value or ]' || wanted === 'name or }') &&
      next === (open.at(-1) === '{' ? '}' : ']')
    ) {
      open.pop()
      wanted = after()
      at++
    } else if (wanted === ', or close') return at
    else if (wanted === 'name' || wanted === 'name or }') {
      if (!skip(string)) return at
      wanted = ':'
    } else if (next === '{' || next === '[') {
      open.push(next)
      wanted = next === '{' ? 'name or }' : 'value or ]'
      at++
    } else {
      if (!skip(next === '"' ? string : literal)) return at
      wanted = after()
    }
  }
}

/** How many braces and brackets are open at once, at most. Of well-formed JSON only. */
export function jsonDepth(text: string): number {
  let deepest = 0
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (inString) {
      if (c === '\\') i++
      else if (c === '"') inString = false
    } else if (c === '"') inString = true
    else if (c === '{' || c === '[') deepest = Math.max(deepest, ++depth)
    else if (c === '}' || c === ']') depth--
  }
  return deepest
}

/** Where a text, or a field's name, holds half of a character, which no digest and no database can keep; null where all are whole. */
export function halfCharacterAt(value: unknown, at: string): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : at
  if (typeof value !== 'object' || value === null) return null
  for (const [name, inner] of Object.entries(value)) {
    const found = name.isWellFormed() ? halfCharacterAt(inner, `${at}.${name}`) : at
    if (found !== null) return found
  }
  return null
}
