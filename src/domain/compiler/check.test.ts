import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { type Change, cases, map, role } from '../../../test/support/finding-cases.ts'
import { moreCases } from '../../../test/support/finding-cases-more.ts'
import { readDossier } from '../discovery/documents.ts'
import { checkDossier } from './check.ts'
import { findingCodes } from './findings.ts'

function check(...changes: Change[]) {
  const files: Record<string, string> = { ...smallDossier }
  for (const { file, from, to } of changes) {
    expect(typeof from === 'string' ? files[file]?.includes(from) : from.test(files[file] ?? '')).toBe(true)
    files[file] = (files[file] ?? '').replace(from, to)
  }
  const { dossier, problems, source } = readDossier(files)
  expect(problems).toEqual([])
  return checkDossier(dossier!, source)
}

describe('the dossier compiler', () => {
  it('finds no error in the small dossier', () => {
    expect(check().filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it.each(cases)('finds %s near “%s”', (code, near, change) => {
    const findings = check(change)
    const found = findings.find((finding) => finding.code === code)
    expect(found, findings.map((finding) => `${finding.code}:${finding.line}`).join(' ')).toBeDefined()
    expect(found?.severity).toBe(findingCodes[code].severity)
    if (near === null) return expect(found?.line).toBeNull()
    const text =
      found?.file === change.file
        ? (smallDossier[change.file] ?? '').replace(change.from, change.to)
        : smallDossier[found?.file ?? '']
    expect(text?.split('\n')[(found?.line ?? 0) - 1]).toContain(near)
  })

  it.each(moreCases)('finds %s near “%s” (more)', (code, near, ...changes) => {
    const before = new Set(check().map(({ code, what }) => `${code} ${what}`))
    const files: Record<string, string> = { ...smallDossier }
    for (const { file, from, to } of changes) files[file] = (files[file] ?? '').replace(from, to)
    const fresh = check(...changes).filter(({ code, what }) => !before.has(`${code} ${what}`))
    const found = fresh.filter((finding) => finding.code === code)
    expect(found, fresh.map((finding) => `${finding.code}:${finding.line}`).join(' ')).not.toEqual([])
    const lines = found.map(({ file, line }) => files[file]?.split('\n')[(line ?? 0) - 1])
    if (near !== null)
      expect(
        lines.filter((line) => line?.includes(near)),
        lines.join('\n'),
      ).not.toEqual([])
  })

  it('has a case for every code of the table', () => {
    const tried = new Set<string>([
      ...cases.map(([code]) => code),
      ...moreCases.map(([code]) => code),
      ...check().map(({ code }) => code),
    ])
    expect(Object.keys(findingCodes).filter((code) => !tried.has(code))).toEqual([])
  })

  it('lets a difference between SOP and practice stand once people have settled it, and a carve-out from a whole system', () => {
    const errors = (...changes: Change[]) => check(...changes).filter(({ severity }) => severity === 'error')
    const settled = 'practice: nobody calls back\n    resolution: {holds: sop, what: Call back., by: Priya, on: 2026-11-03}'
    expect(errors(map('practice: reset after a call back', settled))).toEqual([])
    expect(errors(role('directory.reset_password, for: [password_reset]', 'directory.*, for: [password_reset]'))).toEqual([])
  })
})
