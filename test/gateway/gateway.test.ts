// Agents that people already run, behind /mcp: what they are shown, what becomes of their calls, and that nothing else is reachable through it.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClient, type Client as TenureClient } from '../../sdk/src/client.ts'
import { perform } from '../../src/handling/perform.ts'
import { connectedSystems } from '../../src/main/connected-systems.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { address, type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { mcpUpstream } from '../support/mcp-upstream.ts'
import { until } from '../support/until.ts'
import { aWorld, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const upstream = await mcpUpstream()
const stories = await aWorld(url)
const systems = connectedSystems(stories.house.db)
const world = httpWorld(url, { over: { ...stories, systems: systems as never }, systems, holdMs: 400 })
const clients: Client[] = []
afterAll(async () => {
  for (const client of clients) await client.close()
  await systems.close()
  await world.close()
  await upstream.close()
})

let engineer: Browser
let lead: TenureClient
let second: TenureClient
let reviewer: TenureClient

function clientOf(headers: Record<string, string>): TenureClient {
  const fetchHere = (async (input: string, init: RequestInit = {}) =>
    world.app.request(input, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } })) as typeof fetch
  return createClient({ baseUrl: address, fetch: fetchHere })
}

beforeAll(async () => {
  const admin = await firstAdmin(world)
  engineer = await somebody(world, admin, 'engineer')
  lead = clientOf((await somebody(world, admin, 'ops_lead')).headers)
  second = clientOf((await somebody(world, admin, 'ops_lead')).headers)
  reviewer = clientOf((await somebody(world, admin, 'reviewer')).headers)
})
beforeEach(() => {
  upstream.called.length = 0
})

let count = 0

/** An employee of its own, in the phase asked for, and an MCP client with its agent's key. */
async function anAgent(phase: 'observe' | 'assist' | 'supervised', more: { alwaysReview?: string } = {}) {
  const name = `Nila ${++count}`
  const files: Record<string, string> = { ...smallDossier }
  // A path of its own, so that tests do not meet in one pinned tool.
  const at = `${upstream.url}?of=${count}`
  files['integrations.yaml'] = files['integrations.yaml']!.replace('http://127.0.0.1:1/mcp', at)
  if (more.alwaysReview)
    files['SOUL.md'] = files['SOUL.md']!.replace('must_not:', `always_review: [${more.alwaysReview}]\nmust_not:`)
  const maker = clientOf(engineer.headers)
  const { employeeId } = await maker.hire({ name, agent: { kind: 'http' } })
  const { dossierId } = await maker.registerDossier({ employee: name, files })
  await lead.signDossier(dossierId)
  await second.signDossier(dossierId)
  const { rolloutId } = await lead.openRollout({ dossier: dossierId, cells: 'all' })
  if (phase === 'assist') await lead.setDelivery(rolloutId, { delivery: 'assist', reason: 'a test' })
  if (phase === 'supervised') await promoteByOverride(stories, rolloutId as never)
  const key = await keyOf(world, engineer, ['agent', 'inbound'], name)
  return { name, employeeId, rolloutId, key, at, mcp: await connected(key.authorization) }
}

