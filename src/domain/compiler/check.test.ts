import { describe, expect, it } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { readDossier } from '../discovery/documents.ts'
import { checkDossier } from './check.ts'
import { type FindingCode, findingCodes } from './findings.ts'

type Change = { file: string; from: string | RegExp; to: string }

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

const map = (from: string, to: string): Change => ({ file: 'workflow.yaml', from, to })
const role = (from: string, to: string): Change => ({ file: 'SOUL.md', from, to })
const systems = (from: string, to: string): Change => ({ file: 'integrations.yaml', from, to })
const targets = (from: string, to: string): Change => ({ file: 'targets.yaml', from, to })
const interview = (from: string, to: string): Change => ({ file: 'interviews/priya.yaml', from, to })

/** The code, a text on the line it must name (in the changed file), and what is changed. */
const cases: [FindingCode, string | null, Change][] = [
  ['name-twice', 'kind: escalate', map('id: to_desk', 'id: tell')],
  ['name-reserved', 'name: unlisted', map('name: vpn_trouble', 'name: unlisted')],
  ['employee-differs', 'name: Nils', role('name: Nila', 'name: Nils')],
  ['type-without-path', 'name: vpn_trouble', map('    start: vpn_reply\n', '')],
  [
    'type-with-few-examples',
    'name: vpn_trouble',
    map('[the vpn does not connect, my vpn keeps dropping]', '[the vpn does not connect]'),
  ],
  ['example-misread', 'anyconnect is gone', map('[I forgot my password,', '[anyconnect is gone,')],
  ['no-major-type', 'queryTypes:', { file: 'workflow.yaml', from: /major: true/g, to: 'major: false' }],
  ['sop-and-practice-differ', 'practice: nobody', map('practice: reset after a call back', 'practice: nobody calls back')],
  [
    'edge-case-without-handling',
    'edgeCases:',
    map('people:', 'edgeCases: [{name: twins, what: Two people of one name}]\npeople:'),
  ],
  ['step-target-missing', 'next: nowhere', map('next: active}', 'next: nowhere}')],
  ['decision-without-otherwise', 'id: active', map('    otherwise: to_desk\n', '')],
  ['step-unreachable', 'id: done', map('next: done}', 'next: null}')],
  ['condition-invalid', 'disabled == ', map('results.look_up.disabled == false', 'results.look_up.disabled == ')],
  ['condition-reads-unknown-step', 'results.lookup', map('results.look_up.disabled', 'results.lookup.disabled')],
  ['blank-unknown', 'fields.nickname', map('{{results.look_up.name}}', '{{fields.nickname}}')],
  ['write-result-used', 'results.reset.link', map('{{results.look_up.name}}', '{{results.reset.link}}')],
  ['person-unknown', 'who: nobody', map('who: desk', 'who: nobody')],
  ['trigger-unknown', 'trigger: gone', map('reason: The', 'trigger: gone, reason: The')],
  ['trigger-without-person', 'name: vip', map('    who: desk\n', '')],
  ['trigger-without-channel', 'name: vip', map('    channel: chat\n', '')],
  ['trigger-without-time', 'name: vip', map('    answerWithinMinutes: 15\n', '')],
  ['trigger-without-test', 'name: vip', map('    test: {query: my vpn is slow, fields: {vip: true}}\n', '')],
  ['trigger-test-fails', 'test: {query', map('fields: {vip: true}}', 'fields: {vip: false}}')],
  ['operation-unknown', 'id: reset,', map('operation: reset_password', 'operation: reset_all')],
  ['operation-without-access', 'id: reset,', map('operation: reset_password', 'operation: delete_person')],
  ['operation-not-granted', 'id: reset,', role('  - {do: directory.reset_password, for: [password_reset]}\n', '')],
  ['operation-forbidden', 'id: reset,', role('{do: directory.delete_person, why: never}', '{do: directory.reset_password}')],
  ['reply-not-granted', 'id: vpn_reply', role('{do: reply}', '{do: reply, for: [password_reset]}')],
  [
    'grant-never-used',
    'directory.get_person',
    role('get_person, for: [password_reset]', 'get_person, for: [password_reset, vpn_trouble]'),
  ],
  ['grant-type-unknown', 'pasword', role('get_person, for: [password_reset]', 'get_person, for: [password_reset, pasword]')],
  [
    'allowed-and-forbidden',
    'directory.reset_password, for',
    role('{do: directory.delete_person, why: never}', '{do: directory.reset_password}'),
  ],
  ['operation-risk-unknown', 'name: get_person', systems('access: read, risk: low', 'access: read')],
  ['role-too-long', 'name: Nila', role('You are Nila.', 'x'.repeat(18_001))],
  ['interview-missing', null, interview('doesTheWork: true', 'doesTheWork: false')],
  ['interview-unknown', 'pryia', map('from: priya', 'from: pryia')],
  ['question-open', 'openQuestions', interview('answers:', 'openQuestions: [{question: Who signs off?}]\nanswers:')],
  ['escalation-bounds-crossed', 'minRatio', targets('minRatio: 0.02', 'minRatio: 0.5')],
]

describe('the dossier compiler', () => {
  it('finds nothing wrong with the small dossier but how few its triggers are', () => {
    expect(check()).toMatchObject([{ code: 'few-triggers', severity: 'warning', file: 'workflow.yaml' }])
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

  it('has a case for every code of the table', () => {
    const tried = new Set<string>([...cases.map(([code]) => code), 'few-triggers'])
    expect(Object.keys(findingCodes).filter((code) => !tried.has(code))).toEqual([])
  })

  it('lets a difference between SOP and practice stand once people have settled it, and a carve-out from a whole system', () => {
    const settled = check(
      map(
        'practice: reset after a call back',
        'practice: nobody calls back\n    resolution: {holds: sop, what: Call back., by: Priya, on: 2026-11-03}',
      ),
    )
    expect(settled.map((finding) => finding.code)).toEqual(['few-triggers'])
    const carved = check(role('directory.reset_password, for: [password_reset]', 'directory.*, for: [password_reset]'))
    expect(carved.map((finding) => finding.code)).toEqual(['few-triggers'])
  })
})
