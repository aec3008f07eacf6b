import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smallDossier } from '../../../test/support/dossier-files.ts'
import { compilePolicy } from '../compiler/policy.ts'
import { readDossier } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { agedByAll, isAged } from '../gates/ageing.ts'
import { changesBetween, channelsOf, typesUsing, type Version } from './changes.ts'

function version(edits: Readonly<Record<string, readonly [string, string]>> = {}): Version {
  const files = Object.fromEntries(
    Object.entries(smallDossier).map(([name, text]) => {
      const edit = edits[name]
      if (edit !== undefined && !text.includes(edit[0])) throw new Error(`${name} has no “${edit[0]}”`)
      return [name, edit === undefined ? text : text.replace(...edit)]
    }),
  )
  const { dossier, problems } = readDossier(files)
  if (dossier === null) throw new Error(JSON.stringify(problems))
  return { dossier, policy: compilePolicy(dossier) }
}

const base = version()
const both = ['password_reset', 'vpn_trouble']
type Row = [string, Parameters<typeof version>[0], [kind: string, types: string[] | 'all' | 'none'][]]

test.each<Row>([
  ['a word of the role', { 'SOUL.md': ['You are Nila.', 'You are Nila, of the desk.'] }, [['role_wording', 'all']]],
  [
    'a grant taken away',
    { 'SOUL.md': ['  - {do: reply}\n', '  - {do: reply, for: [vpn_trouble]}\n'] },
    [['grant', ['password_reset']]],
  ],
  [
    'a grant given to another type',
    { 'SOUL.md': ['{do: directory.get_person, for: [password_reset]}', '{do: directory.get_person}'] },
    [['grant', ['vpn_trouble']]],
  ],
  [
    'an operation people must decide from now on',
    { 'SOUL.md': ['must_not:', 'always_review: [directory.reset_password]\nmust_not:'] },
    [['grant', ['password_reset']]],
  ],
  [
    'an operation that is forbidden',
    { 'SOUL.md': ['{do: directory.delete_person, why: never}', '{do: directory.reset_password}'] },
    [['forbidden', ['password_reset']]],
  ],
  ['why it is forbidden', { 'SOUL.md': ['why: never', 'why: not ever'] }, [['notes', 'none']]],
  ['a limit', { 'SOUL.md': ['must_not:', 'limits: {writesPerInteraction: 1}\nmust_not:'] }, [['limit', 'all']]],
  ['what happens on refusal', { 'SOUL.md': ['must_not:', 'on_refusal: escalate\nmust_not:'] }, [['refusal_rule', 'all']]],
  ['when the role hands over', { 'SOUL.md': ['"lawyer"', '"attorney"'] }, [['trigger', 'all']]],
  ['why the role hands over', { 'SOUL.md': ['legal matters go to people', 'a matter of law'] }, [['trigger_reach', 'none']]],
  ['a trigger’s condition', { 'workflow.yaml': ['has(fields.vip) && fields.vip', 'has(fields.vip)'] }, [['trigger', 'all']]],
  [
    'whom a trigger reaches',
    { 'workflow.yaml': ['answerWithinMinutes: 15', 'answerWithinMinutes: 30'] },
    [['trigger_reach', 'none']],
  ],
  [
    'a reply’s words in the path',
    { 'workflow.yaml': ['Please sign out and in again.', 'Sign out.'] },
    [['path', ['vpn_trouble']]],
  ],
  ['what a step is called', { 'workflow.yaml': ['title: VPN hint', 'title: A hint'] }, [['notes', 'none']]],
  ['an argument of a call', { 'workflow.yaml': ['notify: true', 'notify: false'] }, [['path', ['password_reset']]]],
  [
    'how a type is done',
    { 'workflow.yaml': ['practice: reset after a call back', 'practice: reset at once'] },
    [['query_type_wording', ['password_reset']]],
  ],
  [
    'an example of a type',
    { 'workflow.yaml': ['my vpn keeps dropping]', 'my vpn keeps dropping, no vpn]'] },
    [['query_type_recognition', 'all']],
  ],
  [
    'whether a type is major',
    { 'workflow.yaml': ['title: VPN trouble\n    major: true', 'title: VPN trouble\n    major: false'] },
    [['query_type_weight', 'none']],
  ],
  [
    'a new type',
    {
      'workflow.yaml': [
        'steps:\n',
        '  - {name: new_phone, title: New phone, major: false, examples: [I need a phone], start: vpn_reply}\nsteps:\n',
      ],
    },
    [['query_type_added', 'none']],
  ],
  ['a new channel', { 'workflow.yaml': ['[email, chat]', '[email, chat, phone]'] }, [['channel_added', 'none']]],
  ['a channel less', { 'workflow.yaml': ['[email, chat]', '[chat]'] }, [['channel_removed', 'none']]],
  ['a declared field', { 'workflow.yaml': ['seats: number', 'seats: number, site: string'] }, [['declared_fields', 'all']]],
  ['a person', { 'workflow.yaml': ['title: Service desk', 'title: The desk'] }, [['notes', 'none']]],
  [
    'a new operation',
    {
      'integrations.yaml': [
        '      - {name: delete_person',
        '      - {name: list_groups, access: read}\n      - {name: delete_person',
      ],
    },
    [['operation_added', 'none']],
  ],
  [
    'an operation’s arguments',
    { 'integrations.yaml': ['access: write, risk: high', 'access: write, risk: high, arguments: {type: object}'] },
    [['tool_schema', ['password_reset']]],
  ],
  [
    'the tool that was looked at',
    { 'integrations.yaml': ['access: read, risk: low', 'access: read, risk: low, toolHash: abc'] },
    [['tool_schema', ['password_reset']]],
  ],
  ['whether an operation honours keys', { 'integrations.yaml': [', idempotent: true', ''] }, [['operation', ['password_reset']]]],
  [
    'where a system is',
    { 'integrations.yaml': ['127.0.0.1:1/', '127.0.0.1:2/'] },
    [['integration_endpoint', ['password_reset']]],
  ],
  [
    'a credential',
    { 'integrations.yaml': ['owner: Platform', 'owner: Platform\n    credential: DIRECTORY_KEY'] },
    [['credential', ['password_reset']]],
  ],
  [
    'what a system is called',
    { 'integrations.yaml': ['title: Directory', 'title: Our directory'] },
    [['system_wording', ['password_reset']]],
  ],
  ['who owns a system', { 'integrations.yaml': ['owner: Platform', 'owner: IT'] }, [['notes', 'none']]],
  ['a target', { 'targets.yaml': ['targetRatio: 0.9', 'targetRatio: 0.92'] }, [['targets', 'none']]],
  ['the sampling rate', { 'targets.yaml': ['supervised: {}', 'supervised: {sampleRatio: 0.2}'] }, [['sampling_rate', 'none']]],
  ['an interview', { 'interviews/priya.yaml': ['I call back.', 'I call them back.'] }, [['notes', 'none']]],
])('%s', (_, edits, expected) => {
  const after = version(edits)
  const changes = changesBetween(base, after)
  expect(changes.map(({ kind }) => kind)).toEqual(expected.map(([kind]) => kind))
  const { cells } = agedByAll(changes, channelsOf(base, after))
  for (const [, ages] of expected)
    for (const queryType of both)
      for (const channel of ['email', 'chat'])
        expect(isAged(cells, { queryType, channel }), `${queryType} × ${channel}`).toBe(
          ages === 'all' || ages.includes(queryType),
        )
})

