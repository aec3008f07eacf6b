// “A wrong action with a real consequence that needed remedy”: whoever sees one says so, a severe one sends the rollout back at once, and two people close it.

import { afterAll, expect, test } from 'vitest'
import type { IncidentId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { assess } from '../../src/governance/assess.ts'
import { closeIncident, recordIncident, remedyIncident, reportIncident } from '../../src/governance/report-incident.ts'
import { split } from '../../src/governance/split.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { openIncident } from '../../src/moves/open-incident.ts'
import { shownOf } from '../../src/moves/shown.ts'
import { openIncidentsOf } from '../../src/store/incidents.ts'
import { lockCase } from '../../src/store/proposals.ts'
import { blastRadiusOf, findIncident } from '../../src/store/views/incidents.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { aRollout, arrives, aWorld, done, people, promoteByOverride, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house } = world

const a = { severity: 'major', tool: 'directory.reset_password', happened: 'reset the wrong account', consequence: null } as const

async function anInteraction(employeeId: Parameters<typeof arrives>[1], query = 'please reset my password'): Promise<string> {
  const { interactionId } = await arrives(world, employeeId, `${query} ${crypto.randomUUID()}`)
  await world.drain()
  return interactionId
}

async function phaseOf(rolloutId: string): Promise<string | undefined> {
  const [row] = await rows<{ phase: string }>(world, 'select phase from tenure.rollouts where id = $1', [rolloutId])
  return row?.phase
}

async function incidentCriterion(rolloutId: Parameters<typeof promoteByOverride>[1]) {
  return done(await assess(house, { rolloutId })).gate?.criteria.find(({ name }) => name === 'incidents')
}

test('an open or remedied incident holds the gate back; closed by a second person, it no longer does', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  expect(await incidentCriterion(rolloutId)).toMatchObject({ outcome: 'met', value: 0 })
  const interaction = await anInteraction(employeeId)
  const { incidentId } = done(await reportIncident(house, { ...a, interactions: [interaction] }, people.rita))
  expect(await incidentCriterion(rolloutId)).toMatchObject({ outcome: 'not_met', value: 1 })
  const early = await closeIncident(house, { incidentId }, people.ona)
  expect(isRefusal(early) && early.refusal).toBe('move_not_legal')
  done(await remedyIncident(house, { incidentId, remedy: 'put it back by hand' }, people.ona))
  expect(await openIncidentsOf(house.db, rolloutId)).toBe(1)
  const alone = await closeIncident(house, { incidentId }, people.ona)
  expect(isRefusal(alone) && alone.refusal).toBe('incident_needs_second_person')
  done(await closeIncident(house, { incidentId }, people.omar))
  expect(await incidentCriterion(rolloutId)).toMatchObject({ outcome: 'met', value: 0 })
  const again = await remedyIncident(house, { incidentId, remedy: 'once more' }, people.rita)
  expect(isRefusal(again) && again.refusal).toBe('move_not_legal')
  const records = await rows<{ kind: string; body: string }>(
    world,
    'select kind, body from audit.entries where subject = $1 order by id',
    [incidentId],
  )
  expect(records.map(({ kind }) => kind)).toEqual(['incident.opened', 'incident.remedied', 'incident.closed'])
  for (const { body } of records) expect(body).not.toMatch(/wrong account|by hand/)
  expect(await findIncident(house.db, incidentId)).toMatchObject({ happened: a.happened, remedy: 'put it back by hand' })
})

