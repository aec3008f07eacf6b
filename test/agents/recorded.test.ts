import { describe, expect, it } from 'vitest'
import { recordedAgent } from '../../src/agents/recorded.ts'
import { scriptedAgent } from '../../src/agents/scripted.ts'
import { readDossier } from '../../src/domain/discovery/documents.ts'
import type { RecordedInteraction } from '../../src/domain/discovery/recorded-interaction.ts'
import type { EffectId, InteractionId } from '../../src/domain/ids.ts'
import type { EffectState } from '../../src/domain/interaction/effect.ts'
import type { AgentTask, Tools } from '../../src/ports/agent.ts'
import { recordedSystem } from '../../src/systems/recorded.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { forgetful } from '../support/forgetful.ts'

const dossier = readDossier(smallDossier).dossier!

const task = (changes: Partial<AgentTask> = {}): AgentTask => ({
  interactionId: 'int_1' as InteractionId,
  externalId: 'r1',
  queryType: 'password_reset',
  channel: 'email',
  requester: 'asha',
  query: 'please reset my password',
  fields: {},
  dossier,
  ...changes,
})

function tools(answers: Record<string, { state: EffectState; result?: unknown }>): Tools & { calls: string[] } {
  const calls: string[] = []
  return {
    calls,
    async call({ system, operation }) {
      calls.push(`${system}.${operation}`)
      const { state, result } = answers[operation] ?? { state: 'refused' }
      return {
        effectId: `eff_${calls.length}` as EffectId,
        state,
        sentence: `it is ${state}`,
        result: result ?? null,
        simulated: state === 'recorded',
      }
    },
  }
}

const person = { state: 'performed' as const, result: JSON.stringify({ id: 'p1', name: 'Asha', disabled: false }) }
const reply = { kind: 'reply', text: 'Hello Asha, a link is on its way.' }

describe('the scripted agent', () => {
  it.each(['recorded', 'released', 'held', 'performed'] as const)('replies last when the write is %s', async (state) => {
    const used = tools({ get_person: person, reset_password: { state } })
    expect(await scriptedAgent().propose(task(), used, forgetful)).toEqual({ kind: 'effects', effects: [reply], usage: null })
    expect(used.calls).toEqual(['directory.get_person', 'directory.reset_password'])
  })

  it.each(['refused', 'failed', 'unknown', 'escalated', 'declined', 'lapsed'] as const)(
    'hands over when the write is %s',
    async (state) => {
      const answer = await scriptedAgent().propose(task(), tools({ get_person: person, reset_password: { state } }), forgetful)
      expect(answer).toMatchObject({ kind: 'escalation', reason: `directory.reset_password: it is ${state}`, effects: [] })
    },
  )

  it('hands over when a later step needs a result that is not there, and when a trigger fires, before any call', async () => {
    expect(await scriptedAgent().propose(task(), tools({ get_person: { state: 'held' } }), forgetful)).toMatchObject({
      kind: 'escalation',
    })
    const used = tools({ get_person: person })
    expect(await scriptedAgent().propose(task({ fields: { vip: true } }), used, forgetful)).toMatchObject({
      kind: 'escalation',
      trigger: 'vip',
    })
    expect(used.calls).toEqual([])
  })
})

const run: RecordedInteraction = {
  id: 'r1',
  workflow: 'w',
  queryType: 't',
  channel: 'chat',
  requester: 'asha',
  query: 'q',
  messages: [],
  toolCalls: [
    { i: 5, name: 'status', system: 'crm', access: 'read', arguments: { id: 1 }, result: 'second' },
    { i: 2, name: 'status', system: 'crm', access: 'read', arguments: { id: 1 }, result: 'first' },
    { i: 3, name: 'change', system: 'crm', access: 'write', arguments: { id: 1 }, result: 'changed' },
  ],
  reply: 'Done.',
  escalated: false,
  model: 'm',
  usage: { inputTokens: 10, outputTokens: 2 },
  costUsd: 0.0125,
}
const handOver = {
  i: 9,
  name: 'transfer_to_human_agents',
  system: 'handoff',
  access: 'write' as const,
  arguments: { summary: 'cannot' },
  result: '',
}

/** A recording that fails the test when anything looks at what a perfect reviewer would say. */
function guarded(record: RecordedInteraction): RecordedInteraction {
  return Object.defineProperty({ ...record }, 'groundTruth', {
    get() {
      throw new Error('the agent looked at groundTruth')
    },
  })
}

describe('the recorded agent', () => {
  it('repeats the calls in order, whatever comes of them, then the reply and the usage', async () => {
    const used = tools({ status: { state: 'replayed' } })
    const answer = await recordedAgent(async () => guarded(run)).propose(task(), used, forgetful)
    expect(used.calls).toEqual(['crm.status', 'crm.change', 'crm.status'])
    expect(answer).toEqual({
      kind: 'effects',
      effects: [{ kind: 'reply', text: 'Done.' }],
      usage: { inputTokens: 10, outputTokens: 2, costMicros: 12_500, model: 'm' },
    })
  })

  it('takes the call to the hand-over system for the escalation and does not make it', async () => {
    const used = tools({})
    const answer = await recordedAgent(async () => ({ ...run, escalated: true, usage: null, toolCalls: [handOver] })).propose(
      task(),
      used,
      forgetful,
    )
    expect(used.calls).toEqual([])
    expect(answer).toEqual({
      kind: 'escalation',
      reason: 'cannot',
      trigger: null,
      effects: [{ kind: 'reply', text: 'Done.' }],
      usage: null,
    })
  })

  it('fails on a message it has no recording of', async () => {
    await expect(recordedAgent(async () => null).propose(task(), tools({}), forgetful)).rejects.toMatchObject({
      code: 'agent_failed',
    })
  })
})

describe('a recorded system', () => {
  const system = recordedSystem('crm', async (id) => (id === 'r1' ? run : null))
  const call = (changes: object) =>
    system.call({ system: 'crm', operation: 'status', arguments: { id: 1 }, key: 'k1', externalId: 'r1', ...changes })

  it('answers reads with what the recording got, in turn, and the same for the same key', async () => {
    expect(await call({})).toMatchObject({ outcome: 'replayed', result: 'first' })
    expect(await call({ key: 'k2' })).toMatchObject({ outcome: 'replayed', result: 'second' })
    expect(await call({})).toMatchObject({ result: 'first' })
    expect(await call({ key: 'k3' })).toMatchObject({ result: 'second' })
  })

  it('answers nothing it has not recorded, and no write', async () => {
    expect(await call({ arguments: { id: 2 } })).toMatchObject({ outcome: 'failed' })
    expect(await call({ operation: 'change' })).toMatchObject({ outcome: 'failed', reason: 'a recording performs nothing' })
    expect(await call({ externalId: 'r9' })).toMatchObject({ outcome: 'failed' })
  })
})
