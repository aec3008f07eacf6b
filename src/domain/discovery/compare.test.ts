import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { compareDossiers, compareTexts, compareValues, isUnchanged, type StructuralChange } from './compare.ts'
import { readDossier } from './documents.ts'

function dossierOf(changes: Record<string, (text: string) => string> = {}) {
  const files = Object.fromEntries(Object.entries(smallDossier).map(([name, text]) => [name, changes[name]?.(text) ?? text]))
  const { dossier, problems } = readDossier(files)
  expect(problems).toEqual([])
  return dossier!
}

// Prototypes are no part of a document: read documents have plain ones, so the generators make no others.
const plain = { noNullPrototype: true }
const named = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), minutes: fc.integer({ min: 0, max: 3 }) }, plain)
const uniquelyNamed = fc.uniqueArray(named, { selector: (item) => item.name })
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 0, 1, 'x', 'y'),
    fc.array(tie('value'), { maxLength: 5 }),
    uniquelyNamed,
    fc.array(named, { maxLength: 5 }),
    fc.dictionary(fc.constantFrom('p', 'q', 'name', 'when', '__proto__'), tie('value'), { maxKeys: 4, ...plain }),
  ),
})).value

const turned = ({ place, kind, before, after }: StructuralChange) => ({
  place,
  kind: kind === 'added' ? 'removed' : kind === 'removed' ? 'added' : kind,
  before: after,
  after: before,
})
const sorted = (changes: readonly unknown[]) => changes.map((change) => JSON.stringify(change)).toSorted()

describe('comparing two versions', () => {
  it('names things instead of counting them, wherever they stand', () => {
    const changes = compareDossiers(
      dossierOf(),
      dossierOf({
        'workflow.yaml': (text) =>
          text
            .replace('title: VPN trouble', 'title: VPN\n    minutes: 14')
            .replace('[I forgot my password,', '[')
            .replace('- {id: done, kind: end, title: Done}', '')
            .replace('steps:\n', 'steps:\n  - {id: done, kind: end, title: The end}\n'),
        'SOUL.md': (text) =>
          text
            .replace('  - {do: reply}', '  - {do: reply, purpose: answer}\n  - {do: directory.find, for: [vpn_trouble]}')
            .replace('You are Nila.', 'You are kind Nila.'),
      }),
    )
    expect(changes.workflow).toEqual([
      { place: 'queryTypes.password_reset.examples', kind: 'removed', before: 'I forgot my password', after: null },
      { place: 'queryTypes.vpn_trouble.title', kind: 'changed', before: 'VPN trouble', after: 'VPN' },
      { place: 'queryTypes.vpn_trouble.minutes', kind: 'changed', before: null, after: 14 },
      { place: 'steps.done', kind: 'moved', before: 7, after: 1 },
      { place: 'steps.done.title', kind: 'changed', before: 'Done', after: 'The end' },
    ])
    expect(changes.role.front).toMatchObject([
      { place: 'may.reply.purpose', kind: 'changed', before: null, after: 'answer' },
      { place: 'may.directory.find', kind: 'added', before: null, after: { do: 'directory.find', for: ['vpn_trouble'] } },
    ])
    expect(changes.role.body).toEqual([
      { text: 'You are ', change: 'same' },
      { text: 'kind ', change: 'added' },
      { text: 'Nila.', change: 'same' },
    ])
    expect([changes.targets, changes.integrations, changes.interviews]).toEqual([[], [], []])
    expect(isUnchanged(changes)).toBe(false)
  })

  it('finds nothing between a version and itself', () => {
    expect(isUnchanged(compareDossiers(dossierOf(), dossierOf()))).toBe(true)
  })

  it('lifts out as few things as it can when a list is put in another order', () => {
    const list = (...names: string[]) => names.map((name) => ({ name }))
    expect(compareValues(list('a', 'b', 'c', 'd'), list('b', 'c', 'd', 'a'))).toEqual([
      { place: 'a', kind: 'moved', before: 1, after: 4 },
    ])
    expect(compareValues(['x', 'y'], ['y', 'x'])).toHaveLength(1)
  })

  it('keeps things of one name apart', () => {
    const grants = (...of: string[]) => ({ may: of.map((type) => ({ do: 'crm.get', for: [type] })) })
    expect(compareValues(grants('a', 'b'), grants('a', 'c'))).toEqual([
      { place: 'may.crm.get#2.for', kind: 'removed', before: 'b', after: null },
      { place: 'may.crm.get#2.for', kind: 'added', before: null, after: 'c' },
    ])
  })

  it('says nothing exactly when both are equal', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(compareValues(a, structuredClone(a))).toEqual([])
        let equal = true
        try {
          expect(b).toStrictEqual(a)
        } catch {
          equal = false
        }
        expect(compareValues(a, b).length === 0).toBe(equal)
      }),
    )
  })

  it('says the same the other way round', () => {
    const tree = fc.record({ list: uniquelyNamed, words: fc.array(fc.constantFrom('x', 'y', 'z', 'w'), { maxLength: 6 }) })
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        expect(sorted(compareValues(b, a))).toEqual(sorted(compareValues(a, b).map(turned)))
      }),
    )
  })

  it('tells every changed leaf once', () => {
    const tree = fc.record({ list: uniquelyNamed, one: fc.integer({ min: 0, max: 2 }) })
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        const changes = compareValues(a, b).filter(({ kind }) => kind !== 'moved')
        const leaves = (from: typeof a) => [['one', from.one], ...from.list.map(({ name, minutes }) => [`list.${name}`, minutes])]
        const [before, after] = [new Map(leaves(a) as [string, number][]), new Map(leaves(b) as [string, number][])]
        const differing = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
        expect(changes.map(({ place }) => place.replace(/\.minutes$/, '')).toSorted()).toEqual(differing.toSorted())
      }),
    )
  })
})

describe('comparing two texts', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom('Mira', ' ', '\n', 'पासवर्ड', 'é', '.', '  ', '🙂'), fc.string({ unit: 'grapheme' })))
    .map((parts) => parts.join(''))

  it('loses no character of either', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = compareTexts(before, after)
        const made = (without: string) =>
          pieces
            .filter(({ change }) => change !== without)
            .map((piece) => piece.text)
            .join('')
        expect([made('added'), made('removed')]).toEqual([before, after])
      }),
    )
  })

  it('is quick with long texts that have nothing in common', () => {
    const long = (word: string) => Array.from({ length: 30_000 }, (_, at) => `${word}${at}`).join(' ')
    const startedAt = performance.now()
    expect(compareTexts(long('a'), long('b')).map(({ change }) => change)).toEqual(['removed', 'added'])
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })
})
