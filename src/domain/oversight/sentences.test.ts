import { expect, test } from 'vitest'
import { inEnglish, rulingSentences, saidOf } from './sentences.ts'

test('every ruling that is kept is known again, by its own code and with what filled it', () => {
  const given = { operation: 'ad.unlock', why: 'no', types: 'vpn, leaver', type: 'reset', tool: 'ad.unlock', argument: 'sum' }
  const more = {
    until: '2026-12-01',
    amount: '5',
    n: '3',
    times: '2',
    minutes: '60',
    recipient: 'ann@example.test',
    reason: 'leaver',
  }
  const blanks: Readonly<Record<string, string>> = { ...given, ...more, effect: 'eff_1', lookup: 'ad.find' }
  for (const [code, sentence] of Object.entries(rulingSentences)) {
    const names = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
    const said = { code, blanks: Object.fromEntries(names.map((name) => [name, blanks[name] ?? ''])) }
    expect(saidOf(inEnglish([said]))).toEqual([said])
  }
})

test('a name an agent made up to read like another ruling is still the name of an operation nobody listed', () => {
  const name = 'the role grants a for b and not for c, which this query is.x'
  expect(saidOf(`${name} is not in the integration map`)).toEqual([{ code: 'not_in_map', blanks: { operation: name } }])
})

test.each([null, '', 'what an agent wrote', 'argument “sum” is missing'])(
  'of “%s” nothing is known: it is shown as it was written',
  (kept) => {
    expect(saidOf(kept)).toEqual([])
  },
)
