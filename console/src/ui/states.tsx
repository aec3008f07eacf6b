// What a page shows while it loads, when there is nothing, and when the server said no. Each says which of these it is.

import { Alert, Button, Center, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import { IconAlertCircle, IconMoodEmpty } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TenureRefusal } from '../api.ts'
import { wordsOf } from '../refusal-words.ts'
import { PageTitle } from './page-title.tsx'

export function Loading() {
  const { t } = useTranslation()
  return (
    <Center mih={240} role="status" aria-label={t('common.loading')}>
      <Loader size="sm" />
    </Center>
  )
}

export function Empty({
  title,
  children,
  action,
  icon,
  order = 2,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: ReactNode
  order?: 1 | 2
}) {
  return (
    <Paper data-raised p="xl">
      <Stack align="center" gap={6} py="lg" ta="center">
        <span aria-hidden style={{ color: 'var(--mantine-color-dimmed)' }}>
          {icon ?? <IconMoodEmpty size={32} stroke={1.4} />}
        </span>
        <Title order={order} size="h5">
          {title}
        </Title>
        <Text c="dimmed" size="sm" maw={460}>
          {children}
        </Text>
        {action}
      </Stack>
    </Paper>
  )
}

/** A refusal or fault with its own sentence and, where the server named fields, each with its remedy. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t, i18n } = useTranslation()
  const refusal = error instanceof TenureRefusal ? error : null
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertCircle size={18} />}
      title={t(refusal === null ? 'common.unreachable' : 'common.refused')}
    >
      <Text size="sm">{refusal === null ? t('common.unreachableWhy') : wordsOf(refusal)}</Text>
      {refusal?.errors.map(({ where, why, remedy }) => (
        <Text size="sm" key={`${where} ${why}`}>
          <b>{where}</b>:{' '}
          <span lang={i18n.language === 'en' ? undefined : 'en'}>
            {why}. {remedy}
          </span>
        </Text>
      ))}
      {retry !== undefined && (
        <Button mt="xs" size="compact-sm" variant="default" onClick={retry}>
          {t('common.again')}
        </Button>
      )}
    </Alert>
  )
}

/** Draws what a query found, or the state that stands in its place; `title` heads a page whose own title is not known until then. */
export function Found<T>({
  query,
  title,
  children,
}: {
  query: UseQueryResult<T>
  title?: string
  children: (found: T) => ReactNode
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  return (
    <>
      {title !== undefined && <PageTitle title={title} />}
      {query.error !== null ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : <Loading />}
    </>
  )
}
