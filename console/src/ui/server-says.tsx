// A sentence the server wrote. It writes English; in another language the console makes its own of the parts. Where it cannot, the English is folded away beside what the
// page says in the reader's own words, and named as English to whatever reads it aloud.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Sentence } from '../api.ts'
import { sentenceWords } from '../sentence-words.ts'

type Props = { children: string; table?: string; parts?: readonly Sentence[] }

/** `parts`: the same sentence as code and blanks, whose words are under `sentences.<table>`. */
export function ServerSays({ children, table = '', parts }: Props) {
  const { t, i18n } = useTranslation()
  if (children === '') return null
  if (i18n.language === 'en') return <Text size="xs">{children}</Text>
  const own = sentenceWords(table, parts)
  if (own !== null) return <Text size="xs">{own}</Text>
  return (
    <details className="fold">
      <summary>{t('gateSays.server')}</summary>
      <Text size="xs" lang="en" dir="ltr">
        {children}
      </Text>
    </details>
  )
}
