// A list of named things with the form of the chosen one beside it: query types, steps, triggers, people, systems. Things are added by what people call
// them; the name in the file follows from it and can be changed with everything that refers to it.

import { ActionIcon, Badge, Button, Grid, Group, Modal, NavLink, ScrollArea, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftEdit } from '../../api.ts'
import { Empty } from '../../ui/states.tsx'
import { asText, nameFor, type Raw, recordsAt } from './documents.ts'
import { useDraftEditing } from './draft-editing.tsx'
import type { Option } from './fields.tsx'

export type RecordsProps = {
  file: string
  place: string[]
  /** Words of this list under `records` in the locale. */
  word: string
  idKey?: 'name' | 'id'
  titleKey?: string
  /** Kinds a new one can be of; none: there is only one. */
  kinds?: readonly Option[]
  /** What can be renamed with its references. */
  renames?: Extract<DraftEdit, { kind: 'rename' }>['what']
  /** A new one, from its name and title. */
  fresh: (name: string, title: string, kind: string) => Raw
  hint?: (record: Raw) => string
  chosen: string | null
  onChoose: (name: string | null) => void
  children: (name: string, record: Raw) => ReactNode
}

export function Records(props: RecordsProps) {
  const { t } = useTranslation()
  const { draft, mayEdit } = useDraftEditing()
  const [adding, setAdding] = useState(false)
  const { file, place, word, idKey = 'name', chosen, children } = props
  const records = recordsAt(draft, file, place)
  const record = records.find((one) => one[idKey] === chosen)
  const add = mayEdit && (
    <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      {t(`records.${word}.add`)}
    </Button>
  )
  return (
    <>
      {records.length === 0 ? (
        <Empty title={t(`records.${word}.none`)} action={add}>
          {t(`records.${word}.why`)}
        </Empty>
      ) : (
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 4 }}>
            <Stack gap="xs">
              <List {...props} records={records} />
              {add}
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 8 }}>
            {record === undefined ? (
              <Text c="dimmed" size="sm">
                {t('records.choose')}
              </Text>
            ) : (
              <Stack gap="sm" key={asText(record[idKey])}>
                <Heading {...props} record={record} />
                {children(asText(record[idKey]), record)}
              </Stack>
            )}
          </Grid.Col>
        </Grid>
      )}
      {adding && <Add {...props} records={records} onClose={() => setAdding(false)} />}
    </>
  )
}

function List({ records, idKey = 'name', titleKey = 'title', hint, chosen, onChoose, word }: RecordsProps & { records: Raw[] }) {
  const { t } = useTranslation()
  return (
    <ScrollArea.Autosize mah={560} type="auto">
      <nav aria-label={t(`records.${word}.title`)}>
        {records.map((record) => {
          const name = asText(record[idKey])
          const title = asText(record[titleKey])
          return (
            <NavLink
              key={name}
              component="button"
              active={name === chosen}
              aria-current={name === chosen}
              label={title === '' ? name : title}
              description={hint?.(record) ?? name}
              onClick={() => onChoose(name)}
            />
          )
        })}
      </nav>
    </ScrollArea.Autosize>
  )
}

function Heading({ record, file, place, idKey = 'name', renames, onChoose, word }: RecordsProps & { record: Raw }) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const [renaming, setRenaming] = useState(false)
  const name = asText(record[idKey])
  return (
    <Group justify="space-between" gap="xs">
      <Group gap={6}>
        <Badge variant="default" title={t('records.nameInFile')}>
          {name}
        </Badge>
        {mayEdit && renames !== undefined && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('records.rename', { name })} onClick={() => setRenaming(true)}>
            <IconPencil size={15} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {mayEdit && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => void edit({ kind: 'remove', file, place: [...place, name], was: record })}
        >
          {t(`records.${word}.remove`)}
        </Button>
      )}
      {renaming && renames !== undefined && (
        <Rename
          name={name}
          onClose={() => setRenaming(false)}
          act={async (to) => {
            if (await edit({ kind: 'rename', what: renames, from: name, to })) onChoose(to)
          }}
        />
      )}
    </Group>
  )
}

function Rename({ name, act, onClose }: { name: string; act: (to: string) => Promise<void>; onClose: () => void }) {
  const { t } = useTranslation()
  const [to, setTo] = useState(name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onClose()
    if (to.trim() !== name) void act(to.trim())
  }
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{t('records.rename', { name })}</Text>}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t('records.nameInFile')}
            description={t('records.renameHint')}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit">{t('records.renameNow')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Add({
  file,
  place,
  word,
  idKey = 'name',
  kinds,
  fresh,
  records,
  onChoose,
  onClose,
}: RecordsProps & { records: Raw[]; onClose: () => void }) {
  const { t } = useTranslation()
  const { edit } = useDraftEditing()
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState(kinds?.[0]?.value ?? '')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const name = nameFor(
      title,
      records.map((record) => asText(record[idKey])),
    )
    onClose()
    if (await edit({ kind: 'add', file, place, value: fresh(name, title.trim(), kind), at: null })) onChoose(name)
  }
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{t(`records.${word}.add`)}</Text>}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            required
            label={t(`records.${word}.called`)}
            description={t(`records.${word}.calledHint`)}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          {kinds !== undefined && (
            <Select
              label={t('records.kind')}
              data={[...kinds]}
              value={kind}
              allowDeselect={false}
              onChange={(next) => setKind(next ?? kind)}
            />
          )}
          <Group justify="flex-end">
            <Button type="submit" disabled={title.trim() === ''}>
              {t(`records.${word}.add`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
