// Form fields bound to a place in a draft: they show what the file says, save when one leaves them, and say in one line what the field means.

import { MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asNumber, asText, asTexts, valueAt } from './documents.ts'
import { useDraftEditing } from './draft-editing.tsx'

type Place = (string | number)[]

/** `word` names the label and the hint under `field` in the locale. */
export type At = { file: string; place: Place; word: string }

export function useBound({ file, place }: { file: string; place: Place }) {
  const { draft, edit, mayEdit } = useDraftEditing()
  const value = valueAt(draft, file, place)
  const save = (now: unknown): void => {
    const empty = now === undefined || now === null || now === ''
    if (JSON.stringify(empty ? null : now) === JSON.stringify(value ?? null)) return
    if (!empty) void edit({ kind: 'set', file, place, was: value, now })
    else if (value !== undefined) void edit({ kind: 'remove', file, place, was: value })
  }
  return { value, save, mayEdit }
}

export function useWords(word: string): { label: string; description: string } {
  const { t } = useTranslation()
  return { label: t(`field.${word}.label`), description: t(`field.${word}.hint`) }
}

/** Keeps what is being typed apart from what is saved: somebody else's change does not overwrite a field one is in. */
export function useTyped(saved: string, save: (text: string) => void) {
  const [text, setText] = useState(saved)
  const inside = useRef(false)
  useEffect(() => {
    if (!inside.current) setText(saved)
  }, [saved])
  return {
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
    onFocus: () => {
      inside.current = true
    },
    onBlur: () => {
      inside.current = false
      if (text !== saved) save(text)
    },
  }
}

export function BoundText(at: At) {
  const { value, save, mayEdit } = useBound(at)
  const typed = useTyped(asText(value), (text) => save(text.trim()))
  return (
    <TextInput
      {...useWords(at.word)}
      {...typed}
      readOnly={!mayEdit}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}

export function BoundArea({ rows = 2, ...at }: At & { rows?: number }) {
  const { value, save, mayEdit } = useBound(at)
  const typed = useTyped(asText(value), (text) => save(text.trim()))
  return <Textarea {...useWords(at.word)} {...typed} readOnly={!mayEdit} autosize minRows={rows} maxRows={24} />
}

/** One text per line, for examples: long sentences do not fit into tags. */
export function BoundLines({ rows = 3, ...at }: At & { rows?: number }) {
  const { value, save, mayEdit } = useBound(at)
  const typed = useTyped(asTexts(value).join('\n'), (text) => {
    const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
    save(lines.length === 0 ? null : lines)
  })
  return <Textarea {...useWords(at.word)} {...typed} readOnly={!mayEdit} autosize minRows={rows} maxRows={24} />
}

/** `percent`: shown in percent, kept as a ratio. */
export function BoundNumber({ percent = false, suffix, ...at }: At & { percent?: boolean; suffix?: string }) {
  const { value, save, mayEdit } = useBound(at)
  const saved = asNumber(value)
  const shown = saved === null ? '' : String(percent ? Number((saved * 100).toFixed(4)) : saved)
  const [text, setText] = useState<string | number>(shown)
  useEffect(() => setText(shown), [shown])
  return (
    <NumberInput
      {...useWords(at.word)}
      value={text}
      min={0}
      hideControls
      readOnly={!mayEdit}
      suffix={percent ? ' %' : suffix === undefined ? '' : ` ${suffix}`}
      onChange={setText}
      onBlur={() => {
        const number = text === '' ? null : Number(text)
        if (number === null || Number.isFinite(number))
          save(number === null || !percent ? number : Number((number / 100).toFixed(6)))
      }}
    />
  )
}

export function BoundSwitch(at: At) {
  const { value, save, mayEdit } = useBound(at)
  return (
    <Switch
      {...useWords(at.word)}
      checked={value === true}
      disabled={!mayEdit}
      onChange={(event) => save(event.currentTarget.checked)}
    />
  )
}

export type Option = { value: string; label: string }

/** What stands there but is no option any more is still shown, so that nobody overlooks it. */
function withOwn(data: readonly Option[], own: readonly string[]): Option[] {
  return [...data, ...own.filter((one) => !data.some(({ value }) => value === one)).map((value) => ({ value, label: value }))]
}

export function BoundSelect({ data, clearable = true, ...at }: At & { data: readonly Option[]; clearable?: boolean }) {
  const { value, save, mayEdit } = useBound(at)
  const chosen = asText(value)
  return (
    <Select
      {...useWords(at.word)}
      data={withOwn(data, chosen === '' ? [] : [chosen])}
      value={chosen === '' ? null : chosen}
      searchable
      clearable={clearable}
      readOnly={!mayEdit}
      onChange={(next) => (next !== null || clearable) && save(next)}
    />
  )
}

export function BoundMulti({ data, ...at }: At & { data: readonly Option[] }) {
  const { value, save, mayEdit } = useBound(at)
  const chosen = asTexts(value)
  return (
    <MultiSelect
      {...useWords(at.word)}
      data={withOwn(data, chosen)}
      value={chosen}
      searchable
      readOnly={!mayEdit}
      onChange={(next) => save(next.length === 0 ? null : next)}
    />
  )
}

export function BoundTags(at: At) {
  const { value, save, mayEdit } = useBound(at)
  return (
    <TagsInput
      {...useWords(at.word)}
      value={asTexts(value)}
      readOnly={!mayEdit}
      onChange={(next) => save(next.length === 0 ? null : next)}
    />
  )
}
