// After the verdict: what the person really did beside what the employee would have done, words and operations.

import { Box, List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HumanWork, ReviewCard } from '../../api.ts'
import { useKeys } from '../../keys.ts'
import { shortArguments, WordDiff, Words } from '../../ui/text.tsx'
import { useCompareSetting } from './compare-setting.ts'

export function Comparison({ card, reply }: { card: ReviewCard; reply: string | null }) {
  const { t } = useTranslation()
  if (card.humanWork === null || card.humanWork.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t(card.humanWorkHidden ? 'compare.loading' : 'compare.none')}
      </Text>
    )
  return (
    <Stack gap="sm">
      {card.humanWork.map((work) => (
        <OneWork key={work.id} work={work} card={card} reply={reply} />
      ))}
    </Stack>
  )
}

function OneWork({ work, card, reply }: { work: HumanWork; card: ReviewCard; reply: string | null }) {
  const { t } = useTranslation()
  const [sideBySide, toggle] = useCompareSetting()
  useKeys({ 'queue.compare': toggle })
  const own = card.effects.filter(({ kind }) => kind === 'write')
  return (
    <Paper p="sm" component="section" aria-label={t('compare.title', { who: work.doneBy })} data-testid="comparison">
      <Title order={3} size="h6" mb={6}>
        {t('compare.title', { who: work.doneBy })}
        {work.minutes !== null && ` · ${t('compare.minutes', { count: work.minutes })}`}
      </Title>
      {sideBySide ? (
        <SimpleGrid cols={2}>
          <Box>
            <Text className="eyebrow">{t('compare.employee')}</Text>
            <Words>{reply}</Words>
          </Box>
          <Box>
            <Text className="eyebrow">{t('compare.person')}</Text>
            <Words>{work.reply}</Words>
          </Box>
        </SimpleGrid>
      ) : (
        <WordDiff before={reply ?? ''} after={work.reply ?? ''} />
      )}
      <Text className="eyebrow" mt="sm" component="h4" mb={4}>
        {t('compare.operations')}
      </Text>
      <OperationDiff employee={own.map(asLine)} person={work.operations.map(asLine)} />
    </Paper>
  )
}

type Operation = { system: string | null; operation: string | null; arguments: unknown }
const asLine = ({ system, operation, arguments: given }: Operation) =>
  `${operation ?? ''} · ${system ?? ''} (${shortArguments(given)})`

/** Same operation with the same arguments is a match; another amount is not. */
function OperationDiff({ employee, person }: { employee: string[]; person: string[] }) {
  const { t } = useTranslation()
  const both = employee.filter((line) => person.includes(line))
  const lines = [
    ...both.map((line) => ['both', line] as const),
    ...employee.filter((line) => !person.includes(line)).map((line) => ['employee', line] as const),
    ...person.filter((line) => !employee.includes(line)).map((line) => ['person', line] as const),
  ]
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('compare.noOperations')}
      </Text>
    )
  return (
    <List size="sm">
      {lines.map(([who, line]) => (
        <List.Item key={`${who} ${line}`}>
          <b>{t(`compare.only.${who}`)}</b> <span className="words">{line}</span>
        </List.Item>
      ))}
    </List>
  )
}
