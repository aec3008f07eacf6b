// A sentence of the server inside the page's own words, where it must be read and cannot be folded away: in the reader's language if its parts can be said in it, else in
// English and named so.

import { useTranslation } from 'react-i18next'
import type { Sentence } from '../api.ts'
import { sentenceWords } from '../sentence-words.ts'

type Props = { table: string; parts: readonly Sentence[] | undefined; children: string }

export function Said({ table, parts, children }: Props) {
  const { i18n } = useTranslation()
  const own = sentenceWords(table, parts)
  return <span lang={own === null && i18n.language !== 'en' ? 'en' : undefined}>{own ?? children}</span>
}
