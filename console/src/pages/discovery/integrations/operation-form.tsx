// What else is known of an operation: what it answers with, whether that is sensitive or written by outsiders, whether it may be repeated, what it moves
// and to whom, and the shape of its arguments.

import { Group, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asText, files, isRaw, type Raw } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { BoundSelect, BoundSwitch, BoundTags, BoundText, useBound } from '../fields.tsx'

type OperationFormProps = { system: string; operation: Raw; siblings: Raw[] }

export function OperationForm({ system, operation, siblings }: OperationFormProps) {
  const name = asText(operation.name)
  const place = ['systems', system, 'operations', name]
  const at = (key: string) => ({ file: files.integrations, place: [...place, key], word: `operation.${key}` })
  const reads = siblings.flatMap((one) => {
    const read = asText(one.name)
    return one.access === 'read' && read !== name ? [{ value: read, label: read }] : []
  })
  return (
    <Stack gap="sm" py="xs">
      <BoundTags {...at('returns')} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <BoundSwitch {...at('sensitive')} />
        <BoundSwitch {...at('untrusted')} />
      </SimpleGrid>
      {operation.access === 'write' && (
        <>
          <BoundSwitch {...at('idempotent')} />
          <BoundSelect data={reads} {...at('lookup')} />
          <Amount place={[...place, 'amount']} value={operation.amount} />
          <BoundTags {...at('recipients')} />
        </>
      )}
      <Arguments place={[...place, 'arguments']} />
      <BoundText {...at('toolHash')} />
    </Stack>
  )
}

/** Two values that belong together: saved once both are there, taken out once both are empty. */
function Amount({ place, value }: { place: string[]; value: unknown }) {
  const { t } = useTranslation()
  const { edit, mayEdit } = useDraftEditing()
  const saved = isRaw(value) ? value : {}
  const savedText = JSON.stringify([asText(saved.argument), asText(saved.currency)])
  const [[argument, currency], setBoth] = useState<[string, string]>(['', ''])
  useEffect(() => setBoth(JSON.parse(savedText) as [string, string]), [savedText])
  const save = () => {
    const now = { ...saved, argument: argument.trim(), currency: currency.trim().toUpperCase() }
    if (JSON.stringify([now.argument, now.currency]) === savedText) return
    if (now.argument !== '' && now.currency.length === 3)
      void edit({ kind: 'set', file: files.integrations, place, was: value, now })
    else if (now.argument === '' && now.currency === '' && value !== undefined)
      void edit({ kind: 'remove', file: files.integrations, place, was: value })
  }
  return (
    <Group align="flex-start" grow>
      <TextInput
        label={t('systems.amount.argument')}
        description={t('systems.amount.argumentHint')}
        value={argument}
        readOnly={!mayEdit}
        onChange={(event) => setBoth([event.currentTarget.value, currency])}
        onBlur={save}
      />
      <TextInput
        label={t('systems.amount.currency')}
        description={t('systems.amount.currencyHint')}
        value={currency}
        maxLength={3}
        readOnly={!mayEdit}
        onChange={(event) => setBoth([argument, event.currentTarget.value])}
        onBlur={save}
      />
    </Group>
  )
}

/** JSON Schema as text. What is no JSON is not saved and stays on the screen with the reason. */
function Arguments({ place }: { place: string[] }) {
  const { t } = useTranslation()
  const { value, save, mayEdit } = useBound({ file: files.integrations, place })
  const saved = value === undefined || value === null ? '' : JSON.stringify(value, null, 2)
  const [text, setText] = useState(saved)
  const [wrong, setWrong] = useState<string | null>(null)
  useEffect(() => setText(saved), [saved])
  const leave = () => {
    const parsed = schemaIn(text)
    setWrong(parsed === undefined ? t('systems.arguments.wrong') : null)
    if (parsed !== undefined && text !== saved) save(parsed)
  }
  return (
    <Textarea
      label={t('systems.arguments.label')}
      description={t('systems.arguments.hint')}
      error={wrong}
      autosize
      minRows={2}
      maxRows={14}
      readOnly={!mayEdit}
      value={text}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={leave}
    />
  )
}

/** Null: nothing is written; undefined: this is no JSON object. */
function schemaIn(text: string): Raw | null | undefined {
  if (text.trim() === '') return null
  try {
    const value: unknown = JSON.parse(text)
    return isRaw(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
