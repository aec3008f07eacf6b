import { expect, test } from 'vitest'
import type { Dossier } from '../discovery/dossier.ts'
import { integrationMapSchema } from '../discovery/integration-map.ts'
import { roleFrontMatterSchema } from '../discovery/role-definition.ts'
import { permit, type Spent } from './permit.ts'

const integrations = integrationMapSchema.parse({
  systems: [
    {
      name: 'directory',
      title: 'Directory',
      owner: 'Platform',
      connector: { kind: 'recorded' },
      operations: [
        { name: 'get', access: 'read' },
        {
          name: 'reset',
          access: 'write',
          arguments: { type: 'object', required: ['id'], properties: { id: {} }, additionalProperties: false },
        },
        { name: 'erase', access: 'none' },
        { name: 'lock', access: 'write' },
      ],
    },
  ],
})
const roleOf = (more: object) => ({
  ...roleFrontMatterSchema.parse({
    name: 'Nila',
    role: 'desk',
    may: [{ do: 'directory.*', for: ['password'] }, { do: 'reply' }],
    must_not: [{ do: 'directory.lock', why: 'people do' }],
    ...more,
  }),
  body: '',
})
const none: Spent = { effects: 0, writes: 0, writesToday: 0 }

function ask(
  operation: string,
  given: Record<string, unknown> = {},
  more: { role?: object; queryType?: string; spent?: Spent; system?: string } = {},
) {
  const dossier = { integrations, role: roleOf(more.role ?? {}) } as unknown as Dossier
  const found = permit({
    dossier,
    queryType: more.queryType ?? 'password',
    request: { kind: 'call', system: more.system ?? 'directory', operation, arguments: given },
    spent: more.spent ?? none,
  })
  return found.granted ? 'granted' : found.why
}

test.each([
  ['a granted read', ask('get'), 'granted'],
  ['a granted write with its arguments', ask('reset', { id: 'ann' }), 'granted'],
  ['an operation the map does not list', ask('drop'), 'directory.drop is not in the integration map'],
  ['a system the map does not list', ask('get', {}, { system: 'payroll' }), 'payroll.get is not in the integration map'],
  ['an operation without access', ask('erase'), 'the integration map gives no access to directory.erase'],
  ['a forbidden act, though granted', ask('lock'), 'the role forbids directory.lock: people do'],
  ['another query type', ask('get', {}, { queryType: 'printer' }), 'the role does not grant directory.get for printer'],
  ['a missing argument', ask('reset'), 'argument “id” is missing'],
  ['a stray argument', ask('reset', { id: 'ann', all: true }), 'argument “all” is not part of the operation'],
  [
    'a stray argument with a name every object has',
    ask('reset', { id: 'ann', constructor: 1 }),
    'argument “constructor” is not part of the operation',
  ],
  [
    'a hand-over as an operation',
    ask('transfer', {}, { system: 'handoff' }),
    'a hand-over is an escalation, not an operation: escalate instead',
  ],
  [
    'one effect too many',
    ask('get', {}, { spent: { ...none, effects: 20 } }),
    'the limit of 20 effects per interaction is reached',
  ],
  [
    'one write too many',
    ask('reset', { id: 'ann' }, { spent: { ...none, writes: 5 } }),
    'the limit of 5 writes per interaction is reached',
  ],
  [
    'one write too many today',
    ask('reset', { id: 'ann' }, { role: { limits: { writesPerDay: 3 } }, spent: { ...none, writesToday: 3 } }),
    'the limit of 3 writes per day is reached',
  ],
  ['a read when the writes are used up', ask('get', {}, { spent: { ...none, writes: 5 } }), 'granted'],
])('%s', (_, found, expected) => {
  expect(found).toBe(expected)
})

test('a role that grants nothing permits nothing, not even a reply', () => {
  const dossier = { integrations, role: roleOf({ may: [] }) } as unknown as Dossier
  expect(permit({ dossier, queryType: 'password', request: { kind: 'reply', text: 'hi' }, spent: none }).granted).toBe(false)
})
