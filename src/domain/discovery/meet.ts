// A folder of files and a draft on a server that were once the same and went on separately: what goes which way, and where both were changed.

import type { Edit, Files } from './edited.ts'

/** Digest by file as both were when they last met; a file that is in none of the three is nowhere. */
export type LastMet = Readonly<Record<string, string>>

/** `take`: texts to write into the folder (null: remove). `send`: changes for the draft. `both`: changed on both sides, differently; nothing is done about them. */
export type Meeting = { take: Record<string, string | null>; send: Extract<Edit, { kind: 'write' }>[]; both: string[] }

/** Pure. With nothing known of an earlier meeting, files that differ count as changed on both sides. */
export function meet(last: LastMet, mine: Files, theirs: Files, digestOf: (text: string) => string): Meeting {
  const found: Meeting = { take: {}, send: [], both: [] }
  const names = new Set([...Object.keys(last), ...Object.keys(mine), ...Object.keys(theirs)])
  for (const file of [...names].sort()) {
    const [here, there] = [mine[file] ?? null, theirs[file] ?? null]
    if (here === there) continue
    const unchanged = (text: string | null) => (text === null ? !Object.hasOwn(last, file) : digestOf(text) === last[file])
    if (unchanged(here)) found.take[file] = there
    else if (unchanged(there)) found.send.push({ kind: 'write', file, was: there, now: here })
    else found.both.push(file)
  }
  return found
}
