// A span of an agent that is observed only, reduced to what is kept of it: where it stands in its trace, when, and the attributes the alias table knows.

export type SpanValue = string | number | boolean | null | SpanValue[] | { [name: string]: SpanValue }

export type Span = {
  /** 16 hexadecimal digits. */
  spanId: string
  /** Null: the root of its trace. */
  parentId: string | null
  name: string
  /** Since 1970, to the microsecond. */
  startMs: number
  endMs: number
  failed: boolean
  /** Attributes by their name; only those span-aliases.ts knows. */
  said: Readonly<Record<string, SpanValue>>
}
