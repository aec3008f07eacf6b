// Two texts word by word. A file of its own: what compares is loaded with the pages that compare, never with the first one.

import { Text } from '@mantine/core'
import { diffWords } from 'diff'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** What the person wrote beside what the employee wrote, word by word: removed words are struck through, added ones underlined. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation()
  const parts = useMemo(() => diffWords(before, after), [before, after])
  return (
    <Text size="sm" className="words" dir="auto" aria-label={t('diff.label')} component="div" role="group">
      {parts.map((part, index) => {
        const key = `${index} ${part.value.slice(0, 8)}`
        if (part.added)
          return (
            <ins className="word" key={key}>
              {part.value}
            </ins>
          )
        if (part.removed)
          return (
            <del className="word" key={key}>
              {part.value}
            </del>
          )
        return <span key={key}>{part.value}</span>
      })}
    </Text>
  )
}
