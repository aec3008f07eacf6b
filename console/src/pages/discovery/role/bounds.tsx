// What always waits for a person, what happens to anything else that is asked for, how much is allowed, and where things may be sent.

import { Group, SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { files } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { BoundMulti, BoundNumber, BoundSelect, BoundTags } from '../fields.tsx'
import { operationOptions } from './choices.ts'

const at = (...place: string[]) => ({ file: files.role, place, word: `role.${place.join('_')}` })

export function Review() {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const choices = (['refuse', 'escalate'] as const).map((value) => ({ value, label: t(`roleTab.onRefusal.${value}`) }))
  return (
    <Group align="flex-start" grow>
      <BoundMulti data={operationOptions(draft, t)} {...at('always_review')} />
      <BoundSelect data={choices} {...at('on_refusal')} />
    </Group>
  )
}

const counts = ['effectsPerInteraction', 'writesPerInteraction', 'writesPerDay', 'recipientsPerInteraction'] as const
const money = ['moneyPerInteraction', 'moneyPerDay'] as const

export function Bounds() {
  const { t } = useTranslation()
  const rules = (['requester', 'query', 'directory', 'any'] as const).map((value) => ({
    value,
    label: t(`roleTab.destination.${value}`),
  }))
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
        {[...counts, ...money].map((name) => (
          <BoundNumber key={name} {...at('limits', name)} />
        ))}
        <BoundNumber suffix={t('roleTab.minutes')} {...at('limits', 'approvalMinutes')} />
      </SimpleGrid>
      <Group align="flex-start" grow>
        <BoundSelect data={rules} {...at('destinations', 'rule')} />
        <BoundTags {...at('destinations', 'directory')} />
      </Group>
    </>
  )
}
