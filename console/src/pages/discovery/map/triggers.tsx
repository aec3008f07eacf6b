// When a query goes to a person: the condition, who, through which channel, with what, by when, and a query that must fire it.

import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asText, files, options, recordsAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { type At, BoundNumber, BoundSelect, BoundTags, BoundText } from '../fields.tsx'
import { Records } from '../records.tsx'
import { BoundCondition } from './condition-field.tsx'
import { ItemFindings } from './item-findings.tsx'
import type { Choice } from './query-types.tsx'
import { Lines } from './value-lines.tsx'

export function Triggers(choice: Choice) {
  return (
    <Records
      {...choice}
      file={files.workflow}
      place={['triggers']}
      word="triggers"
      titleKey="name"
      renames="trigger"
      fresh={(name, title) => ({ name, condition: `mentions(query, ${JSON.stringify(title)})`, test: { query: title } })}
      hint={(trigger) => shortened(asText(trigger.condition))}
    >
      {(name) => <TriggerForm name={name} />}
    </Records>
  )
}

const longestHint = 90

function shortened(text: string): string {
  return text.length > longestHint ? `${text.slice(0, longestHint - 1)}…` : text
}

function TriggerForm({ name }: { name: string }) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const at = (...field: string[]): At => ({
    file: files.workflow,
    place: ['triggers', name, ...field],
    word: `trigger_${field.join('_')}`,
  })
  const interviews = Object.keys(draft.documents.interviews).map((value) => ({ value, label: value }))
  return (
    <Stack gap="sm">
      <ItemFindings list="triggers" name={name} />
      <BoundCondition {...at('condition')} />
      <BoundText {...at('test', 'query')} />
      <Lines {...at('test', 'fields')} />
      <BoundSelect {...at('who')} data={options(recordsAt(draft, files.workflow, ['people']))} />
      <BoundText {...at('channel')} />
      <BoundTags {...at('payload')} />
      <BoundNumber suffix={t('discovery.unit.minutes')} {...at('answerWithinMinutes')} />
      <BoundSelect {...at('from')} data={interviews} />
    </Stack>
  )
}
