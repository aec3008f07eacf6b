// Named values, one a line: `name = value`. What an operation is called with may have blanks such as {{requester}}.

import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isRaw } from '../documents.ts'
import { type At, useBound, useTyped, useWords } from '../fields.tsx'
import { linesOf, readLines } from './argument-lines.ts'

export function Lines(at: At) {
  const { t } = useTranslation()
  const { value, save, mayEdit } = useBound(at)
  const saved = isRaw(value) ? value : {}
  const typed = useTyped(linesOf(saved), (text) => {
    const read = readLines(text)
    if (read.ok) save(Object.keys(read.values).length === 0 ? null : read.values)
  })
  const read = readLines(typed.value)
  return (
    <Textarea
      {...useWords(at.word)}
      {...typed}
      readOnly={!mayEdit}
      autosize
      minRows={2}
      error={read.ok ? null : t('discovery.map.argumentLine', { line: read.line })}
    />
  )
}
