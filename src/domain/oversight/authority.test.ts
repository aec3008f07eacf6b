import { describe, expect, test } from 'vitest'
import {
  acts,
  actsOf,
  authority,
  type Caller,
  isOwnEmployee,
  mayDo,
  mayIssue,
  mayNameVerifiedSource,
  roles,
  scopes,
} from './authority.ts'

const person = (role: (typeof roles)[number]): Caller => ({ kind: 'person', role })
const personalKey = (role: (typeof roles)[number], ...held: (typeof scopes)[number][]): Caller => ({
  kind: 'key',
  scopes: held,
  role,
  employeeId: null,
})
const machineKey = (...held: (typeof scopes)[number][]): Caller => ({
  kind: 'key',
  scopes: held,
  role: null,
  employeeId: 'emp_1',
})

describe('who may do what', () => {
  test('nobody may do anything that is not open to anyone', () => {
    for (const act of acts) expect(mayDo({ kind: 'nobody' }, act) === true, act).toBe(authority[act] === 'anyone')
  })

  test('the weakest role reads itself and nothing else', () => {
    expect(actsOf(person('none')).filter((act) => authority[act] !== 'anyone')).toEqual(['self.read'])
  })

  test('only the ops lead raises trust', () => {
    for (const act of [
      'promotion.propose',
      'promotion.approve',
      'promotion.advance',
      'rollout.resume',
      'dossier.sign',
    ] as const) {
      for (const role of roles) expect(mayDo(person(role), act) === true, `${role} ${act}`).toBe(role === 'ops_lead')
    }
  })

  test('a machine’s key acts for its employee only, and judges nothing', () => {
    expect(mayDo(machineKey('agent'), 'effect.ask')).toBe(true)
    expect(mayDo(machineKey('agent', 'inbound'), 'verdict.give')).toMatchObject({ refusal: 'scope_missing' })
    expect(isOwnEmployee(machineKey('agent'), 'emp_1')).toBe(true)
    expect(isOwnEmployee(machineKey('agent'), 'emp_2')).toBe(false)
    expect(isOwnEmployee(person('reviewer'), 'emp_2')).toBe(true)
  })

  test('a machine scope on a key bound to no employee opens nothing', () => {
    expect(mayDo({ kind: 'key', scopes: ['agent'], role: null, employeeId: null }, 'effect.ask')).toMatchObject({
      refusal: 'key_invalid',
    })
  })

  test('a person’s key has no more than the person: the scope alone is not enough, nor is the role alone', () => {
    expect(mayDo(personalKey('ops_lead', 'govern'), 'promotion.approve')).toBe(true)
    expect(mayDo(personalKey('reviewer', 'govern'), 'promotion.approve')).toMatchObject({ refusal: 'not_allowed' })
    expect(mayDo(personalKey('ops_lead', 'read'), 'promotion.approve')).toMatchObject({ refusal: 'scope_missing' })
    expect(mayDo(personalKey('none', 'admin', 'govern', 'review', 'read'), 'trail.read')).toMatchObject({
      refusal: 'not_allowed',
    })
  })

  test('no key issues a key', () => {
    for (const role of roles) expect(mayDo(personalKey(role, ...scopes), 'key.issue')).toMatchObject({ refusal: 'scope_missing' })
  })

  test('a reviewer may make a key for themselves but not one for a machine', () => {
    expect(mayIssue(person('reviewer'), ['review'])).toBe(true)
    expect(mayIssue(person('reviewer'), ['agent'])).toMatchObject({ refusal: 'not_allowed' })
    expect(mayIssue(person('engineer'), ['agent', 'inbound'])).toBe(true)
  })

  test('a verified source is named through a key, never by a person at the console', () => {
    expect(mayNameVerifiedSource(person('reviewer'))).not.toBe(true)
    expect(mayNameVerifiedSource(personalKey('reviewer', 'review'))).toBe(true)
  })

  test('a refusal names the roles that could', () => {
    expect(mayDo(person('auditor'), 'promotion.approve')).toMatchObject({
      sentence: expect.stringMatching(/may not approve a promotion.*ops_lead/),
    })
  })
})
