// What this query type is to be judged by: the steps of the workflow map, what the role must not do, when to hand over.

import { List, Paper, Stack, Text, Title } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCard } from '../../api.ts'
import { Folded } from '../../ui/text.tsx'

export const Rubric = memo(function Rubric({ card }: { card: ReviewCard }) {
  const { t } = useTranslation()
  const { rubric } = card
  const parts = [
    ['steps', rubric.steps, 'ordered'],
    ['mustNot', rubric.mustNot, 'unordered'],
    ['triggers', rubric.triggers, 'unordered'],
  ] as const
  return (
    <Paper data-raised p="md" component="section" aria-label={t('rubric.title')}>
      <Stack gap="sm">
        <Title order={2} size="h6">
          {t('rubric.title')}
        </Title>
        {parts.map(([name, lines, type]) => (
          <div key={name}>
            <Text className="eyebrow" component="h3" m={0} mb={4}>
              {t(`rubric.${name}`)}
            </Text>
            {lines.length === 0 ? (
              <Text size="xs" c="dimmed">
                {t(`rubric.none.${name}`)}
              </Text>
            ) : (
              <List size="sm" type={type} spacing={2}>
                {lines.map((line) => (
                  <List.Item key={line}>{line}</List.Item>
                ))}
              </List>
            )}
          </div>
        ))}
        {Object.keys(card.fields).length > 0 && <Folded label={t('rubric.fields')} value={card.fields} />}
      </Stack>
    </Paper>
  )
})
