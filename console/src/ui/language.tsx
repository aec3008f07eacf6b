// Which language the console speaks, kept in this browser. Each language is named in itself, so that it can be found by whoever cannot read the page.

import { ActionIcon, Menu } from '@mantine/core'
import { IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Language, languageNames, languages, speak } from '../i18n.ts'

export function LanguageMenu() {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('shell.language')}>
          <IconLanguage size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems />
      </Menu.Dropdown>
    </Menu>
  )
}

/** As entries of a menu; a phone has them in the menu of the person. */
export function LanguageItems() {
  const { i18n } = useTranslation()
  return languageNames.map((name: Language) => (
    <Menu.Item key={name} lang={name} fw={name === i18n.language ? 650 : 400} onClick={() => void speak(name)}>
      {languages[name].name}
    </Menu.Item>
  ))
}
