// Any agent, over the HTTP API alone: from hiring to a gate that counts, with the SDK as the client and real steps behind it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, createClient } from '../../sdk/src/client.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { address, type Browser, firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { aWorld } from '../support/world.ts'

const { url } = await testDatabase()
const stories = await aWorld(url)
const world = httpWorld(url, { over: stories })
afterAll(() => world.close())

/** A client that speaks to the app in this process, as a browser or with a key. */
function clientOf(headers: Record<string, string>): Client {
  const { authorization, ...rest } = headers
  const fetchHere = (async (input: string, init: RequestInit = {}) =>
    world.app.request(input, { ...init, headers: { ...(init.headers as Record<string, string>), ...rest } })) as typeof fetch
  return createClient({
    baseUrl: address,
    fetch: fetchHere,
    ...(authorization === undefined ? {} : { key: authorization.slice('Bearer '.length) }),
  })
}

let lead: Client
let second: Client
let reviewer: Client
let engineer: Browser
const refusal = (code: string) => expect.objectContaining({ code })

beforeAll(async () => {
  const admin = await firstAdmin(world)
  lead = clientOf((await somebody(world, admin, 'ops_lead')).headers)
  second = clientOf((await somebody(world, admin, 'ops_lead')).headers)
  reviewer = clientOf((await somebody(world, admin, 'reviewer')).headers)
  engineer = await somebody(world, admin, 'engineer')
})

let employees = 0

/** An employee with an agent of somebody else's, a signed dossier, and a rollout in shadow; and the agent's own client. */
async function anAgent(delivery: 'observe' | 'assist') {
  const name = `Nila ${++employees}`
  const { employeeId } = await clientOf(engineer.headers).hire({
    name,
    agent: { kind: 'http', webhookUrl: 'https://agent.test/hook' },
  })
  const { dossierId, findings } = await clientOf(engineer.headers).registerDossier({ employee: name, files: { ...smallDossier } })
  expect(findings.filter((finding) => finding.severity === 'error')).toEqual([])
  await lead.signDossier(dossierId)
  expect(await second.signDossier(dossierId)).toMatchObject({ signed: true, signatures: 2 })
  const { rolloutId } = await lead.openRollout({ dossier: dossierId, cells: 'all' })
  if (delivery === 'assist') await lead.setDelivery(rolloutId, { delivery, reason: 'the team sends what it likes' })
  const agent = clientOf({ authorization: (await keyOf(world, engineer, ['agent', 'inbound'], name)).authorization })
  const asks = (externalId: string, query: string) =>
    agent.receive({ employee: name, externalId, channel: 'chat', requester: 'ann', query, driver: 'agent' })
  return { name, employeeId, dossierId, rolloutId, agent, asks }
}

