import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Policy } from '../compiler/policy.ts'
import { grantedOperations, namedOperations } from './tool-names.ts'

const policyOf = (systems: Record<string, string[]>, changes: Record<string, unknown> = {}) =>
  ({
    systems: Object.entries(systems).map(([name, operations]) => ({
      name,
      operations: operations.map((operation) => ({ name: operation, access: operation === 'closed' ? 'none' : 'write' })),
    })),
    permits: {},
    forbidden: {},
    ...changes,
  }) as unknown as Policy

describe('names of tools', () => {
  it('tells operations apart that would be spelt alike, however long', () => {
    const long = 'x'.repeat(80)
    const names = namedOperations(
      policyOf({ 'crm.eu': ['get'], 'crm-eu': ['get'], crm_eu: ['get'], a: [`${long}1`, `${long}2`] }),
    )
    expect(names.map(({ name }) => name)).toEqual([
      'crm_eu__get',
      'crm-eu__get',
      'crm_eu__get_2',
      `a__${'x'.repeat(61)}`,
      `a__${'x'.repeat(59)}_2`,
    ])
  })

  it('gives every operation a name of its own that every client takes', () => {
    const word = fc.string({ minLength: 1, maxLength: 90, unit: fc.constantFrom('a', 'b', '_', '.', '-', ' ', 'é') })
    fc.assert(
      fc.property(fc.dictionary(word, fc.uniqueArray(word, { maxLength: 5 }), { maxKeys: 6 }), (systems) => {
        const names = namedOperations(policyOf(systems)).map(({ name }) => name)
        expect(new Set(names).size).toBe(names.length)
        for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
      }),
    )
  })

  it('grants what the role grants for one of the types, and keeps the names', () => {
    const permits = { a: { 'crm.get': {}, 'crm.closed': {}, 'crm.drop': {} }, b: { 'crm.put': {} } }
    const policy = policyOf({ crm: ['get', 'put', 'closed', 'drop'] }, { permits, forbidden: { 'crm.drop': 'never' } })
    const granted = (...types: string[]) => grantedOperations(policy, types).map(({ name }) => name)
    expect(granted('a')).toEqual(['crm__get'])
    expect(granted('a', 'b')).toEqual(['crm__get', 'crm__put'])
    expect(granted('toString', '__proto__')).toEqual([])
  })
})
