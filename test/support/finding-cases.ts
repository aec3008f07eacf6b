// Changes to the small dossier, each with the finding it must bring and a text on the line that must be named: what takes one change.

import type { FindingCode } from '../../src/domain/compiler/findings.ts'

export type Change = { file: string; from: string | RegExp; to: string }

export const map = (from: string, to: string): Change => ({ file: 'workflow.yaml', from, to })
export const role = (from: string, to: string): Change => ({ file: 'SOUL.md', from, to })
export const systems = (from: string, to: string): Change => ({ file: 'integrations.yaml', from, to })
export const targets = (from: string, to: string): Change => ({ file: 'targets.yaml', from, to })
export const interview = (from: string, to: string): Change => ({ file: 'interviews/priya.yaml', from, to })

/** The code, a text on the line it must name (in the changed file), and what is changed. */
export const cases: [FindingCode, string | null, Change][] = [
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
  ['operation-risk-unknown', 'name: reset_password', systems('access: write, risk: high', 'access: write')],
  ['read-of-unknown-risk', 'name: get_person', systems('access: read, risk: low', 'access: read')],
  ['role-too-long', 'name: Nila', role('You are Nila.', 'x'.repeat(18_001))],
  ['interview-missing', null, interview('doesTheWork: true', 'doesTheWork: false')],
  ['interview-unknown', 'pryia', map('from: priya', 'from: pryia')],
  ['question-open', 'openQuestions', interview('answers:', 'openQuestions: [{question: Who signs off?}]\nanswers:')],
  ['escalation-bounds-crossed', 'minRatio', targets('minRatio: 0.02', 'minRatio: 0.5')],
]
