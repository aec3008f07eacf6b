// “Edge-case catalogue entries open from flags, reviewer tags and clusters of wrong items; owner, state (open, refined in role version, replayed, closed after k later
// successes), reopening.”

import { afterAll, expect, test } from 'vitest'
import type { EdgeCaseId, EmployeeId, RolloutId } from '../../src/domain/ids.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import {
  addEdgeCaseExamples,
  closeEdgeCase,
  linkReplay,
  markRefined,
  reopenEdgeCase,
  setEdgeCaseOwner,
  tagEdgeCase,
} from '../../src/governance/edge-case.ts'
import { findEdgeCases } from '../../src/governance/find-edge-cases.ts'
import { registerDossier } from '../../src/governance/sign-dossier.ts'
import { openEdgeCase } from '../../src/moves/open-edge-case.ts'
import { adminQuery, testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { judgeAll } from '../support/judging.ts'
import { aRollout, arrives, aWorld, done, type Opened, people, rows } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
afterAll(() => world.close())
const { house, clock } = world
const reason = 'the desk saw it'
const refusalOf = (value: unknown) => (isRefusal(value) ? value.refusal : 'no refusal')

let asked = 0

/** As many different queries; the same words on the same day would be one case. */
async function vpnCases(employeeId: EmployeeId, n: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < n; i++) ids.push((await arrives(world, employeeId, `my vpn keeps dropping, case ${++asked}`)).interactionId)
  await world.drain()
  return ids
}

const stateOf = async (id: string) =>
  (
    await rows<{ state: string; reopened: number; examples: number }>(
      world,
      'select state, reopened, (select count(*)::int from tenure.edge_case_examples x where x.edge_case_id = c.id) as examples from tenure.edge_cases c where id = $1',
      [id],
    )
  )[0]!
const recordsOf = async (id: string) =>
  (await rows<{ kind: string }>(world, 'select kind from audit.entries where subject = $1 order by at, id', [id])).map(
    ({ kind }) => kind,
  )

const flag = ({ employeeId, rolloutId }: Pick<Opened, 'employeeId' | 'rolloutId'>, examples: string[]) => ({
  employeeId,
  workflow: 'it-desk',
  rolloutId,
  kind: 'flag' as const,
  subject: 'query_type=vpn_trouble',
  title: 'Too much goes wrong in VPN trouble',
  examples,
})

test('a flag opens an entry in the transaction it is in; the same flag again adds its examples and nothing else', async () => {
  const opened = await aRollout(world)
  const [first, second] = await vpnCases(opened.employeeId, 2)
  const open = (examples: string[]) =>
    house.db.transaction((tx) => openEdgeCase(tx, clock.now(), people.ona, flag(opened, examples)))
  const id = await open([first!])
  expect(await open([first!, second!])).toBe(id)
  expect(await stateOf(id)).toEqual({ state: 'open', reopened: 0, examples: 2 })
  expect(await recordsOf(id)).toEqual(['edge_case.opened', 'edge_case.examples_added'])
  const failing = house.db.transaction(async (tx) => {
    await openEdgeCase(tx, clock.now(), people.ona, { ...flag(opened, []), subject: 'query_type=password_reset' })
    throw new Error('the verdict did not come through')
  })
  await expect(failing).rejects.toThrow('did not come through')
  expect(await rows(world, 'select 1 from tenure.edge_cases where rollout_id = $1', [opened.rolloutId])).toHaveLength(1)
})

test('two who find the same at once find one entry', async () => {
  const opened = await aRollout(world)
  const open = () => house.db.transaction((tx) => openEdgeCase(tx, clock.now(), people.ona, flag(opened, [])))
  expect(new Set(await Promise.all([open(), open(), open()])).size).toBe(1)
})

test('a person tags what they see, by an example or by a slice; examples of another employee are refused', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const other = await aRollout(world)
  const [example] = await vpnCases(employeeId, 1)
  const [stranger] = await vpnCases(other.employeeId, 1)
  const tag = { rolloutId, kind: 'tag' as const, title: 'Roams between networks', slices: [], examples: [example!] }
  const { edgeCaseId, state } = done(await tagEdgeCase(house, tag, people.rita))
  expect(state).toBe('open')
  expect(done(await tagEdgeCase(house, { ...tag, title: 'roams between networks ' }, people.rita)).edgeCaseId).toBe(edgeCaseId)
  expect(refusalOf(await tagEdgeCase(house, { ...tag, examples: [stranger!] }, people.rita))).toBe('not_found')
  expect(refusalOf(await tagEdgeCase(house, { ...tag, examples: [] }, people.rita))).toBe('edge_case_about_nothing')
  const spoken = { ...tag, slices: [{ dimension: 'operation', value: 'directory.reset_password' }], examples: [] }
  expect(done(await tagEdgeCase(house, spoken, people.rita)).edgeCaseId).not.toBe(edgeCaseId)
  expect(refusalOf(await addEdgeCaseExamples(house, { edgeCaseId, interactions: [stranger!] }, people.rita))).toBe('not_found')
  const [more] = await vpnCases(employeeId, 1)
  done(await addEdgeCaseExamples(house, { edgeCaseId, interactions: [more!] }, people.rita))
  expect((await stateOf(edgeCaseId)).examples).toBe(2)
})

