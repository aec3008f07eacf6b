// What can be wrong with a data folder, in sentences: unfit, not writable, or on a full disk.

import fs from 'node:fs'
import { Fault } from '../domain/fault.ts'
import { errnoOf } from './process-table.ts'

/** What a first start needs: the binaries (60 MB), an empty cluster (40 MB) and its first write-ahead log. */
export const leastFreeBytes = 200 * 1024 * 1024

/** Free space for this user on the disk of a folder that exists. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = fs.statfsSync(folder)
  return bavail * bsize
}

/** The fault for a data folder that cannot be used, with its reason and a remedy. */
export function unfit(home: string, why: string, remedy = 'Choose another folder with TENURE_DATA_DIR', cause?: unknown): Fault {
  return new Fault('data_folder_unfit', `The data folder ${home} cannot be used: ${why}. ${remedy}.`, { retryable: false, cause })
}

/** The fault for a full disk. */
export function diskFull(home: string, cause?: unknown): Fault {
  return new Fault('disk_full', `The disk that holds ${home} is full. Free at least 200 MB and start again; nothing was lost.`, {
    retryable: false,
    cause,
  })
}

/** Translates what the operating system or initdb said while the data folder was made ready. */
export function asFault(error: unknown, home: string): Error {
  if (error instanceof Fault) return error
  const code = errnoOf(error)
  const text = error instanceof Error ? error.message : String(error)
  if (code === 'ENOSPC' || code === 'EDQUOT' || /No space left|Disk quota exceeded/i.test(text)) return diskFull(home, error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return unfit(
      home,
      `it cannot be written (${code})`,
      'Give this user the right to write there, or choose another with TENURE_DATA_DIR',
      error,
    )
  if (code === 'EEXIST' || code === 'ENOTDIR') return unfit(home, 'there is a file where a folder is needed', undefined, error)
  return unfit(home, `the database could not be made there (${text.split('\n').at(-1)})`, undefined, error)
}
