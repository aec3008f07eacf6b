// “With them the permits catch what the policy forbids”: the dossiers of two recorded workflows are whole, and every recorded write is asked of the
// permit alone. The tables are printed; what a permit cannot see (what is booked, what is owed, what the customer said) it cannot refuse.

import { describe, expect, it } from 'vitest'
import { checkDossier } from '../../src/domain/compiler/check.ts'
import { readDossier } from '../../src/domain/discovery/documents.ts'
import { triggersOf } from '../../src/domain/discovery/triggers.ts'
import { planOf } from '../../src/domain/planning/plan.ts'
import { bpmnOf } from '../../src/drawing/bpmn-export.ts'
import { importBpmn } from '../../src/drawing/bpmn-import.ts'
import { escaped } from '../../src/drawing/escaped.ts'
import { exported, exportFormats } from '../../src/drawing/exchange.ts'
import { flowOf } from '../../src/drawing/flow.ts'
import { type Judged, type ReplayedWrite, recordsIn, refusedOfExpected, replayWrites, tableOf } from '../support/permit-replay.ts'
import { draftedFrom, sharedRecording } from '../support/recorded.ts'
import { recordedDossier } from '../support/recorded-dossier.ts'

const workflows = [
  {
    name: 'airline',
    files: ['tau1_airline_gpt-4o', 'tau2_airline_gpt-4.1', 'tau2_airline_gpt-4o', 'tau2_airline_gpt-oss-120b'],
    types: 8,
    // Measured on 24 November 2026. Of the 206 refused, 90 are of one run that changed the same flight 94 times, and 50 are of the two types that the
    // recordings name after how the query should end (information_or_refusal, out_of_policy_handoff): live traffic is typed by its first words.
    caught: { writes: 506, wrong: 353, refused: 206, refusedThatTookEffect: 165, wrongToPeople: 147, expected: 360 },
  },
  {
    name: 'telecom',
    files: ['tau2_telecom_gpt-4o', 'tau2_telecom_gpt-4o_pr17', 'tau2_telecom_gpt-4.1', 'tau2_telecom-ticket_gpt-4.1'],
    types: 5,
    // Nearly all of what went wrong here was done to the right line with the right arguments at the wrong moment: no permit sees that.
    caught: { writes: 261, wrong: 56, refused: 1, refusedThatTookEffect: 0, wrongToPeople: 32, expected: 821 },
  },
] as const

describe.each(workflows)('the $name dossier', ({ name, files, types, caught }) => {
  const read = readDossier(recordedDossier(name))
  const dossier = read.dossier!
  const recordings = files.map(sharedRecording)

  it('compiles without an error, and with the warnings that recorded systems cannot be without', () => {
    expect(read.problems).toEqual([])
    const findings = checkDossier(dossier, read.source)
    const inWords = findings.map(({ code, file, line, what }) => `${code} ${file}:${line} ${what}`)
    const expected =
      /^(write-not-seen integrations\.yaml:\d+ .* through the connector “recorded”\.|write-cannot-be-repeated .* vouchers\.send_certificate .*)$/
    expect(inWords.filter((words) => !expected.test(words))).toEqual([])
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([])
    expect(dossier.workflow.queryTypes).toHaveLength(types)
    expect(dossier.workflow.triggers.length).toBeGreaterThanOrEqual(10)
    expect(dossier.interviews.filter((interview) => interview.doesTheWork).length).toBeGreaterThan(0)
    const headings = dossier.role.body.match(/^#{1,2} .*$/gm)
    expect(headings).toEqual([`# SOUL.md - ${dossier.role.name}`, '## Core Truths', '## Boundaries', '## Vibe', '## Continuity'])
  })

  it('draws, comes back from BPMN as the same flow, and plans what can be proven in its volume', async () => {
    const { workflow, integrations } = dossier
    const flow = flowOf(workflow, integrations)
    expect(flow.nodes.length).toBeGreaterThan(workflow.steps.length)
    for (const format of exportFormats) {
      const { text } = await exported(format, { dossier, source: read.source, signatures: [] })
      expect(workflow.steps.filter((step) => !text.includes(escaped(step.title).slice(0, 12))).map((step) => step.id)).toEqual([])
    }
    const back = await importBpmn(await bpmnOf(workflow), workflow.workflow)
    if (!back.ok) throw new Error(back.why)
    expect(back.notes).toEqual([])
    expect(flowOf(back.map, integrations)).toEqual(flow)

    const plan = planOf(dossier)
    expect(plan.unprovable).toEqual([])
    expect(plan.byQueryType.map((type) => type.queryType)).toEqual(workflow.queryTypes.map((type) => type.name))
  })

  it.skipIf(recordings.includes(null))('knows every query type, system and operation of the recordings', () => {
    const records = recordings.map(String).flatMap(recordsIn)
    const declared = new Set(dossier.workflow.queryTypes.map((type) => type.name))
    expect(records.map((record) => record.queryType).filter((type) => !declared.has(type))).toEqual([])
    const listed = new Map(
      dossier.integrations.systems.flatMap((system) =>
        system.operations.map((operation) => [`${system.name}.${operation.name}`, operation.access] as const),
      ),
    )
    const calls = records.flatMap((record) => record.toolCalls).filter((call) => call.system !== 'handoff')
    expect(calls.filter((call) => listed.get(`${call.system}.${call.name}`) !== call.access)).toEqual([])
    const triggers = triggersOf(dossier.workflow)
    const fired = records.filter((record) => triggers({ ...record, fields: {} }) !== null)
    expect(fired.map((record) => record.query)).toEqual([])
  })

  it.skipIf(recordings.includes(null))(
    'refuses what the policy forbids and a permit can see, and nothing that was right',
    async () => {
      const records = recordings.map(String).flatMap(recordsIn)
      const writes = replayWrites(dossier, records)
      console.log(tableOf(`${name}: recorded writes asked of the permit alone`, writes))

      expect(writes).toHaveLength(caught.writes)
      expect(of(writes, 'wrong')).toHaveLength(caught.wrong)
      const refused = of(writes, 'wrong', 'refused')
      expect(refused.length).toBeGreaterThanOrEqual(caught.refused)
      expect(refused.filter((write) => write.tookEffect).length).toBeGreaterThanOrEqual(caught.refusedThatTookEffect)
      expect(of(writes, 'wrong', 'person').length).toBeGreaterThanOrEqual(caught.wrongToPeople)
      expect(of(writes, 'right', 'refused').length).toBeLessThanOrEqual(of(writes, 'right').length * 0.01)

      // Agents that did little right say little about what must be allowed: the actions of a perfect run are asked too.
      const perfect = refusedOfExpected(dossier, records)
      expect(perfect.asked).toBe(caught.expected)
      expect(perfect.refused.length, perfect.refused.join('\n')).toBeLessThanOrEqual(perfect.asked * 0.01)
    },
  )

  it.skipIf(recordings.includes(null))(
    'is what refuses: a dossier drafted from the recordings alone lets every write through',
    async () => {
      const drafted = readDossier(await draftedFrom(recordings.map(String))).dossier!
      const writes = replayWrites(drafted, recordings.map(String).flatMap(recordsIn))
      expect(of(writes, 'wrong')).toHaveLength(caught.wrong)
      expect(writes.filter((write) => write.outcome === 'refused').map((write) => write.why)).toEqual([])
    },
  )
})

function of(writes: readonly ReplayedWrite[], judged: Judged, outcome?: ReplayedWrite['outcome']): ReplayedWrite[] {
  return writes.filter((write) => write.judged === judged && (outcome === undefined || write.outcome === outcome))
}
