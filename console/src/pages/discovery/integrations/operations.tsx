// The operations of one system: what each may do to the world and what a mistake costs, in one line each; everything else of an operation below its line.

import { ActionIcon, Button, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { type FormEvent, Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asText, files, nameFor, type Raw } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { useBound } from '../fields.tsx'
import { accessKinds, riskKinds } from './kinds.ts'
import { OperationForm } from './operation-form.tsx'

export function Operations({ system, operations }: { system: string; operations: Raw[] }) {
  const { t } = useTranslation()
  const { mayEdit } = useDraftEditing()
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Stack gap="xs">
      {operations.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('systems.noOperations')}
        </Text>
      ) : (
        <Table verticalSpacing={4} fz="sm">
          <Table.Thead>
            <Table.Tr>
              {(['name', 'access', 'risk'] as const).map((column) => (
                <Table.Th key={column}>
                  {t(`systems.column.${column}`)}
                  <Text size="xs" c="dimmed" fw={400}>
                    {t(`systems.columnHint.${column}`)}
                  </Text>
                </Table.Th>
              ))}
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {operations.map((operation) => {
              const name = asText(operation.name)
              return (
                <Fragment key={name}>
                  <Line
                    system={system}
                    operation={operation}
                    open={open === name}
                    onToggle={() => setOpen(open === name ? null : name)}
                  />
                  {open === name && (
                    <Table.Tr>
                      <Table.Td colSpan={4}>
                        <OperationForm system={system} operation={operation} siblings={operations} />
                      </Table.Td>
                    </Table.Tr>
                  )}
                </Fragment>
              )
            })}
          </Table.Tbody>
        </Table>
      )}
      {mayEdit && <Add system={system} taken={operations.map(({ name }) => asText(name))} />}
    </Stack>
  )
}

type LineProps = { system: string; operation: Raw; open: boolean; onToggle: () => void }

function Line({ system, operation, open, onToggle }: LineProps) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const name = asText(operation.name)
  const place = ['systems', system, 'operations', name]
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      {(['access', 'risk'] as const).map((key) => (
        <Table.Td key={key}>
          <Kind
            place={[...place, key]}
            kinds={key === 'access' ? accessKinds : riskKinds}
            word={key}
            label={`${t(`systems.column.${key}`)}: ${name}`}
          />
        </Table.Td>
      ))}
      <Table.Td>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-expanded={open}
            aria-label={t('systems.details', { name })}
            onClick={onToggle}
          >
            <Chevron size={16} aria-hidden />
          </ActionIcon>
          {mayEdit && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('systems.removeOperation', { name })}
              onClick={() => void edit({ kind: 'remove', file: files.integrations, place, was: operation })}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

type KindProps = { place: string[]; kinds: readonly string[]; word: 'access' | 'risk'; label: string }

function Kind({ place, kinds, word, label }: KindProps) {
  const { t } = useTranslation()
  const { value, save, mayEdit } = useBound({ file: files.integrations, place })
  const chosen = asText(value)
  return (
    <Select
      size="xs"
      miw={130}
      aria-label={label}
      data={kinds.map((kind) => ({ value: kind, label: t(`systems.${word}.${kind}`) }))}
      value={chosen === '' ? (word === 'risk' ? 'unknown' : null) : chosen}
      allowDeselect={false}
      readOnly={!mayEdit}
      onChange={(next) => next !== null && save(next)}
    />
  )
}

function Add({ system, taken }: { system: string; taken: string[] }) {
  const { t } = useTranslation()
  const { edit } = useDraftEditing()
  const [title, setTitle] = useState('')
  const [access, setAccess] = useState<string | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    // A name as the system itself writes it stays as it is; words become a name.
    const own = title.trim()
    const name = /^[a-z0-9][a-z0-9_.-]{0,79}$/.test(own) && !taken.includes(own) ? own : nameFor(own, taken)
    const place = ['systems', system, 'operations']
    const value = { name, access, risk: 'unknown' }
    if (!(await edit({ kind: 'add', file: files.integrations, place, value, at: null }))) return
    setTitle('')
    setAccess(null)
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group gap="xs" align="flex-end">
        <TextInput
          size="xs"
          label={t('systems.newOperation')}
          description={t('systems.newOperationHint')}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Select
          size="xs"
          label={t('systems.newAccess')}
          data={accessKinds.map((value) => ({ value, label: t(`systems.access.${value}`) }))}
          value={access}
          onChange={setAccess}
        />
        <Button
          type="submit"
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={title.trim() === '' || access === null}
        >
          {t('systems.addOperation')}
        </Button>
      </Group>
    </form>
  )
}
