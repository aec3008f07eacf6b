// “What a promotion was decided on is one signed file, and anybody reads the gate again from it”: frozen when it is proposed, completed when it is approved and carried out.

import { afterAll, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/audit/record.ts'
import { readVkey } from '../../src/domain/audit/signed-note.ts'
import { bundleText } from '../../src/domain/committee/bundle.ts'
import { verifyBundle } from '../../src/domain/committee/verify.ts'
import { stated } from '../../src/domain/gates/gate.ts'
import type { PromotionId, RolloutId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { advance, approvePromotion, proposePromotion, type ReadGate, withdrawPromotion } from '../../src/governance/advance.ts'
import { announceKey } from '../../src/governance/announce-key.ts'
import { assess } from '../../src/governance/assess.ts'
import { freezeFacts } from '../../src/governance/freeze-facts.ts'
import { makeBundle } from '../../src/governance/make-bundle.ts'
import { closeIncident, remedyIncident, reportIncident } from '../../src/governance/report-incident.ts'
import { split } from '../../src/governance/split.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { shownOf } from '../../src/moves/shown.ts'
import { lockCase } from '../../src/store/proposals.ts'
import { signer } from '../support/a-bundle.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world
const key = readVkey(signer.vkey)!

const files = {
  ...smallDossier,
  'targets.yaml':
    'accuracy: {targetRatio: 0.8}\nescalation: {minRatio: 0, maxRatio: 1, missedCapRatio: 0.5, recallFloorRatio: 0}\nshadow: {minDays: 2, minReviews: 30}\nsupervised: {minDays: 1, minReviews: 5}\ncoverage: {unlistedMaxRatio: 0.3}\n',
}
const source: Actor = { kind: 'verified_source', id: 'ground-truth:test', authority: 'a test' }

const freezing: ReadGate = async (rolloutId, asked) => {
  const reading = await assess(house, { rolloutId })
  if (isRefusal(reading) || asked === undefined) return reading
  return { gate: reading.gate, frozen: await freezeFacts(house, { rolloutId, asked }) }
}

const secret = 'my neighbour Wilhelmina'

async function judged(employeeId: Parameters<typeof arrives>[1], n: number, wrongEvery = 0): Promise<void> {
  for (let i = 0; i < n; i++)
    await arrives(
      world,
      employeeId,
      `${i % 2 === 0 ? 'please reset my password' : 'my vpn keeps dropping'}, ${secret} ${crypto.randomUUID()}`,
    )
  await world.drain()
  const open = await rows<{ id: string; purpose: string }>(
    world,
    "select r.id, r.purpose from tenure.reviews r join tenure.interactions i on i.id = r.interaction_id where r.state = 'open' and r.purpose = 'primary' and i.employee_id = $1 order by r.id",
    [employeeId],
  )
  for (const [i, { id }] of open.entries()) {
    const correct = wrongEvery === 0 || i % wrongEvery !== 0
    clock.pass({ ms: 7 })
    done(
      await giveVerdict(
        house,
        {
          reviewId: id as never,
          kind: correct ? 'correct' : 'wrong',
          digest: null,
          reasons: [],
          note: null,
          source: 'verified_source',
          correct,
          shouldEscalate: false,
        },
        source,
      ),
    )
  }
}

async function bundleOf(promotionId: PromotionId) {
  await announceKey(house, signer)
  return done(await makeBundle(house, signer, { promotionId }))
}

async function findingsOf(promotionId: PromotionId) {
  return verifyBundle(bundleText(await bundleOf(promotionId)), key).findings
}

async function propose(rolloutId: RolloutId, override = false): Promise<PromotionId> {
  return done(await proposePromotion(house, freezing, { rolloutId, reason: 'the desk agrees', override }, people.ona)).promotionId
}

test('frozen at the proposal, it verifies in every stage, and its gate is the house’s own reading, line by line', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await judged(employeeId, 40, 20)
  clock.pass({ days: 3 })
  const reading = done(await assess(house, { rolloutId })).gate!
  const promotionId = await propose(rolloutId)
  const proposed = await bundleOf(promotionId)
  expect(verifyBundle(bundleText(proposed), key)).toMatchObject({ findings: [], signature: 'by_the_named_key' })
  expect(proposed.facts.gate).toEqual(stated(reading))
  expect(proposed.facts.sample.items).toHaveLength(40)
  expect(proposed.decisions.map(({ act }) => act)).toEqual(['proposed'])
  // What comes later changes nothing of what was frozen.
  await judged(employeeId, 6, 1)
  const later = await bundleOf(promotionId)
  expect(later).toEqual(proposed)
  done(await approvePromotion(house, { promotionId }, people.omar))
  expect(await findingsOf(promotionId)).toEqual([])
  const carried = await advance(house, (id) => assess(house, { rolloutId: id }), { promotionId }, people.ona)
  expect(isRefusal(carried)).toBe(false)
  const whole = await bundleOf(promotionId)
  expect(verifyBundle(bundleText(whole), key).findings).toEqual([])
  expect(whole.decisions.map(({ act, by }) => [act, by.id])).toEqual([
    ['proposed', 'per_ona'],
    ['approved', 'per_omar'],
    ['carried_out', 'per_ona'],
  ])
  expect(bundleText(await bundleOf(promotionId))).toBe(bundleText(whole))
  const text = bundleText(whole)
  expect(text).not.toContain(secret)
  expect(text).not.toContain('Wilhelmina')
})

test('from supervised: the draw, what it left out, and the phase’s beginning are held against the records', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await promoteByOverride(world, rolloutId)
  await judged(employeeId, 120)
  clock.pass({ days: 4 })
  const promotionId = await propose(rolloutId, true)
  const bundle = await bundleOf(promotionId)
  expect(verifyBundle(bundleText(bundle), key).findings).toEqual([])
  const { items, leftOut, keys } = bundle.facts.sample
  expect(items.length + leftOut.length).toBe(120)
  expect(leftOut.length).toBeGreaterThan(50)
  expect(keys.length).toBeGreaterThan(0)
  expect(bundle.facts.gate).toEqual(stated(done(await assess(house, { rolloutId })).gate!))
  const [one] = leftOut
  const hidden = { ...bundle, facts: { ...bundle.facts, sample: { ...bundle.facts.sample, leftOut: leftOut.slice(1) } } }
  expect(verifyBundle(bundleText(hidden), key).findings[0]?.where).toBe(`sample membership of interaction ${one!.interaction}`)
})