test('equal versions have no change; a rewritten grant that means the same is a note', () => {
  expect(changesBetween(base, version())).toEqual([])
  const rewritten = version({
    'SOUL.md': [
      '  - {do: directory.reset_password, for: [password_reset]}\n  - {do: reply}\n',
      '  - {do: reply}\n  - {do: directory.reset_password, for: [password_reset]}\n',
    ],
  })
  expect(changesBetween(base, rewritten)).toEqual([{ kind: 'notes', what: 'may', types: [] }])
})

test('a type that is removed ages with what it used', () => {
  const without = version({
    'workflow.yaml': [/ {2}- name: vpn_trouble[\s\S]*?start: vpn_reply\n/.exec(smallDossier['workflow.yaml']!)![0], ''],
  })
  const changes = changesBetween(base, without)
  expect(changes.map(({ kind, what }) => `${kind} ${what}`)).toContain('query_type_removed vpn_trouble')
  const { cells } = agedByAll(changes, ['chat'])
  expect(isAged(cells, { queryType: 'vpn_trouble', channel: 'chat' })).toBe(true)
  expect(isAged(cells, { queryType: 'password_reset', channel: 'chat' })).toBe(false)
})

test('the types that use an operation are those granted it or with a step that calls it', () => {
  expect(typesUsing(base, 'directory.reset_password')).toEqual(['password_reset'])
  expect(typesUsing(base, 'reply')).toEqual(both)
  expect(typesUsing(base, 'directory.delete_person')).toEqual([])
})

