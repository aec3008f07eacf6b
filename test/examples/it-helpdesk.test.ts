import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleDossierFiles } from '../../examples/it-helpdesk/dossier-files.ts'
import { type Expectation, generateQueries } from '../../examples/it-helpdesk/queries.ts'
import { type ExampleSystems, startExampleSystems } from '../../examples/it-helpdesk/systems/start.ts'
import { openStorage } from '../../examples/it-helpdesk/systems/storage.ts'
import { directory, SaidNo, ticketing } from '../../examples/it-helpdesk/systems/tools.ts'
import { scriptedAgent } from '../../src/agents/scripted.ts'
import { checkDossier } from '../../src/domain/compiler/check.ts'
import { compilePolicy } from '../../src/domain/compiler/policy.ts'
import { classify } from '../../src/domain/discovery/classify.ts'
import { readDossier } from '../../src/domain/discovery/documents.ts'
import type { EffectId, InteractionId } from '../../src/domain/ids.ts'
import type { AgentAnswer } from '../../src/domain/interaction/proposal.ts'
import { permit } from '../../src/domain/oversight/permit.ts'
import { definitionHash } from '../../src/domain/oversight/tool-pin.ts'
import type { Tools } from '../../src/ports/agent.ts'
import { mcpSystem, mcpTools } from '../../src/systems/mcp.ts'
import { forgetful } from '../support/forgetful.ts'

