// The example dossier with one clause taken away or corrupted, in every document: each change is caught by the compiler or by a test generated from the
// unchanged dossier, and what catches it names the place.

import { afterAll, describe, expect, it } from 'vitest'
import { exampleDossierFiles } from '../../examples/it-helpdesk/dossier-files.ts'
import { readDossier } from '../../src/domain/discovery/documents.ts'
import { corruptionsOf } from './corruptions.ts'
import { type Caught, deletions, judgeOf, type Mutation, rewritten } from './mutate.ts'

const files = exampleDossierFiles()
const plain = rewritten(files)
const judge = judgeOf(files)
const judgePlain = judgeOf(plain)

/** A suite on two shared cores takes minutes; one mutation takes about a fifth of a second on an idle one. */
const longMs = 600_000
const counts = new Map<string, number>()

afterAll(() => {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const ways = [...counts].map(([by, count]) => `${count} ${by}`).join(', ')
  console.log(`${total} mutations: ${ways}`)
})

function missed(by: typeof judge, mutations: readonly Mutation[]): string[] {
  return mutations.flatMap((mutation) => {
    const caught: Caught | null = by.caught(mutation)
    const way = caught === null ? 'missed' : caught.by === 'reading' ? 'by the reader (schema)' : `by ${caught.by}`
    counts.set(way, (counts.get(way) ?? 0) + 1)
    if (caught === null) return [`MISSED ${mutation.name}`]
    return caught.named ? [] : [`WITHOUT ITS PLACE ${mutation.name} => ${caught.saying}`]
  })
}

/** So many: of the outer clauses and of the inner ones every so manieth. */
type Sampling = { outer: number; inner: number }

/** The whole takes minutes and is too long for every day: TENURE_EVERY_MUTATION=1 runs it. */
function sampled(all: readonly Mutation[], isOuter: (path: string) => boolean, every: Sampling): Mutation[] {
  if (process.env.TENURE_EVERY_MUTATION === '1') return [...all]
  const [outer, inner] = [true, false].map((is) => all.filter(({ name }) => isOuter(pathOf(name)) === is))
  return [...(outer ?? []).filter((_, n) => n % every.outer === 0), ...(inner ?? []).filter((_, n) => n % every.inner === 0)]
}

const pathOf = (name: string) => name.split('without ')[1] ?? ''

describe('the unchanged dossier', () => {
  it('has no error, also when it is written out anew', () => {
    for (const { findings } of [judge, judgePlain]) expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    for (const [file, text] of Object.entries(files))
      expect(judge.caught({ name: 'nothing', file, text, line: 1, around: -1, names: [] })?.by, file).toBe('equal content')
  })

  it('is not said to be changed by comments, blank lines and layout', () => {
    const edits: [string, (text: string) => string][] = [
      ['workflow.yaml', (text) => `# looked at again\n\n${text}\n# the end\n`],
      ['workflow.yaml', (text) => text.replace('channels: [chat, email]', 'channels:\n  - chat # signed in\n  - email')],
      ['integrations.yaml', (text) => text.replace('owner: identity-team', "owner: 'identity-team' # as agreed")],
      ['targets.yaml', (text) => text.replace('reviewCap: 1000', '\nreviewCap:    1000')],
      ['SOUL.md', (text) => text.replace('languages: [en]', 'languages:\n  - en')],
      ['interviews/priya.yaml', (text) => `${text}\n# typed up the same evening\n`],
    ]
    for (const [file, edit] of edits) {
      const text = edit(files[file] ?? '')
      expect(text, file).not.toBe(files[file])
      expect(judge.caught({ name: 'layout', file, text, line: 1, around: -1, names: [] })?.by, file).toBe('equal content')
    }
  })
})

describe('a corrupted clause', () => {
  const corruptions = corruptionsOf(files)
  it.each([...new Set(corruptions.map(({ file }) => file))])('of %s is caught at its place', { timeout: longMs }, (file) => {
    expect(
      missed(
        judge,
        corruptions.filter((mutation) => mutation.file === file),
      ),
    ).toEqual([])
  })

  it('are more than a hundred, in every kind of document', () => {
    expect(corruptions.length).toBeGreaterThan(100)
    expect(new Set(corruptions.map(({ file }) => file)).size).toBe(5)
  })
})

describe('a clause taken away', () => {
  // An example more or less is no clause: the others stand for it. Arguments are an object whether their schema says so or not. A reply that leads to
  // an end and one that leads nowhere are the same path.
  const last = new Set(
    readDossier(plain).dossier?.workflow.steps.flatMap((step, at) =>
      step.kind === 'reply' && step.next === 'done' ? [`steps.${at}.next`] : [],
    ),
  )
  const isClause = (path: readonly PropertyKey[]) =>
    !last.has(path.join('.')) && !/^queryTypes\.\d+\.(counterE|e)xamples\.\d+$|\.arguments\.type$/.test(path.join('.'))
  const isOuter = (path: string) => /^[^.]+(\.\d+)?$|^systems\.\d+\.operations\.\d+$|^systems\.\d+\.\w+$/.test(path)

  it.each([
    ['workflow.yaml', { outer: 12, inner: 180 }],
    ['SOUL.md', { outer: 4, inner: 60 }],
    ['integrations.yaml', { outer: 8, inner: 100 }],
    ['targets.yaml', { outer: 1, inner: 2 }],
    ['interviews/jonas.yaml', { outer: 1, inner: 3 }],
    ['interviews/lukas.yaml', { outer: 1, inner: 3 }],
    ['interviews/priya.yaml', { outer: 1, inner: 3 }],
  ])('from %s is caught at its place', { timeout: longMs }, (file, every) => {
    expect(missed(judgePlain, sampled(deletions(plain, file, isClause), isOuter, every))).toEqual([])
  })
})
