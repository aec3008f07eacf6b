// Light, dark, or as the system says. Kept in this browser by Mantine; no inline script is needed because nothing is drawn before this code runs.

import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

const schemes = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const

export function SchemeMenu() {
  const { t } = useTranslation()
  const { colorScheme } = useMantineColorScheme()
  const Current = schemes.find(([name]) => name === colorScheme)?.[1] ?? IconSun
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('scheme.label')}>
          <Current size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <SchemeItems />
      </Menu.Dropdown>
    </Menu>
  )
}

/** As entries of a menu; a phone has them in the menu of the person. */
export function SchemeItems() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return schemes.map(([name, Shown]) => (
    <Menu.Item
      key={name}
      leftSection={<Shown size={16} aria-hidden />}
      onClick={() => setColorScheme(name)}
      fw={name === colorScheme ? 650 : 400}
    >
      {t(`scheme.${name}`)}
    </Menu.Item>
  ))
}