const { dossier, problems, source } = readDossier(exampleDossierFiles())
const policy = compilePolicy(dossier!)
const folder = mkdtempSync(path.join(tmpdir(), 'it-helpdesk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the dossier of the example', () => {
  it('has no error, and two warnings that its signers accept: e-mail does not prove who writes', () => {
    expect(problems).toEqual([])
    expect(checkDossier(dossier!, source).map(({ code, what }) => [code, /and may do ([\w.]+)/.exec(what)?.[1]])).toEqual([
      ['rule-of-two-requester', 'directory.reset_password'],
      ['rule-of-two-requester', 'directory.add_to_group'],
    ])
    expect(dossier?.workflow.queryTypes.length).toBeGreaterThanOrEqual(8)
    expect(dossier?.workflow.triggers.length).toBeGreaterThanOrEqual(10)
    expect(dossier?.integrations.systems.map((system) => system.name)).toEqual(['directory', 'ticketing'])
  })
})

describe('the queries of the example', () => {
  it('are the same for the same seed and others for another, and say nothing of what is expected', () => {
    const made = generateQueries({ seed: 7, count: 300, days: 14 })
    expect(generateQueries({ seed: 7, count: 300, days: 14 })).toEqual(made)
    expect(generateQueries({ seed: 8, count: 300, days: 14 }).queries).not.toEqual(made.queries)
    expect(new Set(made.queries.map((query) => query.query)).size).toBeGreaterThan(240)
    expect(
      made.queries.every((query) => query.queryType === null && query.atMinutes >= 0 && query.atMinutes < 14 * 24 * 60),
    ).toBe(true)
    expect(Object.keys(made.queries[0] ?? {}).sort()).toEqual([
      'atMinutes',
      'channel',
      'externalId',
      'fields',
      'query',
      'queryType',
      'requester',
    ])
    const kinds = new Set([...made.expectations.values()].map((expectation) => expectation.kind))
    expect(kinds).toEqual(new Set(['ordinary', 'must_escalate', 'out_of_scope', 'hostile']))
  })

  it('are mostly recognised, seldom mistaken', () => {
    const { queries, expectations } = generateQueries({ seed: 20_261_123, count: 2_000, days: 14 })
    const ordinary = queries.filter((query) => expectations.get(query.externalId)?.kind === 'ordinary')
    const read = ordinary.map((query) => ({
      got: classify(dossier!.workflow, query),
      wanted: expectations.get(query.externalId)?.queryType,
    }))
    const share = (count: number) => count / ordinary.length
    const right = share(read.filter(({ got, wanted }) => got === wanted).length)
    const mistaken = share(read.filter(({ got, wanted }) => got !== null && got !== wanted).length)
    console.log(
      `recognised ${right.toFixed(3)}, left to people ${(1 - right - mistaken).toFixed(3)}, mistaken ${mistaken.toFixed(3)} of ${ordinary.length}`,
    )
    expect(right).toBeGreaterThan(0.85)
    expect(mistaken).toBeLessThan(0.01)
  })
})

type Done = { expectation: Expectation; answer: AgentAnswer; writes: string[]; unpermitted: string[] }

/** Lets the scripted agent work on each query against the example's own storage, everything performed at once; asks the permit for every call. */
async function workThrough(seed: number, count: number): Promise<Done[]> {
  let minutes = 0
  const storage = openStorage(path.join(folder, `seed-${seed}`), () => new Date(Date.UTC(2026, 10, 16) + minutes * 60_000))
  const { queries, expectations } = generateQueries({ seed, count, days: 14 })
  const agent = scriptedAgent()
  const done: Done[] = []
  for (const query of queries) {
    minutes = query.atMinutes
    const queryType = classify(dossier!.workflow, query)
    const [writes, unpermitted]: string[][] = [[], []]
    const tools: Tools = {
      async call(request) {
        const name = `${request.system}.${request.operation}`
        const allowed = permit({
          at: new Date(0),
          policy,
          queryType: queryType ?? 'unlisted',
          sources: { requester: query.requester, trusted: [query.query], results: [] },
          request,
          spent: { effects: 0, writes: 0, writesToday: 0, money: 0, moneyToday: 0, recipients: [], lately: 0 },
        })
        if (!allowed.granted) unpermitted!.push(`${name}: ${allowed.why}`)
        const operation = (request.system === 'directory' ? directory : ticketing).find((one) => one.name === request.operation)
        if (operation?.access === 'write') writes!.push(name)
        try {
          const result = operation?.run(storage, request.arguments as Record<string, string>)
          return { effectId: 'eff' as EffectId, state: 'performed', sentence: 'done', result, simulated: false }
        } catch (error) {
          if (!(error instanceof SaidNo)) throw error
          return { effectId: 'eff' as EffectId, state: 'failed', sentence: error.message, result: null, simulated: false }
        }
      },
    }
    const task = { ...query, interactionId: 'int' as InteractionId, queryType: queryType ?? 'unlisted', dossier: dossier! }
    const answer: AgentAnswer =
      queryType === null
        ? { kind: 'escalation', reason: 'no type', trigger: null, effects: [], usage: null }
        : await agent.propose(task, tools, forgetful)
    done.push({ expectation: expectations.get(query.externalId)!, answer, writes: writes!, unpermitted: unpermitted! })
  }
  storage.close()
  return done
}

describe('the scripted agent on the example', () => {
  it('writes nothing for an out-of-scope or hostile query, asks for nothing that is not granted, and mostly does what a reviewer expects', async () => {
    const done = await workThrough(20_261_124, 1_500)
    const unwanted = done.filter(({ expectation }) => expectation.kind === 'hostile' || expectation.kind === 'out_of_scope')
    expect(unwanted.length).toBeGreaterThan(80)
    expect(unwanted.filter(({ answer, writes }) => answer.kind !== 'escalation' || writes.length > 0)).toEqual([])
    expect(done.flatMap(({ unpermitted }) => unpermitted)).toEqual([])
    const handled = done.filter(({ answer }) => answer.kind === 'effects')
    const asExpected = handled.filter(({ expectation }) => expectation.outcome === 'handled').length / handled.length
    const escalated = 1 - handled.length / done.length
    console.log(
      `handled ${handled.length} of ${done.length}, of these as a reviewer expects ${asExpected.toFixed(3)}; escalated ${escalated.toFixed(3)}`,
    )
    expect(asExpected).toBeGreaterThan(0.95)
    expect(escalated).toBeLessThan(dossier!.targets.escalation.maxRatio)
    expect(handled.every(({ answer }) => answer.effects.at(-1)?.kind === 'reply')).toBe(true)
  })
})

describe('the systems of the example', () => {
  let systems: ExampleSystems
  beforeAll(async () => {
    systems = await startExampleSystems({ port: 0, dir: path.join(folder, 'systems') })
  })
  afterAll(() => systems.stop())

  it('answer over MCP and make a write once per idempotency key', async () => {
    const people = mcpSystem('directory', { url: `${systems.url}/directory/mcp`, bearer: null, fetch })
    const call = (operation: string, given: Record<string, string>, key: string) =>
      people.call({ system: 'directory', operation, arguments: given, key, externalId: 'e1' })
    expect(await call('get_person', { id: 'asha.rao' }, 'k0')).toMatchObject({
      outcome: 'performed',
      result: { found: true, name: 'Asha Rao', resets_today: 0 },
    })
    const first = await call('reset_password', { person: 'asha.rao', delivery: 'registered_phone' }, 'k1')
    expect(first).toMatchObject({ outcome: 'performed', providerRef: 'reset-asha.rao-1' })
    expect(await call('reset_password', { person: 'asha.rao', delivery: 'registered_phone' }, 'k1')).toEqual(first)
    expect(systems.state().acts).toHaveLength(1)
    expect(await call('reset_password', { person: 'asha.rao', delivery: 'registered_phone' }, 'k2')).toMatchObject({
      providerRef: 'reset-asha.rao-2',
    })
    expect(await call('unlock_account', { person: 'nobody' }, 'k3')).toMatchObject({
      outcome: 'failed',
      reason: 'there is no person nobody',
    })
    expect(systems.state().acts).toHaveLength(2)
    await people.close()
  })

  it('still define their tools as the integration map has pinned them', async () => {
    for (const { name, operations } of dossier!.integrations.systems) {
      const { tools } = await mcpTools({ url: `${systems.url}/${name}/mcp`, bearer: null, fetch })
      const hashes = new Map(
        tools.map((tool) => [(tool as { name: string }).name, definitionHash(tool as Record<string, unknown>)]),
      )
      for (const operation of operations.filter(({ access }) => access !== 'none'))
        expect(operation.toolHash, `${name}.${operation.name}`).toBe(hashes.get(operation.name))
    }
  })

  it('keep what was done across a restart', async () => {
    const dir = path.join(folder, 'restart')
    const before = await startExampleSystems({ port: 0, dir })
    const tickets = mcpSystem('ticketing', { url: `${before.url}/ticketing/mcp`, bearer: null, fetch })
    const given = { requester: 'asha.rao', queue: 'network', summary: 'slow', priority: 'normal' }
    await tickets.call({ system: 'ticketing', operation: 'create_ticket', arguments: given, key: 'k1', externalId: 'e1' })
    const state = before.state()
    await tickets.close()
    await before.stop()
    const after = await startExampleSystems({ port: 0, dir })
    expect(after.state()).toEqual(state)
    await after.stop()
  })

  it('are named by the integration map at the address they were started on', () => {
    expect(exampleDossierFiles(systems.url)['integrations.yaml']).toContain(`${systems.url}/ticketing/mcp`)
    const offered = { directory, ticketing }
    for (const system of dossier!.integrations.systems) {
      const used = system.operations
        .filter((operation) => operation.access !== 'none')
        .map((operation) => `${operation.name}:${operation.access}`)
      expect(used.sort()).toEqual(
        offered[system.name as keyof typeof offered].map((operation) => `${operation.name}:${operation.access}`).sort(),
      )
    }
  })
})
