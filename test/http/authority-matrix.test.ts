// Every route by every role and every key scope. The table here is written by hand, apart from the one the program decides by: a route without a row
// fails, and so does a change of who may do what that nobody wrote down twice.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Role, roles, type Scope, scopes } from '../../src/domain/oversight/authority.ts'
import { doors, servedAt } from '../../src/http/doors.ts'
import { testDatabase } from '../support/database.ts'
import { type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'

type Entitled = { roles: Role[]; scopes: Scope[] } | 'anyone'

const staff: Role[] = ['ops_lead', 'reviewer', 'engineer', 'auditor', 'privacy_officer', 'admin']
const readers: Entitled = { roles: staff, scopes: ['read', 'review', 'govern', 'admin'] }
const trailReaders: Entitled = {
  roles: staff.filter((role) => role !== 'reviewer'),
  scopes: ['read', 'review', 'govern', 'admin'],
}
const owner: Entitled = { roles: ['ops_lead'], scopes: ['govern'] }
const judge: Entitled = { roles: ['ops_lead', 'reviewer'], scopes: ['review'] }
const stopper: Entitled = { roles: ['ops_lead', 'engineer', 'admin', 'reviewer'], scopes: ['govern', 'admin', 'review'] }
const adminOnly: Entitled = { roles: ['admin'], scopes: ['admin'] }
const agent: Entitled = { roles: [], scopes: ['agent'] }
const writers: Entitled = { roles: ['ops_lead', 'engineer', 'reviewer'], scopes: ['govern'] }
const makers: Entitled = { roles: ['ops_lead', 'engineer'], scopes: ['govern'] }
const taggers: Entitled = { roles: ['ops_lead', 'engineer', 'reviewer'], scopes: ['review', 'govern'] }

const matrix: Record<string, Entitled> = {
  'GET /health': 'anyone',
  'POST /first-admin': 'anyone',
  'POST /join': 'anyone',
  'GET /me': { roles: [...roles], scopes: [...scopes] },
  'GET /people': adminOnly,
  'POST /people': adminOnly,
  'PATCH /people/{id}': adminOnly,
  'GET /keys': { roles: staff, scopes: ['admin'] },
  'POST /keys': { roles: staff, scopes: [] },
  'DELETE /keys/{id}': { roles: staff, scopes: ['admin'] },
  'GET /employees': readers,
  'POST /employees': makers,
  'GET /employees/{id}': readers,
  'GET /dossiers': readers,
  'POST /dossiers': makers,
  'GET /dossiers/{id}': readers,
  'POST /dossiers/{id}/signatures': owner,
  'GET /dossiers/{id}/comparison': readers,
  'POST /dossier-examinations': readers,
  'POST /dossier-exports': readers,
  'POST /interview-scripts': readers,
  'GET /policies/{id}': readers,
  'GET /drafts': readers,
  'POST /drafts': writers,
  'GET /drafts/{id}': readers,
  'POST /drafts/{id}/edits': writers,
  'POST /drafts/{id}/registration': makers,
  'DELETE /drafts/{id}': makers,
  'GET /rollouts': readers,
  'POST /rollouts': owner,
  'GET /rollouts/{id}': readers,
  'GET /rollouts/{id}/gate': readers,
  'POST /rollouts/{id}/split': owner,
  'POST /rollouts/{id}/demotion': owner,
  'POST /rollouts/{id}/halt': stopper,
  'POST /rollouts/{id}/resumption': owner,
  'POST /rollouts/{id}/retirement': owner,
  'POST /rollouts/{id}/delivery': owner,
  'GET /rollouts/{id}/changes': readers,
  'POST /rollouts/{id}/changes': makers,
  'POST /rollouts/{id}/version': owner,
  'GET /rollouts/{id}/attempts': readers,
  'GET /rollouts/{id}/replays': readers,
  'POST /rollouts/{id}/replays': makers,
  'GET /replays/{id}': readers,
  'POST /replays/{id}/stop': makers,
  'GET /replays/{id}/cases': readers,
  'POST /replay-cases/{id}/verdict': judge,
  'GET /rollouts/{id}/promotions': readers,
  'POST /rollouts/{id}/promotions': owner,
  'POST /promotions/{id}/approval': owner,
  'POST /promotions/{id}/advance': owner,
  'DELETE /promotions/{id}': owner,
  'GET /signing-key': 'anyone',
  'GET /promotions/{id}/bundle': { roles: ['ops_lead', 'auditor', 'admin'], scopes: ['read', 'govern', 'admin'] },
  'GET /promotions/{id}/bundle.html': { roles: ['ops_lead', 'auditor', 'admin'], scopes: ['read', 'govern', 'admin'] },
  'GET /tools': readers,
  'POST /tools/{id}/approval': { roles: ['ops_lead', 'engineer', 'admin'], scopes: ['govern', 'admin'] },
  'GET /halts': readers,
  'POST /halts': stopper,
  'GET /halt-drills': readers,
  'POST /halt-drills': { roles: ['ops_lead', 'admin'], scopes: ['govern', 'admin'] },
  'POST /halts/{id}/lift': { roles: ['ops_lead', 'admin'], scopes: ['govern', 'admin'] },
  'GET /incidents': readers,
  'POST /incidents': {
    roles: ['ops_lead', 'reviewer', 'engineer', 'privacy_officer', 'admin'],
    scopes: ['govern', 'admin', 'review'],
  },
  'GET /incidents/{id}': readers,
  'POST /incidents/{id}/remedy': { roles: ['ops_lead', 'reviewer', 'engineer'], scopes: ['govern', 'review'] },
  'POST /incidents/{id}/closure': { roles: ['ops_lead', 'admin'], scopes: ['govern', 'admin'] },
  'POST /interactions': { roles: [], scopes: ['inbound'] },
  'GET /interactions': readers,
  'GET /interactions/{id}': { roles: staff, scopes: ['read', 'review', 'govern', 'admin', 'agent', 'inbound'] },
  'POST /interactions/{id}/escalation': agent,
  'POST /interactions/{id}/close': agent,
  'POST /interactions/{id}/human-work': { roles: ['ops_lead', 'reviewer'], scopes: ['review', 'inbound'] },
  'POST /interactions/{id}/rating': { roles: [], scopes: ['inbound'] },
  'POST /interactions/{id}/effects': agent,
  'GET /effects': readers,
  'GET /effects/{id}': { roles: staff, scopes: ['read', 'review', 'govern', 'admin', 'agent'] },
  'POST /effects/{id}/decision': judge,
  'POST /effects/{id}/outcome': agent,
  'POST /effects/{id}/settlement': judge,
  'POST /effects/{id}/compensation': judge,
  'GET /escalations': readers,
  'POST /interactions/{id}/take': judge,
  'POST /interactions/{id}/return': judge,
  'POST /interactions/{id}/answer': judge,
  'GET /reviews': readers,
  'POST /reviews/next': judge,
  'GET /reviews/{id}': readers,
  'POST /reviews/{id}/verdict': judge,
  'POST /reviews/{id}/skip': judge,
  'GET /reviews/{id}/corrections': readers,
  'POST /reviews/{id}/corrections': judge,
  'GET /reviews/{id}/alike': readers,
  'POST /verdicts/{id}/undo': judge,
  'GET /edge-cases': readers,
  'POST /edge-cases': taggers,
  'GET /edge-cases/{id}': readers,
  'POST /edge-cases/{id}/examples': taggers,
  'POST /edge-cases/{id}/owner': makers,
  'POST /edge-cases/{id}/refinement': makers,
  'POST /edge-cases/{id}/replay': makers,
  'POST /edge-cases/{id}/closing': owner,
  'POST /edge-cases/{id}/reopening': taggers,
  'POST /verdicts/{id}/change': judge,
  'POST /rollouts/{id}/sampling-disclosures': owner,
  'GET /samples/{id}': { roles: ['auditor'], scopes: ['read'] },
  'GET /rollouts/{id}/reviewers': { roles: ['ops_lead', 'auditor'], scopes: ['govern', 'read'] },
  'GET /me/reviewing': judge,
  'POST /rollouts/{id}/reviewer-exclusions': owner,
  'POST /reviewer-exclusions/{id}/dismissal': owner,
  'POST /reviewer-exclusions/{id}/readmission': owner,
  'GET /rollouts/{id}/blind-items': { roles: ['ops_lead', 'auditor'], scopes: ['govern', 'read'] },
  'POST /rollouts/{id}/blind-items': owner,
  'POST /blind-items/{id}/retirement': owner,
  'GET /trail': trailReaders,
  'GET /trail/{id}': trailReaders,
  'GET /rollouts/{id}/plans': readers,
  'POST /rollouts/{id}/plans': owner,
  'GET /rollouts/{id}/slices': readers,
  'POST /flags/{id}/closure': owner,
  'POST /gates/eval': readers,
  'POST /gates/plan': readers,
  'GET /stream': readers,
  'GET /rollouts/{id}/course': readers,
  'GET /months/{id}': trailReaders,
  'POST /months/{id}/signatures': owner,
}

const refusedByAuthority = ['not_signed_in', 'not_allowed', 'scope_missing', 'key_invalid']
const machine: Scope[] = ['agent', 'inbound']

const { url } = await testDatabase()
const world = httpWorld(url)
const people = new Map<Role, Browser>()
const keys = new Map<string, Record<string, string>>()

beforeAll(async () => {
  const admin = await firstAdmin(world)
  for (const role of roles) people.set(role, role === 'admin' ? admin : await somebody(world, admin, role))
  const lead = people.get('ops_lead')!
  const hired = await world.send('POST', '/api/v1/employees', {
    body: { name: 'helpdesk', agent: { kind: 'http' } },
    headers: lead.headers,
  })
  expect(hired.status).toBe(201)
  for (const scope of machine) {
    const { authorization } = await keyOf(world, people.get('engineer')!, [scope], 'helpdesk')
    keys.set(`machine ${scope}`, { authorization })
  }
  for (const role of staff) {
    for (const scope of scopes.filter((s) => !machine.includes(s))) {
      const { authorization } = await keyOf(world, people.get(role)!, [scope])
      keys.set(`${role} ${scope}`, { authorization })
    }
  }
})
afterAll(() => world.close())

async function isLetIn(route: string, headers: Record<string, string>): Promise<boolean> {
  const [method = '', path = ''] = route.split(' ')
  const answer = await world.send(method, servedAt + path.replace('{id}', 'xxx_unknown'), {
    headers,
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }),
  })
  expect(answer.status, `${route} ${JSON.stringify(answer.body)}`).not.toBe(500)
  return !refusedByAuthority.includes(answer.body?.code)
}

