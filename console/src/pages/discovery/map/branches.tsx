// The branches of a decision, in the order they are asked: the first that holds is taken.

import { ActionIcon, Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { asText, files, options, type Raw, recordsAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { ConditionField } from './condition-field.tsx'

export function Branches({ id }: { id: string }) {
  const { t } = useTranslation()
  const { draft, edit, mayEdit } = useDraftEditing()
  const place = ['steps', id, 'branches']
  const branches = recordsAt(draft, files.workflow, place)
  return (
    <Stack gap="xs" role="group" aria-label={t('discovery.map.branches')}>
      <Text size="sm" fw={500}>
        {t('discovery.map.branches')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('discovery.map.branchesHint')}
      </Text>
      {branches.map((branch, at) => {
        // A branch has no name; its place in the order is what it is known by.
        const nth = at + 1
        return <Branch key={`${nth} of ${branches.length}`} place={[...place, at]} branch={branch} nth={nth} />
      })}
      {mayEdit && (
        <Group>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={12} aria-hidden />}
            onClick={() => void edit({ kind: 'add', file: files.workflow, place, value: { when: 'false', next: 'not-chosen' } })}
          >
            {t('discovery.map.addBranch')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Branch({ place, branch, nth }: { place: (string | number)[]; branch: Raw; nth: number }) {
  const { t } = useTranslation()
  const { draft, edit, mayEdit } = useDraftEditing()
  const file = files.workflow
  const saved = asText(branch.when)
  const next = asText(branch.next)
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <ConditionField
        flex={1}
        size="xs"
        label={t('discovery.map.when', { nth })}
        readOnly={!mayEdit}
        after
        saved={saved}
        onSave={(now) => void edit({ kind: 'set', file, place: [...place, 'when'], was: saved, now })}
      />
      <Select
        size="xs"
        w={220}
        label={t('discovery.map.follows', { nth })}
        searchable
        data={options(recordsAt(draft, file, ['steps']), 'id')}
        value={next}
        readOnly={!mayEdit}
        allowDeselect={false}
        onChange={(to) => to !== null && void edit({ kind: 'set', file, place: [...place, 'next'], was: next, now: to })}
      />
      {mayEdit && (
        <ActionIcon
          variant="default"
          size="md"
          aria-label={t('discovery.map.removeBranch', { nth })}
          onClick={() => void edit({ kind: 'remove', file, place, was: branch })}
        >
          <IconTrash size={14} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  )
}