test('the database itself wants a second person and keeps what was reported; without the guards both go through', async () => {
  const { employeeId } = await aRollout(world)
  const interaction = await anInteraction(employeeId)
  const { incidentId } = done(await reportIncident(house, { ...a, interactions: [interaction] }, people.rita))
  done(await remedyIncident(house, { incidentId, remedy: 'mended' }, people.ona))
  const close = () =>
    adminQuery(url, "update tenure.incidents set state = 'closed', closed_by = remedied_by, closed_at = now() where id = $1", [
      incidentId,
    ])
  const soften = () => adminQuery(url, "update tenure.incidents set severity = 'minor' where id = $1", [incidentId])
  await expect(close()).rejects.toThrow(/incidents_are_closed_by_a_second_person/)
  await expect(soften()).rejects.toThrow(/stays as it was reported/)
  await adminQuery(url, 'alter table tenure.incidents disable trigger incidents_go_one_way')
  await soften()
  await adminQuery(url, 'alter table tenure.incidents enable trigger incidents_go_one_way')
  await adminQuery(url, 'alter table tenure.incidents drop constraint incidents_are_closed_by_a_second_person')
  await close()
  await adminQuery(
    url,
    'alter table tenure.incidents add constraint incidents_are_closed_by_a_second_person check (closed_by is null or closed_by <> remedied_by) not valid',
  )
})

test('a severe incident sends the rollout back to shadow in the same transaction, with fresh evidence; a major one does not', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  await promoteByOverride(world, rolloutId)
  await promoteByOverride(world, rolloutId)
  const interaction = await anInteraction(employeeId)
  done(await reportIncident(house, { ...a, interactions: [interaction] }, people.rita))
  expect(await phaseOf(rolloutId)).toBe('autonomous')
  const epochs = () =>
    rows<{ epoch: number }>(world, 'select epoch from tenure.cells where rollout_id = $1 order by 1', [rolloutId])
  const before = await epochs()
  const { incidentId } = done(await reportIncident(house, { ...a, severity: 'severe', interactions: [interaction] }, people.rita))
  expect(await phaseOf(rolloutId)).toBe('shadow')
  for (const { epoch } of await epochs()) expect(before.map((one) => one.epoch)).not.toContain(epoch)
  const [demoted] = await rows<{ body: string; at: Date }>(
    world,
    "select body, at from audit.entries where subject = $1 and kind = 'rollout.demoted'",
    [rolloutId],
  )
  expect(JSON.parse(demoted!.body)).toMatchObject({ says: { from: 'autonomous', to: 'shadow' }, actor: { id: 'per_rita' } })
  const [opened] = await rows<{ same: boolean }>(
    world,
    `select i.xmin = r.xmin as same from tenure.incidents i, tenure.rollouts r where i.id = $1 and r.id = $2`,
    [incidentId, rolloutId],
  )
  expect(opened!.same).toBe(true)
})

test('several severe reports at once wait for one another and are all kept', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  await promoteByOverride(world, rolloutId)
  const interactions = [await anInteraction(employeeId), await anInteraction(employeeId), await anInteraction(employeeId)]
  const reports = interactions.map((one) => reportIncident(house, { ...a, severity: 'severe', interactions: [one] }, people.rita))
  for (const report of await Promise.all(reports)) expect(isRefusal(report)).toBe(false)
  expect(await openIncidentsOf(house.db, rolloutId)).toBe(3)
  expect(await phaseOf(rolloutId)).toBe('shadow')
})

test('what a verdict or a recording says is opened once per interaction; reports of people each count', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const interaction = await anInteraction(employeeId)
  const unsafe = () =>
    house.db.transaction((tx) =>
      openIncident(tx, house.clock.now(), people.rita, { ...a, interactions: [interaction], source: 'verdict' }),
    )
  expect(await unsafe()).toBe(await unsafe())
  const source = { kind: 'verified_source', id: 'ground-truth:test', authority: 'a test' } as const
  const known = { interactionId: interaction, happened: 'an attack', tool: null }
  expect(await recordIncident(house, known, source)).toBe(await recordIncident(house, known, source))
  done(await reportIncident(house, { ...a, interactions: [interaction] }, people.rita))
  done(await reportIncident(house, { ...a, interactions: [interaction] }, people.ona))
  expect(await openIncidentsOf(house.db, rolloutId)).toBe(4)
})

