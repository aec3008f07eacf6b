// An address without a page, and a page that could not be drawn.

import { Center, Container } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LinkTo } from './links.tsx'
import { Empty, ProblemNote } from './states.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Center mih="70vh" component="main">
      <Empty order={1} title={t('notFound.title')} action={<LinkTo to="/">{t('notFound.home')}</LinkTo>}>
        {t('notFound.why')}
      </Empty>
    </Center>
  )
}

export function PageFailed({ error }: { error: unknown }) {
  return (
    <Container size="sm" py="xl" component="main">
      <ProblemNote error={error} retry={() => window.location.reload()} />
    </Container>
  )
}
