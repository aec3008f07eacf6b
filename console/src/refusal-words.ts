// A refusal in the reader's own language. The server writes English and sends code and blanks with it; English is then what it wrote.

import { TenureRefusal } from './api.ts'
import { i18n } from './i18n.ts'

export function wordsOf(error: unknown): string {
  if (!(error instanceof TenureRefusal)) return error instanceof Error ? error.message : String(error)
  const key = `refusals.${error.code}`
  return i18n.exists(key) ? i18n.t(key, { ...error.blanks, interpolation: { escapeValue: false } }) : error.message
}
