// Minutes and volumes in what people say, recognised so that they can be offered for the map. Offered and never taken: a number in an answer may be about
// something else, and only the person who said it knows.

import type { EditPlace } from './edited.ts'

/** `words` is what was heard; `how` says what was reckoned, null when the number stands there as it is. */
export type Suggestion = { place: EditPlace; value: number; words: string; how: string | null }

// Longer answers are not read to their end: matching must not cost more because somebody pasted a document.
const readCharacters = 4_000

// Small numbers are said in words; in the languages the examples come in.
const numberWords: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  fünfzehn: 15,
  zwanzig: 20,
  dreißig: 30,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  diez: 10,
  quince: 15,
  veinte: 20,
  treinta: 30,
}

const minutesPerUnit: readonly [RegExp, number][] = [
  [/^(?:s|secs?|seconds?|sekunden?|segundos?|सेकंड)$/u, 1 / 60],
  [/^(?:h|hrs?|hours?|stunden?|std|horas?|घंट[ाे])$/u, 60],
]
const timeUnit =
  'minutes?|mins?|minuten|minutos?|मिनट|hours?|hrs?|h|stunden?|std|horas?|घंट[ाे]|seconds?|secs?|sekunden?|segundos?|सेकंड'
const number = String.raw`\d[\d.,'’\u00A0]{0,12}`
const range = String.raw`(?:(?<low>${number})\s?(?:-|–|—|to|or|bis|oder|a|o|से)\s?)?(?<high>${number})`
// Letters and digits on either side would make it part of another word.
const minutesPattern = new RegExp(String.raw`(?<![\p{L}\p{N}])${range}\s?(?<unit>${timeUnit})(?![\p{L}\p{N}\p{M}])`, 'giu')

// An office works about 21 days a month; a month has 52 / 12 weeks.
const perMonthOf: readonly [RegExp, number, string][] = [
  [/^(?:day|tag|día|dia|दिन)$/u, 21, '21 working days'],
  [/^(?:week|woche|semana|हफ़्ते|सप्ताह)$/u, 52 / 12, '52 weeks / 12'],
  [/^(?:year|jahr|año)$/u, 1 / 12, 'a twelfth of the year'],
  [/^(?:month|monat|mes|महीने)$/u, 1, ''],
]
const volumePattern = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${range}(?:\s[\p{L}\p{M}“”"-]{1,20}){0,3}?\s?(?:a|an|per|each|every|pro|im|am|al|por|\/)\s?(?<unit>day|week|month|year|tag|woche|monat|jahr|día|dia|semana|mes|año)(?![\p{L}\p{N}\p{M}])`,
  'giu',
)

/** Numbers in an answer about one query type (`about` is `queryTypes.NAME`); none for any other question. */
export function suggestionsIn(about: string | null, answer: string): Suggestion[] {
  const type = /^queryTypes\.(.+)$/.exec(about ?? '')?.[1]
  if (type === undefined) return []
  const text = spelt(answer.slice(0, readCharacters))
  const minutes = [...text.matchAll(minutesPattern)].flatMap(({ 0: words, groups }) => {
    const unit = (groups?.unit ?? '').toLowerCase()
    const factor = minutesPerUnit.find(([names]) => names.test(unit))?.[1] ?? 1
    return suggestion(['queryTypes', type, 'minutes'], {
      words,
      groups,
      factor,
      of: factor === 1 ? '' : `${rounded(factor)} minutes`,
    })
  })
  const volumes = [...text.matchAll(volumePattern)].flatMap(({ 0: words, groups }) => {
    const unit = (groups?.unit ?? '').toLowerCase()
    const [, factor, of] = perMonthOf.find(([names]) => names.test(unit)) ?? [null, 1, '']
    return suggestion(['queryTypes', type, 'perMonth'], { words, groups, factor, of }).map((one) => ({
      ...one,
      value: Math.round(one.value),
    }))
  })
  return distinct([...volumes, ...minutes])
}

type Heard = { words: string; groups: Record<string, string> | undefined; factor: number; of: string }

function suggestion(place: EditPlace, { words, groups, factor, of }: Heard): Suggestion[] {
  const high = numberOf(groups?.high)
  const low = groups?.low === undefined ? high : numberOf(groups.low)
  if (high === null || low === null) return []
  const middle = (low + high) / 2
  const value = rounded(middle * factor)
  if (!(value > 0)) return []
  const how = [
    ...(low === high ? [] : [`the middle of ${low} and ${high}`]),
    ...(of === '' ? [] : [`${rounded(middle)} × ${of}`]),
  ]
  return [{ place, value, words: words.trim(), how: how.join(', ') || null }]
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

/** Numbers in words and in the digits of other scripts, as ASCII digits. */
function spelt(text: string): string {
  const digits = text.replace(/\p{Nd}/gu, (sign) => String(digitOf(sign)))
  return digits
    .replace(/\bhalf an hour\b/giu, '30 minutes')
    .replace(/\bquarter of an hour\b/giu, '15 minutes')
    .replace(/\ban hour\b/giu, '1 hour')
    .replace(/\p{L}+/gu, (word) => {
      const lower = word.toLowerCase()
      return Object.hasOwn(numberWords, lower) ? String(numberWords[lower]) : word
    })
}

/** Unicode keeps the ten digits of a script one after the other, beginning at a multiple that its zero marks. */
function digitOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--
  return (code - zero) % 10
}

/** “1,200” and “1.200” are twelve hundred; “1,5” and “1.5” are one and a half. */
function numberOf(text: string | undefined): number | null {
  const plain = (text ?? '').replace(/[.,'’\u00A0]+$/, '')
  if (/^\d{1,3}(?:[.,'’\u00A0]\d{3})+$/.test(plain)) return Number(plain.replace(/\D/g, ''))
  const value = Number(plain.replace(',', '.'))
  return plain !== '' && Number.isFinite(value) ? value : null
}

function distinct(suggestions: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>()
  return suggestions.filter(({ place, value }) => {
    const key = `${place.join('.')}=${value}`
    return !seen.has(key) && seen.add(key)
  })
}