describe('in shadow observe', () => {
  test('reads run, writes and replies are recorded, and a verdict counts without touching the world', async () => {
    const { agent, asks, rolloutId } = await anAgent('observe')
    const opened = await asks('m1', 'I forgot my password, please reset my password')
    expect(opened).toMatchObject({
      created: true,
      state: 'proposing',
      queryType: 'password_reset',
      phase: 'shadow',
      delivery: 'observe',
    })
    expect(await asks('m1', 'I forgot my password, please reset my password')).toMatchObject({
      created: false,
      interactionId: opened.interactionId,
    })
    const id = opened.interactionId
    const read = await agent.askForEffect(id, {
      kind: 'call',
      system: 'directory',
      operation: 'get_person',
      arguments: { id: 'ann' },
    })
    expect(read).toMatchObject({
      kind: 'read',
      state: 'performed',
      disposition: 'perform',
      simulated: false,
      result: { name: 'Ann' },
    })
    const write = await agent.askForEffect(id, {
      kind: 'call',
      system: 'directory',
      operation: 'reset_password',
      arguments: { id: 'ann', notify: true },
    })
    expect(write).toMatchObject({ kind: 'write', state: 'recorded', disposition: 'record', simulated: true })
    const refused = await agent.askForEffect(id, {
      kind: 'call',
      system: 'directory',
      operation: 'delete_person',
      arguments: { id: 'ann' },
    })
    expect(refused).toMatchObject({ state: 'refused', disposition: 'refuse' })
    expect(await agent.askForEffect(id, { kind: 'reply', text: 'Hello Ann, a link is on its way.' })).toMatchObject({
      kind: 'reply',
      state: 'recorded',
    })
    await agent.close(id, { usage: { inputTokens: 900, outputTokens: 40, costMicros: 1200, model: 'm' } })
    await stories.drain()
    await expect(agent.askForEffect(id, { kind: 'reply', text: 'And another thing' })).rejects.toEqual(
      refusal('interaction_closed'),
    )

    await reviewer.captureWork(id, { reply: 'Done, Ann.', operations: [], minutes: 4 })
    const card = await reviewer.takeReview({})
    expect(card).toMatchObject({
      interactionId: id,
      reason: 'shadow',
      delivery: 'observe',
      humanWork: null,
      humanWorkHidden: true,
    })
    expect(card?.effects.map((effect) => effect.kind)).toEqual(['write', 'write', 'reply', 'read'])
    expect(card?.keys.map((key) => key.consequence).every((text) => text.includes('Nothing happens in the world'))).toBe(true)
    expect((await reviewer.interaction(id)).humanWork).toBeNull()
    const performedBefore = stories.seen.calls.length
    const given = await reviewer.giveVerdict(card!.id, { kind: 'correct', digest: card!.digest })
    await stories.drain()
    expect(given.effects).toEqual([])
    expect(stories.seen.calls.length).toBe(performedBefore)
    const gate = await lead.gate(rolloutId)
    expect(gate).toMatchObject({ outcome: 'not_yet_known', next: 'supervised', evidence: { accuracy: { n: 1, correct: 1 } } })
    expect(gate.criteria.every((criterion) => criterion.reason.length > 10)).toBe(true)

    const story = await lead.interaction(id)
    expect(story).toMatchObject({
      state: 'settled',
      outcome: 'recorded',
      usage: { inputTokens: 900, costMicros: 1200 },
      humanWork: [{ reply: 'Done, Ann.', minutes: 4 }],
    })
    expect(story.proposals[0]?.effects.map((effect) => effect.state)).toEqual(['performed', 'recorded', 'refused', 'recorded'])
    expect(story.records.map((record) => record.kind)).toEqual(
      expect.arrayContaining(['interaction.received', 'effect.disposed', 'verdict.given']),
    )
    expect(await lead.listRollouts()).toMatchObject({
      items: [{ id: rolloutId, gate: { outcome: 'not_yet_known' }, openReviews: 0 }],
    })
    await expect(lead.proposePromotion(rolloutId, { reason: 'it is good' })).rejects.toEqual(refusal('gate_not_met'))

    await reviewer.undoVerdict(given.verdictId!)
    expect(await lead.gate(rolloutId)).toMatchObject({ evidence: { accuracy: { n: 0 } } })
    const again = await reviewer.review(card!.id)
    await reviewer.giveVerdict(card!.id, { kind: 'wrong', digest: again.digest, reasons: ['wrong_operation'] })
    expect(await lead.gate(rolloutId)).toMatchObject({ evidence: { accuracy: { n: 1, correct: 0 } } })
    await agent.rate(id, { stars: 4 })
    await expect(agent.rate(id, { stars: 5 })).rejects.toEqual(refusal('already_rated'))
  })

  test('a query that fits no type is with people at once', async () => {
    const { asks, agent } = await anAgent('observe')
    const opened = await asks('m1', 'quelle est la météo sur Mars ?')
    expect(opened).toMatchObject({ state: 'escalated', phase: null })
    await expect(agent.askForEffect(opened.interactionId, { kind: 'reply', text: 'x' })).rejects.toMatchObject({ status: 409 })
    const waiting = await reviewer.listEscalations()
    expect(waiting.items.map((item) => item.interactionId)).toContain(opened.interactionId)
    await reviewer.takeEscalation(opened.interactionId)
    await reviewer.returnEscalation(opened.interactionId, { reason: 'not mine' })
    await reviewer.answerEscalation(opened.interactionId, { reply: 'Cold.', minutes: 1 })
    await stories.drain()
    expect(await lead.interaction(opened.interactionId)).toMatchObject({
      state: 'settled',
      outcome: 'escalated',
      escalation: { state: 'answered' },
    })
  })
})

