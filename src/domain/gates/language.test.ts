import { expect, test } from 'vitest'
import { languageOf } from './language.ts'

test.each([
  ['मेरा पासवर्ड काम नहीं कर रहा', undefined, ['en', 'hi'], 'hi'],
  ['my password does not work', undefined, ['en', 'hi'], 'en'],
  ['my password does not work', undefined, ['en', 'de'], null],
  ['mein Passwort', 'de', ['en', 'de'], 'de'],
  ['mein Passwort', 'fr', ['en', 'de'], null],
  ['12345 !!', undefined, ['en', 'hi'], null],
  ['VPN काम नहीं कर रहा है', undefined, ['en', 'hi'], 'hi'],
])('%s, said to be %s, among %j: %s', (query, said, languages, language) => {
  expect(languageOf(query, said, languages)).toBe(language)
})
