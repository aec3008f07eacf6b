import { expect, it } from 'vitest'
import { compileCondition } from '../../../../../src/domain/discovery/condition.ts'
import { answersOf, type Choice, conditionFor, joined } from './conditions.ts'

const cases: [Choice, string | null][] = [
  [{ kind: 'mentions', words: ['lawyer'] }, 'mentions(query, "lawyer")'],
  [{ kind: 'mentions', words: ['data breach', 'say "hi"'] }, 'mentions(query, ["data breach", "say \\"hi\\""])'],
  [{ kind: 'mentions', words: [] }, null],
  [{ kind: 'queryType', name: 'refund' }, 'queryType == "refund"'],
  [{ kind: 'channel', name: '' }, null],
  [{ kind: 'field', of: 'vip', compare: 'is', value: 'yes' }, 'fields.vip'],
  [{ kind: 'field', of: 'vip', compare: 'not', value: 'TRUE' }, '!fields.vip'],
  [{ kind: 'field', of: 'vip', compare: 'not', value: 'no' }, 'fields.vip'],
  [{ kind: 'field', of: 'amount', compare: 'above', value: ' 500 ' }, 'fields.amount > 500'],
  [{ kind: 'field', of: 'amount', compare: 'below', value: 'much' }, null],
  [{ kind: 'field', of: 'site', compare: 'is', value: 'Pune' }, 'fields.site == "Pune"'],
  [{ kind: 'result', of: 'look_up.locked', compare: 'is', value: 'yes' }, 'results.look_up.locked'],
  [{ kind: 'result', of: 'look_up.count', compare: 'not', value: '2' }, 'results.look_up.count != 2'],
]

it.each(cases)('%j reads %s, and the language takes it', (choice, text) => {
  expect(conditionFor(choice)).toBe(text)
  if (text === null) return
  const fields = { vip: 'boolean', amount: 'number', site: 'string' } as const
  const compiled = compileCondition(text, fields, 'step')
  expect(compiled.ok ? 'ok' : compiled.why).toBe('ok')
})

it('joins without changing what was meant', () => {
  expect(joined('', 'and', 'a')).toBe('a')
  expect(joined('a || b', 'and', 'c')).toBe('(a || b) && c')
  expect(joined('a && b', 'or', 'c')).toBe('a && b || c')
})

it('offers the answers that the integration map lists, whatever else stands there', () => {
  const systems = [{ name: 'dir', operations: [{ name: 'get', returns: ['locked', 5] }, 'nonsense', { name: 'none' }] }]
  expect(
    answersOf([{ id: 'look', system: 'dir', operation: 'get' }, { id: 'x', system: 'dir', operation: 'none' }, {}], systems),
  ).toEqual(['look.locked', 'look.5'])
})
