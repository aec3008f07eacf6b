import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyBlank, lookupArguments, type Proof, toldBy, whyNoProof } from './proof.ts'

const proofOf = (when: string, given: Record<string, string> = {}): Proof => ({ arguments: given, when })
const byKey = 'found.refunds.exists(r, r.reference == key && r.amount == asked.amount)'

describe('a proof', () => {
  it.each([
    ['there', { refunds: [{ reference: 'k1', amount: 5 }] }, 'there'],
    ['another’s', { refunds: [{ reference: 'k2', amount: 5 }] }, 'not_there'],
    ['of another sum', { refunds: [{ reference: 'k1', amount: 6 }] }, 'not_there'],
    ['nothing found', { refunds: [] }, 'not_there'],
    ['an answer of another shape', { items: [] }, 'undecided'],
    ['an answer that is a text', 'no such order', 'undecided'],
    ['no answer', null, 'undecided'],
  ])('%s', (_, found, told) => {
    expect(toldBy(proofOf(byKey), { asked: { amount: 5 }, found, key: 'k1' })).toBe(told)
  })

  it.each([
    ['found.', 'syntax'],
    ['found.status == ', 'syntax'],
    ['"there"', 'says string'],
    ['missing == 1', 'missing'],
    ['found.text.matches("(a+)+b")', 'regular expressions'],
    ['found.a.exists(x, found.b.exists(y, x == y))', 'comprehension'],
  ])('%s proves nothing', (when, why) => {
    const proof = proofOf(when)
    expect(whyNoProof(proof)).toEqual(expect.any(String))
    if (why !== 'syntax') expect(whyNoProof(proof)).toContain(why)
    expect(toldBy(proof, { asked: {}, found: { status: 1 }, key: 'k' })).toBe('undecided')
  })

  it('says “not there” only when the condition is false, whatever a system answers', () => {
    const proof = proofOf('found.done == true')
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: false }), (found) => {
        const told = toldBy(proof, { asked: {}, found, key: 'k' })
        if (told !== 'not_there') return
        expect(found).toMatchObject({ done: expect.anything() })
        expect((found as { done: unknown }).done).not.toBe(true)
      }),
    )
  })

  it('asks with the arguments of the write and the key, and not at all without them', () => {
    const proof = proofOf('true', { order: 'order_id', reference: keyBlank })
    expect(lookupArguments(proof, { order_id: 7, amount: 5 }, 'k1')).toEqual({ order: 7, reference: 'k1' })
    expect(lookupArguments(proof, { amount: 5 }, 'k1')).toBeNull()
  })
})
