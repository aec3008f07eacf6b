import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Difference, differencesOf, isNoise, type Lane, type LaneCall, outcomeOf } from './replay.ts'

const read = (id: string): LaneCall => ({
  kind: 'read',
  operation: 'directory.get_person',
  arguments: { id },
  allowed: true,
  answer: 'recorded',
})
const write = (given: object, allowed = true): LaneCall => ({
  kind: 'write',
  operation: 'directory.reset_password',
  arguments: given,
  allowed,
  answer: 'simulated',
})
const base: Lane = {
  recognised: null,
  escalated: false,
  trigger: null,
  reason: null,
  calls: [read('ann'), write({ id: 'ann', notify: true })],
  replies: ['Hello Ann, a link is on its way.'],
  failed: null,
}
const onlyReply: Lane = { ...base, calls: [], replies: ['Please sign out and in again.'] }
const handed: Lane = { ...base, calls: [], replies: [], escalated: true, trigger: 'vip', reason: 'a vip' }

test.each<[string, Lane, Lane, Difference[]]>([
  ['the same', base, base, []],
  ['other words beside the same act', base, { ...base, replies: ['Done, Ann.'] }, []],
  ['no words any more', base, { ...base, replies: [] }, ['reply']],
  ['the same arguments in another order', base, { ...base, calls: [read('ann'), write({ notify: true, id: 'ann' })] }, []],
  ['another amount', base, { ...base, calls: [read('ann'), write({ id: 'ann', notify: false })] }, ['writes']],
  ['the write twice', base, { ...base, calls: [...base.calls, write({ id: 'ann', notify: true })] }, ['writes']],
  ['the write not done', base, { ...base, calls: [read('ann')] }, ['writes']],
  ['the same write, refused', base, { ...base, calls: [read('ann'), write({ id: 'ann', notify: true }, false)] }, ['writes']],
  ['a look at somebody else', base, { ...base, calls: [read('bob'), ...base.calls.slice(1)] }, ['reads']],
  ['the same look twice', base, { ...base, calls: [read('ann'), ...base.calls] }, []],
  ['only a reply, its case and spacing changed', onlyReply, { ...onlyReply, replies: ['please  sign out and in again'] }, []],
  ['only a reply, other words', onlyReply, { ...onlyReply, replies: ['Please restart.'] }, ['reply']],
  ['a hand-over with another reason', handed, { ...handed, reason: 'important' }, []],
  ['a hand-over to somebody else', handed, { ...handed, trigger: 'legal' }, ['escalation']],
  ['handed over instead of done', base, { ...base, escalated: true }, ['escalation']],
  ['taken for another type', base, { ...base, recognised: 'vpn_trouble' }, ['recognition']],
  ['no answer', base, { ...base, failed: 'the provider is away' }, ['failed']],
])('%s', (_, a, b, differences) => {
  expect(differencesOf(a, b)).toEqual(differences)
  expect(differencesOf(b, a)).toEqual(differences)
  expect(outcomeOf(a, { ...b, failed: null })).toBe(
    differences.filter((one) => one !== 'failed').length === 0 ? 'unchanged' : 'changed',
  )
})

test('a read nobody recorded is no answer to anything, whatever else was the same', () => {
  const blind = { ...base, calls: [{ ...read('ann'), answer: 'missing' as const }, ...base.calls.slice(1)] }
  expect(outcomeOf(base, blind)).toBe('unanswerable')
  expect(isNoise(base, blind)).toBe(true)
  expect(outcomeOf(base, { ...base, failed: 'gone' })).toBe('failed')
})

test('a lane never differs from itself, and differing is mutual', () => {
  const lane: fc.Arbitrary<Lane> = fc.record({
    recognised: fc.constantFrom(null, 'vpn'),
    escalated: fc.boolean(),
    trigger: fc.constantFrom(null, 'vip'),
    reason: fc.constant(null),
    calls: fc.array(fc.constantFrom(read('ann'), read('bob'), write({ id: 'ann' }), write({ id: 'bob' })), { maxLength: 4 }),
    replies: fc.array(fc.constantFrom('Yes.', 'No.'), { maxLength: 2 }),
    failed: fc.constant(null),
  })
  fc.assert(
    fc.property(lane, lane, (a, b) => {
      expect(differencesOf(a, a)).toEqual([])
      expect(differencesOf(a, b)).toEqual(differencesOf(b, a))
    }),
  )
})
