import { describe, expect, it } from 'vitest'
import { type ConditionContext, type ConditionPlace, compileCondition } from './condition.ts'
import { plainText } from './words.ts'

const declared = { vip: 'boolean', seats: 'number', software: 'string' } as const
const context: ConditionContext = {
  query: 'Ich kann mich nicht am VPN anmelden, Passwört vergessen!',
  fields: { vip: true, seats: 3, software: 'Figma' },
  channel: 'email',
  requester: 'asha.rao',
  queryType: 'vpn_trouble',
  result: { ok: true, list: [{ name: 'a', nested: [1] }] },
  results: { look_up: { disabled: false } },
}

function run(text: string, given: Partial<ConditionContext> = {}, place: ConditionPlace = 'step') {
  const compiled = compileCondition(text, declared, place)
  return compiled.ok ? compiled.evaluate({ ...context, ...given }) : compiled
}

describe('a condition', () => {
  it.each([
    ['mentions(query, "vpn")', true],
    ['mentions(query, "vp")', false],
    ['mentions(query, "passwor*")', true],
    ['mentions(query, ["printer", "nicht am vpn"])', true],
    ['fields.vip && fields.seats > 2', true],
    ['fields.software == "Figma" && channel in ["email", "chat"]', true],
    ['result.list.exists(i, i.name == "a") && !results.look_up.disabled', true],
    ['requester == "asha.rao" && queryType == "vpn_trouble"', true],
  ])('decides %s', (text, expected) => {
    expect(run(text)).toBe(expected)
  })

  it('is undecided, never false, when a value is absent or of another type', () => {
    expect(run('fields.vip', { fields: {} })).toBe('undecided')
    expect(run('fields.vip', { fields: { vip: 'yes' } })).toBe('undecided')
    expect(run('fields.seats > 2', { fields: { seats: '3' } })).toBe('undecided')
    expect(run('results.never_ran.ok')).toBe('undecided')
    expect(run('result.list')).toBe('undecided')
    expect(run('has(fields.vip) && fields.vip', { fields: {} })).toBe(false)
  })

  it.each([
    ['query ==', 9, /Unexpected token/],
    ['fields.vpi == true', 8, /vpi/],
    ['has(fields.vpi)', 5, /not declared/],
    ['fields.vip == "yes"', 1, /bool == string/],
    ['customer == "x"', 1, /customer/],
    ['query.matches("(a+)+$")', 1, /regular expressions/],
    ['result.list.exists(i, i.nested.exists(j, j == 1))', 23, /comprehension/],
    ['cel.bind(a, query + query, size(a + a) > 3)', 1, /bind/],
    ['1 + 1', 1, /not yes or no/],
  ])('does not compile %s', (text, column, why) => {
    const outcome = run(text)
    expect(outcome).toMatchObject({ ok: false, column })
    expect((outcome as { why: string }).why).toMatch(why)
  })

  it('may speak of results only after a step, and of the query type only once it is known', () => {
    expect(run('result.ok', {}, 'trigger')).toMatchObject({ ok: false })
    expect(run('queryType == "x"', {}, 'rule')).toMatchObject({ ok: false })
    expect(run('queryType == "vpn_trouble"', {}, 'trigger')).toBe(true)
  })

  it('does not reach the prototype of anything', () => {
    expect(run('result.constructor == null')).toBe('undecided')
    expect(run('results.__proto__ == null')).toBe('undecided')
  })
})

describe('plain text', () => {
  it('has one spelling whatever the case, width, accents and invisible characters, and leaves other scripts whole', () => {
    expect(plainText('P\u200bássWORD')).toBe(' password ')
    expect(plainText('ＶＰＮ!!')).toBe(' vpn ')
    expect(plainText('पासवर्ड भूल गया')).toBe(' पासवर्ड भूल गया ')
  })
})
