import { expect, it } from 'vitest'
import { compareTexts } from '../../domain/discovery/compare.ts'
import { changedLines, lineOf } from './diff.ts'

it('says each kind of change in one line', () => {
  expect(lineOf({ place: 'a.b', kind: 'changed', before: null, after: 8 })).toBe('~ a.b: nothing → 8')
  expect(lineOf({ place: 'a.b', kind: 'added', before: null, after: { do: 'crm.get', for: [], why: null } })).toBe(
    '+ a.b: {"do":"crm.get"}',
  )
  expect(lineOf({ place: 'a', kind: 'removed', before: 'x'.repeat(300), after: null })).toBe(`- a: "${'x'.repeat(199)}…`)
  expect(lineOf({ place: 'steps.x', kind: 'moved', before: 4, after: 1 })).toBe('> steps.x: from place 4 to 1')
})

it('shows only the lines of a text that changed, with what went and what came', () => {
  const before = 'You are Mira.\n\nHand over when unsure.\nBe short.'
  const after = 'You are Mira.\n\nHand over whenever unsure.\nBe short.'
  expect(changedLines(compareTexts(before, after))).toEqual(['Hand over [-when-]{+whenever+} unsure.'])
  expect(changedLines(compareTexts(before, before))).toEqual([])
})
