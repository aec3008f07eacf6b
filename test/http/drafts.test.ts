// A dossier written by two people at once over HTTP: what they change, where they meet, what is registered, who signs, and which policy rules afterwards.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { firstAdmin, httpWorld, somebody } from '../support/http-world.ts'
import { aWorld } from '../support/world.ts'

const { url } = await testDatabase()
const stories = await aWorld(url)
const world = httpWorld(url, { over: stories })
afterAll(() => world.close())

/** A person at a browser. */
type Hand = { [method in 'get' | 'post' | 'delete']: (path: string, body?: unknown) => ReturnType<typeof world.send> }

let priya: Hand
let lukas: Hand
let auditor: Hand

async function hand(admin: Awaited<ReturnType<typeof firstAdmin>>, role: 'ops_lead' | 'auditor'): Promise<Hand> {
  const { headers } = await somebody(world, admin, role)
  const send = (method: string) => (path: string, body?: unknown) =>
    world.send(method, `/api/v1${path}`, { headers: { ...headers, ...keyOf(method) }, ...(body === undefined ? {} : { body }) })
  return { get: send('GET'), post: send('POST'), delete: send('DELETE') }
}

let keys = 0
const keyOf = (method: string) => (method === 'POST' ? { 'idempotency-key': `drafts-${keys++}` } : {})

beforeAll(async () => {
  const admin = await firstAdmin(world)
  priya = await hand(admin, 'ops_lead')
  lukas = await hand(admin, 'ops_lead')
  auditor = await hand(admin, 'auditor')
  await priya.post('/employees', { name: 'Nila', agent: { kind: 'scripted' } })
})

const nothing = { from: 'nothing', employee: 'Nila', workflow: 'desk', title: 'The desk', channels: ['chat'] }
const opened = async (body: object = { from: 'files', files: commented }) => (await priya.post('/drafts', body)).body
const commented = {
  ...smallDossier,
  'workflow.yaml': `# told by Priya\n${smallDossier['workflow.yaml']!.replace('title: IT desk', 'title: IT desk # hers')}`,
}
const set = (place: (string | number)[], was: unknown, now: unknown, file = 'workflow.yaml') => ({
  kind: 'set',
  file,
  place,
  was,
  now,
})

describe('a draft', () => {
  test('begins with nothing, and its findings are what there is to do', async () => {
    const draft = await opened(nothing)
    expect(draft).toMatchObject({ workflow: 'desk', title: 'The desk', employee: 'Nila', revision: 1, registered: null })
    expect(draft.documents.workflow).toMatchObject({ workflow: 'desk', channels: ['chat'] })
    const found = (await priya.post('/dossier-examinations', { files: draft.files })).body
    expect(found).toMatchObject({ hash: null, plan: null })
    expect(found.findings[0]).toMatchObject({ file: 'workflow.yaml', line: expect.any(Number) })
  })

  test('takes changes of two people in different places, and keeps what neither spoke of', async () => {
    const draft = await opened()
    const first = await priya.post(`/drafts/${draft.id}/edits`, { edits: [set(['title'], 'IT desk', 'Help desk')] })
    const second = await lukas.post(`/drafts/${draft.id}/edits`, {
      edits: [set(['queryTypes', 'password_reset', 'minutes'], undefined, 8)],
    })
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body.revision).toBe(3)
    expect(second.body.files['workflow.yaml']).toMatch(/^# told by Priya\n/)
    expect(second.body.files['workflow.yaml']).toContain('title: Help desk # hers')
    expect(second.body.documents.workflow.queryTypes[0].minutes).toBe(8)
  })

  test('tells the second of two who meet in one place what stands there and who wrote it, and changes nothing', async () => {
    const draft = await opened()
    await priya.post(`/drafts/${draft.id}/edits`, { edits: [set(['title'], 'IT desk', 'Help desk')] })
    const late = await lukas.post(`/drafts/${draft.id}/edits`, {
      edits: [set(['channels'], ['email', 'chat'], ['chat']), set(['title'], 'IT desk', 'Service desk')],
    })
    expect(late).toMatchObject({
      status: 409,
      body: {
        code: 'draft_conflict',
        blanks: { file: 'workflow.yaml', place: 'title', theirs: '"Help desk"', by: expect.stringMatching(/\w/) },
      },
    })
    const now = (await lukas.get(`/drafts/${draft.id}`)).body
    expect(now).toMatchObject({ revision: 2, documents: { workflow: { title: 'Help desk', channels: ['email', 'chat'] } } })
  })

  test('of two writing the same place at the same moment, exactly one is told that the other was first', async () => {
    const draft = await opened()
    const both = await Promise.all(
      [priya, lukas].map((who, n) => who.post(`/drafts/${draft.id}/edits`, { edits: [set(['title'], 'IT desk', `Desk ${n}`)] })),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test.each([
    ['a file no dossier has', { kind: 'write', file: 'notes.txt', was: null, now: 'x' }, 422],
    ['half a character', { kind: 'write', file: 'interviews/x.yaml', was: null, now: 'a\u0000b' }, 400],
    ['an item that is not there', set(['queryTypes', 'gone', 'title'], undefined, 'x'), 422],
  ])('refuses %s and stays as it is', async (_, edit, status) => {
    const draft = await opened()
    const answer = await priya.post(`/drafts/${draft.id}/edits`, { edits: [edit] })
    expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(/.{20}/) } })
    expect((await priya.get(`/drafts/${draft.id}`)).body.revision).toBe(1)
  })

  test('is read by an auditor and written by people of the workflow only', async () => {
    const draft = await opened()
    expect((await auditor.get(`/drafts/${draft.id}`)).status).toBe(200)
    expect((await auditor.post(`/drafts/${draft.id}/edits`, { edits: [set(['title'], 'IT desk', 'x')] })).status).toBe(403)
  })

  test('is gone when it is discarded, and cannot be changed any more', async () => {
    const draft = await opened()
    expect((await priya.delete(`/drafts/${draft.id}`)).status).toBe(200)
    expect((await priya.get(`/drafts/${draft.id}`)).status).toBe(404)
    const late = await priya.post(`/drafts/${draft.id}/edits`, { edits: [set(['title'], 'IT desk', 'x')] })
    expect(late).toMatchObject({ status: 410, body: { code: 'draft_discarded' } })
  })
})

