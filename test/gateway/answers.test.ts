// What comes through /mcp from systems: definitions that change, fields nobody declared, receipts for what was only recorded, keys that may not open anything.

import { describe, expect, test } from 'vitest'
import {
  anAgent,
  call,
  connected,
  engineer,
  lead,
  open,
  query,
  reviewer,
  second,
  stories,
  upstream,
  work,
  world,
} from '../support/gateway-world.ts'
import { keyOf } from '../support/http-world.ts'
import { rows } from '../support/world.ts'

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

test('a field the role does not declare never reaches the agent, nor a character nobody sees; the removal is on the trail', async () => {
  const { mcp } = await anAgent('observe', {
    soul: (text) =>
      text.replace(
        '{do: directory.get_person, for: [password_reset]}',
        '{do: directory.get_person, for: [password_reset], fields: [id, name, disabled]}',
      ),
  })
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
