// Of what a system answers, an agent sees the fields its role declares and no others (DPDP Act 2023: purpose limitation; FIELD.md feature 19). What was left out
// is told, so that either the map or the system is put right.

/**
 * The value with only declared fields, and the paths of those left out, each once. A declared name holds at any depth; `a.b` holds for `b` within `a`; a field that is
 * declared is kept whole. Items of a list share its path. A value without fields of its own (a text, a number, a list of them) has nothing to leave out.
 */
export function onlyDeclared(value: unknown, declared: readonly string[]): { value: unknown; removed: string[] } {
  const removed = new Set<string>()
  return { value: keep(value, '', new Set(declared), removed), removed: [...removed].toSorted() }
}

/** More than any honest answer has; the rest is counted as one. */
const mostNamed = 50

function keep(value: unknown, path: string, declared: ReadonlySet<string>, removed: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => keep(one, path, declared, removed))
  if (typeof value !== 'object' || value === null) return value
  const kept: [string, unknown][] = []
  for (const [name, one] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`
    if (isDeclared(name, at, declared)) kept.push([name, one])
    else {
      const inside = isContainer(one) ? keep(one, at, declared, new Set()) : null
      if (inside !== null && holdsAnything(inside)) {
        kept.push([name, keep(one, at, declared, removed)])
      } else if (removed.size < mostNamed) removed.add(at.slice(0, 200))
    }
  }
  return Object.fromEntries(kept)
}

function isDeclared(name: string, at: string, declared: ReadonlySet<string>): boolean {
  if (declared.has(name) || declared.has(at)) return true
  // `person.name` declared holds under any list or object that carries a person.
  const parts = at.split('.')
  return parts.some((_, i) => i > 0 && declared.has(parts.slice(i).join('.')))
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Whether something declared lies in it: an undeclared wrapper (`data`, `items`) around declared fields is kept, else nothing would ever come through. */
function holdsAnything(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => isContainer(one) && holdsAnything(one))
  return isContainer(value) && Object.values(value).some((one) => !isContainer(one) || holdsAnything(one))
}
