// The steps of the work. What follows and what is used are chosen from lists; nothing has to be known by heart.

import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asRecords, asText, files, options, type Raw, recordsAt } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { type At, BoundArea, BoundMulti, BoundNumber, BoundSelect, BoundText, type Option } from '../fields.tsx'
import { Records } from '../records.tsx'
import { Branches } from './branches.tsx'
import { ItemFindings } from './item-findings.tsx'
import type { Choice } from './query-types.tsx'
import { Resolution } from './resolution.tsx'
import { Lines } from './value-lines.tsx'

const kinds = ['action', 'decision', 'reply', 'human', 'escalate', 'wait', 'end', 'start'] as const
type Kind = (typeof kinds)[number]

/** What a new step of each kind begins with; what is still missing is what the check asks for. */
const begins: Readonly<Record<Kind, Raw>> = {
  start: { next: 'not-chosen' },
  action: { system: 'not-chosen', operation: 'not-chosen', next: 'not-chosen' },
  decision: { branches: [{ when: 'false', next: 'not-chosen' }] },
  reply: { template: 'Not written yet.' },
  human: { who: 'not-chosen' },
  escalate: { reason: 'Not said yet.' },
  wait: { minutes: 60, next: 'not-chosen' },
  end: {},
}

export function Steps(choice: Choice) {
  const { t } = useTranslation()
  return (
    <Records
      {...choice}
      file={files.workflow}
      place={['steps']}
      idKey="id"
      word="steps"
      renames="step"
      kinds={kinds.map((value) => ({ value, label: t(`discovery.stepKind.${value}`) }))}
      fresh={(id, title, kind) => ({ id, kind, title, ...begins[kind as Kind] })}
      hint={(step) => t(`discovery.kind.${asText(step.kind)}`, { defaultValue: asText(step.kind) })}
    >
      {(id, step) => <StepForm id={id} step={step} />}
    </Records>
  )
}

function StepForm({ id, step }: { id: string; step: Raw }) {
  const { draft } = useDraftEditing()
  const at = (field: string): At => ({ file: files.workflow, place: ['steps', id, field], word: `step_${field}` })
  const steps = options(recordsAt(draft, files.workflow, ['steps']), 'id')
  const kind = asText(step.kind)
  const interviews = Object.keys(draft.documents.interviews).map((value) => ({ value, label: value }))
  return (
    <Stack gap="sm">
      <ItemFindings list="steps" name={id} />
      <BoundText {...at('title')} />
      {kind === 'action' && <Action id={id} step={step} />}
      {kind === 'decision' && <Branches id={id} />}
      {kind === 'decision' && <BoundSelect {...at('otherwise')} data={steps} />}
      {kind === 'reply' && <BoundArea rows={4} {...at('template')} />}
      {kind === 'human' && (
        <BoundSelect {...at('who')} data={options(recordsAt(draft, files.workflow, ['people']))} clearable={false} />
      )}
      {kind === 'human' && (
        <BoundMulti {...at('uses')} data={everyOperation(recordsAt(draft, files.integrations, ['systems']))} />
      )}
      {kind === 'escalate' && <BoundText {...at('reason')} />}
      {kind === 'escalate' && <BoundSelect {...at('trigger')} data={options(recordsAt(draft, files.workflow, ['triggers']))} />}
      {kind === 'wait' && <BoundNumber {...at('minutes')} />}
      {['action', 'wait', 'start'].includes(kind) && <BoundSelect {...at('next')} data={steps} clearable={false} />}
      {['reply', 'human'].includes(kind) && <BoundSelect {...at('next')} data={steps} />}
      <BoundArea {...at('sop')} />
      <BoundArea {...at('practice')} />
      <Resolution list="steps" name={id} />
      <BoundText {...at('lane')} />
      <BoundSelect {...at('from')} data={interviews} />
    </Stack>
  )
}

function everyOperation(systems: readonly Raw[]): Option[] {
  return systems.flatMap((system) =>
    asRecords(system.operations).map(({ name }) => {
      const value = `${asText(system.name)}.${asText(name)}`
      return { value, label: value }
    }),
  )
}

function Action({ id, step }: { id: string; step: Raw }) {
  const { draft } = useDraftEditing()
  const at = (field: string): At => ({ file: files.workflow, place: ['steps', id, field], word: `step_${field}` })
  const systems = recordsAt(draft, files.integrations, ['systems'])
  const operations = recordsAt(draft, files.integrations, ['systems', asText(step.system), 'operations'])
  return (
    <>
      <BoundSelect {...at('system')} data={options(systems)} clearable={false} />
      <BoundSelect {...at('operation')} data={options(operations)} clearable={false} />
      <Lines {...at('arguments')} />
    </>
  )
}
