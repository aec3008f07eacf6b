// Whatever stands in a file, a query or a result: reading, classifying and walking end with a value, never with an exception or a half sentence.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { checkDossier } from '../compiler/check.ts'
import { compilePolicy } from '../compiler/policy.ts'
import { classify } from './classify.ts'
import { readDossier } from './documents.ts'
import { pathsOf } from './path.ts'
import { escalationsOf } from './triggers.ts'

const dossier = readDossier(smallDossier).dossier!
const files = Object.keys(smallDossier)
const chunk = fc.oneof(
  fc.constantFrom(
    '- ',
    ': ',
    '\n',
    '  ',
    '[',
    '{',
    '}',
    '"',
    "'",
    '&a ',
    '*a',
    '!!set ',
    '? ',
    '| ',
    '---',
    '#',
    '\t',
    '<<: ',
    '\u0000',
    '\ud800',
  ),
  fc.string({ maxLength: 6 }),
)

describe('hostile text', () => {
  it('in a document becomes findings or a dossier', () => {
    const damage = fc.record({
      file: fc.constantFrom(...files),
      at: fc.nat(2_000),
      cut: fc.nat(40),
      put: fc.array(chunk, { maxLength: 8 }),
    })
    fc.assert(
      fc.property(damage, ({ file, at, cut, put }) => {
        const text = smallDossier[file] ?? ''
        const place = at % text.length
        const read = readDossier({ ...smallDossier, [file]: text.slice(0, place) + put.join('') + text.slice(place + cut) })
        if (read.dossier) expect(Array.isArray(checkDossier(read.dossier, read.source))).toBe(true)
        else expect(read.problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 40 },
    )
  })

  it('does not make the reader slow', () => {
    const started = performance.now()
    for (const bad of [
      '- '.repeat(99_000),
      `${'- '.repeat(60)}x\n`.repeat(500),
      '{a: '.repeat(20_000),
      '[[[]'.repeat(9_000),
      `${' '.repeat(399)}- x\n`.repeat(200),
      '? '.repeat(50_000),
    ])
      expect(readDossier({ ...smallDossier, 'targets.yaml': bad }).dossier).toBeNull()
    expect(performance.now() - started).toBeLessThan(4_000)
  })

  it('in a query is classified, and fires or does not', () => {
    const escalations = escalationsOf(compilePolicy(dossier))
    const inbound = fc.record({
      query: fc.string({ unit: 'binary', maxLength: 120 }),
      channel: fc.string(),
      requester: fc.string(),
      fields: fc.dictionary(fc.constantFrom('vip', 'seats', '__proto__'), fc.jsonValue()),
    })
    fc.assert(
      fc.property(inbound, (given) => {
        const queryType = classify(dossier.workflow, given) ?? 'unlisted'
        const fired = escalations({ ...given, queryType })
        if (Object.hasOwn(given.fields, 'vip') && given.fields.vip !== false) expect(fired).not.toBeNull()
      }),
      { numRuns: 40 },
    )
  })

  it('in a result ends in a whole sentence or with a person', () => {
    const paths = pathsOf(dossier.workflow)
    const result = fc.oneof(fc.jsonValue(), fc.record({ id: fc.jsonValue(), name: fc.jsonValue(), disabled: fc.constant(false) }))
    fc.assert(
      fc.property(result, (given) => {
        let walk = paths.start('password_reset', { query: 'q', channel: 'chat', requester: 'asha', fields: {} })
        for (let i = 0; i < 4 && walk.need.kind !== 'end' && walk.need.kind !== 'escalate'; i++) {
          if (walk.need.kind === 'reply') expect(walk.need.text).toMatch(/^Hello .*\S.*, a link is on its way\.$/s)
          walk = walk.resume({ known: true, result: given })
        }
        expect(['end', 'escalate']).toContain(walk.need.kind)
      }),
      { numRuns: 100 },
    )
  })
})
