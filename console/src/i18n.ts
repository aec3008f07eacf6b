// The console's words. Every text a person reads comes from a locale file. English is in the bundle; another language is fetched when somebody chooses it. A word
// that is missing shows as its key and is said in the browser's log, so that tests find it.

import { createInstance, type FormatterModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './locales/en.ts'

export const i18n = createInstance()

/** The server writes what it refuses, finds and works out in English; in another language the console has its own words for each. */
async function inHindi(): Promise<object> {
  const [{ hi }, { hiServer }] = await Promise.all([import('./locales/hi.ts'), import('./locales/hi-server.ts')])
  return { ...hi, ...hiServer }
}

/** Each in its own name, with the locale its numbers and dates follow. */
export const languages = {
  en: { name: 'English', numbers: null, words: async () => en },
  hi: { name: 'हिन्दी', numbers: 'hi-IN', words: inHindi },
} as const satisfies Record<string, { name: string; numbers: string | null; words: () => Promise<object> }>
export type Language = keyof typeof languages
export const languageNames = Object.keys(languages) as Language[]

const stored = 'tenure.language'
const isLanguage = (word: string | null | undefined): word is Language => word !== null && word !== undefined && word in languages

/** What somebody chose in this browser, else the first of the browser's own languages that we have, else English. */
function preferred(): Language {
  const chosen = localStorage.getItem(stored)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

// Some systems hand their own names on as languages (en-US@posix); Intl refuses those.
const isTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** The locale of numbers and dates: the reader's own kind of English, or the one that belongs to the language. */
export function numberLocale(): string {
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  const own = navigator.languages.find((tag) => tag.startsWith(language) && isTag.test(tag))
  return languages[language].numbers ?? own ?? language
}

/** Speaks this language from now on, in this browser. */
export async function speak(language: Language): Promise<void> {
  i18n.addResourceBundle(language, 'translation', await languages[language].words())
  await i18n.changeLanguage(language)
  localStorage.setItem(stored, language)
  showOnPage(language)
}

/** A page that is served with a direction of its own keeps it. */
function showOnPage(language: Language): void {
  document.documentElement.lang = language
  if (document.documentElement.dir === '') document.documentElement.dir = i18n.dir(language)
}

/** Numbers inside sentences are written as the reader writes them: 12,345 or 12.345. */
const numbersAsWritten: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown) =>
    typeof value === 'number' ? new Intl.NumberFormat(numberLocale()).format(value) : (value as string),
}

/** Loads the language before the first page is drawn. */
export async function startWords(): Promise<void> {
  const language = preferred()
  await i18n
    .use(numbersAsWritten)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      resources: {
        en: { translation: en },
        ...(language === 'en' ? {} : { [language]: { translation: await languages[language].words() } }),
      },
      saveMissing: true,
      missingKeyHandler: (_languages, _namespace, key, _fallback, _updated, options) => {
        if (options.defaultValue === undefined) console.error(`There is no word for ${key}.`)
      },
      // Hints quote the blanks of a dossier, such as {{requester}}; what nobody fills stays as it is written.
      missingInterpolationHandler: (_text, found: RegExpExecArray) => found[0],
      // React escapes text already; escaping twice would show &amp; to people.
      interpolation: { escapeValue: false, alwaysFormat: true },
    })
  showOnPage(language)
}
