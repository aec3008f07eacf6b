// What belongs to somebody and their browser, how the installation stands, and which channels are in use.

import { Badge, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { KeysDialog } from '../../ui/keys-dialog.tsx'
import { LanguageMenu } from '../../ui/language.tsx'
import { LinkTo } from '../../ui/links.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Part } from '../../ui/part.tsx'
import { SchemeMenu } from '../../ui/scheme.tsx'
import { Found } from '../../ui/states.tsx'

export function SettingsPage() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <>
      <PageTitle title={t('settings.title')}>{t('settings.lead')}</PageTitle>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Yours />
        <Installation />
        {may('rollout.read') === null && <Channels />}
        <Part title={t('settings.retention')}>
          <Text size="sm">{t('settings.retentionHow')}</Text>
        </Part>
      </SimpleGrid>
    </>
  )
}

function Yours() {
  const { t } = useTranslation()
  const me = useMe()
  const [shown, keys] = useDisclosure()
  if (me === undefined) return null
  return (
    <Part title={t('settings.yours')}>
      <Stack gap="sm">
        <div>
          <Text size="sm" fw={650}>
            {t('settings.account', { name: me.name, email: me.email ?? '–' })}
          </Text>
          <Text size="sm">
            {t(`role.${me.role ?? 'none'}`)}: {t(`roleMeans.${me.role ?? 'none'}`)}
          </Text>
        </div>
        <Group gap="xs">
          <LanguageMenu />
          <SchemeMenu />
          <Button variant="default" onClick={keys.open}>
            {t('settings.keyboard')}
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          {t('settings.keyboardHow')}
        </Text>
      </Stack>
      {shown && <KeysDialog onClose={keys.close} />}
    </Part>
  )
}

function Installation() {
  const { t } = useTranslation()
  const health = useQuery({ queryKey: ['health'], queryFn: api.health, refetchInterval: 30_000 })
  return (
    <Part title={t('settings.installation')}>
      <Found query={health}>
        {({ version, database, status }) => (
          <Stack gap={4}>
            <Text size="sm">
              {t('settings.version')}: {version}
            </Text>
            <Text size="sm">
              {t('settings.database')}: {t(database === 'ok' ? 'settings.well' : 'settings.unwell', { why: database })}
            </Text>
            <Badge color={status === 'ok' ? 'green' : 'red'} c="var(--mantine-color-text)">
              {t(status === 'ok' ? 'settings.well' : 'settings.unwell', { why: status })}
            </Badge>
          </Stack>
        )}
      </Found>
    </Part>
  )
}

function Channels() {
  const { t } = useTranslation()
  const rollouts = useQuery({ queryKey: ['rollouts'], queryFn: api.rollouts })
  return (
    <Part title={t('settings.channels')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('settings.channelsHow')}
      </Text>
      <Found query={rollouts}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm">{t('settings.noChannels')}</Text>
          ) : (
            <Stack gap={6}>
              {items.map((rollout) => (
                <Group key={rollout.id} gap={6}>
                  <LinkTo to="/rollouts/$id" params={{ id: rollout.id }} size="sm">
                    {t('settings.channelOf', { employee: rollout.employee, workflow: rollout.workflow })}
                  </LinkTo>
                  {[...new Set(rollout.cells.map(({ channel }) => channel))].map((channel) => (
                    <Badge key={channel} size="sm" color="gray" c="var(--mantine-color-text)">
                      {channel}
                    </Badge>
                  ))}
                </Group>
              ))}
            </Stack>
          )
        }
      </Found>
    </Part>
  )
}