test('the trail holds no words of an entry', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const [example] = await vpnCases(employeeId, 1)
  const tag = { rolloutId, kind: 'found' as const, title: 'About Mrs Canary', slices: [], examples: [example!] }
  const { edgeCaseId } = done(await tagEdgeCase(house, tag, people.rita))
  const said = await rows<{ body: string }>(world, 'select body from audit.entries where subject = $1', [edgeCaseId])
  expect(said).toHaveLength(1)
  expect(said[0]!.body).not.toMatch(/canary/i)
})

test('an owner is a person who is there', async () => {
  const opened = await aRollout(world)
  const edgeCaseId = await house.db.transaction((tx) => openEdgeCase(tx, clock.now(), people.ona, flag(opened, [])))
  expect(refusalOf(await setEdgeCaseOwner(house, { edgeCaseId, owner: 'per_nobody' }, people.ona))).toBe('not_found')
  await adminQuery(
    url,
    "insert into tenure.people (id, name, email, email_verified, role, created_at, updated_at) values ('per_rita', 'Rita', 'rita@example.test', true, 'reviewer', now(), now())",
  )
  done(await setEdgeCaseOwner(house, { edgeCaseId, owner: 'per_rita' }, people.ona))
  expect(await rows(world, 'select owner from tenure.edge_cases where id = $1', [edgeCaseId])).toEqual([{ owner: 'per_rita' }])
  expect(await recordsOf(edgeCaseId)).toEqual(['edge_case.opened', 'edge_case.owned'])
})

/** Another version of the documents for the same employee: one sentence more in the role. */
async function anotherVersion(employeeId: EmployeeId, words = 'Ask which network they are on.') {
  const files = { ...smallDossier, 'SOUL.md': `${smallDossier['SOUL.md']}${words}\n` }
  return done(await registerDossier(house, { employeeId, files }, people.rita)).dossierId
}

/** The rollout works under this version from now on; adopting versions is another story. */
const worksUnder = (rolloutId: RolloutId, dossierId: string) =>
  adminQuery(url, 'update tenure.rollouts set dossier_id = $2 where id = $1', [rolloutId, dossierId])

/** A replay that is done and ran this version. */
async function aReplay({ employeeId, rolloutId, dossierId }: Opened, after: string): Promise<string> {
  const id = `rpl_${crypto.randomUUID()}`
  await adminQuery(
    url,
    `insert into tenure.replays (id, rollout_id, employee_id, workflow, dossier_before, dossier_after, state, cases, ordered_by, ordered_at, ended_at, result)
     values ($1, $2, $3, 'it-desk', $4, $5, 'done', 1, 'per_ona', now(), now(), '{}')`,
    [id, rolloutId, employeeId, dossierId, after],
  )
  return id
}

async function refined(): Promise<Opened & { edgeCaseId: EdgeCaseId; version: string; example: string }> {
  const opened = await aRollout(world)
  const [example] = await vpnCases(opened.employeeId, 1)
  const edgeCaseId = await house.db.transaction((tx) => openEdgeCase(tx, clock.now(), people.ona, flag(opened, [example!])))
  const version = await anotherVersion(opened.employeeId)
  done(await markRefined(house, { edgeCaseId, dossierId: version, reason }, people.ona))
  clock.pass({ minutes: 5 })
  return { ...opened, edgeCaseId, version, example: example! }
}

test('refined names another version of the same workflow, never the one it happened under', async () => {
  const opened = await aRollout(world)
  const [example] = await vpnCases(opened.employeeId, 1)
  const edgeCaseId = await house.db.transaction((tx) => openEdgeCase(tx, clock.now(), people.ona, flag(opened, [example!])))
  const refine = (dossierId: string) => markRefined(house, { edgeCaseId, dossierId: dossierId as never, reason }, people.ona)
  expect(refusalOf(await refine(opened.dossierId))).toBe('edge_case_same_version')
  expect(refusalOf(await refine((await aRollout(world)).dossierId))).toBe('dossier_of_another')
  expect(done(await refine(await anotherVersion(opened.employeeId))).state).toBe('refined')
  expect(refusalOf(await closeEdgeCase(house, { edgeCaseId, reason }, people.ona))).toBe('edge_case_not_replayed')
})

