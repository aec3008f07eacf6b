// A month's sample as a file: JSON Lines, the first with the month and the keys that were disclosed, then one record of the trail each. Read offline, on any machine.

import { readFileSync } from 'node:fs'
import type { SampleFile } from '../domain/audit/verify-sample.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'

const format = 'tenure-sample/1'

export function sampleLines({ month, keys, records }: SampleFile): string {
  return `${[{ format, month, keys }, ...records].map((line) => JSON.stringify(line)).join('\n')}\n`
}

/** Reads such a file. A line that is not what it should be is refused by its number; nothing of the file is then judged. */
export function readSample(file: string): SampleFile | Refusal {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return refuse('invalid_input', { where: file, why: `it cannot be read (${error.code})`, remedy: 'Check the path.' })
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const wrong = (number: number, why: string) =>
    refuse('invalid_input', { where: `${file}, line ${number}`, why, remedy: 'Write the file anew with `tenure audit sample`.' })
  const [head, ...rest] = lines.map(parsed)
  if (!isHead(head)) return wrong(1, `this is no sample: its first line does not say ${format} with a month and keys`)
  const bad = rest.findIndex((line) => !isRecord(line))
  if (bad >= 0) return wrong(bad + 2, 'this is no record with its body and leaf')
  return { month: head.month, keys: head.keys, records: rest as SampleFile['records'] }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function isHead(value: unknown): value is { month: string; keys: SampleFile['keys'] } {
  return (
    isObject(value) &&
    value.format === format &&
    typeof value.month === 'string' &&
    Array.isArray(value.keys) &&
    value.keys.every(isKey)
  )
}

function isKey(value: unknown): boolean {
  return isObject(value) && typeof value.rollout === 'string' && typeof value.key === 'string'
}

function isRecord(value: unknown): boolean {
  return isObject(value) && typeof value.body === 'string' && typeof value.leaf === 'string'
}
