// Sentences in another language: put together of parts and lists; where one word is missing, nothing is made up.

import { expect, test } from 'vitest'
import { because, namesOf, phrase, says } from '../../src/domain/gates/sentences.ts'
import { i18n } from './i18n.ts'
import { hiGateSays } from './locales/hi-gate-says.ts'
import { sentenceWords } from './sentence-words.ts'

await i18n.init({ lng: 'hi', resources: { hi: { translation: { sentences: { gate: hiGateSays } } } } })

test('parts close up at a punctuation mark, lists are cut as in English, and numbers stand in them', () => {
  const mixes = [phrase('told_mix', { ratio: '12 %' }), phrase('and_recent_mix', { ratio: '16 %' })]
  const parts = because(
    says('mix_differs', { mixes }),
    says('mix_unseen', { types: namesOf(['a', 'b', 'c', 'd', 'e', 'f']) }),
  ).says
  expect(sentenceWords('gate', parts)).toBe(
    'साक्ष्य का मिश्रण अलग है: खोज में बताए गए मिश्रण से 12 % और पिछले सप्ताहों के मिश्रण से 16 %, और इनका कोई साक्ष्य नहीं है: a, b, c, d, e और 1 अन्य।',
  )
})

test.each([
  ['no parts', undefined],
  ['an empty list of them', []],
  ['a sentence that a newer server knows', [{ code: 'comet', blanks: {} }]],
  ['a phrase that a newer server knows', [says('drift', { alarms: [{ code: 'comet', blanks: {} }] })]],
  ['one of several', [says('no_drift', {}), { code: 'comet', blanks: {} }]],
])('of %s no sentence is made: the English stays', (_, parts) => {
  expect(sentenceWords('gate', parts)).toBeNull()
})

test('a hostile name stays a name', () => {
  const parts = [says('drift', { alarms: namesOf(['{{n}} $t(phase) <b>']) })]
  expect(sentenceWords('gate', parts)).toContain('{{n}} $t(phase) <b>')
})