test('every route that is served has a row here, and every row is served', () => {
  const served = new Set(
    world.app.routes
      .filter(({ path, method }) => path.startsWith(`${servedAt}/`) && method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.slice(servedAt.length).replace(/:(\w+)/g, '{$1}')}`),
  )
  for (const open of ['GET /openapi.json', 'GET /docs', 'GET /docs/{file}']) expect(served.delete(open), open).toBe(true)
  expect([...served].sort()).toEqual(Object.keys(matrix).sort())
  expect(doors.map((door) => `${door.method.toUpperCase()} ${door.path}`).sort()).toEqual(Object.keys(matrix).sort())
})

test('what is served outside the API is the sign-in, the console, and nothing else', () => {
  const outside = world.app.routes
    .filter(({ path }) => !path.startsWith(`${servedAt}/`))
    .map(({ method, path }) => `${method} ${path}`)
  expect([...new Set(outside)].sort()).toEqual([
    'ALL /*',
    'ALL /api/*',
    'ALL /mcp',
    'ALL /observe/v1/*',
    'GET /*',
    'GET /api/auth/*',
    'POST /api/auth/*',
  ])
})

describe.each(Object.entries(matrix))('%s', (route, entitled) => {
  test('nobody', async () => {
    expect(await isLetIn(route, {})).toBe(entitled === 'anyone')
  })

  test('every role', async () => {
    for (const role of roles) {
      const expected = entitled === 'anyone' || entitled.roles.includes(role)
      expect(await isLetIn(route, people.get(role)!.headers), `as ${role}`).toBe(expected)
    }
  })

  test('every key scope', async () => {
    for (const [holder, headers] of keys) {
      const [role, scope] = holder.split(' ') as [Role | 'machine', Scope]
      const expected =
        entitled === 'anyone' || (entitled.scopes.includes(scope) && (role === 'machine' || entitled.roles.includes(role)))
      expect(await isLetIn(route, headers), `${holder} key`).toBe(expected)
    }
  })
})

test('a key that is revoked, expired, unknown or malformed opens nothing', async () => {
  const lead = people.get('ops_lead')!
  const revoked = await keyOf(world, lead, ['read'])
  expect((await world.send('DELETE', `/api/v1/keys/${revoked.id}`, { headers: lead.headers })).status).toBe(200)
  const expiresAt = new Date(world.clock.now().getTime() + 60_000).toISOString()
  const issued = await world.send('POST', '/api/v1/keys', {
    body: { name: 'short', scopes: ['read'], expiresAt },
    headers: lead.headers,
  })
  const expiring = { authorization: `Bearer ${issued.body.secret}` }
  expect((await world.send('GET', '/api/v1/rollouts', { headers: expiring })).status).toBe(200)
  world.clock.forward(61_000)
  const wrong = [
    expiring,
    { authorization: revoked.authorization },
    { authorization: 'Bearer tk_0000000000_' },
    { authorization: 'Basic YTpi' },
  ]
  for (const headers of wrong) {
    const answer = await world.send('GET', '/api/v1/rollouts', { headers })
    expect(answer).toMatchObject({ status: 401, body: { code: 'key_invalid' } })
  }
  // A wrong key is not helped by a right cookie beside it.
  const both = { ...lead.headers, authorization: revoked.authorization }
  expect((await world.send('GET', '/api/v1/rollouts', { headers: both })).status).toBe(401)
})

test('a person’s key dies with their role and with the person', async () => {
  const admin = people.get('admin')!
  const engineer = await somebody(world, admin, 'engineer')
  const { authorization } = await keyOf(world, engineer, ['govern'])
  const hire = () =>
    world.send('POST', '/api/v1/employees', {
      body: { name: crypto.randomUUID(), agent: { kind: 'scripted' } },
      headers: { authorization },
    })
  expect((await hire()).status).toBe(201)
  await world.send('PATCH', `/api/v1/people/${engineer.personId}`, { body: { role: 'auditor' }, headers: admin.headers })
  expect(await hire()).toMatchObject({ status: 403, body: { code: 'not_allowed' } })
  await world.send('PATCH', `/api/v1/people/${engineer.personId}`, { body: { disabled: true }, headers: admin.headers })
  expect(await hire()).toMatchObject({ status: 401, body: { code: 'key_invalid' } })
})

test('everybody sees and revokes their own keys only; admins and engineers all of them', async () => {
  const [reviewer, auditor] = [people.get('reviewer')!, people.get('auditor')!]
  const theirs = await keyOf(world, auditor, ['read'])
  const listed = await world.send('GET', '/api/v1/keys?limit=200', { headers: reviewer.headers })
  expect(listed.body.items.every((key: { createdBy: string }) => key.createdBy === reviewer.personId)).toBe(true)
  expect((await world.send('DELETE', `/api/v1/keys/${theirs.id}`, { headers: reviewer.headers })).status).toBe(404)
  const all = await world.send('GET', '/api/v1/keys?limit=200', { headers: people.get('engineer')!.headers })
  expect(all.body.items.some((key: { id: string }) => key.id === theirs.id)).toBe(true)
  expect(JSON.stringify(all.body)).not.toMatch(/sha256|secret/)
  expect((await world.send('DELETE', `/api/v1/keys/${theirs.id}`, { headers: people.get('engineer')!.headers })).status).toBe(200)
})
