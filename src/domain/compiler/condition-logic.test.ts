import { parse } from '@marcbachmann/cel-js'
import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { compileCondition } from '../discovery/condition.ts'
import { readDossier } from '../discovery/documents.ts'
import { covered, logicOf, neverFalse, neverTrue } from './condition-logic.ts'
import { universeOf } from './condition-values.ts'

const map = readDossier(smallDossier).dossier!.workflow

function logics(...texts: string[]) {
  const asts = texts.map((text) => parse(text).ast)
  const universe = universeOf(map, asts)
  return asts.map((ast) => logicOf(ast, universe))
}

describe('a condition that can never be true', () => {
  it.each([
    'false',
    '1 == 2',
    'queryType == "pasword"',
    'queryType in ["a", "b"]',
    'queryType == "password_reset" && queryType == "vpn_trouble"',
    'fields.vip && !fields.vip',
    'has(fields.vip) && fields.vip && fields.vip == false',
    'fields.seats > 5 && fields.seats < 3',
    'fields.seats > 3 && fields.seats <= 3',
    'mentions(query, "")',
    'mentions(query, "court order") && !mentions(query, "court")',
    'mentions(query, "lawyer") && !mentions(query, ["lawyer", "court"])',
    '!(channel == "chat" || channel != "chat")',
    'query.contains("x") && !query.contains("x")',
    'results.a.count == 1 && results.a.count == 2',
    '(queryType == "vpn_trouble") == true && queryType == "password_reset"',
  ])('%s', (text) => {
    expect(neverTrue(logics(text)[0]!)).toBe(true)
  })

  it.each([
    'true',
    'channel == "fax"',
    'queryType == "unlisted"',
    'queryType != "pasword"',
    'fields.seats > 3 && fields.seats < 5',
    'fields.seats > 3 && fields.seats < 4',
    '!has(fields.vip)',
    'mentions(query, "court") && !mentions(query, "court order")',
    'mentions(query, "kündig*") && !mentions(query, "kündigung")',
    'query == "x" || query.contains("x")',
    'size(query) > 3000',
    'results.a.count == 1 || results.a.count == 2',
    'results.list.exists(x, x == 1) && !results.list.exists(x, x == 2)',
    'fields.seats + 1.0 > 3.0 && fields.seats < 3',
    'true ? fields.vip : false',
  ])('and one that can: %s', (text) => {
    expect(neverTrue(logics(text)[0]!)).toBe(false)
  })
})

it('is always true only when nothing makes it false', () => {
  for (const text of [
    'true',
    'queryType != "pasword"',
    'channel == "chat" || channel != "chat"',
    'has(fields.vip) || !has(fields.vip)',
  ])
    expect(neverFalse(logics(text)[0]!), text).toBe(true)
  for (const text of [
    'has(fields.vip)',
    'channel == "chat" || channel == "email"',
    'size(query) >= 0',
    'fields.seats < 3 || fields.seats > 3',
  ])
    expect(neverFalse(logics(text)[0]!), text).toBe(false)
})

it('is covered by earlier conditions only when each of its ways is', () => {
  const isCovered = (later: string, ...earlier: string[]) => {
    const [first, ...rest] = logics(later, ...earlier)
    return covered(first!, rest)
  }
  expect(isCovered('mentions(query, "court order")', 'mentions(query, ["court", "lawyer"])')).toBe(true)
  expect(isCovered('mentions(query, ["a", "b"])', 'mentions(query, "a")', 'mentions(query, "b")')).toBe(true)
  expect(isCovered('fields.seats > 10', 'fields.seats > 5')).toBe(true)
  expect(isCovered('queryType == "vpn_trouble" && fields.vip', 'fields.vip')).toBe(true)
  expect(isCovered('mentions(query, ["a", "c"])', 'mentions(query, "a")')).toBe(false)
  expect(isCovered('mentions(query, "court")', 'mentions(query, "court order")')).toBe(false)
  expect(isCovered('fields.seats > 5', 'fields.seats > 10')).toBe(false)
  expect(isCovered('fields.vip', 'queryType == "vpn_trouble" && fields.vip')).toBe(false)
})

it('never claims what the evaluator contradicts', () => {
  const parts = [
    'fields.vip',
    'has(fields.vip)',
    'fields.seats > 3',
    'fields.seats <= 3',
    'queryType == "vpn_trouble"',
    'queryType in ["password_reset", "x"]',
    'channel != "chat"',
    'mentions(query, ["vpn", "court order"])',
    'mentions(query, "court")',
    'size(query) > 12',
  ]
  const contexts = ['my vpn', 'a court order', 'the court says: vpn!'].flatMap((query) =>
    [{}, { vip: true, seats: 3 }, { vip: false, seats: 4 }].flatMap((fields) =>
      ['chat', 'fax'].flatMap((channel) =>
        ['vpn_trouble', 'password_reset', 'unlisted'].map((queryType) => ({ query, fields, channel, queryType, requester: 'r' })),
      ),
    ),
  )
  let claims = 0
  for (const [i, a] of parts.entries()) {
    for (const b of parts.slice(i)) {
      for (const text of [`${a} && ${b}`, `${a} && !(${b})`, `!(${a}) && ${b}`, `${a} || !(${b})`, `${a} ? ${b} : !(${b})`]) {
        const compiled = compileCondition(text, map.fields, 'trigger')
        if (!compiled.ok) throw new Error(text)
        const outcomes = contexts.map(compiled.evaluate)
        const [logic, first] = logics(text, a)
        if (neverTrue(logic!)) expect(outcomes, text).not.toContain(true)
        if (neverFalse(logic!)) expect(outcomes, text).not.toContain(false)
        const earlier = compileCondition(a, map.fields, 'trigger')
        if (covered(logic!, [first!]) && earlier.ok)
          for (const [at, outcome] of outcomes.entries())
            if (outcome === true) expect(earlier.evaluate(contexts[at]!), text).not.toBe(false)
        claims += Number(neverTrue(logic!)) + Number(neverFalse(logic!)) + Number(covered(logic!, [first!]))
      }
    }
  }
  expect(claims).toBeGreaterThan(60)
})
