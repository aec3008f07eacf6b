// What stands in the way: no network, a server that fails, a session that ended, verdicts that were not taken. Each says what becomes of the work.

import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertCircle, IconCloudOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LinkTo } from '../../ui/links.tsx'
import type { Desk } from './desk.ts'
import type { DeskState } from './entry.ts'

export function Connection({ desk }: { desk: Desk }) {
  const { t } = useTranslation()
  const { trouble, waiting, kept: keeps } = desk.saving
  if (trouble === null && keeps) return null
  const kept =
    waiting === 0 ? t('connection.nothingWaits') : t(keeps ? 'connection.kept' : 'connection.notKept', { count: waiting })
  return (
    <Alert
      color="yellow"
      p="xs"
      className="desk-alert"
      icon={<IconCloudOff size={18} aria-hidden />}
      title={t(`connection.${trouble ?? 'storage'}`)}
      data-testid="connection"
    >
      <Group gap="sm" justify="space-between">
        <Text size="sm">{kept}</Text>
        {trouble === 'signed_out' ? (
          <LinkTo to="/sign-in" search={{ to: '/reviews' }} size="sm">
            {t('connection.signIn')}
          </LinkTo>
        ) : (
          <Button size="compact-xs" variant="default" onClick={() => desk.tryNow()}>
            {t('common.again')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}

export function ItemProblems({ desk, state }: { desk: Desk; state: DeskState }) {
  const { t } = useTranslation()
  return state.problems.map(({ id, what, why }) => (
    <Alert
      key={id}
      color="red"
      p="xs"
      className="desk-alert"
      icon={<IconAlertCircle size={18} aria-hidden />}
      title={t(`problem.${what}`)}
      data-testid="problem"
    >
      <Text size="sm">{why}</Text>
      <Group gap="sm" mt={4}>
        {desk.current?.id !== id && (
          <Button size="compact-xs" variant="default" onClick={() => desk.find(id)}>
            {t('queue.goThere')}
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={() => desk.dismiss(id)}>
          {t('problem.seen')}
        </Button>
      </Group>
    </Alert>
  ))
}
