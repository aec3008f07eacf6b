// A finding in the reader's own language. The server writes English; the words of each code are in the locale of another language, and what exactly was found, which
// names the place, stays the server's sentence beside them.

import type { Finding } from '../../api.ts'
import { i18n } from '../../i18n.ts'

export type FindingWords = {
  says: string
  why: string
  remedy: string
  /** What the server wrote of it, where that is not what is said here; empty in English. */
  server: string
  /** The language of the words, where it is not the reader's: a finding frozen with an old version may have a code nobody knows any more. */
  lang: 'en' | undefined
}

export function findingWords({ code, what, why, remedy }: Finding): FindingWords {
  const key = `findings.${code}`
  if (!i18n.exists(`${key}.says`)) return { says: what, why, remedy, server: '', lang: i18n.language === 'en' ? undefined : 'en' }
  return {
    says: i18n.t(`${key}.says`),
    why: i18n.t(`${key}.why`),
    remedy: i18n.t(`${key}.remedy`),
    server: `${what} ${remedy}`,
    lang: undefined,
  }
}
