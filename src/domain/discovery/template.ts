// Texts and arguments with {{…}} blanks over the query, its fields and the results of earlier steps. A blank that cannot be filled is reported,
// never left empty: what leaves the house must not be half a sentence.

import type { ConditionContext } from './condition.ts'

export type Blank = { text: string; path: readonly string[] }

export type Filled = { ok: true; value: unknown } | { ok: false; missing: string }

const blankPattern = /\{\{([^{}]*)\}\}/g

// A reply longer than this was made by something pouring a whole result into it.
const maxTextCharacters = 20_000

const roots = new Set(['query', 'requester', 'channel', 'queryType', 'fields', 'result', 'results'])

/** The blanks of a text, in order; `path` is empty when what stands between the braces is not a dotted name. */
function blanksOf(text: string): Blank[] {
  return [...text.matchAll(blankPattern)].map(([whole, inner]) => ({ text: whole, path: pathOf(inner ?? '') }))
}

/** Every blank anywhere in a value: texts, lists and objects are searched. */
export function blanksIn(value: unknown): Blank[] {
  if (typeof value === 'string') return blanksOf(value)
  if (Array.isArray(value)) return value.flatMap(blanksIn)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(blanksIn)
  return []
}

function pathOf(inner: string): string[] {
  const path = inner.trim().split('.')
  return path.every((part) => /^[\w-]+$/.test(part)) && roots.has(path[0] ?? '') ? path : []
}

/** Fills a text; every value put into it must be a text, number or yes/no that is not empty. */
export function fillText(
  template: string,
  context: ConditionContext,
): { ok: true; value: string } | { ok: false; missing: string } {
  let missing: string | null = null
  const value = template.replace(blankPattern, (whole, inner: string) => {
    const found = shown(lookUp(pathOf(inner), context))
    if (found === null) missing ??= whole
    return found ?? ''
  })
  if (missing !== null) return { ok: false, missing }
  return value.length > maxTextCharacters
    ? { ok: false, missing: `a text of at most ${maxTextCharacters} characters` }
    : { ok: true, value }
}

/** Fills an argument: a text that is one blank and nothing else takes the value as it is; lists and objects are filled part by part. */
export function fillValue(template: unknown, context: ConditionContext): Filled {
  if (typeof template === 'string') {
    const [only, more] = blanksOf(template)
    if (!only || more || only.text !== template.trim()) return fillText(template, context)
    const value = lookUp(only.path, context)
    return isPresent(value) ? { ok: true, value } : { ok: false, missing: only.text }
  }
  if (typeof template !== 'object' || template === null) return { ok: true, value: template }
  const filled: [string, unknown][] = []
  for (const [name, part] of Object.entries(template)) {
    const inner = fillValue(part, context)
    if (!inner.ok) return inner
    filled.push([name, inner.value])
  }
  return { ok: true, value: Array.isArray(template) ? filled.map(([, value]) => value) : Object.fromEntries(filled) }
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '')
}

function shown(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

function lookUp(path: readonly string[], context: ConditionContext): unknown {
  if (path.length === 0) return undefined
  let value: unknown = context
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}
