// A bundle as a file, plain or gzipped, and the key to hold it against.

import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type NoteVerifier, readVkey } from '../domain/audit/signed-note.ts'
import { Fault } from '../domain/fault.ts'
import { writeWhole } from './whole-file.ts'

// The first two bytes of every gzip file; its name does not decide.
const gzipMagic = [0x1f, 0x8b]
// A bundle of a hundred thousand reviews has some 200 MB; what unpacks to more than this was made to fill a memory.
const largestText = 512 * 1024 * 1024

/** The text of a bundle file. Throws Fault `file_unreadable`. */
export function readBundleFile(file: string): string {
  const bytes = bytesOf(file, 'Name the file `tenure rollout bundle` wrote.')
  if (bytes[0] !== gzipMagic[0] || bytes[1] !== gzipMagic[1]) return bytes.toString('utf8')
  try {
    return gunzipSync(bytes, { maxOutputLength: largestText }).toString('utf8')
  } catch (cause) {
    throw unreadable(file, 'it is a damaged gzip file, or larger than any bundle', 'Get an undamaged copy of it.', cause)
  }
}

/** Gzipped when its name ends so. */
export function writeBundleFile(file: string, text: string): void {
  writeWhole(file, file.endsWith('.gz') ? gzipSync(text) : text)
}

/** A key as it is written, or the file that holds it; null: it is neither. */
export function keyFrom(given: string): NoteVerifier | null {
  return (
    readVkey(given) ?? readVkey(bytesOf(given, 'Give the key itself (name+id+base64) or a file that holds it.').toString('utf8'))
  )
}

function bytesOf(file: string, remedy: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw unreadable(file, `it cannot be read (${code})`, remedy, cause)
  }
}

function unreadable(file: string, why: string, remedy: string, cause: unknown): Fault {
  return new Fault('file_unreadable', `${file}: ${why}. ${remedy}`, { retryable: false, cause })
}
