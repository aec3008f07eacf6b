import { describe, expect, test } from 'vitest'
import { type CardSituation, verdictKeys } from './consequence.ts'

const held = [
  { kind: 'write', system: 'ad', operation: 'unlock_account' },
  { kind: 'reply', system: null, operation: null },
] as const
const card = (situation: Partial<CardSituation>): CardSituation => ({
  phase: 'shadow',
  delivery: 'assist',
  escalated: false,
  held,
  ...situation,
})
const consequence = (situation: Partial<CardSituation>, key: string) =>
  verdictKeys(card(situation)).find((k) => k.key === key)?.consequence

describe('what a key will do', () => {
  test('in observe no key does anything, whatever is on the card', () => {
    for (const escalated of [true, false]) {
      for (const key of verdictKeys(card({ delivery: 'observe', escalated })))
        expect(key.consequence).toContain('Nothing happens in the world')
    }
  })

  test('in assist, Correct says that exactly this is done now, and Wrong that it never is', () => {
    expect(consequence({}, '1')).toBe(
      'Done now, once, exactly as shown: unlock_account in ad and the reply. The verdict is counted.',
    )
    expect(consequence({}, '3')).toContain('never performed: unlock_account in ad and the reply. People do the work')
  })

  test('in supervised, declining what is held sends the query to people', () => {
    expect(consequence({ phase: 'supervised', delivery: 'observe' }, '5')).toContain('The query goes to people')
  })

  test('after the fact nothing changes', () => {
    expect(consequence({ phase: 'supervised', delivery: 'observe', held: [] }, '1')).toContain('Nothing changes in the world')
  })

  test('a halted rollout releases nothing', () => {
    expect(consequence({ phase: 'halted' }, '1')).toContain('Refused')
    expect(consequence({ phase: 'halted' }, '3')).toContain('never performed')
  })

  test('an escalation has two keys, a handled proposal five', () => {
    expect(verdictKeys(card({ escalated: true })).map((k) => k.kind)).toEqual(['needed', 'not_needed'])
    expect(verdictKeys(card({})).map((k) => k.key)).toEqual(['1', '2', '3', '4', '5'])
  })
})
