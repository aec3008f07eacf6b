// “Setting every confidence and judge score to 1.0 changes no gate.” They may order a queue and raise a rate, which the weight takes back; only what people say counts.

import { afterAll, expect, test } from 'vitest'
import type { InteractionId } from '../../src/domain/ids.ts'
import { callTool } from '../../src/handling/call-tool.ts'
import { conclude } from '../../src/handling/conclude.ts'
import { testDatabase } from '../support/database.ts'
import { judges, reviewsOf } from '../support/reviewing.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, readGate, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())

type Scores = { confidence?: number; judgeScore?: number }
const agent = { kind: 'agent', id: 'key_a', authority: 'key' } as const

/** The same traffic, the same verdicts; only what the agent says of itself differs. */
async function worked(phase: 'shadow' | 'supervised', scores: (i: number) => Scores) {
  const opened = await aRollout(world, { agent: { kind: 'http', webhookUrl: null, webhookSecret: null } as never })
  if (phase === 'supervised') await promoteByOverride(world, opened.rolloutId)
  for (let i = 0; i < 12; i++) {
    const { interactionId } = await arrives(world, opened.employeeId, `my vpn keeps dropping, case ${i}`, { driver: 'agent' })
    await world.house.db.pool.query('update tenure.interactions set double_u = 0.99, sample_u = $2 where id = $1', [
      interactionId,
      i % 2 ? 0.9 : 0.01,
    ])
    done(
      await callTool(
        world.house,
        world.systems as never,
        { interactionId: interactionId as InteractionId, request: { kind: 'reply', text: 'Please restart.' } },
        agent,
      ),
    )
    done(
      await conclude(
        world.house,
        { interactionId: interactionId as InteractionId, answer: { kind: 'effects', usage: null, ...scores(i) } },
        agent,
      ),
    )
    await world.drain()
    const [review] = await reviewsOf(world, interactionId)
    if (review) done(await judges(world, people.rita, review.id, i % 4 ? 'correct' : 'wrong'))
  }
  const evidence = await rows<Record<string, unknown>>(
    world,
    'select e.weight, e.correct, e.should_escalate, e.escalated, e.phase from tenure.evidence e join tenure.interactions i on i.id = e.interaction_id where i.employee_id = $1 order by e.review_id',
    [opened.employeeId],
  )
  const draws = await rows<{ base: number; ratio: number; weight: number; risk: number }>(
    world,
    'select p.sample_base as base, p.sample_ratio as ratio, p.weight, cardinality(p.risks) as risk from tenure.proposals p join tenure.interactions i on i.id = p.interaction_id where i.employee_id = $1 order by p.id',
    [opened.employeeId],
  )
  const { accuracy, gate } = done(await readGate(world.house)(opened.rolloutId))
  return {
    evidence,
    draws,
    accuracy,
    gate: gate?.criteria.map(({ name, outcome, value, bound }) => ({ name, outcome, value, bound })),
  }
}

test('in shadow, where all is judged, nothing an agent says of itself changes a row of the evidence or a number of the gate', async () => {
  const [silent, sure, unsure] = [
    await worked('shadow', () => ({})),
    await worked('shadow', () => ({ confidence: 1, judgeScore: 1 })),
    await worked('shadow', (i) => ({ confidence: (i % 10) / 10, judgeScore: 0 })),
  ]
  expect(sure.evidence).toEqual(silent.evidence)
  expect(unsure.evidence).toEqual(silent.evidence)
  expect([sure.accuracy, sure.gate]).toEqual([silent.accuracy, silent.gate])
  expect([unsure.accuracy, unsure.gate]).toEqual([silent.accuracy, silent.gate])
  // They do order the queue: it is not that they are not kept.
  expect(unsure.draws.some((draw) => draw.risk > 0)).toBe(true)
})

test('in supervised, saying one is sure of everything raises no weight above that of an agent that says nothing', async () => {
  const [silent, sure, unsure] = [
    await worked('supervised', () => ({})),
    await worked('supervised', () => ({ confidence: 1, judgeScore: 1 })),
    await worked('supervised', () => ({ confidence: 0.1 })),
  ]
  const terms = ({ draws }: typeof sure) => draws.map(({ base, ratio, weight }) => ({ base, ratio, weight }))
  expect(terms(sure)).toEqual(terms(silent))
  // Their draws are set alike, so that only the scores differ.
  for (const { base, ratio, weight } of unsure.draws) expect(ratio * weight).toBeCloseTo(base, 12)
  expect(unsure.draws.every((draw) => draw.ratio >= 0.5)).toBe(true)
})
