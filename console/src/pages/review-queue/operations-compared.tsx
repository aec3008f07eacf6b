// Operations of two sides, each line with whose it is in words.

import { List, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Compared } from './operations.ts'

export function OperationsCompared({ compared, nameOf }: { compared: Compared; nameOf: (who: keyof Compared) => string }) {
  const { t } = useTranslation()
  const lines = (['both', 'employee', 'person'] as const).flatMap((who) =>
    compared[who].map((line, i) => ({ who, line, key: `${who} ${i} ${line}` })),
  )
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('compare.noOperations')}
      </Text>
    )
  return (
    <List size="sm">
      {lines.map(({ who, line, key }) => (
        <List.Item key={key}>
          <b>{nameOf(who)}</b> <span className="words">{line}</span>
        </List.Item>
      ))}
    </List>
  )
}
