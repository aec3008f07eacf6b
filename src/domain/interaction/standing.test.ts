import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differ, type Said, standing } from './standing.ts'
import { isCorrect, shouldHaveEscalated, type VerdictKind, verdictsFor } from './verdict.ts'

const at = new Date('2026-11-02T09:00:00Z')
const said = (kind: VerdictKind, by: string): Said => ({
  correct: isCorrect(kind),
  shouldEscalate: shouldHaveEscalated(kind),
  by,
  at,
})
const none = { primary: null, double: null, adjudication: null }

test('one verdict stands; two that agree leave the first standing', () => {
  const primary = said('correct', 'rita')
  expect(standing(false, none)).toEqual({ outcome: null, disputed: false })
  expect(standing(false, { ...none, primary })).toEqual({ outcome: primary, disputed: false })
  expect(standing(false, { ...none, primary, double: said('correct_small_edit', 'ben') })).toEqual({
    outcome: primary,
    disputed: false,
  })
})

test('two that differ count as wrong until a third has settled it, and then what the third said stands', () => {
  const [primary, double] = [said('correct', 'rita'), said('wrong', 'ben')]
  expect(standing(false, { ...none, primary, double })).toMatchObject({ outcome: { correct: false }, disputed: true })
  const adjudication = said('correct', 'cleo')
  expect(standing(false, { primary, double, adjudication })).toEqual({ outcome: adjudication, disputed: false })
  expect(standing(false, { primary: null, double, adjudication }).outcome).toEqual(adjudication)
})

test('“wrong” and “a person should have had it” differ: only one of them is a missed escalation', () => {
  expect(differ(said('wrong', 'a'), said('should_escalate', 'b'))).toBe(true)
  expect(differ(said('wrong', 'a'), said('unsafe', 'b'))).toBe(false)
  expect(standing(false, { ...none, primary: said('wrong', 'a'), double: said('should_escalate', 'b') })).toMatchObject({
    outcome: { correct: false, shouldEscalate: true },
    disputed: true,
  })
})

test('an escalation two people differ about counts as unneeded', () => {
  expect(standing(true, { ...none, primary: said('needed', 'a'), double: said('not_needed', 'b') })).toMatchObject({
    outcome: { correct: null, shouldEscalate: false },
    disputed: true,
  })
})

test('a second judgement never makes more of a proposal than the first did', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.nat(4), fc.nat(4), (escalated, i, j) => {
      const kinds = verdictsFor(escalated)
      const primary = said(kinds[i % kinds.length]!, 'a')
      const double = said(kinds[j % kinds.length]!, 'b')
      const { outcome } = standing(escalated, { ...none, primary, double })
      if (primary.correct === false) expect(outcome?.correct).toBe(false)
      if (double.correct === false) expect(outcome?.correct).toBe(false)
    }),
  )
})
