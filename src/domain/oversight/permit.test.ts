import { expect, test } from 'vitest'
import { compilePolicy } from '../compiler/policy.ts'
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
        { name: 'refund', access: 'write', amount: { argument: 'sum', currency: 'EUR' } },
        { name: 'mail', access: 'write', recipients: ['to', 'cc'] },
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
const none: Spent = { effects: 0, writes: 0, writesToday: 0, money: 0, moneyToday: 0, recipients: [], lately: 0 }
const type = (name: string) => ({ name, major: true, start: null, sop: null, practice: null, resolution: null })
const workflow = { queryTypes: [type('password'), type('printer')], triggers: [], channels: [], fields: {}, steps: [] }
const policyOf = (role: object) => compilePolicy({ integrations, role: roleOf(role), workflow } as unknown as Dossier)

function ask(
  operation: string,
  given: Record<string, unknown> = {},
  more: {
    role?: object
    queryType?: string
    spent?: Spent
    system?: string
    trusted?: string[]
    results?: string[]
    at?: Date
  } = {},
) {
  const found = permit({
    at: more.at ?? new Date(0),
    policy: policyOf(more.role ?? {}),
    queryType: more.queryType ?? 'password',
    sources: { requester: 'ann@example.org', trusted: more.trusted ?? [], results: more.results ?? [] },
    request: { kind: 'call', system: more.system ?? 'directory', operation, arguments: given },
    spent: more.spent ?? none,
  })
  if (!found.granted) return found.why
  return found.alwaysReview === null ? 'granted' : `a person: ${found.alwaysReview}`
}

test.each([
  ['a granted read', ask('get'), 'granted'],
  ['a granted write with its arguments', ask('reset', { id: 'ann' }), 'granted'],
  ['an operation the map does not list', ask('drop'), 'directory.drop is not in the integration map'],
  ['a system the map does not list', ask('get', {}, { system: 'payroll' }), 'payroll.get is not in the integration map'],
  ['an operation without access', ask('erase'), 'the integration map gives no access to directory.erase'],
  ['a forbidden act, though granted', ask('lock'), 'the role forbids directory.lock: people do'],
  [
    'another query type',
    ask('get', {}, { queryType: 'printer' }),
    'the role grants directory.get for password and not for printer, which this query is',
  ],
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
  [
    'money within the limits',
    ask('refund', { sum: 40 }, { role: { limits: { moneyPerInteraction: 50, moneyPerDay: 60 } } }),
    'granted',
  ],
  [
    'too much money at once',
    ask('refund', { sum: '50.01' }, { role: { limits: { moneyPerInteraction: 50 } } }),
    'the limit of 50 in money per interaction is reached',
  ],
  [
    'too much money bit by bit',
    ask('refund', { sum: 20 }, { role: { limits: { moneyPerInteraction: 50 } }, spent: { ...none, money: 40 } }),
    'the limit of 50 in money per interaction is reached',
  ],
  [
    'too much money today',
    ask('refund', { sum: 20 }, { role: { limits: { moneyPerDay: 50 } }, spent: { ...none, moneyToday: 40 } }),
    'the limit of 50 in money per day is reached',
  ],
  ['a sum that is none', ask('refund', { sum: '5e9' }), 'argument “sum” does not say a sum of money'],
  ['a sum below zero', ask('refund', { sum: -5 }), 'argument “sum” does not say a sum of money'],
  ['a sum left out', ask('refund', {}), 'argument “sum” does not say a sum of money'],
  ['mail to the requester, however spelt', ask('mail', { to: 'Ann@Example.org' }), 'granted'],
  ['mail to nobody yet', ask('mail', {}), 'granted'],
  [
    'mail to a stranger',
    ask('mail', { to: 'ann@example.org', cc: ['eve@evil.example'] }),
    'a person: it goes to eve@evil.example, who is neither the requester nor in the role’s directory',
  ],
  [
    'mail to a stranger whose domain ends like ours',
    ask(
      'mail',
      { to: 'eve@desk.example@evil.example' },
      { role: { destinations: { rule: 'directory', directory: ['@evil.example'] } } },
    ),
    'a person: it goes to eve@desk.example@evil.example, who is neither the requester nor in the role’s directory',
  ],
  [
    'mail into a domain of the directory',
    ask('mail', { to: 'bo@desk.example' }, { role: { destinations: { rule: 'directory', directory: ['@desk.example'] } } }),
    'granted',
  ],
  [
    'mail to anybody, where the role says so',
    ask('mail', { to: 'eve@evil.example' }, { role: { destinations: { rule: 'any' } } }),
    'granted',
  ],
  ['a recipient that is no text', ask('mail', { to: { toString: 1 } }), 'a recipient is not a text'],
  [
    'one recipient too many',
    ask(
      'mail',
      { to: ['a@x', 'b@x'] },
      { role: { limits: { recipientsPerInteraction: 2 } }, spent: { ...none, recipients: ['c@x'] } },
    ),
    'the limit of 2 recipients per interaction is reached',
  ],
  [
    'a query type with a name every object has',
    ask('get', {}, { queryType: 'constructor' }),
    'the role grants directory.get for password and not for constructor, which this query is',
  ],
  ['a read when the writes are used up', ask('get', {}, { spent: { ...none, writes: 5 } }), 'granted'],
])('%s', (_, found, expected) => {
  expect(found).toBe(expected)
})

