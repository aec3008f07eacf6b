// “A change of role definition, model, tool definition or integration ages exactly the evidence that depends on it, by a printed rule.”

import { afterAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/audit/record.ts'
import type { DossierId, EmployeeId, RolloutId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { adoptVersion, changesTo } from '../../src/governance/adopt-version.ts'
import { proposePromotion } from '../../src/governance/advance.ts'
import { approveToolDefinition } from '../../src/governance/approve-tool.ts'
import { assess } from '../../src/governance/assess.ts'
import { countAttempts } from '../../src/governance/count-attempts.ts'
import { declareChange } from '../../src/governance/declare-change.ts'
import { retireRollout } from '../../src/governance/halt.ts'
import { openRollout } from '../../src/governance/open-rollout.ts'
import { registerDossier, signDossier } from '../../src/governance/sign-dossier.ts'
import { split } from '../../src/governance/split.ts'
import { seeModel } from '../../src/moves/see-model.ts'
import { seeTool } from '../../src/moves/see-tool.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { judgeAll } from '../support/judging.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, readGate, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world
const reason = 'the desk asked for it'
const refusalOf = (value: unknown) => (isRefusal(value) ? value.refusal : 'no refusal')
const worker: Actor = { kind: 'worker', id: 'test', authority: 'a test' }

type Edit = readonly [file: string, from: string, to: string]
const edits = {
  wording: ['SOUL.md', 'You are Nila.', 'You are Nila, of the desk.'],
  grant: ['SOUL.md', 'must_not:', 'always_review: [directory.reset_password]\nmust_not:'],
  targets: ['targets.yaml', 'targetRatio: 0.9', 'targetRatio: 0.92'],
  person: ['workflow.yaml', 'title: Service desk', 'title: The desk'],
} as const satisfies Record<string, Edit>

function edited([file, from, to]: Edit): Record<string, string> {
  const text = smallDossier[file]!
  expect(text, `${file} has what is edited`).toContain(from)
  return { ...smallDossier, [file]: text.replace(from, to) }
}

async function aVersion(employeeId: EmployeeId, edit: Edit, signatures = 2): Promise<DossierId> {
  const { dossierId } = done(await registerDossier(house, { employeeId, files: edited(edit) }, people.rita))
  for (const person of [people.ona, people.omar].slice(0, signatures)) done(await signDossier(house, { dossierId }, person))
  return dossierId
}

const adopt = (rolloutId: RolloutId, dossierId: DossierId) =>
  adoptVersion(house, readGate(house), { rolloutId, dossierId, reason }, people.ona)

let asked = 0
async function judged(employeeId: EmployeeId, n = 4, correct = true): Promise<void> {
  for (let i = 0; i < n; i++)
    await arrives(world, employeeId, `case ${++asked}`, { queryType: i % 2 ? 'vpn_trouble' : 'password_reset' })
  await world.drain()
  await judgeAll(world, employeeId, { correct })
}

/** How many judged items of each type count now. */
async function counting(rolloutId: RolloutId): Promise<Record<string, number>> {
  const { byQueryType } = done(await assess(house, { rolloutId }))
  return Object.fromEntries(Object.entries(byQueryType).map(([name, { n }]) => [name, n]))
}

const phaseOf = async (rolloutId: RolloutId) =>
  (await rows<{ phase: string }>(world, 'select phase from tenure.rollouts where id = $1', [rolloutId]))[0]!.phase

const said = (subject: string, kind: string) =>
  rows<{ says: Record<string, unknown> }>(
    world,
    "select body::jsonb -> 'says' as says from audit.entries where subject = $1 and kind = $2 order by at, id",
    [subject, kind],
  ).then((found) => found.map(({ says }) => says))

describe('before anybody acts', () => {
  test('says which cells would start over, whether the phase would fall, and changes nothing', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    await promoteByOverride(world, rolloutId)
    await judged(employeeId)
    const dossierId = await aVersion(employeeId, edits.grant, 1)
    const told = done(await changesTo(house, { rolloutId, dossierId }))
    expect(told.changes.map(({ kind, types }) => [kind, types])).toEqual([['grant', ['password_reset']]])
    expect(told).toMatchObject({ phase: 'supervised', phaseAfter: 'shadow', newPlan: false, lacking: [], signatures: 1 })
    expect(told.aged).toEqual([
      { queryType: 'password_reset', channel: 'chat' },
      { queryType: 'password_reset', channel: 'email' },
    ])
    expect(told.never).toEqual(told.aged)
    expect(await phaseOf(rolloutId)).toBe('supervised')
  })
})

describe('adopting', () => {
  test('needs two signatures, another version, of this workflow, with every cell of the rollout', async () => {
    const { employeeId, rolloutId, dossierId } = await aRollout(world)
    const once = await aVersion(employeeId, edits.wording, 1)
    expect(refusalOf(await adopt(rolloutId, once))).toBe('dossier_not_signed')
    done(await signDossier(house, { dossierId: once }, people.omar))
    expect(refusalOf(await adopt(rolloutId, dossierId as DossierId))).toBe('version_in_force')
    const other = await aRollout(world)
    expect(refusalOf(await adopt(rolloutId, other.dossierId as DossierId))).toBe('dossier_of_another')
    const fewer = await aVersion(employeeId, ['workflow.yaml', '[email, chat]', '[chat]'])
    const no = await adopt(rolloutId, fewer)
    expect(refusalOf(no)).toBe('version_lacks_cells')
    expect(isRefusal(no) && no.sentence).toContain('password_reset × email')
    done(await retireRollout(house, { rolloutId: other.rolloutId, reason }, people.ona))
    expect(refusalOf(await adopt(other.rolloutId, await aVersion(other.employeeId, edits.wording)))).toBe('move_not_legal')
    expect(done(await adopt(rolloutId, once)).dossierId).toBe(once)
  })

  test('only the cells the change touches start over; the others keep what was judged', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    await judged(employeeId, 6)
    expect(await counting(rolloutId)).toEqual({ password_reset: 3, vpn_trouble: 3 })
    const dossierId = await aVersion(employeeId, edits.grant)
    const adopted = done(await adopt(rolloutId, dossierId))
    expect(adopted.aged.map(({ queryType }) => queryType)).toEqual(['password_reset', 'password_reset'])
    expect(await counting(rolloutId)).toMatchObject({ vpn_trouble: 3 })
    expect((await counting(rolloutId)).password_reset ?? 0).toBe(0)
    expect(await said(rolloutId, 'evidence.aged')).toMatchObject([
      { kinds: ['grant'], dossierAfter: dossierId, cells: adopted.aged },
    ])
    expect(await said(rolloutId, 'rollout.version_adopted')).toMatchObject([{ to: dossierId, kinds: ['grant'] }])
    await judged(employeeId, 2)
    expect(await counting(rolloutId)).toEqual({ password_reset: 1, vpn_trouble: 4 })
  })

  test('what was received before keeps its version and does not count for the new epoch', async () => {
    const { employeeId, rolloutId, dossierId: old } = await aRollout(world)
    const { interactionId } = await arrives(world, employeeId, `in flight ${++asked}`, { queryType: 'vpn_trouble' })
    const dossierId = await aVersion(employeeId, edits.wording)
    clock.pass({ minutes: 1 })
    done(await adopt(rolloutId, dossierId))
    await world.drain()
    await judgeAll(world, employeeId, { correct: true })
    expect(
      await rows(
        world,
        'select dossier_id as d, (select dossier_id from tenure.proposals p where p.interaction_id = i.id) as p from tenure.interactions i where id = $1',
        [interactionId],
      ),
    ).toEqual([{ d: old, p: old }])
    expect(Object.values(await counting(rolloutId)).reduce((a, b) => a + b, 0)).toBe(0)
    await judged(employeeId, 2)
    expect(await counting(rolloutId)).toEqual({ password_reset: 1, vpn_trouble: 1 })
  })

  test('a supervised rollout with cells that age goes back to shadow, and an open promotion is withdrawn', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    await promoteByOverride(world, rolloutId)
    const { promotionId } = done(
      await proposePromotion(house, readGate(house), { rolloutId, reason, override: true }, people.ona),
    )
    const adopted = done(await adopt(rolloutId, await aVersion(employeeId, edits.wording)))
    expect(adopted.phase).toBe('shadow')
    expect(await phaseOf(rolloutId)).toBe('shadow')
    expect(await said(rolloutId, 'rollout.demoted')).toMatchObject([{ from: 'supervised', to: 'shadow' }])
    expect(await rows(world, 'select state from tenure.promotions where id = $1', [promotionId])).toEqual([
      { state: 'withdrawn' },
    ])
    expect((await said(rolloutId, 'promotion.withdrawn')).map(({ promotion }) => promotion)).toEqual([promotionId])
  })

  test('where nothing ages the phase stays and evidence too; new numbers are a new plan, and an open promotion falls all the same', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    await promoteByOverride(world, rolloutId)
    const { promotionId } = done(
      await proposePromotion(house, readGate(house), { rolloutId, reason, override: true }, people.ona),
    )
    const noted = done(await adopt(rolloutId, await aVersion(employeeId, edits.person)))
    expect(noted).toMatchObject({ phase: 'supervised', aged: [], newPlan: false })
    expect(await rows(world, 'select state from tenure.promotions where id = $1', [promotionId])).toEqual([
      { state: 'withdrawn' },
    ])
    const stricter = done(await adopt(rolloutId, await aVersion(employeeId, edits.targets)))
    expect(stricter).toMatchObject({ phase: 'supervised', aged: [], newPlan: true })
    expect(await said(rolloutId, 'evidence.aged')).toEqual([])
    expect(await said(rolloutId, 'plan.replaced')).toHaveLength(1)
  })

  test('a rehearsal takes an unsigned version and stays where it is', async () => {
    const { employeeId } = await aRollout(world, { cells: [{ queryType: 'vpn_trouble', channel: 'chat' }] })
    const first = await aVersion(employeeId, edits.wording, 0)
    const cells = [{ queryType: 'vpn_trouble', channel: 'email' }]
    const { rolloutId } = done(await openRollout(house, { dossierId: first, cells, rehearsal: true }, people.ona))
    expect(done(await adopt(rolloutId, await aVersion(employeeId, edits.grant, 0))).phase).toBe('shadow')
    expect(await rows(world, 'select rehearsal, delivery from tenure.rollouts where id = $1', [rolloutId])).toEqual([
      { rehearsal: true, delivery: 'observe' },
    ])
  })

  test('each rollout hands over by the triggers of its own version, whichever told the type', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    const cells = [
      { queryType: 'vpn_trouble', channel: 'chat' },
      { queryType: 'vpn_trouble', channel: 'email' },
    ]
    const apart = done(await split(house, { rolloutId, cells, reason }, people.ona)).rolloutId
    const watchful = await aVersion(employeeId, ['SOUL.md', '"lawyer"', '"printer"'])
    done(await adopt(apart, watchful))
    const fired = async (queryType: string) =>
      (await arrives(world, employeeId, `about the printer ${++asked}`, { queryType })).state === 'escalated'
    expect(await fired('vpn_trouble')).toBe(true)
    expect(await fired('password_reset')).toBe(false)
    await world.drain()
  })

  test('without two signatures the database knows nothing of versions: it is the step that asks', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    const unsigned = await aVersion(employeeId, edits.wording, 0)
    await adminQuery(url, 'update tenure.rollouts set dossier_id = $2 where id = $1', [rolloutId, unsigned])
    expect(await rows(world, 'select dossier_id as d from tenure.rollouts where id = $1', [rolloutId])).toEqual([{ d: unsigned }])
  })
})

