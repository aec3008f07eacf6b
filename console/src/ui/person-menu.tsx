// Who is signed in; on a phone also what the header has no room for.

import { Avatar, Group, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { LanguageItems } from './language.tsx'
import { useMe } from './me.ts'
import { SchemeItems } from './scheme.tsx'

export function PersonMenu() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const leave = async () => {
    await api.signOut()
    queries.clear()
    await navigate({ to: '/sign-in' })
  }
  if (me === undefined) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className="touch">
          <Group gap={8} wrap="nowrap">
            <Avatar name={me.name} radius="xl" size={34} color="ink" variant="filled" aria-hidden />
            <VisuallyHidden>{t('shell.you')}</VisuallyHidden>
            <Text size="sm" visibleFrom="md">
              {me.name}
            </Text>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="dimmed">
          {me.name} · {t(`role.${me.role ?? 'none'}`)}
        </Menu.Label>
        <div className="phone-only">
          <Menu.Label c="dimmed">{t('shell.language')}</Menu.Label>
          <LanguageItems />
          <Menu.Label c="dimmed">{t('scheme.label')}</Menu.Label>
          <SchemeItems />
          <Menu.Divider />
        </div>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
