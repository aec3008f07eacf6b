// Writes a file whole or not at all: whoever reads it, and whatever breaks off, there is the old text or the new one.

import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Fault } from '../domain/fault.ts'

/** Writes beside the file, makes sure of it on disk, and moves it into place; folders on the way are made. Throws Fault `file_unwritable`. */
export function writeWhole(file: string, text: string | Uint8Array): void {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`)
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    const handle = openSync(beside, 'w')
    try {
      writeFileSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(beside, file)
  } catch (cause) {
    rmSync(beside, { force: true })
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new Fault(
      'file_unwritable',
      `${file} cannot be written (${why}). Check the path, your rights to it and the room on the disk.`,
      {
        retryable: false,
        cause,
      },
    )
  }
}
