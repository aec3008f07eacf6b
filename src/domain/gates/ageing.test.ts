import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agedBy, agedByAll, ageingRules, type Change, changeKinds, changeOf, isAged, thing } from './ageing.ts'

const channels = ['email', 'chat']
const queryTypes = ['reset', 'vpn', 'order']
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...changeKinds),
  what: fc.constant('x'),
  types: fc.subarray(queryTypes),
})
const cells = queryTypes.flatMap((queryType) => channels.map((channel) => ({ queryType, channel })))

test('a change never ages less than its parts, nor goes back less far, nor forgets a new plan', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
      const joint = agedByAll(changes, channels)
      for (const one of changes.map((part) => agedBy(part, channels))) {
        for (const cell of cells) {
          if (isAged(one.cells, cell)) expect(isAged(joint.cells, cell)).toBe(true)
          if (one.carry === 'never' && isAged(one.cells, cell)) expect(isAged(joint.never, cell)).toBe(true)
        }
        if (one.newPlan) expect(joint.newPlan).toBe(true)
        if (one.back === 'shadow') expect(joint.back).toBe('shadow')
      }
      for (const cell of cells) if (isAged(joint.never, cell)) expect(isAged(joint.cells, cell)).toBe(true)
    }),
  )
})

test('nothing changed, nothing ages', () => {
  expect(agedByAll([], channels)).toEqual({ cells: [], never: [], newPlan: false, back: 'none', sentences: [] })
})

test('what no rule knows counts as the worst, a kind from elsewhere included', () => {
  for (const kind of ['unknown', 'toString', 'a_kind_of_tomorrow'])
    expect(agedBy({ kind: kind as Change['kind'], what: 'x', types: [] }, channels)).toMatchObject({
      cells: 'all',
      carry: 'never',
      newPlan: true,
      back: 'shadow',
    })
})

test.each([
  ['role_wording', 'all', 'by_replay', false, 'shadow'],
  ['trigger', 'all', 'by_replay', false, 'shadow'],
  ['grant', 'types', 'never', false, 'shadow'],
  ['limit', 'all', 'never', false, 'shadow'],
  ['operation_added', 'none', 'never', false, 'none'],
  ['tool_schema', 'types', 'never', false, 'shadow'],
  ['integration_endpoint', 'types', 'never', false, 'shadow'],
  ['model_id', 'all', 'never', false, 'shadow'],
  ['provider_fingerprint', 'all', 'by_replay', false, 'supervised'],
  ['targets', 'none', 'never', true, 'none'],
  ['sampling_rate', 'none', 'never', true, 'none'],
  ['query_type_added', 'none', 'never', true, 'none'],
  ['channel_added', 'none', 'never', true, 'none'],
  ['reviewers', 'none', 'never', false, 'none'],
] as const)('%s: ages %s, carried %s, a new plan %s, back to %s', (kind, ages, carry, newPlan, back) => {
  expect(ageingRules[kind]).toMatchObject({ ages, carry, newPlan, back })
})

test('a change of some types ages their cells on every channel and no others, and says so', () => {
  const aged = agedBy({ kind: 'grant', what: 'directory.reset_password', types: ['reset'] }, channels)
  expect(aged.cells).toEqual([
    { queryType: 'reset', channel: 'email' },
    { queryType: 'reset', channel: 'chat' },
  ])
  expect(aged.sentence).toBe('What is granted of directory.reset_password changed for reset; their evidence ages.')
  expect(changeKinds.length).toBeGreaterThanOrEqual(12)
})

test('a name that looks like a blank of the sentence is a name, in English and beside it', () => {
  const { sentence, says } = agedBy({ kind: 'grant', what: 'a.{types} $&', types: ['reset {what}', 'vpn'] }, channels)
  expect(sentence).toBe('What is granted of a.{types} $& changed for reset {what}, vpn; their evidence ages.')
  expect(says).toEqual([
    {
      code: 'grant',
      blanks: {
        what: [{ code: 'name', blanks: { name: 'a.{types} $&' } }],
        types: ['reset {what}', 'vpn'].map((name) => ({ code: 'name', blanks: { name } })),
      },
    },
  ])
})

test('what has no name of its own is said in words that another language can say, too', () => {
  const change = changeOf('path', thing('words_of_step', { step: 'look_up' }))
  expect(change).toMatchObject({ what: 'the words of step look_up', types: [] })
  expect(agedBy(change, channels).says[0]?.blanks).toEqual({
    what: [{ code: 'words_of_step', blanks: { step: 'look_up' } }],
    types: [{ code: 'no_types', blanks: {} }],
  })
})
