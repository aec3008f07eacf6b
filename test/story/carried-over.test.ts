// “Role and model versions: capital resets; replay difference bound for unaffected types”: a version that was replayed starts with what the one before it had proven, less what may
// have changed; one that was not starts with nothing (GATES.md 8).

import { afterAll, expect, test } from 'vitest'
import { readVkey } from '../../src/domain/audit/signed-note.ts'
import { bundleText } from '../../src/domain/committee/bundle.ts'
import { verifyBundle } from '../../src/domain/committee/verify.ts'
import type { DossierId, EmployeeId, RolloutId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { adoptVersion } from '../../src/governance/adopt-version.ts'
import { proposePromotion, type ReadGate } from '../../src/governance/advance.ts'
import { announceKey } from '../../src/governance/announce-key.ts'
import { assess } from '../../src/governance/assess.ts'
import { freezeFacts } from '../../src/governance/freeze-facts.ts'
import { makeBundle } from '../../src/governance/make-bundle.ts'
import { orderReplay } from '../../src/governance/order-replay.ts'
import { registerDossier, signDossier } from '../../src/governance/sign-dossier.ts'
import { signer } from '../support/a-bundle.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { judgeAll } from '../support/judging.ts'
import { aRollout, arrives, aWorld, done, people } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world

// A floor of 75 %: 60 right ones prove 90 % and more, and a replay of 60 costs at most 7.4 points.
const files = { ...smallDossier, 'targets.yaml': smallDossier['targets.yaml']!.replace('targetRatio: 0.9', 'targetRatio: 0.8') }

async function judged(employeeId: EmployeeId, n: number): Promise<void> {
  for (let i = 0; i < n; i++)
    await arrives(
      world,
      employeeId,
      `${i % 2 === 0 ? 'please reset my password' : 'my vpn keeps dropping'}, ${crypto.randomUUID()}`,
    )
  await world.drain()
  await judgeAll(world, employeeId, { correct: true })
}

async function version(employeeId: EmployeeId, file: string, from: string, to: string): Promise<DossierId> {
  expect(files[file as keyof typeof files]).toContain(from)
  const changed = { ...files, [file]: files[file as keyof typeof files]!.replace(from, to) }
  const { dossierId } = done(await registerDossier(house, { employeeId, files: changed }, people.rita))
  done(await signDossier(house, { dossierId }, people.ona))
  done(await signDossier(house, { dossierId }, people.omar))
  return dossierId
}

const adopts = async (rolloutId: RolloutId, dossierId: DossierId) => {
  clock.pass({ ms: 50 })
  return done(
    await adoptVersion(house, (id) => assess(house, { rolloutId: id }), { rolloutId, dossierId, reason: 'clearer' }, people.ona),
  )
}

async function replays(rolloutId: RolloutId, dossierId: DossierId): Promise<void> {
  done(await orderReplay(house, { rolloutId, dossierId, limit: 300 }, people.ona))
  await world.drain()
}

const accuracyOf = async (rolloutId: RolloutId) =>
  done(await assess(house, { rolloutId })).gate!.criteria.find(({ name }) => name === 'accuracy')

const wording = ['SOUL.md', 'You are Nila.', 'You are  Nila.'] as const

test('a replayed wording is carried over, the gate says from where, and the bundle lets anybody check it', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await judged(employeeId, 60)
  const next = await version(employeeId, ...wording)
  await replays(rolloutId, next)
  await adopts(rolloutId, next)
  const accuracy = await accuracyOf(rolloutId)
  expect(accuracy).toMatchObject({
    outcome: 'met',
    need: 0,
    reason: expect.stringContaining('Carried over from the version before: of 60 replayed'),
  })
  expect(accuracy!.value).toBeGreaterThan(0.75)
  await judged(employeeId, 4)
  expect(await accuracyOf(rolloutId)).toEqual(accuracy)

  const freezing: ReadGate = async (id, asked) => {
    const reading = await assess(house, { rolloutId: id })
    if (isRefusal(reading) || asked === undefined) return reading
    return { gate: reading.gate, frozen: await freezeFacts(house, { rolloutId: id, asked }) }
  }
  const asked = { rolloutId, reason: 'to be looked at', override: true }
  const { promotionId } = done(await proposePromotion(house, freezing, asked, people.ona))
  await announceKey(house, signer)
  const bundle = done(await makeBundle(house, signer, { promotionId }))
  const { says: _, ...kept } = accuracy!
  expect(bundle.facts.gate.criteria.find(({ name }) => name === 'accuracy')).toEqual(kept)
  const key = readVkey(signer.vkey)!
  expect(verifyBundle(bundleText(bundle), key).findings).toEqual([])
  const better = structuredClone(bundle)
  better.facts.carried!.replays[0]!.result.carried!.lower = 0.99
  expect(verifyBundle(bundleText(better), key).findings).toContainEqual({
    where: `replay ${bundle.facts.carried!.replays[0]!.replay}`,
    what: expect.stringContaining('has another result'),
  })
})

test('without a replay the same wording starts with nothing', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await judged(employeeId, 60)
  expect(await accuracyOf(rolloutId)).toMatchObject({ outcome: 'met' })
  await adopts(rolloutId, await version(employeeId, ...wording))
  expect(await accuracyOf(rolloutId)).toMatchObject({ outcome: 'not_yet_known', value: null })
})

test('a replay ordered after the version was taken up, and one of a change that touches a type, carry nothing', async () => {
  const { employeeId, rolloutId } = await aRollout(world, { files })
  await judged(employeeId, 20)
  const harmful = await version(employeeId, 'workflow.yaml', 'notify: true', 'notify: false')
  await replays(rolloutId, harmful)
  await adopts(rolloutId, harmful)
  expect(await accuracyOf(rolloutId)).not.toMatchObject({ reason: expect.stringContaining('Carried over') })

  const other = await aRollout(world, { files })
  await judged(other.employeeId, 60)
  const next = await version(other.employeeId, ...wording)
  await adopts(other.rolloutId, next)
  await judged(other.employeeId, 2)
  const late = await version(other.employeeId, 'SOUL.md', 'You are Nila.', 'You are   Nila.')
  await replays(other.rolloutId, late)
  expect(await accuracyOf(other.rolloutId)).toMatchObject({ outcome: 'not_yet_known' })
})