/** Every place in a value that holds a text, number or truth. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]))
}

function changed(dossier: Dossier, path: readonly string[]): Dossier {
  const copy = structuredClone(dossier)
  let holder = copy as unknown as Record<string, unknown>
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>
  const last = path.at(-1)!
  const old = holder[last]
  holder[last] = typeof old === 'number' ? old + 0.01 : typeof old === 'boolean' ? !old : `${String(old)}_x`
  return copy
}

test('whatever single value differs between two versions, it is a change of some kind', () => {
  // A step of another kind has other fields and could not be read; that it is another step is the row “path” above.
  for (const path of leaves(base.dossier).filter((one) => !(one[1] === 'steps' && one.at(-1) === 'kind'))) {
    const dossier = changed(base.dossier, path)
    const after = { dossier, policy: compilePolicy(dossier) }
    expect(changesBetween(base, after), path.join('.')).not.toEqual([])
    expect(changesBetween(after, base), path.join('.')).not.toEqual([])
  }
})

test('a field nobody has named is unknown, wherever it turns up, and everything ages', () => {
  for (const place of [
    [],
    ['role'],
    ['workflow'],
    ['workflow', 'queryTypes', '0'],
    ['integrations', 'systems', '0'],
    ['integrations', 'systems', '0', 'operations', '0'],
  ]) {
    const dossier = structuredClone(base.dossier) as unknown as Record<string, unknown>
    let holder = dossier
    for (const key of place) holder = holder[key] as Record<string, unknown>
    holder.invented = 'tomorrow'
    const after = { dossier: dossier as unknown as Dossier, policy: base.policy }
    const changes = changesBetween(base, after)
    expect(agedByAll(changes, ['chat']).cells, place.join('.')).toBe('all')
  }
})

test('two changes together age at least what each of them ages alone', () => {
  const texts = Object.keys(smallDossier)
  const edits: Record<string, [string, string][]> = {
    'SOUL.md': [
      ['You are Nila.', 'You are she.'],
      ['why: never', 'why: no'],
      ['{do: directory.get_person, for: [password_reset]}', '{do: directory.get_person}'],
    ],
    'workflow.yaml': [
      ['notify: true', 'notify: false'],
      ['Please sign out', 'Sign out'],
      ['title: VPN hint', 'title: Hint'],
      ['answerWithinMinutes: 15', 'answerWithinMinutes: 20'],
    ],
    'integrations.yaml': [
      ['127.0.0.1:1/', '127.0.0.1:2/'],
      ['owner: Platform', 'owner: IT'],
    ],
    'targets.yaml': [['targetRatio: 0.9', 'targetRatio: 0.91']],
    'interviews/priya.yaml': [['I call back.', 'I call.']],
  }
  const one = fc.constantFrom(...texts).chain((file) => fc.constantFrom(...edits[file]!).map((edit) => [file, edit] as const))
  fc.assert(
    fc.property(one, one, ([fileA, editA], [fileB, editB]) => {
      fc.pre(fileA !== fileB)
      const aged = (which: Parameters<typeof version>[0]) =>
        agedByAll(changesBetween(base, version(which)), ['email', 'chat']).cells
      const together = aged({ [fileA]: editA, [fileB]: editB })
      for (const alone of [aged({ [fileA]: editA }), aged({ [fileB]: editB })])
        for (const queryType of both) {
          const cell = { queryType, channel: 'chat' }
          if (isAged(alone, cell)) expect(isAged(together, cell)).toBe(true)
        }
    }),
    { numRuns: 40 },
  )
})
