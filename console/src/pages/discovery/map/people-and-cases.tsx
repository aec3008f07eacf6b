// Who is there, what is rare and takes long, and what comes in that is not a message.

import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asText, files, options, recordsAt, valueAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { type At, BoundArea, BoundNumber, BoundSelect, BoundText } from '../fields.tsx'
import { Records } from '../records.tsx'
import { ItemFindings } from './item-findings.tsx'
import type { Choice } from './query-types.tsx'

const at = (list: string, name: string, field: string, word: string): At => ({
  file: files.workflow,
  place: [list, name, field],
  word: `${word}_${field}`,
})

export function People(choice: Choice) {
  return (
    <Records
      {...choice}
      file={files.workflow}
      place={['people']}
      word="people"
      renames="person"
      fresh={(name, title) => ({ name, title, does: '' })}
      hint={(person) => asText(person.does)}
    >
      {(name) => (
        <Stack gap="sm">
          <ItemFindings list="people" name={name} />
          {['title', 'does', 'contact'].map((field) => (
            <BoundText key={field} {...at('people', name, field, 'person')} />
          ))}
        </Stack>
      )}
    </Records>
  )
}

export function EdgeCases(choice: Choice) {
  const { draft } = useDraftEditing()
  const interviews = Object.keys(draft.documents.interviews).map((value) => ({ value, label: value }))
  return (
    <Records
      {...choice}
      file={files.workflow}
      place={['edgeCases']}
      word="edgeCases"
      titleKey="what"
      fresh={(name, what) => ({ name, what })}
      hint={(edgeCase) => asText(edgeCase.handling)}
    >
      {(name) => (
        <Stack gap="sm">
          <ItemFindings list="edgeCases" name={name} />
          <BoundArea {...at('edgeCases', name, 'what', 'edgeCase')} />
          <BoundNumber percent {...at('edgeCases', name, 'shareOfTimeRatio', 'edgeCase')} />
          <BoundArea {...at('edgeCases', name, 'handling', 'edgeCase')} />
          <BoundSelect {...at('edgeCases', name, 'from', 'edgeCase')} data={interviews} />
        </Stack>
      )}
    </Records>
  )
}

const begins = {
  schedule: { cron: '0 8 * * 1-5' },
  webhook: { sender: '' },
  file: { place: '' },
}

export function Inputs(choice: Choice) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const channel = asText((valueAt(draft, files.workflow, ['channels']) as unknown[] | undefined)?.[0])
  const type = asText(recordsAt(draft, files.workflow, ['queryTypes'])[0]?.name)
  return (
    <Records
      {...choice}
      file={files.workflow}
      place={['inputs']}
      word="inputs"
      kinds={(['schedule', 'webhook', 'file'] as const).map((value) => ({ value, label: t(`discovery.inputKind.${value}`) }))}
      fresh={(name, title, kind) => ({
        name,
        kind,
        title,
        queryType: type,
        channel,
        brings: title,
        ...begins[kind as keyof typeof begins],
      })}
      hint={(input) => asText(input.kind)}
    >
      {(name, input) => <InputForm name={name} kind={asText(input.kind)} />}
    </Records>
  )
}

function InputForm({ name, kind }: { name: string; kind: string }) {
  const { draft } = useDraftEditing()
  const field = (key: string) => at('inputs', name, key, 'input')
  const channels = valueAt(draft, files.workflow, ['channels'])
  const named = Array.isArray(channels) ? channels.map(asText).map((value) => ({ value, label: value })) : []
  return (
    <Stack gap="sm">
      <ItemFindings list="inputs" name={name} />
      <BoundText {...field('title')} />
      <BoundArea {...field('brings')} />
      <BoundSelect {...field('queryType')} data={options(recordsAt(draft, files.workflow, ['queryTypes']))} clearable={false} />
      <BoundSelect {...field('channel')} data={named} clearable={false} />
      {kind === 'schedule' && <BoundText {...field('cron')} />}
      {kind === 'schedule' && <BoundText {...field('timeZone')} />}
      {kind === 'webhook' && <BoundText {...field('sender')} />}
      {kind === 'file' && <BoundText {...field('place')} />}
      {kind === 'file' && <BoundText {...field('pattern')} />}
    </Stack>
  )
}