test('closed only after enough later successes in that version, counted from verdicts; an open one cannot be closed at all', async () => {
  const it = await refined()
  const { edgeCaseId, employeeId, rolloutId, version } = it
  const close = () => closeEdgeCase(house, { edgeCaseId, reason }, people.ona)
  const replayId = (await aReplay(it, version)) as never
  const wrongReplay = (await aReplay(it, it.dossierId)) as never
  expect(refusalOf(await linkReplay(house, { edgeCaseId, replayId: wrongReplay }, people.ona))).toBe('replay_shows_nothing')
  done(await linkReplay(house, { edgeCaseId, replayId }, people.ona))
  // Successes of the old version say nothing about the new one.
  await vpnCases(employeeId, 12)
  await judgeAll(world, employeeId, { correct: true })
  expect(await close()).toMatchObject({ refusal: 'edge_case_needs_successes', blanks: { successes: 0, needed: 9 } })
  await worksUnder(rolloutId, version)
  await vpnCases(employeeId, 8)
  await judgeAll(world, employeeId, { correct: true })
  expect(await close()).toMatchObject({ refusal: 'edge_case_needs_successes', blanks: { successes: 8, needed: 9 } })
  // Another type's successes say nothing either.
  await arrives(world, employeeId, 'I forgot my password, please reset my password')
  await world.drain()
  await judgeAll(world, employeeId, { correct: true })
  expect(refusalOf(await close())).toBe('edge_case_needs_successes')
  await vpnCases(employeeId, 1)
  await judgeAll(world, employeeId, { correct: true })
  expect(done(await close()).state).toBe('closed')
  expect(await recordsOf(edgeCaseId)).toEqual(['edge_case.opened', 'edge_case.refined', 'edge_case.replayed', 'edge_case.closed'])
})

test('a failure meanwhile asks for more, and a review nobody did in time is one', async () => {
  const it = await refined()
  const { edgeCaseId, employeeId, rolloutId, version } = it
  done(await linkReplay(house, { edgeCaseId, replayId: (await aReplay(it, version)) as never }, people.ona))
  await judgeAll(world, employeeId, { correct: true })
  await worksUnder(rolloutId, version)
  await vpnCases(employeeId, 9)
  await judgeAll(world, employeeId, (_, at) => ({ correct: at !== 0 }))
  await vpnCases(employeeId, 1)
  clock.pass({ days: 4 })
  expect(await closeEdgeCase(house, { edgeCaseId, reason }, people.ona)).toMatchObject({
    refusal: 'edge_case_needs_successes',
    blanks: { successes: 8, failures: 2 },
  })
})

test('found again it is open again, and a person may reopen it; the database holds that nothing closes uncounted', async () => {
  const it = await refined()
  const { edgeCaseId, employeeId, rolloutId, version } = it
  const replayId = await aReplay(it, version)
  done(await linkReplay(house, { edgeCaseId, replayId: replayId as never }, people.ona))
  const uncounted = adminQuery(
    url,
    "update tenure.edge_cases set state = 'closed', closed_at = now(), closed_by = 'x', successes = 3, failures = 0, needed = 9 where id = $1",
    [edgeCaseId],
  )
  await expect(uncounted).rejects.toThrow(/edge_cases_closed_say_what_was_counted/)
  await worksUnder(rolloutId, version)
  await vpnCases(employeeId, 9)
  await judgeAll(world, employeeId, { correct: true })
  done(await closeEdgeCase(house, { edgeCaseId, reason }, people.ona))
  await house.db.transaction((tx) => openEdgeCase(tx, clock.now(), people.ona, flag(it, [])))
  expect(await stateOf(edgeCaseId)).toMatchObject({ state: 'reopened', reopened: 1 })
  expect(refusalOf(await reopenEdgeCase(house, { edgeCaseId, reason }, people.ona))).toBe('move_not_legal')
})

async function clustersIn(rolloutId: RolloutId) {
  return rows<{ id: string; subject: string; state: string }>(
    world,
    "select id, subject, state from tenure.edge_cases where rollout_id = $1 and kind = 'cluster' order by subject",
    [rolloutId],
  )
}

test('wrong items that are alike open an entry by themselves; looked at again nothing is added, and others join', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const ask = async (n: number) => {
    for (let i = 0; i < n; i++)
      await arrives(world, employeeId, 'I forgot my password, please reset my password', {
        requester: `p${i}${clock.now().getTime()}`,
      })
    await world.drain()
  }
  await ask(2)
  await judgeAll(world, employeeId, { correct: false, reasons: ['policy'] })
  await findEdgeCases(house)
  expect(await clustersIn(rolloutId)).toEqual([])
  await ask(1)
  await judgeAll(world, employeeId, { correct: false, reasons: ['policy'] })
  await findEdgeCases(house)
  const [found, ...others] = await clustersIn(rolloutId)
  expect(others).toEqual([])
  expect(found).toMatchObject({
    subject: 'query_type=password_reset & operation=directory.reset_password & reason=policy',
    state: 'open',
  })
  const before = await recordsOf(found!.id)
  await findEdgeCases(house)
  expect(await recordsOf(found!.id)).toEqual(before)
  await ask(1)
  await judgeAll(world, employeeId, { correct: false, reasons: ['policy'] })
  await findEdgeCases(house)
  expect((await stateOf(found!.id)).examples).toBe(4)
})
