// All files of a draft as texts, for whoever prefers them to forms: the same files git has, with what the check finds at their lines.

import { Group, Paper, Select, Stack, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useDraftEditing } from './draft-editing.tsx'
import { FileText } from './file-text.tsx'

/** The address names the file, and after `:` a line. */
export function FileEditor() {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const { item } = useSearch({ from: '/inside/discovery/$id' })
  const navigate = useNavigate({ from: '/discovery/$id' })
  const [named, line] = (item ?? '').split(':')
  const all = Object.keys(draft.files).toSorted()
  const file = all.find((one) => one === named) ?? (all.includes('workflow.yaml') ? 'workflow.yaml' : all[0])
  if (file === undefined) return <Text c="dimmed">{t('fileText.none')}</Text>
  return (
    <Paper data-raised p="md" component="section">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-end">
          <Select
            label={t('fileText.which')}
            data={all}
            value={file}
            allowDeselect={false}
            onChange={(next) => void navigate({ search: { tab: 'files', item: next ?? file } })}
          />
          <Text size="xs" c="dimmed" maw={520}>
            {t('fileText.lead')}
          </Text>
        </Group>
        <FileText key={file} file={file} line={line === undefined ? null : Number(line) || null} />
      </Stack>
    </Paper>
  )
}
