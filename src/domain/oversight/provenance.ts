// Where a destination in an effect's arguments came from. What the requester said and what people wrote down beforehand can be trusted to say where something
// goes; what a system answered cannot, because outsiders write into systems (AUDIT.md C7, destination rule; ISSUE of indirect prompt injection).

/** `nowhere`: in none of the texts the agent was given; it made it up, put it together, or knew it. */
export type Origin = 'requester' | 'directory' | 'query' | 'tool_result' | 'nowhere'

/** What an agent was given. `trusted`: the query and the declared fields, as the channel delivered them. `results`: what systems answered in this interaction. */
export type Sources = { requester: string; trusted: readonly string[]; results: readonly string[] }

/** The first of these that holds; a destination that stands in the query as well as in a result was named by the requester. */
export function originOf(destination: string, directory: readonly string[], sources: Sources): Origin {
  const plain = plainAddress(destination)
  // What is sent is what stands there, not what it looks like: a spelling that has to be folded before it is known is another address to whoever delivers it.
  if (plain !== destination.trim().toLowerCase()) return 'nowhere'
  if (plain === plainAddress(sources.requester)) return 'requester'
  if (directory.map(plainAddress).some((entry) => covers(entry, plain))) return 'directory'
  if (sources.trusted.some((text) => names(text, plain))) return 'query'
  if (sources.results.some((text) => names(text, plain))) return 'tool_result'
  return 'nowhere'
}

/** One spelling per address: compatibility forms folded, what is invisible dropped, lower case. */
export function plainAddress(address: string): string {
  return address
    .normalize('NFKC')
    .replaceAll(/\p{Cf}|\p{Default_Ignorable_Code_Point}/gu, '')
    .trim()
    .toLowerCase()
}

/** An entry is an address, or `@domain` for every address of exactly that domain. */
function covers(entry: string, plain: string): boolean {
  return entry.startsWith('@') ? plain.endsWith(entry) && plain.indexOf('@') === plain.length - entry.length : plain === entry
}

// What may stand beside an address without making it another one. A dot ends a sentence only when nothing follows it.
const goesOn = /[\p{L}\p{N}\p{M}_@+\-/%=]/u

/** Whether the text names this destination as a whole, not as a part of another: `eve@a.example` is not named by `steve@a.example` or `eve@a.example.org`. */
function names(text: string, plain: string): boolean {
  if (plain === '') return false
  const whole = plainAddress(text)
  for (let at = whole.indexOf(plain); at >= 0; at = whole.indexOf(plain, at + 1)) {
    const before = whole.slice(Math.max(0, at - 2), at)
    const after = whole.slice(at + plain.length, at + plain.length + 2)
    if (!endsInName(before) && !startsInName(after)) return true
  }
  return false
}

function endsInName(before: string): boolean {
  const last = before.at(-1) ?? ''
  return goesOn.test(last) || (last === '.' && before.length > 1 && goesOn.test(before.at(-2) ?? ''))
}

function startsInName(after: string): boolean {
  const first = after.at(0) ?? ''
  return goesOn.test(first) || (first === '.' && after.length > 1 && goesOn.test(after.at(1) ?? ''))
}

/** Every text in a value, however deep, and every number as it is written: what a text search can look through. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
