// Every word the pages ask for exists, and every language says everything the English one says. Whoever adds an English word adds it to hi*.ts, too; the failure names the key.

import { createInstance } from 'i18next'
import { expect, test } from 'vitest'
import recordSource from '../../../src/domain/audit/record.ts?raw'
import { findingCodes } from '../../../src/domain/compiler/findings.ts'
import { readingCodes } from '../../../src/domain/discovery/documents.ts'
import { gapQuestions, generalQuestions, typeQuestions } from '../../../src/domain/discovery/interview-questions.ts'
import { ageingSentences } from '../../../src/domain/gates/ageing.ts'
import { gateSentences } from '../../../src/domain/gates/sentences.ts'
import { tenureReasons } from '../../../src/domain/interaction/escalation.ts'
import { effectSentences } from '../../../src/domain/oversight/sentences.ts'
import { planSentences } from '../../../src/domain/planning/sentences.ts'
import { refusalSentences } from '../../../src/domain/refusal.ts'
import { en } from './en.ts'
import { hi } from './hi.ts'
import { hiServer } from './hi-server.ts'

const { refusals: hiRefusals, findings: hiFindings, sentences: hiSentences } = hiServer

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

test('every finding of the check has its words in Hindi: what is wrong, why it matters and what to do', () => {
  expect(Object.keys(hiFindings).sort()).toEqual([...Object.keys(findingCodes), ...readingCodes].sort())
  // What is written into a file stands in quotes or is a name with dots; every text says something around it.
  const foreign = flat(hiFindings).filter(([, text]) => !/\p{Script=Devanagari}.*[।?]$/u.test(text))
  expect(foreign).toEqual([])
})

test('a field, a value or a file that a finding names in English is named in Hindi, too', () => {
  const named = (text: string) =>
    [...new Set(text.match(/“[\w:# -]+”|[\w-]+\.(?:yaml|md)|\b[a-z]+\.[a-z][A-Za-z]+\b/g) ?? [])].sort()
  for (const [code, { remedy }] of Object.entries(findingCodes))
    expect([code, named(hiFindings[code as keyof typeof hiFindings].remedy)]).toEqual([code, named(remedy)])
})

test.each([
  ['a gate', gateSentences, hiSentences.gate],
  ['a plan', planSentences, hiSentences.plan],
  ['the ageing rule', ageingSentences, hiSentences.ageing],
  ['a ruling or a verdict key', effectSentences, hiSentences.effect],
] as [string, Record<string, string>, Record<string, string>][])(
  'everything %s says has its words in Hindi, with the same blanks',
  (_, theirs, words) => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(theirs).sort())
    const blanks = (text: string, form: RegExp) => [...new Set([...text.matchAll(form)].map(([, name]) => name))].sort()
    for (const [code, text] of Object.entries(theirs)) {
      const ours = words[code] ?? ''
      expect([code, blanks(ours, /\{\{(\w+)\}\}/g)]).toEqual([code, blanks(text, /\{(\w+)\}/g)])
      if (/[a-z]{2}/.test(text.replace(/\{\w+\}/g, ''))) expect(ours).toMatch(/\p{Script=Devanagari}/u)
      // What goes on in the sentence before it does so in both, or the two would not fit together.
      expect([code, /^[;,:]/.test(ours)]).toEqual([code, /^[;,:]/.test(text)])
    }
  },
)

test('every reason Tenure itself hands something over for has its sentence in Hindi, alone and where an effect says so', () => {
  expect(Object.keys(hiSentences.escalation).sort()).toEqual([...tenureReasons].sort())
  for (const reason of tenureReasons)
    expect(effectSentences).toHaveProperty(`handed_over_${reason}`, `handed to people: ${reason}`)
})

test('every question of an interview has its words in Hindi, with the same blanks', () => {
  const bank: [string, string][] = [
    ...Object.entries(generalQuestions).flatMap(([topic, asked]) =>
      asked.map(({ key, question }) => [`${topic}.${key}`, question] as [string, string]),
    ),
    ...Object.entries(typeQuestions).map(([key, { question }]) => [`type.${key}`, question] as [string, string]),
    ...Object.entries(gapQuestions).map(([key, { question }]) => [`gap.${key}`, question] as [string, string]),
  ]
  const words = new Map(flat(hiServer.interview))
  expect([...words.keys()].sort()).toEqual(bank.flatMap(([code]) => [`${code}.question`, `${code}.hint`]).sort())
  const blanks = (text: string) =>
    [...text.matchAll(/(?<!\{)\{(\w+)\}|\{\{(\w+)\}\}/g)].map((found) => found[1] ?? found[2]).sort()
  for (const [code, question] of bank) {
    expect([code, blanks(words.get(`${code}.question`) ?? '')]).toEqual([code, blanks(question)])
    expect(words.get(`${code}.question`)).toMatch(/\p{Script=Devanagari}|^\{\{title\}\}$/u)
    expect(words.get(`${code}.hint`)).toMatch(/\p{Script=Devanagari}.*[।?]$/u)
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