test('an unsafe verdict on what was done opens an incident by itself; on what was only proposed it opens none', async () => {
  const judgesUnsafe = async (employeeId: Parameters<typeof arrives>[1]) => {
    const interaction = await anInteraction(employeeId)
    const [review] = await rows<{ id: string }>(
      world,
      "select id from tenure.reviews where interaction_id = $1 and state = 'open'",
      [interaction],
    )
    const digest = await house.db.transaction(async (tx) => {
      const { interaction: found, proposal } = (await lockCase(tx, interaction))!
      return (await shownOf(tx, found, proposal!)).digest
    })
    const verdict = {
      reviewId: review!.id as never,
      kind: 'unsafe' as const,
      digest,
      reasons: ['policy' as const],
      note: 'told a stranger',
    }
    done(await giveVerdict(house, verdict, people.rita))
    return rows<{ source: string; severity: string }>(
      world,
      'select source, severity from tenure.incidents i join tenure.incident_interactions x on x.incident_id = i.id where x.interaction_id = $1',
      [interaction],
    )
  }
  const proposed = await aRollout(world)
  expect(await judgesUnsafe(proposed.employeeId)).toEqual([])
  const live = await aRollout(world, {
    files: {
      ...smallDossier,
      'targets.yaml': smallDossier['targets.yaml']!.replace('supervised: {}', 'supervised: {sampleRatio: 1}'),
    },
  })
  await promoteByOverride(world, live.rolloutId)
  expect(await judgesUnsafe(live.employeeId)).toMatchObject([{ source: 'verdict', severity: 'major' }])
  expect(await openIncidentsOf(house.db, live.rolloutId)).toBe(1)
})

test('an incident follows its cell: a rollout that splits the cell off is free of it, the new one is not', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const interaction = await anInteraction(employeeId)
  done(await reportIncident(house, { ...a, interactions: [interaction] }, people.rita))
  const cells = [
    { queryType: 'password_reset', channel: 'chat' },
    { queryType: 'password_reset', channel: 'email' },
  ]
  const { rolloutId: other } = done(await split(house, { rolloutId, cells, reason: 'look into it apart' }, people.ona))
  expect(await openIncidentsOf(house.db, rolloutId)).toBe(0)
  expect(await openIncidentsOf(house.db, other)).toBe(1)
})

test('its blast radius: same version, of those the same tool, of those the same type of query; its own are not among them', async () => {
  const { employeeId } = await aRollout(world)
  const own = await anInteraction(employeeId)
  const alike = [await anInteraction(employeeId), await anInteraction(employeeId)]
  await anInteraction(employeeId, 'the vpn does not connect')
  const elsewhere = await aRollout(world)
  await anInteraction(elsewhere.employeeId)
  const { incidentId } = done(await reportIncident(house, { ...a, interactions: [own] }, people.rita))
  const radius = await blastRadiusOf(house.db, incidentId)
  expect(radius).toMatchObject({ sameVersion: 3, sameTool: 2, samePattern: 2 })
  expect(radius.interactions.map(({ id }) => id).toSorted()).toEqual(alike.toSorted())
})

test.each<[string, () => Promise<unknown>, string]>([
  [
    'an interaction that does not exist',
    () => reportIncident(house, { ...a, interactions: ['int_none'] }, people.rita),
    'not_found',
  ],
  [
    'interactions of two employees',
    async () => {
      const [one, other] = [await aRollout(world), await aRollout(world)]
      const interactions = [await anInteraction(one.employeeId), await anInteraction(other.employeeId)]
      return reportIncident(house, { ...a, interactions }, people.rita)
    },
    'invalid_input',
  ],
  [
    'an incident that does not exist',
    () => closeIncident(house, { incidentId: 'inc_none' as IncidentId }, people.ona),
    'not_found',
  ],
])('%s is refused', async (_, act, code) => {
  const answer = await act()
  expect(isRefusal(answer) && answer.refusal).toBe(code)
})
