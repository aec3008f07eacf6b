// What the check says of the lines of one thing of the map, beside its form: the same findings as under Check, where one can mend them.

import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FindingLine } from '../check.tsx'
import { files } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { linesOfItem } from './item-lines.ts'

export function ItemFindings({ list, name }: { list: string; name: string }) {
  const { t } = useTranslation()
  const { draft, findingsIn } = useDraftEditing()
  const lines = linesOfItem(draft.files[files.workflow] ?? '', list, name)
  const found = findingsIn(files.workflow).filter(
    ({ line }) => lines !== null && line !== null && line >= lines.first && line <= lines.last,
  )
  if (found.length === 0) return null
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('dmap.findings')} aria-live="polite">
      {found.map((finding) => (
        <FindingLine key={`${finding.code} ${finding.line} ${finding.what}`} finding={finding} />
      ))}
    </Stack>
  )
}