describe('in shadow assist', () => {
  test('a held reply waits; the waiting agent hears of the release within its long poll; it is sent once', async () => {
    const { agent, asks } = await anAgent('assist')
    const { interactionId } = await asks('m1', 'my vpn keeps dropping')
    const held = await agent.askForEffect(interactionId, { kind: 'reply', text: 'Please sign out and in again.' })
    expect(held).toMatchObject({ state: 'held', disposition: 'hold', approval: { digest: expect.any(String) } })
    await expect(reviewer.decideEffect(held.effectId, { decision: 'release', digest: 'f'.repeat(64) })).rejects.toEqual(
      refusal('approval_stale'),
    )
    const waiting = agent.effect(held.effectId, { waitMs: 20_000 })
    await reviewer.decideEffect(held.effectId, { decision: 'release', digest: held.approval!.digest })
    await stories.drain()
    expect(await waiting).toMatchObject({ state: 'performed', approval: null })
    expect(stories.seen.deliveries.filter((delivery) => delivery.interactionId === interactionId)).toHaveLength(1)
    expect(stories.seen.told.filter((news) => news.effectId === held.effectId).map((news) => news.state)).toContain('performed')
    await expect(reviewer.decideEffect(held.effectId, { decision: 'release', digest: held.approval!.digest })).rejects.toEqual(
      refusal('approval_spent'),
    )
  })

  test('the card says what each key does, a stale card is refused, and the edited reply is what is sent', async () => {
    const { agent, asks, rolloutId } = await anAgent('assist')
    const { interactionId } = await asks('m1', 'the vpn does not connect')
    await agent.askForEffect(interactionId, { kind: 'reply', text: 'Sign out and in.' })
    const early = await reviewer.listReviews({ rollout: rolloutId })
    const stale = await reviewer.review(early.items[0]!.id)
    await agent.close(interactionId, {})
    await stories.drain()
    const card = await reviewer.takeReview({ reviewId: stale.id })
    expect(card?.keys[0]?.consequence).toBe('Done now, once, exactly as shown: the reply. The verdict is counted.')
    await lead.setDelivery(rolloutId, { delivery: 'observe', reason: 'wait' })
    await expect(reviewer.giveVerdict(stale.id, { kind: 'correct', digest: card!.digest })).rejects.toEqual(
      refusal('approval_stale'),
    )
    await lead.setDelivery(rolloutId, { delivery: 'assist', reason: 'go on' })
    const now = await reviewer.review(stale.id)
    await reviewer.giveVerdict(stale.id, {
      kind: 'correct_small_edit',
      digest: now.digest,
      edit: 'Please sign out and in again, Ann.',
    })
    await stories.drain()
    expect(stories.seen.deliveries.filter((d) => d.interactionId === interactionId).map((d) => d.text)).toEqual([
      'Please sign out and in again, Ann.',
    ])
  })

  test('a long poll that nobody answers says what is true when its time is up', async () => {
    const { agent, asks } = await anAgent('assist')
    const { interactionId } = await asks('m1', 'my vpn keeps dropping')
    const held = await agent.askForEffect(interactionId, { kind: 'reply', text: 'Please sign out.' })
    expect(await agent.effect(held.effectId, { waitMs: 300 })).toMatchObject({
      state: 'held',
      approval: { digest: held.approval!.digest },
    })
  })
})

describe('a key of one employee', () => {
  test('sees and touches nothing of another', async () => {
    const [one, other] = [await anAgent('observe'), await anAgent('observe')]
    const { interactionId } = await one.asks('m1', 'my vpn keeps dropping')
    const effect = await one.agent.askForEffect(interactionId, { kind: 'reply', text: 'x' })
    const hidden = refusal('not_found')
    await expect(other.agent.interaction(interactionId)).rejects.toEqual(hidden)
    await expect(other.agent.effect(effect.effectId)).rejects.toEqual(hidden)
    await expect(other.agent.askForEffect(interactionId, { kind: 'reply', text: 'y' })).rejects.toEqual(hidden)
    await expect(other.agent.close(interactionId, {})).rejects.toEqual(hidden)
    await expect(other.agent.escalate(interactionId, { reason: 'y' })).rejects.toEqual(hidden)
    const posing = { employee: one.name, externalId: 'm2', channel: 'chat', requester: 'eve', query: 'reset' }
    await expect(other.agent.receive(posing)).rejects.toEqual(hidden)
    expect((await one.agent.interaction(interactionId)).id).toBe(interactionId)
  })
})

describe('advancing', () => {
  test('takes two people, whatever keys they use', async () => {
    const { rolloutId } = await anAgent('observe')
    const { promotionId } = await lead.proposePromotion(rolloutId, { reason: 'a test', override: true })
    await expect(lead.approvePromotion(promotionId, {})).rejects.toEqual(refusal('same_person'))
    await expect(lead.advance(promotionId)).rejects.toEqual(refusal('promotion_not_open'))
    const issued = await lead.issueKey({ name: 'cli', scopes: ['govern'] })
    const sameHand = clientOf({ authorization: `Bearer ${issued.secret}` })
    await expect(sameHand.approvePromotion(promotionId, {})).rejects.toEqual(refusal('same_person'))
    expect(await second.approvePromotion(promotionId, {})).toMatchObject({ state: 'approved' })
    expect(await lead.advance(promotionId)).toEqual({ rolloutId, phase: 'supervised' })
    expect(await lead.rollout(rolloutId)).toMatchObject({ phase: 'supervised', promotion: null })
    const promotions = await lead.listPromotions(rolloutId)
    expect(promotions.items).toMatchObject([{ state: 'carried_out', override: true, gateOutcome: 'not_yet_known' }])
    expect(await lead.demote(rolloutId, { to: 'shadow', reason: 'the test is over' })).toMatchObject({ phase: 'shadow' })
    expect(await reviewer.haltRollout(rolloutId, { reason: 'stop' })).toMatchObject({ phase: 'halted' })
    await expect(reviewer.resume(rolloutId, { reason: 'go' })).rejects.toEqual(refusal('not_allowed'))
    expect(await lead.resume(rolloutId, { reason: 'go' })).toMatchObject({ phase: 'shadow' })
    const timeline = (await lead.rollout(rolloutId)).timeline.map((entry) => entry.kind)
    expect(timeline).toEqual(
      expect.arrayContaining([
        'rollout.opened',
        'promotion.approved',
        'rollout.advanced',
        'rollout.demoted',
        'rollout.halted',
        'rollout.resumed',
      ]),
    )
  })
})
