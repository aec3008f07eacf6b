// What an operation is called with, one argument a line: `name = value`. Values may have blanks such as {{requester}}.

import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { files, isRaw } from '../documents.ts'
import { useBound, useTyped, useWords } from '../fields.tsx'
import { linesOf, readLines } from './argument-lines.ts'

export function Arguments({ id }: { id: string }) {
  const { t } = useTranslation()
  const { value, save, mayEdit } = useBound({ file: files.workflow, place: ['steps', id, 'arguments'] })
  const saved = isRaw(value) ? value : {}
  const typed = useTyped(linesOf(saved), (text) => {
    const read = readLines(text)
    if (read.ok) save(Object.keys(read.values).length === 0 ? null : read.values)
  })
  const read = readLines(typed.value)
  return (
    <Textarea
      {...useWords('step_arguments')}
      {...typed}
      readOnly={!mayEdit}
      autosize
      minRows={2}
      error={read.ok ? null : t('discovery.map.argumentLine', { line: read.line })}
    />
  )
}
