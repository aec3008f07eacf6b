import { beforeAll, expect, test } from 'vitest'
import type { Finding } from '../../api.ts'
import { i18n } from '../../i18n.ts'
import { hiFindings } from '../../locales/hi-findings.ts'
import { findingWords } from './finding-words.ts'

beforeAll(async () => {
  await i18n.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: {} }, hi: { translation: { findings: hiFindings } } },
    missingInterpolationHandler: (_text: string, found: RegExpExecArray) => found[0],
  })
})

const found: Finding = {
  code: 'type-without-path',
  severity: 'error',
  file: 'workflow.yaml',
  line: 3,
  what: '“refund” has no path.',
  why: 'Nobody has said what happens.',
  remedy: 'Name its first step.',
}

test('in English a finding is what the server wrote, and nothing is said twice', async () => {
  await i18n.changeLanguage('en')
  expect(findingWords(found)).toEqual({ says: found.what, why: found.why, remedy: found.remedy, server: '', lang: undefined })
})

test('in Hindi its own words come first, and what the server wrote is there beside them', async () => {
  await i18n.changeLanguage('hi')
  expect(findingWords(found)).toEqual({
    ...hiFindings['type-without-path'],
    server: '“refund” has no path. Name its first step.',
    lang: undefined,
  })
})

test('a code that nobody knows any more is shown in English and named as English', async () => {
  await i18n.changeLanguage('hi')
  expect(findingWords({ ...found, code: 'gone' })).toMatchObject({
    says: found.what,
    remedy: found.remedy,
    lang: 'en',
    server: '',
  })
})

test('a blank of a dossier that a remedy quotes stays as it is written', async () => {
  await i18n.changeLanguage('hi')
  expect(findingWords({ ...found, code: 'proof-unusable' }).remedy).toContain('{{key}}')
})
