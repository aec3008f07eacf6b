// Every word the pages ask for exists, and every language says everything the English one says. Whoever adds an English word adds it to hi*.ts, too; the failure names the key.

import { createInstance } from 'i18next'
import { expect, test } from 'vitest'
import recordSource from '../../../src/domain/audit/record.ts?raw'
import { gateSentences } from '../../../src/domain/gates/sentences.ts'
import { refusalSentences } from '../../../src/domain/refusal.ts'
import { en } from './en.ts'
import { hi } from './hi.ts'
import { hiGateSays } from './hi-gate-says.ts'
import { hiRefusals } from './hi-refusals.ts'

const files = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })

type Words = { [key: string]: string | Words }

function flat(words: Words, under = ''): [string, string][] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${under}${name}`, value] as [string, string]] : flat(value, `${under}${name}.`),
  )
}

const plural = /_(zero|one|two|few|many|other)$/
const english = flat(en)
const hindi = flat(hi)
const forms = (words: [string, string][]) => Map.groupBy(words, ([key]) => key.replace(plural, ''))
const blanksOf = (words: [string, string][]) =>
  [...new Set(words.flatMap(([, text]) => text.match(/\{\{[^}]+\}\}/g) ?? []))].sort()

test('no page asks for a word that is not there', async () => {
  const words = createInstance()
  await words.init({ lng: 'en', resources: { en: { translation: en } } })
  const asked = Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((found) => ({ key: found[1] ?? '', file })),
  )
  expect(asked.length).toBeGreaterThan(200)
  expect(asked.filter(({ key }) => !words.exists(key) && !words.exists(key, { count: 2 }))).toEqual([])
})

test('no page asks for words under a heading that is not there', () => {
  const headings = new Set(english.flatMap(([key]) => key.split('.').map((_, i, parts) => `${parts.slice(0, i + 1).join('.')}.`)))
  const asked = Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(/\bt\(\s*`([\w.]+\.)\$\{/g)].map((found) => ({ heading: found[1] ?? '', file })),
  )
  expect(asked.length).toBeGreaterThan(40)
  expect(asked.filter(({ heading }) => !headings.has(heading))).toEqual([])
})

test('Hindi says everything English says, and nothing else', () => {
  const [ours, theirs] = [forms(english), forms(hindi)]
  expect([...ours.keys()].filter((key) => !theirs.has(key))).toEqual([])
  expect([...theirs.keys()].filter((key) => !ours.has(key))).toEqual([])
})

test('every refusal of the server has its sentence in Hindi, with the same blanks', () => {
  expect(Object.keys(hiRefusals).sort()).toEqual(Object.keys(refusalSentences).sort())
  const blanks = (text: string, form: RegExp) => [...new Set([...text.matchAll(form)].map(([, name]) => name))].sort()
  for (const [code, sentence] of Object.entries(refusalSentences)) {
    const ours = hiRefusals[code as keyof typeof hiRefusals]
    expect([code, blanks(ours, /\{\{(\w+)\}\}/g)]).toEqual([code, blanks(sentence, /(?<!\{)\{(\w+)\}/g)])
    expect(ours).toMatch(/\p{Script=Devanagari}|^\{\{where\}\}/u)
  }
})

test('everything a gate says has its words in Hindi, with the same blanks', () => {
  expect(Object.keys(hiGateSays).sort()).toEqual(Object.keys(gateSentences).sort())
  const blanks = (text: string, form: RegExp) => [...new Set([...text.matchAll(form)].map(([, name]) => name))].sort()
  for (const [code, text] of Object.entries(gateSentences)) {
    const ours = hiGateSays[code as keyof typeof hiGateSays]
    expect([code, blanks(ours, /\{\{(\w+)\}\}/g)]).toEqual([code, blanks(text, /\{(\w+)\}/g)])
    if (/[a-z]{2}/.test(text.replace(/\{\w+\}/g, ''))) expect(ours).toMatch(/\p{Script=Devanagari}/u)
    // What goes on in the sentence before it does so in both, or the two would not fit together.
    expect([code, /^[;,:]/.test(ours)]).toEqual([code, /^[;,:]/.test(text)])
  }
})

test('every count has each plural form of its language', () => {
  for (const [language, words] of [
    ['en', english],
    ['hi', hindi],
  ] as const) {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    for (const [key, entries] of forms(words)) {
      const given = entries.flatMap(([name]) => plural.exec(name)?.[1] ?? [])
      if (given.length > 0)
        expect(
          needed.filter((form) => !given.includes(form)),
          `${language} ${key}`,
        ).toEqual([])
    }
  }
})

test('the blanks of a sentence are the same in both languages', () => {
  const theirs = forms(hindi)
  const differ = [...forms(english)].filter(([key, words]) => `${blanksOf(words)}` !== `${blanksOf(theirs.get(key) ?? [])}`)
  expect(differ.map(([key]) => key)).toEqual([])
})

/** What is the same in every language: names of things, and what others fill in. */
const sameEverywhere = /\{\{[^}]+\}\}|\b(MCP|TypeScript|HTTP|SOP)\b/g

test('Hindi is written in Devanagari', () => {
  const foreign = hindi.filter(
    ([, text]) => /\p{L}/u.test(text.replace(sameEverywhere, '')) && !/\p{Script=Devanagari}/u.test(text),
  )
  expect(foreign).toEqual([])
})

test('every kind of record the trail can hold has a name', () => {
  const kinds = [...recordSource.matchAll(/^ {2}'([a-z_]+\.[a-z_]+)':/gm)].map(([, kind]) => kind ?? '')
  expect(kinds.length).toBeGreaterThan(80)
  expect(kinds.filter((kind) => !(kind.replaceAll('.', '_') in en.record))).toEqual([])
})
