// “199 of 200, forged metrics, unreviewed type, stale samples: refused with reasons recomputed from the trail” (AUDIT.md, abuse case 26). Proposed over the same joint the doors use:
// the gate is read, what it rests on is frozen, and what is frozen is held against the records.

import { afterAll, expect, test } from 'vitest'
import type { EmployeeId, RolloutId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { adoptVersion } from '../../src/governance/adopt-version.ts'
import { advance, approvePromotion, proposePromotion, type ReadGate } from '../../src/governance/advance.ts'
import { assess } from '../../src/governance/assess.ts'
import { freezeFacts } from '../../src/governance/freeze-facts.ts'
import { registerDossier, signDossier } from '../../src/governance/sign-dossier.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { judgeAll } from '../support/judging.ts'
import { aRollout, arrives, aWorld, done, people } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world

const targets = (minReviews: number) =>
  `accuracy: {targetRatio: 0.8}\nescalation: {minRatio: 0, maxRatio: 1, missedCapRatio: 0.5, recallFloorRatio: 0}\nshadow: {minDays: 2, minReviews: ${minReviews}}\nsupervised: {minDays: 1, minReviews: 5}\ncoverage: {unlistedMaxRatio: 0.3}\nevidence: {doubleRatio: 0, blindRatio: 0}\n`
const files = (minReviews: number) => ({ ...smallDossier, 'targets.yaml': targets(minReviews) })

const readGate: ReadGate = async (rolloutId, asked) => {
  const reading = await assess(house, { rolloutId })
  if (isRefusal(reading) || asked === undefined) return reading
  return { gate: reading.gate, frozen: await freezeFacts(house, { rolloutId, asked }) }
}

async function come(employeeId: EmployeeId, n: number, of: 'both' | 'vpn' = 'both'): Promise<void> {
  for (let i = 0; i < n; i++) {
    const query = of === 'both' && i % 2 === 0 ? 'please reset my password' : 'my vpn keeps dropping'
    await arrives(world, employeeId, `${query} ${crypto.randomUUID()}`)
  }
  await world.drain()
}

/** Every n-th is wrong; 0: all are right. */
const judge = (employeeId: EmployeeId, wrongEvery = 0) =>
  judgeAll(world, employeeId, (_, at) => ({ correct: wrongEvery === 0 || at % wrongEvery !== 0 }))

const propose = (rolloutId: RolloutId) =>
  proposePromotion(house, readGate, { rolloutId, reason: 'the desk agrees', override: false }, people.ona)

async function whyNot(rolloutId: RolloutId): Promise<[string, string]> {
  const answer = await propose(rolloutId)
  if (!isRefusal(answer)) throw new Error('it was proposed')
  return [answer.refusal, answer.sentence]
}

const outcomesOf = async (rolloutId: RolloutId) =>
  new Map(done(await assess(house, { rolloutId })).gate!.criteria.map(({ name, outcome }) => [name, outcome]))

/** As the owner of the database, whom no grant stops. */
const forge = (sql: string) => adminQuery(url, sql)

test('199 of the 200 reviews agreed on: refused, and what is missing is one; the 200th opens the gate', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files: files(200) })
  await come(employeeId, 199)
  await judge(employeeId)
  clock.pass({ days: 3 })
  expect(await whyNot(rolloutId)).toEqual(['gate_not_met', expect.stringContaining('199 of the 200 reviews')])
  await come(employeeId, 1)
  await judge(employeeId)
  expect(isRefusal(await propose(rolloutId))).toBe(false)
})

test('a declared type that nobody has judged: refused, and it is named', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files: files(30) })
  await come(employeeId, 60, 'vpn')
  await judge(employeeId)
  clock.pass({ days: 3 })
  expect(await whyNot(rolloutId)).toEqual(['gate_not_met', expect.stringMatching(/major query types.*password_reset \(0\)/i)])
})

test('samples of the version before: refused, for they count no more', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files: files(30) })
  await come(employeeId, 60)
  await judge(employeeId)
  clock.pass({ days: 3 })
  const changed = { ...files(30), 'SOUL.md': smallDossier['SOUL.md']!.replace('You are Nila.', 'You are Nila, and brief.') }
  const { dossierId } = done(await registerDossier(house, { employeeId, files: changed }, people.rita))
  done(await signDossier(house, { dossierId }, people.ona))
  done(await signDossier(house, { dossierId }, people.omar))
  done(await adoptVersion(house, (id) => assess(house, { rolloutId: id }), { rolloutId, dossierId, reason: 'brief' }, people.ona))
  expect(await whyNot(rolloutId)).toEqual(['gate_not_met', expect.stringContaining('not yet known')])
})

test('sums that were forged open no gate: it is read again from the sample', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files: files(30) })
  await come(employeeId, 60)
  await judge(employeeId, 2)
  clock.pass({ days: 3 })
  expect((await outcomesOf(rolloutId)).get('accuracy')).toBe('not_met')
  const mine = `epoch in (select epoch from tenure.cells where rollout_id = '${rolloutId}')`
  await forge(`delete from tenure.evidence_tallies where ${mine} and share = 0`)
  await forge(`update tenure.evidence_tallies set n = 60, correct = 60, members = 60, said = 60 where ${mine} and share = 1`)
  await forge(`delete from tenure.evidence_slices where ${mine} and share = 0`)
  await forge(`update tenure.evidence_cases set share = 1, correct = members where ${mine}`)
  expect((await outcomesOf(rolloutId)).get('accuracy')).toBe('met')
  expect(await whyNot(rolloutId)).toEqual(['gate_not_met', expect.stringContaining('50.0 % of 60 handled outputs')])
})

test('verdicts that were forged open no gate: they are held against the trail, and the first one is named', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files: files(30) })
  await come(employeeId, 60)
  await judge(employeeId, 2)
  clock.pass({ days: 3 })
  const mine = `epoch in (select epoch from tenure.cells where rollout_id = '${rolloutId}')`
  await forge(`update tenure.verdicts set correct = true, kind = 'correct' where rollout_id = '${rolloutId}'`)
  await forge(`update tenure.evidence set correct = true where ${mine}`)
  await forge(`select tenure.count_case(epoch, case_key, escalated) from tenure.evidence where ${mine}`)
  const outcomes = await outcomesOf(rolloutId)
  expect(outcomes.get('accuracy')).toBe('met')
  expect(await whyNot(rolloutId)).toEqual(['evidence_not_on_trail', expect.stringMatching(/rev_[0-9A-Z]{26}/)])
})

test('what was forged between approval and the last step is found there, too', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files: files(30) })
  await come(employeeId, 60)
  await judge(employeeId)
  clock.pass({ days: 3 })
  const { promotionId } = done(await propose(rolloutId))
  done(await approvePromotion(house, { promotionId }, people.omar))
  await forge(
    `update tenure.evidence set weight = 0.5 where epoch in (select epoch from tenure.cells where rollout_id = '${rolloutId}')`,
  )
  const answer = await advance(house, readGate, { promotionId }, people.ona)
  expect(isRefusal(answer) && answer.refusal).toBe('evidence_not_on_trail')
  // The sums alone would have let it pass.
  expect((await outcomesOf(rolloutId)).get('accuracy')).toBe('met')
})
