// The frame around every page: where one is, where one can go, the halt that is always in reach, and the palette.

import { ActionIcon, AppShell, Burger, Button, Group, Kbd, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keyFor, printed, useKeys } from '../keys.ts'
import { startLive } from '../live.ts'
import { HaltAll, HaltsInForce } from './halts.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { LanguageMenu } from './language.tsx'
import { LinkTo } from './links.tsx'
import { LiveMark } from './live-mark.tsx'
import { useMay } from './me.ts'
import { Navigation } from './navigation.tsx'
import { Palette } from './palette.tsx'
import { PersonMenu } from './person-menu.tsx'
import { SchemeMenu } from './scheme.tsx'

export function Shell() {
  const { t } = useTranslation()
  const [nav, { toggle, close }] = useDisclosure()
  const [keysShown, keys] = useDisclosure()
  const [halting, setHalting] = useState(false)
  const may = useMay()
  const queries = useQueryClient()
  const listens = may('stream.follow') === null
  useEffect(() => (listens ? startLive(queries) : undefined), [listens, queries])
  useKeys({ 'app.palette': () => spotlight.open(), 'app.keys': keys.open })
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !nav } }}
      padding="md"
      className="page"
    >
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      <AppShell.Header px="md" bg="var(--raised)" className="no-print">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={nav} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.menu')} className="touch" />
            <LinkTo to="/" underline="never" c="var(--mantine-color-text)" aria-label="Tenure">
              <Group gap={8} wrap="nowrap">
                <img src="/icon.svg" width={26} height={26} alt="" />
                <Text fw={700} size="lg" span visibleFrom="xs">
                  Tenure
                </Text>
              </Group>
            </LinkTo>
            {listens && <LiveMark />}
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              variant="default"
              color="gray"
              leftSection={<IconSearch size={15} aria-hidden />}
              rightSection={<Kbd size="xs">{printed(keyFor('app.palette'))}</Kbd>}
              onClick={() => spotlight.open()}
              visibleFrom="sm"
            >
              {t('shell.search')}
            </Button>
            <ActionIcon
              variant="default"
              size={44}
              hiddenFrom="sm"
              aria-label={t('shell.search')}
              onClick={() => spotlight.open()}
            >
              <IconSearch size={18} aria-hidden />
            </ActionIcon>
            <HaltAll asked={halting} onAsk={setHalting} />
            <ActionIcon variant="default" size="lg" aria-label={t('shell.keys')} onClick={keys.open} visibleFrom="sm">
              <IconKeyboard size={18} aria-hidden />
            </ActionIcon>
            <Group gap="xs" wrap="nowrap" visibleFrom="sm">
              <LanguageMenu />
              <SchemeMenu />
            </Group>
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        p="sm"
        bg="var(--raised)"
        className={nav ? 'no-print' : 'no-print nav-closed'}
        style={{ overflowY: 'auto' }}
      >
        <Navigation onGo={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <HaltsInForce />
        <Outlet />
      </AppShell.Main>
      <Palette onKeys={keys.open} onHalt={() => setHalting(true)} />
      {keysShown && <KeysDialog onClose={keys.close} />}
    </AppShell>
  )
}