/** What a person sees and says, as a page would send it. */
async function says(reviewId: string, kind: 'correct' | 'wrong', person: Actor): Promise<void> {
  const digest = await house.db.transaction(async (tx) => {
    const [of] = await tx.query<{ id: string }>('select interaction_id as id from tenure.reviews where id = $1', [reviewId])
    const found = await lockCase(tx, of!.id)
    return (await shownOf(tx, found!.interaction, found!.proposal!)).digest
  })
  clock.pass({ ms: 7 })
  done(await giveVerdict(house, { reviewId: reviewId as never, kind, digest, reasons: ['policy'], note: null }, person))
}

async function reviewFor(employeeId: string, purpose: string): Promise<string> {
  const [review] = await rows<{ id: string }>(
    world,
    "select r.id from tenure.reviews r join tenure.interactions i on i.id = r.interaction_id where i.employee_id = $1 and r.purpose = $2 and r.state = 'open'",
    [employeeId, purpose],
  )
  return review!.id
}

test('people are pseudonyms; two who disagree, and the third who settles it, are all there', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await arrives(world, employeeId, `please reset my password, ${secret}`)
  await world.drain()
  await adminQuery(url, 'update tenure.interactions set double_u = 0, double_ratio = 1 where employee_id = $1', [employeeId])
  const bundles = []
  for (const [purpose, kind, person] of [
    ['primary', 'correct', people.rita],
    ['double', 'wrong', people.omar],
    ['adjudication', 'correct', people.ona],
  ] as const) {
    await says(await reviewFor(employeeId, purpose), kind, person)
    const promotionId = await propose(rolloutId, true)
    bundles.push(await bundleOf(promotionId))
    done(await withdrawPromotion(house, { promotionId, reason: 'only to look' }, people.ona))
  }
  for (const bundle of bundles) {
    const { findings } = verifyBundle(bundleText(bundle), key)
    // The draw of the second opinion was forced above, and no record knows of that; nothing else is out of place.
    expect(findings).toEqual([])
    expect(JSON.stringify(bundle.facts.sample)).not.toMatch(/per_(rita|omar|ona)/)
    for (const { reviewer } of bundle.facts.sample.items[0]!.verdicts) expect(reviewer).toMatch(/^r-[0-9a-f]{10}$/)
  }
  expect(bundles.map(({ facts }) => [facts.sample.items[0]!.verdicts.length, facts.sample.items[0]!.outcome?.correct])).toEqual([
    [1, true],
    [2, false],
    [3, true],
  ])
  const names = bundles.map(({ facts }) => facts.sample.items[0]!.verdicts[0]!.reviewer)
  expect(new Set(names).size).toBe(3)
})

