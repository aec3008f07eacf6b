// The answer, edited into the right one, with the difference to what was proposed. Loaded when first needed.

import { Button, Group, Kbd, Stack, Text, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { printed } from '../../keys.ts'
import { WordDiff } from '../../ui/word-diff.tsx'

type Props = {
  before: string
  text: string
  onChange: (text: string) => void
  onSave: () => void
  onLeave: () => void
  /** Whether the edited answer is itself a verdict: not on an escalation. */
  maySave: boolean
}

export function AnswerEditor({ before, text, onChange, onSave, onLeave, maySave }: Props) {
  const { t } = useTranslation()
  const ready = maySave && text.trim() !== '' && text !== before
  return (
    <Stack gap={8}>
      <Textarea
        label={t('queue.editLabel')}
        description={t(maySave ? 'queue.editHow' : 'queue.editHowEscalated')}
        autoFocus
        autosize
        minRows={3}
        maxRows={10}
        maxLength={100_000}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onLeave()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && ready) onSave()
        }}
      />
      {text !== before && before !== '' && (
        <div className="edit-diff">
          <WordDiff before={before} after={text} />
        </div>
      )}
      <Group gap={6}>
        {maySave && (
          <Button size="compact-sm" disabled={!ready} onClick={onSave} rightSection={<Kbd size="xs">{printed('mod+Enter')}</Kbd>}>
            {t('queue.saveEdit')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={onLeave} rightSection={<Kbd size="xs">{printed('Escape')}</Kbd>}>
          {t('queue.keepEdit')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('queue.editThen')}
        </Text>
      </Group>
    </Stack>
  )
}
