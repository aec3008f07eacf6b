// Numbers that only make sense together, such as what the work takes today. They are saved as one once all that are needed are there; until then they stay on
// the screen, so that half of them never makes the document unreadable for everybody.

import { NumberInput, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asNumber, isRaw, type Raw, valueAt } from './documents.ts'
import { useDraftEditing } from './draft-editing.tsx'
import { useWords } from './fields.tsx'

export type GroupField = { key: string; percent?: boolean; suffix?: string; needed?: boolean }

type Texts = Record<string, string>

export function NumberGroup({ file, group, fields }: { file: string; group: string; fields: readonly GroupField[] }) {
  const { t } = useTranslation()
  const { draft, edit, mayEdit } = useDraftEditing()
  const saved = valueAt(draft, file, [group])
  const savedText = JSON.stringify(textsOf(saved, fields))
  const [texts, setTexts] = useState<Texts>({})
  useEffect(() => setTexts(JSON.parse(savedText) as Texts), [savedText])
  const missing = fields.filter(({ key, needed }) => needed === true && (texts[key] ?? '') === '')
  const begun = fields.some(({ key }) => (texts[key] ?? '') !== '')
  const leave = () => {
    if (JSON.stringify(texts) === savedText) return
    if (!begun && isRaw(saved)) void edit({ kind: 'remove', file, place: [group], was: saved })
    else if (begun && missing.length === 0)
      void edit({ kind: 'set', file, place: [group], was: saved, now: numbersOf(saved, texts, fields) })
  }
  return (
    <Stack gap="sm">
      {fields.map((field) => (
        <Field
          key={field.key}
          word={`${group}_${field.key}`}
          field={field}
          text={texts[field.key] ?? ''}
          readOnly={!mayEdit}
          onChange={(text) => setTexts({ ...texts, [field.key]: text })}
          onLeave={leave}
        />
      ))}
      {begun && missing.length > 0 && (
        <Text size="xs" role="status">
          {t('numberGroup.missing', { names: missing.map(({ key }) => `“${t(`field.${group}_${key}.label`)}”`).join(', ') })}
        </Text>
      )}
    </Stack>
  )
}

type FieldProps = {
  word: string
  field: GroupField
  text: string
  readOnly: boolean
  onChange: (text: string) => void
  onLeave: () => void
}

function Field({ word, field, text, readOnly, onChange, onLeave }: FieldProps) {
  const suffix = field.percent === true ? ' %' : field.suffix === undefined ? '' : ` ${field.suffix}`
  return (
    <NumberInput
      {...useWords(word)}
      value={text}
      min={0}
      hideControls
      readOnly={readOnly}
      suffix={suffix}
      onChange={(next) => onChange(String(next))}
      onBlur={onLeave}
    />
  )
}

function textsOf(saved: unknown, fields: readonly GroupField[]): Texts {
  const values: Raw = isRaw(saved) ? saved : {}
  return Object.fromEntries(
    fields.map(({ key, percent }) => {
      const number = asNumber(values[key])
      return [key, number === null ? '' : String(percent === true ? Number((number * 100).toFixed(4)) : number)]
    }),
  )
}

/** What else stands in the group stays. */
function numbersOf(saved: unknown, texts: Texts, fields: readonly GroupField[]): Raw {
  const now: Raw = isRaw(saved) ? { ...saved } : {}
  for (const { key, percent } of fields) {
    const text = texts[key] ?? ''
    if (text === '') delete now[key]
    else now[key] = percent === true ? Number((Number(text) / 100).toFixed(6)) : Number(text)
  }
  return now
}