test('incidents, a split and a withdrawal are in it', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await judged(employeeId, 8)
  const [interaction] = await rows<{ id: string }>(world, 'select id from tenure.interactions where employee_id = $1 limit 1', [
    employeeId,
  ])
  const report = { interactions: [interaction!.id], severity: 'major', tool: null, happened: secret, consequence: null } as const
  const { incidentId } = done(await reportIncident(house, report, people.rita))
  done(await remedyIncident(house, { incidentId, remedy: 'mended' }, people.rita))
  const cells = [
    { queryType: 'vpn_trouble', channel: 'chat' },
    { queryType: 'vpn_trouble', channel: 'email' },
  ]
  const { rolloutId: other } = done(await split(house, { rolloutId, cells, reason: 'apart' }, people.ona))
  clock.pass({ days: 1 })
  for (const id of [rolloutId, other]) {
    const promotionId = await propose(id, true)
    const bundle = await bundleOf(promotionId)
    expect(verifyBundle(bundleText(bundle), key).findings, id).toEqual([])
    expect(bundle.facts.gate).toEqual(stated(done(await assess(house, { rolloutId: id })).gate!))
    done(await withdrawPromotion(house, { promotionId, reason: 'not yet' }, people.ona))
    expect(await findingsOf(promotionId)).toEqual([])
  }
  done(await closeIncident(house, { incidentId }, people.omar))
})

test('the database keeps what was frozen as it was; a promotion without anything frozen says so; an unknown one is not found', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await judged(employeeId, 2)
  const promotionId = await propose(rolloutId, true)
  await expect(
    adminQuery(url, "update tenure.bundles set digest = repeat('0', 64) where promotion_id = $1", [promotionId]),
  ).rejects.toThrow(/does not change/)
  done(await withdrawPromotion(house, { promotionId, reason: 'again' }, people.ona))
  const plain: ReadGate = (id) => assess(house, { rolloutId: id })
  const without = done(await proposePromotion(house, plain, { rolloutId, reason: 'as before', override: true }, people.ona))
  const missing = await makeBundle(house, signer, { promotionId: without.promotionId })
  expect(isRefusal(missing) && missing.refusal).toBe('bundle_missing')
  const unknown = await makeBundle(house, signer, { promotionId: 'pro_none' as PromotionId })
  expect(isRefusal(unknown) && unknown.refusal).toBe('not_found')
})

test('the key is announced once; a bundle signed with one the trail does not know is found', async () => {
  await announceKey(house, signer)
  await announceKey(house, signer)
  const announced = await rows<{ n: number }>(
    world,
    "select count(*)::int as n from audit.entries where kind = 'signing_key.created' and body::jsonb #>> '{says,key}' = $1",
    [signer.vkey],
  )
  expect(announced).toEqual([{ n: 1 }])
})
