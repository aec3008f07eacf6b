// Edge cases, versions and replays through the door and the SDK: what a person at the API sees and may do.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../sdk/src/client.ts'
import type { DossierId, EmployeeId } from '../../src/domain/ids.ts'
import { registerDossier, signDossier } from '../../src/governance/sign-dossier.ts'
import { listening, tenure } from '../support/command-line.ts'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { firstAdmin, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { judgeAll } from '../support/judging.ts'
import { aRollout, arrives, aWorld, done, people } from '../support/world.ts'

const { url } = await testDatabase()
const world = await aWorld(url)
const http = httpWorld(url, { over: world })
let server: Awaited<ReturnType<typeof listening>>
const keys = { lead: '', reviewer: '' }
let leadId = ''

beforeAll(async () => {
  server = await listening(http)
  const admin = await firstAdmin(http)
  const lead = await somebody(http, admin, 'ops_lead')
  leadId = lead.personId
  const key = async (...given: Parameters<typeof keyOf>) => (await keyOf(...given)).authorization.slice('Bearer '.length)
  keys.lead = await key(http, lead, ['read', 'govern'])
  keys.reviewer = await key(http, await somebody(http, admin, 'reviewer'), ['read', 'review'])
})
afterAll(async () => {
  await server.close()
  await world.close()
})

const as = (who: keyof typeof keys) => createClient({ baseUrl: server.url, key: keys[who] })
const environment = (who: keyof typeof keys) => ({ TENURE_URL: server.url, TENURE_API_KEY: keys[who] })

async function aVersion(employeeId: EmployeeId, from: string, to: string): Promise<DossierId> {
  const files = Object.fromEntries(Object.entries(smallDossier).map(([name, text]) => [name, text.replace(from, to)]))
  const { dossierId } = done(await registerDossier(world.house, { employeeId, files }, people.rita))
  done(await signDossier(world.house, { dossierId }, people.ona))
  done(await signDossier(world.house, { dossierId }, people.omar))
  return dossierId
}

let asked = 0
async function handled(employeeId: EmployeeId, n: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < n; i++)
    ids.push(
      (
        await arrives(world, employeeId, `I forgot my password, please reset my password, case ${++asked}`, {
          requester: `p${asked}`,
        })
      ).interactionId,
    )
  await world.drain()
  return ids
}

test('a reviewer tags what goes wrong; who answers for the rollout owns it, names the version that deals with it, and cannot close it by saying so', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  const [example, another] = await handled(employeeId, 2)
  await judgeAll(world, employeeId, { correct: false, reasons: ['wrong_argument'] })
  const { edgeCaseId } = await as('reviewer').tagEdgeCase({
    rollout: rolloutId,
    title: 'Resets the wrong person',
    examples: [example!],
  })
  await as('reviewer').addEdgeCaseExamples(edgeCaseId, { interactions: [another!] })
  await expect(as('reviewer').setEdgeCaseOwner(edgeCaseId, { owner: leadId })).rejects.toMatchObject({ code: 'scope_missing' })
  await as('lead').setEdgeCaseOwner(edgeCaseId, { owner: leadId })
  const version = await aVersion(employeeId, 'You are Nila.', 'You are Nila. Ask who they are.')
  await as('lead').refineEdgeCase(edgeCaseId, { dossier: version, reason: 'asks first' })
  await expect(as('lead').closeEdgeCase(edgeCaseId, { reason: 'I say so' })).rejects.toMatchObject({
    code: 'edge_case_not_replayed',
    status: 409,
  })
  const found = await as('reviewer').edgeCase(edgeCaseId)
  expect(found).toMatchObject({
    state: 'refined',
    owner: leadId,
    ownerName: 'One ops_lead',
    refinedIn: version,
    later: { successes: 0, failures: 0, needed: 9 },
  })
  // A source has said what is right, so reviewers may meet copies of both: an example would be the answer. Who owns the rollout is never asked.
  expect(found.examples).toEqual([])
  expect((await as('lead').edgeCase(edgeCaseId)).examples.map(({ verdict }) => verdict)).toEqual(['wrong', 'wrong'])
  expect(found.history.map(({ kind }) => kind)).toEqual([
    'edge_case.opened',
    'edge_case.examples_added',
    'edge_case.owned',
    'edge_case.refined',
  ])
  const listed = async (filter: object) =>
    (await as('lead').listEdgeCases({ rollout: rolloutId, ...filter })).items.map(({ id }) => id)
  expect(await listed({ state: 'refined', owner: leadId })).toEqual([edgeCaseId])
  expect(await listed({ state: 'open' })).toEqual([])
  const shown = await tenure(environment('reviewer'), 'edge-case', 'show', edgeCaseId)
  expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('9 successes close it')])
  const list = await tenure(environment('reviewer'), 'edge-case', 'list', '--rollout', rolloutId, '--json')
  expect(JSON.parse(list.out).items).toMatchObject([{ id: edgeCaseId, examples: 2 }])
}, 120_000)

