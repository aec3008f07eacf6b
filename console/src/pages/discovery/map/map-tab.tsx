// The workflow map: drawn above, and below it the forms of what it is made of. A click on a box opens its form.

import { SegmentedControl, Stack } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Flow, FlowNode } from '../../../api.ts'
import { Empty } from '../../../ui/states.tsx'
import { useDraftEditing } from '../draft-editing.tsx'
import { FlowDrawing } from './flow-drawing.tsx'
import { FlowList } from './flow-list.tsx'
import { General } from './general.tsx'
import { EdgeCases, Inputs, People } from './people-and-cases.tsx'
import { QueryTypes } from './query-types.tsx'
import { Steps } from './steps.tsx'
import { Triggers } from './triggers.tsx'

const parts = ['queryTypes', 'steps', 'triggers', 'people', 'edgeCases', 'inputs', 'general'] as const
type Part = (typeof parts)[number]

/** Which form a box of the drawing belongs to. */
function partOf({ id }: FlowNode): [Part, string] {
  const [kind, ...rest] = id.split(':')
  const name = rest.join(':')
  if (kind === 'query') return ['queryTypes', name]
  if (kind === 'input') return ['inputs', name]
  return kind === 'person' ? ['people', name] : ['steps', name]
}

/** The chosen thing is in the address as `part:name`, so that it can be linked. */
export function MapTab() {
  const { t } = useTranslation()
  const { examination } = useDraftEditing()
  const { item = '' } = useSearch({ from: '/inside/discovery/$id' })
  const navigate = useNavigate({ from: '/discovery/$id' })
  const [prefix, ...rest] = item.split(':')
  const part: Part = parts.find((one) => one === prefix) ?? 'queryTypes'
  const chosen = rest.join(':') || null
  const choose = (next: Part, name: string | null) =>
    void navigate({ search: { tab: 'map', item: name === null ? next : `${next}:${name}` } })
  const flow = examination?.flow ?? null
  const form = { chosen, onChoose: (name: string | null) => choose(part, name) }
  return (
    <Stack gap="md">
      {flow === null ? (
        <Empty title={t('discovery.flow.none')}>{t('discovery.flow.noneWhy')}</Empty>
      ) : (
        <Views flow={flow} chosen={idOf(part, chosen)} onChoose={(node) => choose(...partOf(node))} />
      )}
      <SegmentedControl
        aria-label={t('discovery.map.parts')}
        value={part}
        onChange={(next) => choose(next as Part, null)}
        data={parts.map((value) => ({ value, label: t(`discovery.map.${value}`) }))}
      />
      {part === 'queryTypes' && <QueryTypes {...form} />}
      {part === 'steps' && <Steps {...form} />}
      {part === 'triggers' && <Triggers {...form} />}
      {part === 'people' && <People {...form} />}
      {part === 'edgeCases' && <EdgeCases {...form} />}
      {part === 'inputs' && <Inputs {...form} />}
      {part === 'general' && <General />}
    </Stack>
  )
}

const views = ['paths', 'lanes', 'list'] as const
type View = (typeof views)[number]

function Views(props: { flow: Flow; chosen: string | null; onChoose: (node: FlowNode) => void }) {
  const { t } = useTranslation()
  const [view, setView] = useState<View>('paths')
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t('dmap.view')}
        value={view}
        onChange={(next) => setView(next as View)}
        data={views.map((value) => ({ value, label: t(`dmap.views.${value}`) }))}
        style={{ alignSelf: 'flex-start' }}
      />
      {view === 'list' ? <FlowList {...props} /> : <FlowDrawing key={view} lanes={view === 'lanes'} {...props} />}
    </Stack>
  )
}

function idOf(part: Part, name: string | null): string | null {
  if (name === null) return null
  const kinds: Partial<Record<Part, string>> = { queryTypes: 'query', steps: 'step', people: 'person', inputs: 'input' }
  return `${kinds[part] ?? part}:${name}`
}
