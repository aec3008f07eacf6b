// A condition: typed by whoever knows how, or put together from choices by everybody else. Saved as text; the check says at once whether it can be understood.

import { ActionIcon, Textarea, type TextareaProps } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asText } from '../documents.ts'
import { type At, useBound, useTyped, useWords } from '../fields.tsx'
import { ConditionBuilder } from './condition-builder.tsx'

export function BoundCondition(at: At) {
  const { value, save } = useBound(at)
  return <ConditionField {...useWords(at.word)} saved={asText(value)} onSave={(text) => save(text)} after={false} />
}

type ConditionFieldProps = TextareaProps & {
  saved: string
  onSave: (text: string) => void
  /** Whether it is asked after a step, so that it may speak of what steps found. */
  after: boolean
}

export function ConditionField({ saved, onSave, after, ...input }: ConditionFieldProps) {
  const { t } = useTranslation()
  const [building, setBuilding] = useState(false)
  const typed = useTyped(saved, (text) => onSave(text.trim()))
  return (
    <>
      <Textarea
        autosize
        minRows={1}
        maxRows={8}
        {...input}
        {...typed}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // A condition is one line, however wide; Enter saves it as in every other field.
          event.preventDefault()
          event.currentTarget.blur()
        }}
        rightSection={
          input.readOnly !== true && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${t('dmap.build.open')}: ${String(input.label)}`}
              title={t('dmap.build.open')}
              onClick={() => setBuilding(true)}
            >
              <IconWand size={15} aria-hidden />
            </ActionIcon>
          )
        }
      />
      {building && <ConditionBuilder old={saved} after={after} onUse={onSave} onClose={() => setBuilding(false)} />}
    </>
  )
}
