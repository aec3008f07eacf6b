// Days as exports write them. A list of days is read in one way or not at all: guessing between day and month would change every volume.

type Parts = { year: number; first: number; second: number; yearFirst: boolean; dotted: boolean }

/** Days since 1970 of those that are days; null when some could be read in two ways and no other says which. */
export function wholeOf(texts: readonly string[]): number[] | null {
  const all = texts.flatMap((text) => partsOf(text) ?? [])
  const open = all.filter(({ yearFirst, dotted }) => !yearFirst && !dotted)
  const dayFirst = open.some(({ first }) => first > 12)
  const monthFirst = open.some(({ second }) => second > 12)
  if (open.length > 0 && dayFirst === monthFirst) return null
  return all.flatMap((parts) => {
    const [day, month] =
      parts.yearFirst || (!parts.dotted && monthFirst) ? [parts.second, parts.first] : [parts.first, parts.second]
    const at = Date.UTC(parts.year, month - 1, day)
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? [Math.floor(at / 86_400_000)] : []
  })
}

function partsOf(text: string): Parts | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text)
  if (iso) return { year: Number(iso[1]), first: Number(iso[2]), second: Number(iso[3]), yearFirst: true, dotted: false }
  const other = /^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?!\d)/.exec(text)
  if (other)
    return {
      year: Number(other[4]),
      first: Number(other[1]),
      second: Number(other[3]),
      yearFirst: false,
      dotted: other[2] === '.',
    }
  return null
}
