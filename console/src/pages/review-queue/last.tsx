// The item judged a moment ago, in one line: what was said, and whether the person did the same. The whole comparison is one key back.

import { Group, Kbd, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { usePrintedKeys } from '../../keys.ts'
import { VerdictIcon } from '../../ui/marks.tsx'
import type { Desk } from './desk.ts'
import type { DeskState } from './entry.ts'
import { sameOperations } from './operations.ts'

export function LastOne({ desk, state }: { desk: Desk; state: DeskState }) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  const entry = state.entries.find(({ id }) => id === state.last)
  if (entry === undefined || entry.judged === null || desk.current?.id === entry.id) return null
  const card = desk.cardOf(entry.id)
  const work = card?.humanWork?.[0]
  return (
    <Group gap={8} className="desk-last" wrap="nowrap" data-testid="last">
      <VerdictIcon kind={entry.judged.kind} />
      <Text size="xs" flex={1} className="words">
        <b>{t(`verdict.${entry.judged.kind}`)}</b> · {entry.summary.queryType}
        {card !== null && work !== undefined && (
          <> · {t(sameOperations(card.effects, work.operations) ? 'last.same' : 'last.other', { who: work.doneBy })}</>
        )}
      </Text>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        <Kbd size="xs">{shown('queue.previous')}</Kbd> {t('last.look')} <Kbd size="xs">{shown('queue.undo')}</Kbd>{' '}
        {t('keys.queue.undo')}
      </Text>
    </Group>
  )
}
