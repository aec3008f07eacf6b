// What holds where SOP and practice differ, once somebody has settled it.

import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asText, files, isRaw, valueAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'

/** Nothing while nobody has settled it: that is asked under “to settle”. */
export function Resolution({ list, name }: { list: 'queryTypes' | 'steps'; name: string }) {
  const { t } = useTranslation()
  const { draft, edit, mayEdit } = useDraftEditing()
  const place = [list, name, 'resolution']
  const was = valueAt(draft, files.workflow, place)
  if (!isRaw(was)) return null
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">
        {t('discovery.settle.settled', {
          holds: t(`discovery.holds.${asText(was.holds)}`, { defaultValue: asText(was.holds) }),
          what: asText(was.what),
          by: asText(was.by),
          on: asText(was.on),
        })}
      </Text>
      {mayEdit && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => void edit({ kind: 'remove', file: files.workflow, place, was })}
        >
          {t('discovery.settle.reopen')}
        </Button>
      )}
    </Group>
  )
}
