// Agents that people already run, behind /mcp: what they are shown, what becomes of their calls, and that nothing else is reachable through it.

import { describe, expect, test } from 'vitest'
import { lapse } from '../../src/handling/lapse.ts'
import {
  anAgent,
  call,
  clientOf,
  connected,
  engineer,
  open,
  reviewer,
  stories,
  upstream,
  work,
  world,
} from '../support/gateway-world.ts'
import { address, keyOf } from '../support/http-world.ts'
import { until } from '../support/until.ts'
import { rows } from '../support/world.ts'

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
    await lapse(stories.house, { silenceMs: 1e12 })
    expect(await call(mcp, 'tenure_status', { effectId: other.effectId })).toMatchObject({
      isError: true,
      structuredContent: { status: 'expired' },
    })
    await work()
    expect(upstream.called.filter(({ tool }) => tool === 'reset_password')).toEqual([])
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
