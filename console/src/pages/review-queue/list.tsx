// The items around the one that is shown, each with its verdict once it has one.

import { Group, Paper, Text, UnstyledButton } from '@mantine/core'
import { IconAlertCircle, IconLoader2 } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { withMarks } from '../../ui/invisible.ts'
import { VerdictIcon } from '../../ui/marks.tsx'
import { ago } from '../../ui/text.tsx'
import type { Desk } from './desk.ts'
import type { DeskState, Entry, Problem } from './entry.ts'

const before = 6
const after = 18

export function QueueList({ desk, state }: { desk: Desk; state: DeskState }) {
  const { t } = useTranslation()
  const from = Math.max(0, state.index - before)
  return (
    <Paper data-raised component="nav" aria-label={t('queue.items')} className="desk-list">
      {state.entries.slice(from, from + before + after).map((entry) => (
        <Row
          key={entry.id}
          desk={desk}
          entry={entry}
          current={desk.current?.id === entry.id}
          problem={state.problems.find(({ id }) => id === entry.id) ?? null}
        />
      ))}
      {state.entries.length > from + before + after && (
        <Text size="xs" c="dimmed" p="xs" ta="center">
          {t('queue.more', { count: state.entries.length - from - before - after })}
        </Text>
      )}
    </Paper>
  )
}

type RowProps = { desk: Desk; entry: Entry; current: boolean; problem: Problem | null }

const Row = memo(function Row({ desk, entry, current, problem }: RowProps) {
  const { t } = useTranslation()
  const { summary, judged } = entry
  return (
    <UnstyledButton className="queue-row" onClick={() => desk.find(entry.id)} aria-current={current ? 'true' : undefined}>
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text size="sm" fw={current ? 650 : 500} truncate>
          {withMarks(summary.queryType)}
        </Text>
        {judged !== null && (
          <Group gap={4} wrap="nowrap">
            {judged.saving && <IconLoader2 size={13} aria-label={t('queue.beingSaved')} />}
            <VerdictIcon kind={judged.kind} />
            <Text size="xs">{t(`verdictShort.${judged.kind}`)}</Text>
          </Group>
        )}
        {judged === null && problem !== null && <IconAlertCircle size={16} aria-label={t('queue.notSaved')} />}
      </Group>
      <Text size="xs" c={current ? 'var(--mantine-color-text)' : 'dimmed'} truncate dir="auto">
        {summary.query ?? t('common.notKept')}
      </Text>
      <Text size="xs" c={current ? 'var(--mantine-color-text)' : 'dimmed'} truncate>
        {t(`reviewReason.${summary.reason}`)} · {t('queue.due', { when: ago(summary.dueAt) })}
      </Text>
    </UnstyledButton>
  )
})
