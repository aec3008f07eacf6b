// What one kind of finding says to people: why it matters and how to mend it. An error blocks signing; a warning is shown to the people who sign.

import type { Finding } from '../discovery/dossier.ts'

export type Entry = Pick<Finding, 'severity' | 'why' | 'remedy'>

export function error(why: string, remedy: string): Entry {
  return { severity: 'error', why, remedy }
}

export function warning(why: string, remedy: string): Entry {
  return { severity: 'warning', why, remedy }
}
