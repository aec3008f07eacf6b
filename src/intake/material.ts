// What a file is: recorded interactions, tickets, an SOP, an API description or a tool list, by its content first and its name second. What is none of
// these is refused with what would be read.

import { parseDocument } from 'yaml'
import { isObject, type Json } from './schema-shape.ts'
import { objectOf } from './tickets.ts'

export type Material =
  | { kind: 'recordings' }
  | { kind: 'ticket-lines' }
  | { kind: 'ticket-table' }
  | { kind: 'sop' }
  | { kind: 'openapi'; document: Json }
  | { kind: 'tools'; list: Json }

type Unrecognised = { ok: false; line: number; why: string; remedy: string }

const readable =
  'Give recorded interactions or tickets (.jsonl, .ndjson), tickets (.csv, .tsv), an SOP (.md), an OpenAPI description or an MCP tool list (.json, .yaml).'

// A description of an API is read whole into memory and walked; more than this is no description.
const maxDescriptionCharacters = 20_000_000

/** Recognises a file by name and text. */
export function materialOf(name: string, text: string): { ok: true; material: Material } | Unrecognised {
  const plain = name.replace(/\.gz$/i, '').toLowerCase()
  if (text.trim() === '') return refused(1, 'the file is empty')
  if (text.slice(0, 8_000).includes('\0')) return refused(1, 'it is not a text file')
  if (/\.(?:csv|tsv)$/.test(plain)) return { ok: true, material: { kind: 'ticket-table' } }
  if (/\.(?:md|markdown|mdown)$/.test(plain)) return { ok: true, material: { kind: 'sop' } }
  if (/\.(?:ya?ml)$/.test(plain)) return describedInYaml(text)
  const lines = /\.(?:jsonl|ndjson)$/.test(plain)
  if (!lines && /^\s*[[{]/.test(text) && isJson(text)) {
    const whole = objectOf(text)
    const oneLine = !text.trim().includes('\n')
    return (
      (whole === null ? null : described(whole)) ??
      (whole !== null && oneLine
        ? linesOf(text)
        : refused(1, 'it is JSON, but neither an OpenAPI description nor a tool list nor one object per line'))
    )
  }
  if (lines || /^\s*\{/.test(text)) return linesOf(text)
  return refused(1, 'it is of no kind that is read here')
}

function refused(line: number, why: string): Unrecognised {
  return { ok: false, line, why, remedy: readable }
}

function describedInYaml(text: string): ReturnType<typeof materialOf> {
  if (text.length > maxDescriptionCharacters) return refused(1, `it has more than ${maxDescriptionCharacters} characters`)
  const document = parseDocument(text, { prettyErrors: true, logLevel: 'silent' })
  const [error] = document.errors
  if (error)
    return {
      ok: false,
      line: error.linePos?.[0].line ?? 1,
      why: `it is not YAML (${error.message.split('\n')[0]?.slice(0, 160) ?? ''})`,
      remedy: 'Mend the line; mind indentation, quotes and colons.',
    }
  // A hundred references is more than descriptions need, and stops one that multiplies itself.
  const value: unknown = aliasesWithin(() => document.toJS({ maxAliasCount: 100 }))
  return (
    (isObject(value) ? described(value) : null) ?? refused(1, 'it is YAML, but neither an OpenAPI description nor a tool list')
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

function aliasesWithin(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if (error instanceof ReferenceError) return null
    throw error
  }
}

function described(value: Json): { ok: true; material: Material } | null {
  if (typeof value.openapi === 'string' || typeof value.swagger === 'string')
    return { ok: true, material: { kind: 'openapi', document: value } }
  if (Array.isArray(value.tools)) return { ok: true, material: { kind: 'tools', list: value } }
  if (isObject(value.result) && Array.isArray(value.result.tools))
    return { ok: true, material: { kind: 'tools', list: value.result } }
  return null
}

/** The first line decides: a recording says what was called and whether it was handed over, a ticket only what was asked. */
function linesOf(text: string): ReturnType<typeof materialOf> {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.trim() !== '')
  const first = objectOf(lines[at] ?? '')
  if (first === null) return refused(at + 1, 'the first line is not one JSON object')
  const recorded = Array.isArray(first.toolCalls) && ('reply' in first || 'escalated' in first)
  return { ok: true, material: { kind: recorded ? 'recordings' : 'ticket-lines' } }
}
