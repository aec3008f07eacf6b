// The query type, confirmed or corrected: typing narrows the list, Enter takes the marked one. It is recorded; evidence stays where it was sampled.

import { Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ReviewCard } from '../../api.ts'
import { withMarks } from '../../ui/invisible.ts'
import { ProblemNote } from '../../ui/states.tsx'
import { CancelButton } from './dock-forms.tsx'

type Props = { card: ReviewCard; said: string | null; onChoose: (type: string) => void; onCancel: () => void }

export function TypePicker({ card, said, onChoose, onCancel }: Props) {
  const { t } = useTranslation()
  const known = useQuery({ queryKey: ['corrections', card.id], queryFn: () => api.corrections(card.id) })
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const filed = card.queryType
  const declared = known.data?.declared ?? [filed]
  const found = [filed, ...declared.filter((type) => type !== filed)].filter((type) =>
    type.toLowerCase().includes(words.trim().toLowerCase()),
  )
  const marked = Math.min(at, found.length - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel()
    const chosen = found[marked]
    if (event.key === 'Enter' && chosen !== undefined) onChoose(chosen)
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, marked + 1))
    if (event.key === 'ArrowUp') setAt(Math.max(0, marked - 1))
    if (['Enter', 'ArrowDown', 'ArrowUp', 'Escape'].includes(event.key)) event.preventDefault()
  }
  const latest = said ?? known.data?.said.queryType ?? null
  return (
    <Stack gap={8}>
      <Text size="sm" fw={600}>
        {t('typed.title', { type: withMarks(filed) })}
      </Text>
      <TextInput
        autoFocus
        size="xs"
        role="combobox"
        aria-expanded
        aria-controls="declared-types"
        aria-activedescendant={`declared-${marked}`}
        aria-label={t('typed.find')}
        placeholder={t('typed.find')}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      {known.error !== null && <ProblemNote error={known.error} />}
      <div id="declared-types" role="listbox" aria-label={t('typed.types')} className="types">
        {found.map((type, i) => (
          <button
            key={type}
            id={`declared-${i}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={i === marked}
            className="type-choice"
            onClick={() => onChoose(type)}
          >
            <span className="words">{withMarks(type)}</span>
            {type === filed && <small>{t('typed.filed')}</small>}
            {type === latest && <small>{t('typed.said')}</small>}
          </button>
        ))}
      </div>
      <Group gap={6}>
        <CancelButton onCancel={onCancel} />
        <Text size="xs" c="dimmed">
          {t('typed.what')}
        </Text>
      </Group>
    </Stack>
  )
}