test('what would age is told before anybody acts, a replay shows what differs, and then the version is taken up', async () => {
  const { employeeId, rolloutId } = await aRollout(world)
  await handled(employeeId, 3)
  await judgeAll(world, employeeId, { correct: true })
  const version = await aVersion(employeeId, 'notify: true', 'notify: false')
  const told = await as('reviewer').versionChanges(rolloutId, { to: version })
  expect(told).toMatchObject({ phase: 'shadow', phaseAfter: 'shadow', signatures: 2, lacking: [] })
  expect(told.changes).toMatchObject([{ kind: 'path', types: ['password_reset'], carry: 'never' }])
  const said = await tenure(environment('reviewer'), 'rollout', 'changes', rolloutId, '--to', version)
  expect([said.code, said.out]).toEqual([0, expect.stringContaining('Starting over: password_reset:chat, password_reset:email.')])

  await expect(as('reviewer').orderReplay(rolloutId, { dossier: version })).rejects.toMatchObject({ code: 'scope_missing' })
  const ordered = await tenure(environment('lead'), 'replay', rolloutId, '--version', version, '--json')
  const { id: replayId, cases } = JSON.parse(ordered.out)
  expect(cases).toBe(3)
  await world.drain()
  const shown = await tenure(environment('reviewer'), 'replay', replayId, '--show')
  expect([shown.code, shown.out]).toEqual([
    0,
    expect.stringContaining('3 of 3 cases run; 3 came out differently, 0 by the old version itself'),
  ])
  expect(shown.out).toContain('nothing: the change touches it')
  const differing = await as('reviewer').listReplayCases(replayId, { outcome: 'differing', judged: 'false', limit: 2 })
  expect(differing.items.map(({ differences }) => differences)).toEqual([['writes'], ['writes']])
  const rest = await as('reviewer').listReplayCases(replayId, { outcome: 'differing', limit: 2, cursor: differing.next! })
  expect(rest.items).toHaveLength(1)
  await as('reviewer').judgeReplayCase(rest.items[0]!.id, { verdict: 'old_better' })
  expect(await as('lead').replay(replayId)).toMatchObject({ judged: 1, verdicts: { old_better: 1 }, noise: 0 })
  expect((await as('lead').listReplays(rolloutId)).items.map(({ id }) => id)).toEqual([replayId])

  const adopted = await tenure(environment('lead'), 'rollout', 'adopt', rolloutId, '--dossier', version, '--reason', 'as agreed')
  expect([adopted.code, adopted.out]).toEqual([0, expect.stringContaining('2 cells start over')])
  expect(await as('reviewer').attempts(rolloutId)).toMatchObject({ versions: 1 })
  await expect(as('reviewer').adoptVersion(rolloutId, { dossier: version, reason: 'again' })).rejects.toMatchObject({
    code: 'scope_missing',
  })
  const declared = await as('lead').declareChange(rolloutId, {
    kind: 'prompt',
    what: 'the vendor’s system prompt',
    reason: 'they told us',
  })
  expect(declared.cells).toHaveLength(4)
}, 120_000)
