// “The same file sent through the HTTP API by a client gives the same evidence as the command line.”

import { createClient, each } from '@tenure/sdk'
import { afterAll, expect, test } from 'vitest'
import type { RecordedRun } from '../../src/domain/discovery/recorded-interaction.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { recordedSystems } from '../../src/main/backtest-run.ts'
import { readRecordings } from '../../src/main/recordings.ts'
import { countsOf } from '../../src/store/views/backtest.ts'
import { listening } from '../support/command-line.ts'
import { testDatabase } from '../support/database.ts'
import { firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { aRecord, backtested, draftedFrom, recordingOf, sharedRecording } from '../support/recorded.ts'
import { aWorld } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())

const handOver = { i: 4, name: 'transfer', system: 'handoff', access: 'write' as const, arguments: {}, result: '' }
const written = recordingOf([
  aRecord('a'),
  aRecord('b', { groundTruth: { correct: false, shouldEscalate: true } }),
  aRecord('c', {
    escalated: true,
    toolCalls: [...aRecord('c').toolCalls, handOver],
    groundTruth: { correct: false, shouldEscalate: false },
  }),
  aRecord('d', { queryType: 'billing', toolCalls: [] }),
])
const file = sharedRecording('tau2_airline_gpt-4.1') ?? written

test('an agent that plays the recording over HTTP earns what the command line reports', { timeout: 240_000 }, async () => {
  const recordings = await readRecordings([file])
  if (isRefusal(recordings)) throw new Error(recordings.sentence)
  const byId = new Map<string, RecordedRun>(recordings.runs.map((run) => [run.id, run]))
  const http = httpWorld(url, { over: world, systems: recordedSystems(async (id) => byId.get(id) ?? null) })
  const server = await listening(http)
  const admin = await firstAdmin(http)
  const client = async (maker: typeof admin, scopes: Parameters<typeof keyOf>[2], employee?: string) =>
    createClient({ baseUrl: server.url, key: (await keyOf(http, maker, scopes, employee)).authorization.slice('Bearer '.length) })
  try {
    const lead = await client(await somebody(http, admin, 'ops_lead'), ['read', 'govern'])
    const { employeeId } = await lead.hire({ name: 'Played over HTTP', agent: { kind: 'http' } })
    const { dossierId } = await lead.registerDossier({ employee: employeeId, files: await draftedFrom([file]) })
    const { rolloutId } = await lead.openRollout({ dossier: dossierId, cells: 'all', rehearsal: true })

    const agent = await client(admin, ['agent', 'inbound'], employeeId)
    const recordingOfInteraction = new Map<string, string>()
    for (const run of recordings.runs) recordingOfInteraction.set(await playOne(agent, employeeId, run), run.id)
    await world.drain()

    const judge = await client(await somebody(http, admin, 'reviewer'), ['read', 'review'])
    for (const review of await Array.fromAsync(each(judge.listReviews, { rollout: rolloutId, limit: 50 }))) {
      const truth = recordings.truths.get(recordingOfInteraction.get(review.interactionId) ?? '')
      if (truth === undefined) throw new Error('a review of no recording')
      const { correct, shouldEscalate } = truth
      await judge.giveVerdict(review.id, {
        kind: correct ? 'correct' : 'wrong',
        digest: null,
        source: 'verified_source',
        correct,
        shouldEscalate,
      })
    }

    const report = await backtested([file])
    const gate = await lead.gate(rolloutId)
    const { accuracy, escalation, byQueryType } = gate.evidence
    expect(accuracy).toEqual(report.accuracy)
    expect(escalation).toEqual(report.escalation)
    expect(Object.fromEntries(Object.entries(byQueryType).map(([name, { escalated: _, ...rest }]) => [name, rest]))).toEqual(
      report.byQueryType,
    )
    expect(gate.outcome).toBe(report.gate.outcome)
    expect(gate.criteria.map(({ says: _, ...criterion }: { says: unknown }) => criterion)).toEqual(report.gate.criteria)
    const { performed, held, recorded, replayed, refused, escalated, interactions, costMicros, unpriced } = await countsOf(
      world.house.db,
      employeeId,
    )
    expect({ performed, held, recorded, replayed, refused, escalated }).toEqual(report.effects)
    expect([interactions, performed, unpriced]).toEqual([report.interactions, 0, 0])
    expect(costMicros / 1_000_000).toBeCloseTo(report.costUsd ?? Number.NaN, 9)
    expect(world.seen).toMatchObject({ calls: [], deliveries: [] })
  } finally {
    await server.close()
  }
})

/** What the recorded agent does, as an agent of its own over the decision API; returns the interaction. */
async function playOne(agent: ReturnType<typeof createClient>, employee: string, run: RecordedRun): Promise<string> {
  const { id: externalId, channel, requester, query, queryType } = run
  const { interactionId } = await agent.receive({ employee, externalId, channel, requester, query, queryType, driver: 'agent' })
  for (const call of run.toolCalls.toSorted((a, b) => a.i - b.i)) {
    if (call.system === 'handoff') continue
    await agent.askForEffect(interactionId, {
      kind: 'call',
      system: call.system,
      operation: call.name,
      arguments: call.arguments,
    })
  }
  if (run.reply?.trim()) await agent.askForEffect(interactionId, { kind: 'reply', text: run.reply })
  const usage = run.usage
    ? { usage: { ...run.usage, costMicros: Math.round((run.costUsd ?? 0) * 1_000_000), model: run.model } }
    : {}
  if (run.escalated) await agent.escalate(interactionId, { reason: 'handed to a person in the recording', ...usage })
  else await agent.close(interactionId, usage)
  return interactionId
}
