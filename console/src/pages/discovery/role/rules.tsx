// Rules of the role, one line each: what it may do, must never do, and always hands over. A line is saved as a whole and names the line that was seen, since
// rules have no names by which they could be told apart.

import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  MultiSelect,
  Select,
  Stack,
  Table,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asText, asTexts, files, type Raw, recordsAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { type Option, useTyped } from '../fields.tsx'
import { operationOptions, triggerOptions, typeOptions } from './choices.ts'

const columns = {
  may: ['do', 'for', 'purpose', 'fields'],
  must_not: ['do', 'why'],
  escalate_when: ['when', 'why', 'trigger'],
} as const
export type RuleList = keyof typeof columns
type Column = (typeof columns)[RuleList][number]
const widths: Partial<Record<Column, number | string>> = { do: 250, for: 260, fields: 260, trigger: 240 }

export function Rules({ list }: { list: RuleList }) {
  const { t } = useTranslation()
  const { draft, mayEdit } = useDraftEditing()
  const rules = recordsAt(draft, files.role, [list])
  return (
    <Stack gap="xs">
      {rules.length === 0 ? (
        <Text size="sm" fs="italic" c="dimmed">
          {t(`roleTab.${list}.none`)}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={list === 'may' ? 1040 : 720} type="native">
          <Table verticalSpacing={4} fz="sm" layout="fixed">
            <Table.Thead>
              <Table.Tr>
                {columns[list].map((column) => (
                  <Table.Th key={column} w={widths[column]} style={{ verticalAlign: 'top' }}>
                    {t(`roleTab.column.${column}`)}
                    <Text size="xs" c="dimmed" fw={400}>
                      {t(`roleTab.columnHint.${column}`)}
                    </Text>
                  </Table.Th>
                ))}
                <Table.Td w={48} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rules.map((rule, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name, and its fields follow what is saved
                <Rule key={index} list={list} index={index} rule={rule} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {mayEdit && (list === 'escalate_when' ? <AddCondition /> : <AddOperation list={list} />)}
    </Stack>
  )
}

function Rule({ list, index, rule }: { list: RuleList; index: number; rule: Raw }) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const place = [list, index]
  const save = (column: Column, value: unknown) => {
    const { [column]: _before, ...rest } = rule
    const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0)
    const now = empty ? rest : { ...rule, [column]: value }
    void edit({ kind: 'set', file: files.role, place, was: rule, now })
  }
  const named = asText(rule.do) || asText(rule.when)
  return (
    <Table.Tr>
      {columns[list].map((column) => (
        <Table.Td key={column} style={{ verticalAlign: 'top' }}>
          <Cell list={list} column={column} rule={rule} label={`${t(`roleTab.column.${column}`)}: ${named}`} save={save} />
        </Table.Td>
      ))}
      <Table.Td>
        {mayEdit && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('roleTab.remove', { rule: named })}
            onClick={() => void edit({ kind: 'remove', file: files.role, place, was: rule })}
          >
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

type CellProps = { list: RuleList; column: Column; rule: Raw; label: string; save: (column: Column, value: unknown) => void }

function Cell({ list, column, rule, label, save }: CellProps) {
  const { t } = useTranslation()
  const { draft, mayEdit } = useDraftEditing()
  const own = { 'aria-label': label, size: 'xs', readOnly: !mayEdit } as const
  const value = asText(rule[column])
  if (column === 'do' && list === 'may')
    return (
      <Select
        {...own}
        data={withOwn(operationOptions(draft, t), [value])}
        value={value === '' ? null : value}
        searchable
        allowDeselect={false}
        onChange={(next) => next !== null && save('do', next)}
      />
    )
  if (column === 'for' || column === 'fields') return <Several {...own} column={column} rule={rule} save={save} />
  if (column === 'trigger')
    return (
      <Select
        {...own}
        data={withOwn(triggerOptions(draft), [value])}
        value={value === '' ? null : value}
        clearable
        onChange={(next) => save('trigger', next)}
      />
    )
  return <Typed {...own} column={column} value={value} save={save} />
}

type Own = { 'aria-label': string; size: 'xs'; readOnly: boolean }

function Several({ column, rule, save, ...own }: Own & { column: 'for' | 'fields'; rule: Raw; save: CellProps['save'] }) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const values = asTexts(rule[column])
  if (column === 'fields') return <TagsInput {...own} value={values} onChange={(next) => save('fields', next)} />
  return (
    <MultiSelect
      {...own}
      data={withOwn(typeOptions(draft), values)}
      value={values}
      placeholder={values.length === 0 ? t('roleTab.allTypes') : ''}
      onChange={(next) => save('for', next)}
    />
  )
}

function Typed({ column, value, save, ...own }: Own & { column: Column; value: string; save: CellProps['save'] }) {
  const typed = useTyped(value, (text) => save(column, text.trim()))
  return (
    <Textarea
      {...own}
      {...typed}
      autosize
      minRows={1}
      styles={column === 'when' ? { input: { fontFamily: 'var(--mantine-font-family-monospace)' } } : {}}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        event.currentTarget.blur()
      }}
    />
  )
}

/** What stands there but is no option any more is still shown. */
function withOwn(data: Option[], own: string[]): Option[] {
  const lost = own.filter((one) => one !== '' && !data.some(({ value }) => value === one))
  return [...data, ...lost.map((value) => ({ value, label: value }))]
}

/** `must_not` takes any operation: what is forbidden need not be one the employee was ever given. */
function AddOperation({ list }: { list: 'may' | 'must_not' }) {
  const { t } = useTranslation()
  const { draft, edit } = useDraftEditing()
  const [chosen, setChosen] = useState('')
  const data = operationOptions(draft, t)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await edit({ kind: 'add', file: files.role, place: [list], value: { do: chosen.trim() }, at: null })) setChosen('')
  }
  const label = t(`roleTab.${list}.add`)
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group gap="xs" align="flex-end">
        {list === 'may' ? (
          <Select
            label={label}
            size="xs"
            w={300}
            searchable
            data={data}
            value={chosen || null}
            onChange={(next) => setChosen(next ?? '')}
          />
        ) : (
          <Autocomplete
            label={label}
            size="xs"
            w={300}
            data={data.map(({ value }) => value)}
            value={chosen}
            onChange={setChosen}
          />
        )}
        <Add disabled={chosen.trim() === ''} />
      </Group>
    </form>
  )
}

function AddCondition() {
  const { t } = useTranslation()
  const { edit } = useDraftEditing()
  const [when, setWhen] = useState('')
  const [why, setWhy] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const value = { when: when.trim(), why: why.trim() }
    if (!(await edit({ kind: 'add', file: files.role, place: ['escalate_when'], value, at: null }))) return
    setWhen('')
    setWhy('')
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label={t('roleTab.escalate_when.add')}
          placeholder="size(query) > 3000"
          size="xs"
          w={300}
          value={when}
          onChange={(event) => setWhen(event.currentTarget.value)}
        />
        <TextInput
          label={t('roleTab.column.why')}
          size="xs"
          w={300}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <Add disabled={when.trim() === '' || why.trim() === ''} />
      </Group>
    </form>
  )
}

function Add({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation()
  return (
    <Button type="submit" size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} disabled={disabled}>
      {t('roleTab.addNow')}
    </Button>
  )
}
