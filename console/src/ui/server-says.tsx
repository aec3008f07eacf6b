// A sentence the server wrote. It writes English: in another language it is folded away beside what the page says in the reader's own words, and named as English to
// whatever reads it aloud.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export function ServerSays({ children }: { children: string }) {
  const { t, i18n } = useTranslation()
  if (children === '') return null
  if (i18n.language === 'en') return <Text size="xs">{children}</Text>
  return (
    <details className="fold">
      <summary>{t('gateSays.server')}</summary>
      <Text size="xs" lang="en" dir="ltr">
        {children}
      </Text>
    </details>
  )
}
