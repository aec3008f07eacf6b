// Changes one clause of a dossier's files in memory and says how the change is caught: by a new finding of the compiler, or by a test generated from
// the unchanged dossier; and whether what caught it names the place.

import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { checkDossier } from '../../src/domain/compiler/check.ts'
import { documentNames, readDossier, splitRole } from '../../src/domain/discovery/documents.ts'
import type { Finding } from '../../src/domain/discovery/dossier.ts'
import { subjectOf } from '../../src/domain/oversight/dossier-test.ts'
import { failuresOf, testsOf } from '../../src/domain/oversight/dossier-tests.ts'

export type Files = Readonly<Record<string, string>>

/** `line`: where in the changed file the change is; `around`: where the thing begins that it is a part of. `names`: words that what catches it may name the place with instead of its line. */
export type Mutation = { name: string; file: string; text: string; line: number; around: number; names: readonly string[] }

export type Caught = { by: 'reading' | 'compiler' | 'generated test' | 'equal content'; saying: string; named: boolean }

/** How far from the change a finding may stand and still name the place: the length of one step or operation. */
const nearLines = 14

/** Judges mutations of one dossier; what the dossier itself is found to have does not count. */
export function judgeOf(files: Files): { caught(mutation: Mutation): Caught | null; findings: readonly Finding[] } {
  const read = readDossier(files)
  if (read.dossier === null) throw new Error(`the unchanged dossier cannot be read: ${read.problems[0]?.what}`)
  const findings = checkDossier(read.dossier, read.source)
  const known = new Set(findings.map(saidOf))
  const tests = testsOf(read.dossier)
  return {
    findings,
    caught(mutation) {
      const { dossier, problems, source } = readDossier({ ...files, [mutation.file]: mutation.text })
      const fresh = dossier === null ? problems : checkDossier(dossier, source).filter((one) => !known.has(saidOf(one)))
      const best = fresh.find((one) => isNamed(mutation, one)) ?? fresh[0]
      const found: Caught | null = best
        ? {
            by: dossier === null ? 'reading' : 'compiler',
            saying: `${best.code} ${best.file}:${best.line} ${best.what}`,
            named: isNamed(mutation, best),
          }
        : null
      if (found?.named || dossier === null) return found
      if (isDeepStrictEqual(dossier, read.dossier)) return { by: 'equal content', saying: 'a default stands for it', named: true }
      // What the compiler finds elsewhere is caught; a generated test may still say where it comes from.
      const failures = failuresOf(tests, subjectOf(dossier)).map(({ test, why }) => ({
        file: test.file,
        line: read.source.lineOf(test.file, test.place),
        what: `${test.name}: ${why}`,
      }))
      const failed = failures.find((one) => isNamed(mutation, one)) ?? failures[0]
      if (failed === undefined || (found !== null && !isNamed(mutation, failed))) return found
      const saying = `${failed.file}:${failed.line} ${failed.what}`
      return { by: found?.by ?? 'generated test', saying, named: isNamed(mutation, failed) }
    },
  }
}

function saidOf({ code, what }: Finding): string {
  return `${code} ${what}`
}

function isNamed({ file, line, around, names }: Mutation, found: { file: string; line: number | null; what: string }): boolean {
  const near = found.file === file && found.line !== null && Math.abs(found.line - line) <= nearLines
  return near || (found.file === file && found.line === around) || names.some((name) => found.what.includes(name))
}

/** A change of text: what stood there, which must be there exactly once or be the first of several, and what stands there then. */
export function corrupted(
  files: Files,
  { file, from, to, names = [] }: { file: string; from: string; to: string; names?: string[] },
): Mutation {
  const text = files[file] ?? ''
  const at = text.indexOf(from)
  if (at < 0) throw new Error(`“${from}” is not in ${file}`)
  return {
    name: `${file}: “${short(from)}” → “${short(to)}”`,
    file,
    text: text.slice(0, at) + to + text.slice(at + from.length),
    line: text.slice(0, at).split('\n').length,
    around: -1,
    names,
  }
}

function short(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 50)
}

/** The dossier's files written out as the YAML library does, so that a text with one node less differs in that node only. */
export function rewritten(files: Files): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, written(file, text, () => true)]))
}

function written(file: string, text: string, change: (document: ReturnType<typeof parseDocument>) => boolean): string {
  const role = file === documentNames.role ? splitRole(text) : null
  const document = parseDocument(role?.front ?? text)
  change(document)
  const yaml = document.toString({ lineWidth: 0 })
  return role === null ? yaml : `---\n${yaml}---\n${role.body}`
}

/** Every clause of a YAML file taken away in turn: each member of each object and each item of each list, at most so many levels deep. */
export function deletions(files: Files, file: string, isClause: (path: readonly PropertyKey[]) => boolean): Mutation[] {
  const text = files[file] ?? ''
  const source = readDossier(files).source
  const root = parseDocument((file === documentNames.role ? splitRole(text)?.front : null) ?? text)
  const paths: (string | number)[][] = []
  const visit = (node: unknown, path: (string | number)[]): void => {
    if (path.length > 0 && isClause(path)) paths.push(path)
    if (isMap(node)) for (const { key, value } of node.items) if (isScalar(key)) visit(value, [...path, String(key.value)])
    if (isSeq(node)) for (const [at, item] of node.items.entries()) visit(item, [...path, at])
  }
  visit(root.contents, [])
  return paths.map((path) => ({
    name: `${file}: without ${path.join('.')}`,
    file,
    text: written(file, text, (document) => document.deleteIn(path)),
    line: source.lineOf(file, path) ?? 1,
    around: source.lineOf(file, path.slice(0, -1)) ?? 1,
    names: namesOf(root.toJS(), path),
  }))
}

/** The names of what is taken away and of what it stands in: a grant by what it lets do, a step by its id. */
function namesOf(root: unknown, path: readonly (string | number)[]): string[] {
  const found: string[] = []
  let node = root
  for (const key of path) {
    node = (node as Record<string | number, unknown>)[key]
    if (typeof node !== 'object' || node === null) continue
    for (const name of ['name', 'id', 'do', 'when', 'argument'] as const) {
      const value = (node as Record<string, unknown>)[name]
      if (typeof value === 'string') found.push(value)
    }
  }
  if (typeof node === 'string') found.push(node)
  if (Array.isArray(node)) found.push(...node.filter((item) => typeof item === 'string'))
  return [...found, String(path.at(-1))].filter((name) => name.length > 2)
}