describe('what nobody adopts', () => {
  const saw = (employeeId: EmployeeId, model: string, fingerprint: string | null) =>
    house.db.transaction((tx) =>
      seeModel(tx, clock.now(), worker, { employeeId, asked: null, model, fingerprint, since: clock.now() }),
    )

  test('another model ages everything and sends the rollout back to shadow; the first model ever does nothing', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    await promoteByOverride(world, rolloutId)
    await saw(employeeId, 'model-a', 'fp_1')
    expect(await phaseOf(rolloutId)).toBe('supervised')
    clock.pass({ minutes: 1 })
    await saw(employeeId, 'model-b', 'fp_1')
    expect(await phaseOf(rolloutId)).toBe('shadow')
    expect(await said(employeeId, 'evidence.aged')).toMatchObject([{ kinds: ['model_id'] }])
  })

  test('another build of the same model ages everything too, and a supervised rollout stays supervised', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    await judged(employeeId)
    await promoteByOverride(world, rolloutId)
    await saw(employeeId, 'model-a', 'fp_1')
    expect(await counting(rolloutId)).toEqual({ password_reset: 2, vpn_trouble: 2 })
    clock.pass({ minutes: 1 })
    await saw(employeeId, 'model-a', 'fp_2')
    expect(Object.values(await counting(rolloutId)).reduce((a, b) => a + b, 0)).toBe(0)
    expect(await phaseOf(rolloutId)).toBe('supervised')
    expect(await said(employeeId, 'evidence.aged')).toMatchObject([{ kinds: ['provider_fingerprint'] }])
  })

  test('another definition of a tool ages the types that use it when two people have approved it, not before', async () => {
    const address = `http://127.0.0.1:1/mcp/${crypto.randomUUID()}`
    const files = {
      ...smallDossier,
      'integrations.yaml': smallDossier['integrations.yaml']!.replace('http://127.0.0.1:1/mcp', address),
    }
    const { employeeId, rolloutId } = await aRollout(world, { files })
    await judged(employeeId)
    const place = { address, system: 'directory', operation: 'get_person', access: 'read', declared: null } as const
    const sees = (letter: string) =>
      house.db.transaction((tx) =>
        seeTool(tx, clock.now(), worker, { place, seen: { hash: letter.repeat(64), definition: { name: 'get_person' } } }),
      )
    await sees('a')
    await sees('b')
    expect(await counting(rolloutId)).toEqual({ password_reset: 2, vpn_trouble: 2 })
    const [tool] = await rows<{ id: string }>(world, 'select id from tenure.tools where address = $1', [address])
    const approve = (by: Actor) => approveToolDefinition(house, { toolId: tool!.id, hash: 'b'.repeat(64), reason }, by)
    done(await approve(people.ona))
    expect(await counting(rolloutId)).toEqual({ password_reset: 2, vpn_trouble: 2 })
    done(await approve(people.omar))
    expect(await counting(rolloutId)).toMatchObject({ vpn_trouble: 2 })
    expect((await counting(rolloutId)).password_reset ?? 0).toBe(0)
  })

  test('a person says what Tenure cannot see, and the rule does the rest', async () => {
    const { employeeId, rolloutId } = await aRollout(world)
    await promoteByOverride(world, rolloutId)
    const declare = (kind: 'reviewers' | 'knowledge') =>
      declareChange(house, { rolloutId, kind, what: 'the wiki of Mrs Canary', reason }, people.ona)
    expect(done(await declare('reviewers'))).toMatchObject({ cells: [], wentBack: [] })
    expect(await phaseOf(rolloutId)).toBe('supervised')
    expect(done(await declare('knowledge')).cells).toHaveLength(4)
    expect(await phaseOf(rolloutId)).toBe('shadow')
    const bodies = await rows<{ body: string }>(world, 'select body from audit.entries where subject = any($1)', [
      [rolloutId, employeeId],
    ])
    expect(bodies.map(({ body }) => body).join('\n')).not.toMatch(/canary/i)
  })
})

test('attempts are counted: a version that was judged is one, one that was not is listed and is none', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const versions = async () => done(await countAttempts(house, { rolloutId }))
  expect(await versions()).toMatchObject({ versions: 0, chance: { ratio: 0 } })
  await judged(employeeId)
  expect(await versions()).toMatchObject({ versions: 1 })
  clock.pass({ minutes: 1 })
  done(await adopt(rolloutId, await aVersion(employeeId, edits.wording)))
  expect((await versions()).attempts.map(({ verdicts }) => verdicts)).toEqual([4, 0])
  expect((await versions()).versions).toBe(1)
  await judged(employeeId)
  const third = ['SOUL.md', 'You are Nila.', 'You are Nila, again.'] as const
  clock.pass({ minutes: 1 })
  done(await adopt(rolloutId, await aVersion(employeeId, third)))
  await judged(employeeId)
  const told = await versions()
  expect(told.versions).toBe(3)
  expect(told.chance.ratio).toBeCloseTo(0.038, 3)
})
