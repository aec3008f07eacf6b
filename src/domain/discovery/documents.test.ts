import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { readDossier } from './documents.ts'

function broken(file: string, from: string, to: string) {
  const text = smallDossier[file] ?? ''
  expect(text).toContain(from)
  return readDossier({ ...smallDossier, [file]: text.replace(from, to) })
}

describe('reading a dossier', () => {
  it('reads the four documents and the interviews, and knows the lines', () => {
    const { dossier, problems, source } = readDossier(smallDossier)
    expect(problems).toEqual([])
    expect(dossier?.workflow.steps).toHaveLength(7)
    expect(dossier?.role.body).toBe('You are Nila.')
    expect(dossier?.interviews.map((interview) => interview.on)).toEqual(['2026-11-12'])
    expect(source.lineOf('workflow.yaml', ['queryTypes', 1, 'rules'])).toBe(20)
    expect(source.lineOf('SOUL.md', ['may', 2])).toBe(7)
  })

  it.each([
    ['workflow.yaml', 'title: IT desk', 'title: [IT desk', 'document-unreadable', null],
    ['workflow.yaml', 'title: IT desk', 'title: IT desk\ntitle: Again', 'document-unreadable', 3],
    ['workflow.yaml', 'title: IT desk', 'titel: IT desk', 'field-unknown', 2],
    ['workflow.yaml', '    major: true\n    examples: [I', '    major: perhaps\n    examples: [I', 'field-invalid', 9],
    ['workflow.yaml', 'title: IT desk', 'title: &a IT desk\nemployee2: *a', 'document-unreadable', 3],
    ['SOUL.md', 'role: IT desk employee', 'rolle: IT desk employee', 'field-unknown', 3],
    ['SOUL.md', 'You are', 'You\0are', 'document-unreadable', 1],
    ['integrations.yaml', 'title: Directory', 'title: "a\\0b"', 'document-unreadable', 1],
    ['SOUL.md', '---\nname', 'name', 'document-unreadable', 1],
    ['integrations.yaml', 'access: read', 'access: reed', 'field-invalid', 7],
    ['targets.yaml', 'targetRatio: 0.9', 'targetRatio: 90', 'field-invalid', 1],
    ['interviews/priya.yaml', 'on: 2026-11-12', 'on: last week', 'field-invalid', 5],
    ['interviews/priya.yaml', 'id: priya', 'id: raj', 'interview-misnamed', 1],
  ])('refuses %s with “%s” become “%s”', (file, from, to, code, line) => {
    const { dossier, problems } = broken(file, from, to)
    expect(dossier).toBeNull()
    const found = problems.find((problem) => problem.code === code)
    expect(found, JSON.stringify(problems)).toMatchObject({ file, severity: 'error' })
    if (line !== null) expect(found?.line).toBe(line)
  })

  it('says which document is missing', () => {
    const { 'targets.yaml': _, ...rest } = smallDossier
    expect(readDossier(rest)).toMatchObject({ dossier: null, problems: [{ code: 'document-missing', file: 'targets.yaml' }] })
  })

  it('does not follow hostile nesting or keys', () => {
    const deep = { ...smallDossier, 'targets.yaml': `accuracy: ${'['.repeat(5000)}` }
    expect(readDossier(deep).problems[0]?.code).toBe('document-unreadable')
    const proto = { ...smallDossier, 'targets.yaml': `${smallDossier['targets.yaml']}__proto__: {x: 1}\n` }
    expect(readDossier(proto)).toMatchObject({ dossier: null })
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