describe('a version', () => {
  test('is registered as somebody saw it, or not at all', async () => {
    const draft = await opened()
    await lukas.post(`/drafts/${draft.id}/edits`, { edits: [set(['title'], 'IT desk', 'Help desk')] })
    const stale = await priya.post(`/drafts/${draft.id}/registration`, { revision: 1 })
    expect(stale).toMatchObject({ status: 409, body: { code: 'draft_moved' } })
    const made = await priya.post(`/drafts/${draft.id}/registration`, { revision: 2 })
    expect(made.status).toBe(201)
    const listed = (await priya.get('/drafts')).body.items.find((one: { id: string }) => one.id === draft.id)
    expect(listed.registered).toMatchObject({ dossierId: made.body.dossierId, current: true })
  })

  test('freezes findings, plan and policy, which the trail names and two people sign', async () => {
    const draft = await opened({
      from: 'files',
      files: { ...commented, 'workflow.yaml': commented['workflow.yaml'].replace('IT desk #', 'Desk two #') },
    })
    const { dossierId } = (await priya.post(`/drafts/${draft.id}/registration`, { revision: 1 })).body
    const version = (await priya.get(`/dossiers/${dossierId}`)).body
    expect(version).toMatchObject({
      policyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      findings: expect.any(Array),
      plan: expect.any(Object),
    })
    expect((await priya.post(`/dossiers/${dossierId}/signatures`)).body).toMatchObject({ signatures: 1, signed: false })
    expect((await priya.post(`/dossiers/${dossierId}/signatures`)).body.code).toBe('already_signed')
    expect((await lukas.post(`/dossiers/${dossierId}/signatures`)).body).toMatchObject({ signatures: 2, signed: true })
    const paper = (await auditor.post('/dossier-exports', { dossierId, format: 'html' })).body
    expect(paper).toMatchObject({ mediaType: 'text/html', text: expect.stringContaining('Who has signed?') })
    expect(paper.text).toContain(version.hash)
    expect(paper.text).not.toContain('Nobody yet.')
    const trail = (await auditor.get(`/trail?subject=${dossierId}`)).body.items
    const said = Object.fromEntries(trail.map((record: { kind: string; says: object }) => [record.kind, record.says]))
    expect(said['dossier.registered']).toMatchObject({
      policyHash: version.policyHash,
      findings: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const { policyHash, findings, plan } = said['dossier.registered']
    expect(said['dossier.signed']).toMatchObject({ policyHash, findings, plan })
    const policy = (await auditor.get(`/policies/${policyHash}`)).body
    expect(policy).toMatchObject({ dossierIds: expect.arrayContaining([dossierId]), policy: { form: 1, onRefusal: 'refuse' } })
    await expect(
      stories.house.db.pool.query("update tenure.dossiers set policy = '{}' where id = $1", [dossierId]),
    ).rejects.toThrow('does not change')
  })

  test('is compared with another, word by word in the role', async () => {
    const draft = await opened()
    const one = (await priya.post(`/drafts/${draft.id}/registration`, { revision: 1 })).body.dossierId
    const body = draft.documents.role.body
    await priya.post(`/drafts/${draft.id}/edits`, {
      edits: [
        set(['body'], body, `${body} Stay kind.`, 'SOUL.md'),
        set(['queryTypes', 'password_reset', 'minutes'], undefined, 9),
      ],
    })
    const two = (await priya.post(`/drafts/${draft.id}/registration`, { revision: 2 })).body.dossierId
    const changes = (await auditor.get(`/dossiers/${one}/comparison?with=${two}`)).body
    expect(changes.workflow).toEqual([{ place: 'queryTypes.password_reset.minutes', kind: 'changed', before: null, after: 9 }])
    expect(changes.role.body.filter((piece: { change: string }) => piece.change !== 'same')).toEqual([
      { text: ' Stay kind.', change: 'added' },
    ])
  })

  test('counts everybody who wrote on the role as its editor, not only who registered it', async () => {
    const draft = await opened()
    const body = draft.documents.role.body
    await lukas.post(`/drafts/${draft.id}/edits`, { edits: [set(['body'], body, 'Written by Lukas.', 'SOUL.md')] })
    const { dossierId } = (await priya.post(`/drafts/${draft.id}/registration`, { revision: 2 })).body
    const { rows } = await stories.house.db.pool.query('select registered_by, role_editors from tenure.dossiers where id = $1', [
      dossierId,
    ])
    expect(rows[0].role_editors).toHaveLength(1)
    expect(rows[0].role_editors).not.toContain(rows[0].registered_by)
  })
})
