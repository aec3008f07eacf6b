// Reads what the dossier commands work on: a dossier folder as texts by path, and recordings, plain or gzipped.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { documentNames, isInterviewPath } from '../domain/discovery/documents.ts'
import { Fault } from '../domain/fault.ts'

// A recording of a hundred thousand interactions is about 1 GB; more than this at once is a mistake or a zip bomb.
const maxRecordingBytes = 1_000_000_000

/** The documents and interviews in a folder, by path relative to it; other files are left alone. Throws Fault `file_unreadable`. */
export function readDossierFolder(folder: string): Record<string, string> {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Fault('file_unreadable', `There is no folder ${folder}. Name the folder that holds workflow.yaml and SOUL.md.`, {
      retryable: false,
    })
  }
  const names = [...Object.values(documentNames), ...interviewNames(folder)].filter((name) => existsSync(path.join(folder, name)))
  return Object.fromEntries(names.map((name) => [name, readText(path.join(folder, name)).toString('utf8')]))
}

function interviewNames(folder: string): string[] {
  const interviews = path.join(folder, 'interviews')
  if (!existsSync(interviews)) return []
  return readdirSync(interviews)
    .map((name) => `interviews/${name}`)
    .filter(isInterviewPath)
    .sort()
}

/** The text of a recording; unpacked when it begins as gzip does. Throws Fault `file_unreadable`. */
export function readRecording(file: string): string {
  const bytes = readText(file)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8')
  try {
    return gunzipSync(bytes, { maxOutputLength: maxRecordingBytes }).toString('utf8')
  } catch (cause) {
    throw new Fault('file_unreadable', `${file} is not a whole gzip file. Copy it again.`, { retryable: false, cause })
  }
}

function readText(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new Fault('file_unreadable', `${file} cannot be read (${why}). Check the path and your rights to it.`, {
      retryable: false,
      cause,
    })
  }
}
