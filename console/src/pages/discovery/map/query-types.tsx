// The kinds of query that come in: how many, how long they take, how people write them, what the SOP says and what is really done.

import { Grid, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asNumber, files, options, type Raw, recordsAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { type At, BoundArea, BoundLines, BoundNumber, BoundSelect, BoundSwitch, BoundText } from '../fields.tsx'
import { Records } from '../records.tsx'
import { ItemFindings } from './item-findings.tsx'
import { Resolution } from './resolution.tsx'

export type Choice = { chosen: string | null; onChoose: (name: string | null) => void }

export function QueryTypes(choice: Choice) {
  const { t } = useTranslation()
  return (
    <Records
      {...choice}
      file={files.workflow}
      place={['queryTypes']}
      word="queryTypes"
      renames="queryType"
      fresh={(name, title) => ({ name, title, major: true, examples: [] })}
      hint={(type: Raw) =>
        t('discovery.map.volume', { perMonth: asNumber(type.perMonth) ?? '?', minutes: asNumber(type.minutes) ?? '?' })
      }
    >
      {(name) => <QueryTypeForm name={name} />}
    </Records>
  )
}

function QueryTypeForm({ name }: { name: string }) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const at = (field: string): At => ({ file: files.workflow, place: ['queryTypes', name, field], word: `queryType_${field}` })
  const interviews = Object.keys(draft.documents.interviews).map((id) => ({ value: id, label: id }))
  return (
    <Stack gap="sm">
      <ItemFindings list="queryTypes" name={name} />
      <BoundText {...at('title')} />
      <BoundSwitch {...at('major')} />
      <Grid gap="sm">
        <Grid.Col span={6}>
          <BoundNumber {...at('perMonth')} />
        </Grid.Col>
        <Grid.Col span={6}>
          <BoundNumber suffix={t('discovery.unit.minutes')} {...at('minutes')} />
        </Grid.Col>
      </Grid>
      <BoundLines rows={4} {...at('examples')} />
      <BoundLines {...at('counterExamples')} />
      <BoundLines rows={2} {...at('rules')} />
      <BoundNumber percent {...at('shareOfTimeRatio')} />
      <BoundSelect {...at('start')} data={options(recordsAt(draft, files.workflow, ['steps']), 'id')} />
      <BoundArea {...at('sop')} />
      <BoundArea {...at('practice')} />
      <Resolution list="queryTypes" name={name} />
      <BoundSelect {...at('from')} data={interviews} />
    </Stack>
  )
}
