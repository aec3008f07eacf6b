// The frame around every page: where one is, where one can go, the halt that is always in reach, and the palette.

import {
  ActionIcon,
  AppShell,
  Avatar,
  Badge,
  Burger,
  Button,
  Group,
  Kbd,
  Menu,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import {
  IconHourglass,
  IconInbox,
  IconKeyboard,
  IconLayoutKanban,
  IconLogout,
  IconMapSearch,
  IconMessages,
  IconPlugConnected,
  IconSearch,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { keyFor, printed, useKeys } from '../keys.ts'
import { HaltAll, HaltsInForce } from './halts.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { LinkTo, NavTo } from './links.tsx'
import { useMay, useMe } from './me.ts'
import { Palette } from './palette.tsx'
import { SchemeMenu } from './scheme.tsx'

export function Shell() {
  const { t } = useTranslation()
  const [nav, { toggle, close }] = useDisclosure()
  const [keysShown, keys] = useDisclosure()
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
      <AppShell.Header px="md" bg="var(--raised)">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={nav} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.menu')} />
            <LinkTo to="/" underline="never" c="var(--mantine-color-text)">
              <Group gap={8} wrap="nowrap">
                <img src="/icon.svg" width={26} height={26} alt="" />
                <Text fw={700} size="lg" span>
                  Tenure
                </Text>
              </Group>
            </LinkTo>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              variant="default"
              color="gray"
              leftSection={<IconSearch size={15} aria-hidden />}
              rightSection={<Kbd size="xs">{printed(keyFor('app.palette'))}</Kbd>}
              onClick={() => spotlight.open()}
              visibleFrom="xs"
            >
              {t('shell.search')}
            </Button>
            <HaltAll />
            <ActionIcon variant="default" size="lg" aria-label={t('shell.keys')} onClick={keys.open}>
              <IconKeyboard size={18} aria-hidden />
            </ActionIcon>
            <SchemeMenu />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" bg="var(--raised)">
        <Navigation onGo={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content">
        <HaltsInForce />
        <Outlet />
      </AppShell.Main>
      <Palette onKeys={keys.open} />
      {keysShown && <KeysDialog onClose={keys.close} />}
    </AppShell>
  )
}

function Navigation({ onGo }: { onGo: () => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const waiting = useQuery({
    queryKey: ['reviews', 'count'],
    queryFn: () => api.reviews({ limit: 1 }),
    refetchInterval: 15_000,
    enabled: may('review.list') === null,
  })
  const open = waiting.data?.counts.open ?? 0
  return (
    <nav aria-label={t('shell.main')} className="side-nav">
      <NavTo
        to="/"
        label={t('nav.board')}
        leftSection={<IconLayoutKanban size={18} aria-hidden />}
        activeOptions={{ exact: true }}
        activeProps={{ active: true, 'aria-current': 'page' }}
        onClick={onGo}
      />
      <NavTo
        to="/reviews"
        label={t('nav.reviews')}
        leftSection={<IconInbox size={18} aria-hidden />}
        rightSection={
          open > 0 ? (
            <Badge size="sm" variant="filled" aria-label={t('nav.waiting', { count: open })}>
              {open}
            </Badge>
          ) : null
        }
        activeProps={{ active: true, 'aria-current': 'page' }}
        onClick={onGo}
      />
      <NavTo
        to="/discovery"
        label={t('nav.discovery')}
        leftSection={<IconMapSearch size={18} aria-hidden />}
        activeProps={{ active: true, 'aria-current': 'page' }}
        onClick={onGo}
      />
      <NavTo
        to="/interactions"
        label={t('nav.interactions')}
        leftSection={<IconMessages size={18} aria-hidden />}
        activeProps={{ active: true, 'aria-current': 'page' }}
        onClick={onGo}
      />
      <NavTo
        to="/effects"
        label={t('nav.effects')}
        leftSection={<IconHourglass size={18} aria-hidden />}
        rightSection={<EffectCount />}
        activeProps={{ active: true, 'aria-current': 'page' }}
        onClick={onGo}
      />
      <NavTo
        to="/systems"
        label={t('nav.systems')}
        leftSection={<IconPlugConnected size={18} aria-hidden />}
        activeProps={{ active: true, 'aria-current': 'page' }}
        onClick={onGo}
      />
      {may('key.list') === null && (
        <NavTo
          to="/people"
          label={t('nav.people')}
          leftSection={<IconUsers size={18} aria-hidden />}
          activeProps={{ active: true, 'aria-current': 'page' }}
          onClick={onGo}
        />
      )}
    </nav>
  )
}

function PersonMenu() {
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
        <UnstyledButton>
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
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** How many effects wait for a person, of both kinds. */
function EffectCount() {
  const { t } = useTranslation()
  const may = useMay()
  const counted = useQuery({
    queryKey: ['effects', 'waiting'],
    queryFn: api.effectsWaiting,
    refetchInterval: 15_000,
    enabled: may('effect.list') === null,
  })
  const { held, unknown } = counted.data ?? { held: 0, unknown: 0 }
  if (held + unknown === 0) return null
  return (
    <Badge
      size="sm"
      variant="filled"
      {...(unknown > 0 ? { color: 'red.9' } : {})}
      aria-label={t('nav.waiting', { count: held + unknown })}
    >
      {held + unknown}
    </Badge>
  )
}