test('a role that grants nothing permits nothing, not even a reply', () => {
  const question = {
    policy: policyOf({ may: [] }),
    queryType: 'password',
    sources: { requester: 'ann', trusted: [], results: [] },
    spent: none,
  }
  expect(permit({ ...question, at: new Date(0), request: { kind: 'reply', text: 'hi' } }).granted).toBe(false)
})

const refunds = (terms: object) => ({ role: { may: [{ do: 'directory.refund', for: ['password'], ...terms }] } })
const mails = (terms: object, more: object = {}) => ({ role: { may: [{ do: 'directory.mail', ...terms }], ...more } })

test.each([
  [
    'on its last day',
    ask('refund', { sum: 1 }, { ...refunds({ until: '2027-03-31' }), at: new Date('2027-03-31T23:59:59Z') }),
    'granted',
  ],
  [
    'a second later',
    ask('refund', { sum: 1 }, { ...refunds({ until: '2027-03-31' }), at: new Date('2027-04-01T00:00:00Z') }),
    'the grant of directory.refund ended on 2027-03-31',
  ],
  ['the most it may move', ask('refund', { sum: 50 }, refunds({ amount: 50 })), 'granted'],
  [
    'a cent more',
    ask('refund', { sum: '50.01' }, refunds({ amount: 50 })),
    'the grant of directory.refund is for at most 50 in money',
  ],
  [
    'arguments outside the grant’s own schema',
    ask('refund', { sum: 5, note: 'x' }, refunds({ arguments: { properties: { note: false } } })),
    'under the grant of directory.refund, argument “note” must be left out',
  ],
  [
    'the last time within its rate',
    ask('refund', { sum: 1 }, { ...refunds({ rate: { times: 3, minutes: 60 } }), spent: { ...none, lately: 2 } }),
    'granted',
  ],
  [
    'once more',
    ask('refund', { sum: 1 }, { ...refunds({ rate: { times: 3, minutes: 60 } }), spent: { ...none, lately: 3 } }),
    'the limit of 3 times directory.refund within 60 minutes is reached',
  ],
  [
    'more destinations than the grant is for',
    ask('mail', { to: ['a@x.example', 'b@x.example'] }, mails({ recipients: 1 })),
    'the grant of directory.mail is for at most 1 recipients',
  ],
  ['where the grant is wider than the role', ask('mail', { to: 'eve@x.example' }, mails({ destinations: 'any' })), 'granted'],
  [
    'where the grant is narrower than the role',
    ask('mail', { to: 'eve@x.example' }, mails({ destinations: 'requester' }, { destinations: { rule: 'any' } })),
    'a person: it goes to eve@x.example, who is neither the requester nor in the role’s directory',
  ],
])('terms of a grant: %s', (_, found, expected) => {
  expect(found).toBe(expected)
})

test('only what is granted for other types is a reach beyond the type; what is forbidden or granted to nobody is not', () => {
  const asked = (operation: string) => {
    const request = { kind: 'call', system: 'directory', operation, arguments: { id: 'ann' } } as const
    const sources = { requester: 'ann', trusted: [], results: [] }
    const found = permit({ policy: policyOf({}), queryType: 'printer', sources, request, spent: none, at: new Date(0) })
    return found.granted ? 'granted' : found.widening
  }
  expect([asked('reset'), asked('lock'), asked('erase'), asked('nothing')]).toEqual([true, false, false, false])
})