async function connected(authorization: string, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: 'an agent', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const fetchHere = (async (input: string | URL, init?: RequestInit) => world.app.request(String(input), init)) as typeof fetch
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${address}/mcp`), {
      fetch: fetchHere,
      requestInit: { headers: { authorization, ...headers } },
    }),
  )
  clients.push(client)
  return client
}

type Result = {
  content: { text: string }[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}
const call = async (mcp: Client, name: string, given: Record<string, unknown> = {}) =>
  (await mcp.callTool({ name, arguments: given })) as Result

const query = 'I forgot my password, please reset my password'
const open = async (mcp: Client, externalId: string = crypto.randomUUID(), words = query) =>
  (await call(mcp, 'tenure_open', { externalId, channel: 'chat', requester: 'ann', query: words })).structuredContent as {
    interactionId: string
    queryType: string
    yours: boolean
  }

/** Runs what is left for workers, as a worker would. */
async function work() {
  for (let job = stories.jobs.shift(); job; job = stories.jobs.shift()) {
    if (job.step === 'perform') await perform(stories.house, { systems, channels: stories.channels }, job.id as never)
    else if (job.step !== 'notify') await stories.run(job)
  }
}

describe('what an agent is shown', () => {
  test('only granted tools, classified by the map and not by the server, beside Tenure’s own', async () => {
    const { mcp } = await anAgent('observe')
    const { tools } = await mcp.listTools()
    const names = tools.map(({ name }) => name)
    expect(names.filter((name) => !name.startsWith('tenure_'))).toEqual(['directory__get_person', 'directory__reset_password'])
    expect(tools.find(({ name }) => name === 'directory__get_person')).toMatchObject({ annotations: { readOnlyHint: true } })
    expect(tools.find(({ name }) => name === 'directory__reset_password')).toMatchObject({ annotations: { readOnlyHint: false } })
  })

  test('of one interaction, only what its query type is granted', async () => {
    const { mcp, key } = await anAgent('observe')
    const { interactionId } = await open(mcp, 'vpn', 'the vpn does not connect')
    const inside = await connected(key.authorization, { 'tenure-interaction': interactionId })
    const { tools } = await inside.listTools()
    expect(tools.map(({ name }) => name).filter((name) => !name.startsWith('tenure_'))).toEqual([])
  })

  test('descriptions without what is invisible', async () => {
    const { mcp } = await anAgent('observe')
    const before = upstream.definitions[0]!.description
    upstream.definitions[0]!.description = 'Does\u200b get_person.\u{e0041}\u{e0042}'
    const { tools } = await mcp.listTools()
    upstream.definitions[0]!.description = before
    expect(tools.find(({ name }) => name === 'directory__get_person')?.description).toMatch(/^Does get_person\.\n/)
  })

  test('nobody without an agent’s key gets in, and the key goes no further', async () => {
    const nobody = await world.app.request(`${address}/mcp`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'content-length': '2' },
    })
    expect(nobody.status).toBe(401)
    const reader = await keyOf(world, engineer, ['read'])
    const wrong = await world.app.request(`${address}/mcp`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'content-length': '2', authorization: reader.authorization },
    })
    expect(wrong.status).toBe(403)
    const { mcp } = await anAgent('observe')
    await open(mcp)
    await call(mcp, 'directory__get_person', { id: 'ann' })
    expect(upstream.seen.headers.some((headers) => headers.has('authorization'))).toBe(false)
  })
})

describe('calls', () => {
  test('in shadow observe a read is made, a write gets a marked receipt and reaches nothing', async () => {
    const { mcp } = await anAgent('observe')
    const { interactionId } = await open(mcp)
    expect((await call(mcp, 'directory__get_person', { id: 'ann' })).structuredContent).toMatchObject({ name: 'Ann' })
    const reset = await call(mcp, 'directory__reset_password', { id: 'ann' })
    expect(reset._meta).toMatchObject({ 'tenure/simulated': true, 'tenure/status': 'simulated' })
    expect(reset.content[0]!.text).toMatch(/^SIMULATED/)
    expect(await call(mcp, 'tenure_reply', { text: 'done' })).toMatchObject({ structuredContent: { status: 'recorded' } })
    expect(upstream.called.map(({ tool }) => tool)).toEqual(['get_person'])
    expect(await rows(stories, 'select diverged from tenure.interactions where id = $1', [interactionId])).toEqual([
      { diverged: true },
    ])
  })

  test('what is not granted, forbidden, not in the map or not even a tool is refused and on the record', async () => {
    const { mcp } = await anAgent('supervised')
    const { interactionId } = await open(mcp)
    for (const name of ['directory__delete_person', 'directory__nothing', 'shell__run', 'rm -rf /', 'tenure_\u200bclose'])
      expect(await call(mcp, name, { id: 'ann' })).toMatchObject({ isError: true, structuredContent: { status: 'refused' } })
    expect(upstream.called).toEqual([])
    expect(
      await rows(stories, "select count(*)::int as n from audit.entries where subject = $1 and kind = 'effect.disposed'", [
        interactionId,
      ]),
    ).toEqual([{ n: 5 }])
  })

  test('without an interaction, or with several open and none named, nothing happens', async () => {
    const { mcp } = await anAgent('supervised')
    expect(await call(mcp, 'directory__get_person', { id: 'ann' })).toMatchObject({
      isError: true,
      structuredContent: { refusal: 'interaction_unnamed' },
    })
    const { interactionId } = await open(mcp)
    await open(mcp)
    expect(await call(mcp, 'directory__get_person', { id: 'ann' })).toMatchObject({ isError: true })
    expect(upstream.called).toEqual([])
    expect(await call(mcp, 'directory__get_person', { id: 'ann', tenure_interaction: interactionId })).not.toHaveProperty(
      'isError',
    )
    expect(upstream.called).toMatchObject([{ arguments: { id: 'ann' } }])
  })

  test('another employee’s interaction and effect do not exist', async () => {
    const [one, other] = [await anAgent('supervised'), await anAgent('supervised')]
    const { interactionId } = await open(one.mcp)
    expect(await call(other.mcp, 'directory__get_person', { id: 'ann', tenure_interaction: interactionId })).toMatchObject({
      isError: true,
      structuredContent: { refusal: 'not_found' },
    })
    const read = await call(one.mcp, 'directory__get_person', { id: 'ann' })
    const effectId = read._meta?.['tenure/effect']
    expect(await call(other.mcp, 'tenure_status', { effectId })).toMatchObject({ isError: true })
    expect(await call(one.mcp, 'tenure_status', { effectId })).toMatchObject({ structuredContent: { name: 'Ann' } })
  })

  test('in supervised a write is performed once, by a worker, while the call waits', async () => {
    const { mcp } = await anAgent('supervised')
    await open(mcp)
    const asking = call(mcp, 'directory__reset_password', { id: 'ann' })
    await until('a worker is asked', () => stories.jobs.some(({ step }) => step === 'perform'))
    await work()
    expect(await asking).toMatchObject({ _meta: { 'tenure/status': 'performed' } })
    expect(upstream.called.filter(({ tool }) => tool === 'reset_password')).toHaveLength(1)
  })
})

describe('waiting for a person', () => {
  const held = { alwaysReview: 'directory.reset_password' }

  test('a client that understands it asks again by itself until the person has decided', async () => {
    const { mcp } = await anAgent('supervised', held)
    await open(mcp)
    const asking = call(mcp, 'directory__reset_password', { id: 'ann' })
    const [effect] = await found("state = 'held'")
    await reviewer.decideEffect(effect!.id, { decision: 'release', digest: effect!.digest })
    await work()
    expect(await asking).toMatchObject({ _meta: { 'tenure/status': 'performed' } })
    expect(upstream.called.filter(({ tool }) => tool === 'reset_password')).toHaveLength(1)
  })

  test('when nobody decides in that time it is pending; what is approved later is performed without the agent, once', async () => {
    const { mcp } = await anAgent('supervised', held)
    await open(mcp)
    const pending = await call(mcp, 'directory__reset_password', { id: 'ann' })
    expect(pending.structuredContent).toMatchObject({ status: 'pending' })
    const { effectId, approvalDigest } = pending.structuredContent as { effectId: string; approvalDigest: string }
    expect(upstream.called).toEqual([])
    await expect(
      reviewer.decideEffect(effectId, {
        decision: 'release',
        digest: approvalDigest.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')),
      }),
    ).rejects.toMatchObject({ code: 'approval_stale' })
    await reviewer.decideEffect(effectId, { decision: 'release', digest: approvalDigest })
    await work()
    expect(upstream.called).toMatchObject([{ tool: 'reset_password', arguments: { id: 'ann' } }])
    expect(await call(mcp, 'tenure_status', { effectId })).toMatchObject({ _meta: { 'tenure/status': 'performed' } })
    await expect(reviewer.decideEffect(effectId, { decision: 'release', digest: approvalDigest })).rejects.toMatchObject({
      code: 'approval_spent',
    })
  })

  test('declined is told as declined, expired as expired, and neither is performed', async () => {
    const { mcp } = await anAgent('supervised', held)
    await open(mcp)
    const one = (await call(mcp, 'directory__reset_password', { id: 'ann' })).structuredContent as {
      effectId: string
      approvalDigest: string
    }
    await reviewer.decideEffect(one.effectId, { decision: 'decline', digest: one.approvalDigest })
    expect(await call(mcp, 'tenure_status', { effectId: one.effectId })).toMatchObject({
      isError: true,
      structuredContent: { status: 'declined' },
    })
    const other = (await call(mcp, 'directory__reset_password', { id: 'ann' })).structuredContent as { effectId: string }
    await rows(stories, "update tenure.effects set expires_at = '2020-01-01' where id = $1 returning 1", [other.effectId])
    const { lapse } = await import('../../src/handling/lapse.ts')
    await lapse(stories.house, { silenceMs: 1e12 })
    expect(await call(mcp, 'tenure_status', { effectId: other.effectId })).toMatchObject({
      isError: true,
      structuredContent: { status: 'expired' },
    })
    await work()
    expect(upstream.called.filter(({ tool }) => tool === 'reset_password')).toEqual([])
  })
})

describe('a tool whose definition changes', () => {
  test('by one invisible character is suspended before its next call, and two different people look at it', async () => {
    const { mcp, at } = await anAgent('supervised')
    await open(mcp)
    await call(mcp, 'directory__get_person', { id: 'ann' })
    const tool = upstream.definitions[0]!
    const before = tool.description
    tool.description = `${before}\u200b`
    upstream.called.length = 0
    expect(await call(mcp, 'directory__get_person', { id: 'ann' })).toMatchObject({
      isError: true,
      structuredContent: { status: 'failed' },
    })
    expect(await call(mcp, 'directory__get_person', { id: 'ann' })).toMatchObject({
      isError: true,
      structuredContent: { status: 'refused' },
    })
    expect(upstream.called).toEqual([])
    expect((await mcp.listTools()).tools.map(({ name }) => name)).not.toContain('directory__get_person')
    const suspended = (await lead.tools()).items.find(({ address: where, tool: name }) => where === at && name === 'get_person')!
    expect(suspended).toMatchObject({ state: 'suspended', proposedBy: null })
    const { id, seenHash: hash } = suspended
    await expect(lead.approveTool(id, { hash: suspended.approvedHash, reason: 'x' })).rejects.toMatchObject({
      code: 'approval_stale',
    })
    expect(await lead.approveTool(id, { hash, reason: 'a harmless word' })).toMatchObject({ state: 'proposed' })
    await expect(lead.approveTool(id, { hash, reason: 'again' })).rejects.toMatchObject({ code: 'same_person' })
    expect(await call(mcp, 'directory__get_person', { id: 'ann' })).toMatchObject({ isError: true })
    expect(await second.approveTool(id, { hash, reason: 'I looked too' })).toMatchObject({ state: 'approved' })
    await expect(second.approveTool(id, { hash, reason: 'once more' })).rejects.toMatchObject({ code: 'tool_not_suspended' })
    expect(await call(mcp, 'directory__get_person', { id: 'ann' })).toMatchObject({ structuredContent: { name: 'Ann' } })
    tool.description = before
    const kinds = await rows<{ kind: string }>(stories, 'select kind from audit.entries where subject = $1 order by at, id', [id])
    expect(kinds.map(({ kind }) => kind)).toEqual(['tool.pinned', 'tool.suspended', 'tool.approval_proposed', 'tool.approved'])
  })

  test('between approval and performing is not called either; the effect fails and people have the query', async () => {
    const { mcp } = await anAgent('supervised', { alwaysReview: 'directory.reset_password' })
    await open(mcp)
    await mcp.listTools()
    const { effectId, approvalDigest } = (await call(mcp, 'directory__reset_password', { id: 'ann' }))
      .structuredContent as Record<string, string>
    await reviewer.decideEffect(effectId!, { decision: 'release', digest: approvalDigest! })
    const tool = upstream.definitions[1]!
    const before = tool.inputSchema
    tool.inputSchema = { ...before, properties: { id: { type: 'string' }, to: { type: 'string' } } }
    await work()
    tool.inputSchema = before
    expect(upstream.called).toEqual([])
    expect(await call(mcp, 'tenure_status', { effectId })).toMatchObject({
      isError: true,
      structuredContent: { status: 'failed' },
    })
  })
})

function found(where: string): Promise<{ id: string; digest: string }[]> {
  return until(where, async () => {
    const at = await rows<{ id: string; digest: string }>(
      stories,
      `select id, approval_digest as digest from tenure.effects where ${where} order by asked_at desc limit 1`,
    )
    return at.length > 0 ? at : null
  })
}

test('people decide; an agent’s key cannot', async () => {
  expect(people.rita.authority).toBe('reviewer')
  const { mcp, key } = await anAgent('supervised', { alwaysReview: 'directory.reset_password' })
  await open(mcp)
  const { effectId, approvalDigest } = (await call(mcp, 'directory__reset_password', { id: 'ann' })).structuredContent as Record<
    string,
    string
  >
  const own = clientOf({ authorization: key.authorization })
  await expect(own.decideEffect(effectId!, { decision: 'release', digest: approvalDigest! })).rejects.toMatchObject({
    code: 'scope_missing',
  })
})

test('a field the role does not declare never reaches the agent, nor a character nobody sees; the removal is on the trail', async () => {
  const name = `Nila ${++count}`
  const files: Record<string, string> = { ...smallDossier }
  files['integrations.yaml'] = files['integrations.yaml']!.replace('http://127.0.0.1:1/mcp', `${upstream.url}?of=${count}`)
  files['SOUL.md'] = files['SOUL.md']!.replace(
    '{do: directory.get_person, for: [password_reset]}',
    '{do: directory.get_person, for: [password_reset], fields: [id, name, disabled]}',
  )
  const { dossierId } = await clientOf(engineer.headers)
    .hire({ name, agent: { kind: 'http' } })
    .then(() => clientOf(engineer.headers).registerDossier({ employee: name, files }))
  await lead.signDossier(dossierId)
  await second.signDossier(dossierId)
  await lead.openRollout({ dossier: dossierId, cells: 'all' })
  const mcp = await connected((await keyOf(world, engineer, ['agent', 'inbound'], name)).authorization)
  const { interactionId } = await open(mcp)
  const before = upstream.answer.of
  upstream.answer.of = () => ({ id: 'ann', name: 'A\u200bnn\u{e0049}', salary: 90_000, notes: { health: 'flu' } })
  const read = await call(mcp, 'directory__get_person', { id: 'ann' })
  upstream.answer.of = before
  expect(read.structuredContent).toEqual({ id: 'ann', name: 'Ann' })
  expect(JSON.stringify(read)).not.toMatch(/90000|flu|\u200b/)
  const kept = await rows<{ body: unknown }>(
    stories,
    "select body from tenure.contents where interaction_id = $1 and slot = 'result'",
    [interactionId],
  )
  expect(JSON.stringify(kept)).not.toMatch(/90000|flu/)
  const { items } = await lead.listRecords({ subject: interactionId, kind: 'effect.fields_removed' })
  expect(items).toMatchObject([{ says: { operation: 'get_person', fields: ['notes', 'salary'] } }])
})

test('an agent whose key brings no queries in works on what it is given and cannot open anything itself', async () => {
  const { mcp, name, employeeId } = await anAgent('supervised')
  const { interactionId } = await open(mcp)
  const bound = await connected((await keyOf(world, engineer, ['agent'], name)).authorization)
  expect((await bound.listTools()).tools.map((tool) => tool.name)).not.toContain('tenure_open')
  const asked = { externalId: 'x', channel: 'chat', requester: 'eve', query }
  expect(await call(bound, 'tenure_open', asked)).toMatchObject({
    isError: true,
    structuredContent: { refusal: 'scope_missing' },
  })
  expect(await rows(stories, 'select count(*)::int as n from tenure.interactions where employee_id = $1', [employeeId])).toEqual([
    { n: 1 },
  ])
  expect(await call(bound, 'directory__get_person', { id: 'ann', tenure_interaction: interactionId })).toMatchObject({
    structuredContent: { name: 'Ann' },
  })
})

test('a write that is only recorded answers in the form its tool announces, marked, and the same when asked again', async () => {
  const { mcp } = await anAgent('observe')
  const tool = upstream.definitions[1]!
  tool.outputSchema = {
    type: 'object',
    required: ['id', 'ticket', 'queued'],
    properties: { id: { type: 'string' }, ticket: { type: 'integer', minimum: 1 }, queued: { type: 'boolean' } },
  }
  await mcp.listTools()
  await open(mcp)
  const reset = await call(mcp, 'directory__reset_password', { id: 'ann' })
  delete tool.outputSchema
  expect(reset).toMatchObject({ structuredContent: { id: 'ann', ticket: 1, queued: true }, _meta: { 'tenure/simulated': true } })
  const again = await call(mcp, 'tenure_status', { effectId: reset._meta?.['tenure/effect'] })
  expect(again.structuredContent).toEqual(reset.structuredContent)
})
