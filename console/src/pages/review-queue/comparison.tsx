// After the verdict: what the person really did beside what the employee would have done, words and operations. Loaded when first needed.

import { Box, Group, Kbd, SimpleGrid, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HumanWork, ReviewCard } from '../../api.ts'
import { useKeys, usePrintedKeys } from '../../keys.ts'
import { Words } from '../../ui/text.tsx'
import { WordDiff } from '../../ui/word-diff.tsx'
import { useCompareSetting } from './compare-setting.ts'
import { compareOperations } from './operations.ts'
import { OperationsCompared } from './operations-compared.tsx'

export function Comparison({ card }: { card: ReviewCard }) {
  const { t } = useTranslation()
  if (card.humanWork === null || card.humanWork.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t(card.humanWorkHidden ? 'compare.loading' : 'compare.none')}
      </Text>
    )
  return card.humanWork.map((work) => <OneWork key={work.id} work={work} card={card} />)
}

function OneWork({ work, card }: { work: HumanWork; card: ReviewCard }) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  const [sideBySide, toggle] = useCompareSetting()
  useKeys({ 'queue.compare': toggle })
  const reply = card.effects.findLast(({ kind }) => kind === 'reply')?.text ?? null
  const operations = compareOperations(card.effects, work.operations)
  return (
    <section className="compared" aria-label={t('compare.title', { who: work.doneBy })} data-testid="comparison">
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6">
          {t('compare.title', { who: work.doneBy })}
          {work.minutes !== null && ` · ${t('compare.minutes', { count: work.minutes })}`}
        </Title>
        <Text size="xs" c="dimmed">
          <Kbd size="xs">{shown('queue.compare')}</Kbd> {t('keys.queue.compare')}
        </Text>
      </Group>
      {sideBySide ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
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
      <OperationsCompared compared={operations} nameOf={(who) => t(`compare.only.${who}`)} />
    </section>
  )
}
