// The console's words. Every text a person reads comes from a locale file; an unknown key shows as itself so that a test finds it.

import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './locales/en.ts'

export const i18n = createInstance()

/** Loads the language before the first page is drawn; the words are in the bundle, so nothing is fetched. */
export async function startWords(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes text already; escaping twice would show &amp; to people.
    interpolation: { escapeValue: false },
  })
}
