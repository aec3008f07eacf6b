import { afterAll, describe, expect, test } from 'vitest'
import { ensureFirstAdminLink } from '../../src/governance/invite.ts'
import { testDatabase } from '../support/database.ts'
import { address, firstAdmin, goodPassword, httpWorld, signIn, somebody } from '../support/http-world.ts'

const { url } = await testDatabase()
const world = httpWorld(url)
afterAll(() => world.close())

describe('coming in', () => {
  test('the first administrator comes in by the newest link, once; then there is no link any more', async () => {
    const older = await ensureFirstAdminLink(world.house)
    const newer = await ensureFirstAdminLink(world.house)
    const form = { name: 'Ada', email: 'Ada@Example.test', password: goodPassword }
    const withOlder = await world.send('POST', '/api/v1/first-admin', { body: { ...form, token: older } })
    expect(withOlder).toMatchObject({ status: 410, body: { code: 'link_spent' } })
    const withNewer = await world.send('POST', '/api/v1/first-admin', { body: { ...form, token: newer } })
    expect(withNewer).toMatchObject({ status: 201, body: { email: 'ada@example.test', role: 'admin' } })
    const again = await world.send('POST', '/api/v1/first-admin', { body: { ...form, email: 'eve@example.test', token: newer } })
    expect(again).toMatchObject({ status: 410, body: { code: 'link_spent' } })
    expect(await ensureFirstAdminLink(world.house)).toBeNull()
  })

  test('signing in sets one cookie that scripts cannot read, and /me says who it is', async () => {
    const signedIn = await signIn(world, 'ada@example.test')
    expect(signedIn.status).toBe(200)
    const [cookie] = signedIn.headers.getSetCookie()
    expect(signedIn.body).toEqual({ signedIn: true })
    expect(cookie).toMatch(/^tenure\.session_token=.*HttpOnly.*SameSite=Lax/i)
    const me = await world.send('GET', '/api/v1/me', { headers: signedIn.headersToSend })
    expect(me).toMatchObject({ status: 200, body: { kind: 'person', name: 'Ada', role: 'admin', email: 'ada@example.test' } })
    expect(me.body.may).toContain('person.invite')
    expect(me.body.may).not.toContain('promotion.approve')
  })

  test('a wrong password and an unknown address get the same answer', async () => {
    const wrong = await signIn(world, 'ada@example.test', 'not the password at all')
    const unknown = await signIn(world, 'nobody@example.test')
    expect(wrong).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } })
    expect(unknown.body).toEqual(wrong.body)
  })

  test('nobody signs up by themselves, and the rest of the sign-in library is shut', async () => {
    const body = { email: 'eve@example.test', password: goodPassword, name: 'Eve' }
    expect((await world.send('POST', '/api/auth/sign-up/email', { body, headers: { origin: address } })).status).toBe(404)
    expect(
      (await world.send('POST', '/api/auth/update-user', { body: { role: 'admin' }, headers: { origin: address } })).status,
    ).toBe(404)
  })

  test('signing out ends the session on the server', async () => {
    const { headersToSend } = await signIn(world, 'ada@example.test')
    expect((await world.send('POST', '/api/auth/sign-out', { headers: headersToSend, body: {} })).status).toBe(200)
    expect((await world.send('GET', '/api/v1/me', { headers: headersToSend })).status).toBe(401)
  })

  test('an invitation works once, gives the role it named, and a new one makes the older void', async () => {
    const admin = { headers: (await signIn(world, 'ada@example.test')).headersToSend }
    const invite = () =>
      world.send('POST', '/api/v1/people', { body: { email: 'Rita@example.test', role: 'reviewer' }, headers: admin.headers })
    const older = await invite()
    const newer = await invite()
    const join = (token: string) => world.send('POST', '/api/v1/join', { body: { token, name: 'Rita', password: goodPassword } })
    expect(await join(older.body.token)).toMatchObject({ status: 410 })
    expect(await join(newer.body.token)).toMatchObject({ status: 201, body: { role: 'reviewer', email: 'rita@example.test' } })
    expect(await join(newer.body.token)).toMatchObject({ status: 410 })
    expect(await invite()).toMatchObject({ status: 409, body: { code: 'person_exists' } })
  })

  test('an invitation that ran out is spent', async () => {
    const admin = { headers: (await signIn(world, 'ada@example.test')).headersToSend }
    const invited = await world.send('POST', '/api/v1/people', {
      body: { email: 'late@example.test', role: 'auditor' },
      headers: admin.headers,
    })
    world.clock.forward(8 * 86_400_000)
    const joined = await world.send('POST', '/api/v1/join', {
      body: { token: invited.body.token, name: 'Late', password: goodPassword },
    })
    expect(joined).toMatchObject({ status: 410, body: { code: 'link_spent' } })
  })

  test('a short password is refused with the field and the remedy', async () => {
    const refused = await world.send('POST', '/api/v1/join', { body: { token: 'x', name: 'X', password: 'short' } })
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ where: 'body.password' }] } })
  })

  test('guessing is slowed per account, and time heals it', async () => {
    for (let i = 0; i < 10; i++) await signIn(world, 'guessed@example.test', `guess number ${i} of many`)
    const braked = await signIn(world, 'guessed@example.test')
    expect(braked).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } })
    expect(Number(braked.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await signIn(world, 'ada@example.test')).status).toBe(200)
    world.clock.forward(5 * 60_000)
    expect((await signIn(world, 'guessed@example.test')).status).toBe(401)
  })
})

describe('roles and disabling', () => {
  test('disabling somebody ends their sessions and shuts the door, and the last admin stays', async () => {
    const admin = { headers: (await signIn(world, 'ada@example.test')).headersToSend }
    const me = await world.send('GET', '/api/v1/me', { headers: admin.headers })
    const engineer = await somebody(world, { ...admin, personId: me.body.id, email: '' }, 'engineer')
    expect((await world.send('GET', '/api/v1/keys', { headers: engineer.headers })).status).toBe(200)
    const disabled = await world.send('PATCH', `/api/v1/people/${engineer.personId}`, {
      body: { disabled: true },
      headers: admin.headers,
    })
    expect(disabled).toMatchObject({ status: 200, body: { disabled: true } })
    expect((await world.send('GET', '/api/v1/keys', { headers: engineer.headers })).status).toBe(401)
    expect(await signIn(world, engineer.email)).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } })
    const stepDown = await world.send('PATCH', `/api/v1/people/${me.body.id}`, {
      body: { role: 'auditor' },
      headers: admin.headers,
    })
    expect(stepDown).toMatchObject({ status: 409, body: { code: 'last_admin' } })
  })

  test('of two admins who step down at the same moment one stays', async () => {
    const admin = { headers: (await signIn(world, 'ada@example.test')).headersToSend }
    const me = await world.send('GET', '/api/v1/me', { headers: admin.headers })
    const second = await somebody(world, { ...admin, personId: me.body.id, email: '' }, 'admin')
    const stepDown = (id: string) =>
      world.send('PATCH', `/api/v1/people/${id}`, { body: { role: 'none' }, headers: second.headers })
    const outcomes = await Promise.all([stepDown(me.body.id), stepDown(second.personId)])
    const admins = await world.house.db.read("select id from tenure.people where role = 'admin' and not disabled")
    expect(admins).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome.status === 200)).toHaveLength(1)
  })

  test('every change of people and links is on the trail, without names or addresses', async () => {
    const rows = await world.house.db.read<{ kind: string; body: string }>('select kind, body from audit.entries order by at, id')
    const kinds = new Set(rows.map((row) => row.kind))
    expect([...kinds].sort()).toEqual(['link.issued', 'person.changed', 'person.invited', 'person.joined'])
    expect(rows.some((row) => /example\.test|Ada|Rita/.test(row.body))).toBe(false)
  })

  test('auditors and readers see people, and nothing that opens a door', async () => {
    const as = async (role: string, sql: string) => {
      const client = await world.house.db.pool.connect()
      try {
        await client.query('begin')
        await client.query(`set local role ${role}`)
        return (await client.query(sql)).rowCount
      } finally {
        await client.query('rollback')
        client.release()
      }
    }
    for (const role of ['tenure_auditor', 'tenure_reader']) {
      expect(await as(role, 'select name, role from tenure.people')).toBeGreaterThan(0)
      expect(await as(role, 'select prefix, scopes from tenure.api_keys')).toBe(0)
      for (const secret of [
        'password from tenure.accounts',
        'token from tenure.sessions',
        'sha256 from tenure.api_keys',
        'sha256 from tenure.one_time_links',
        'response from tenure.idempotency',
      ]) {
        await expect(as(role, `select ${secret}`), `${role}: ${secret}`).rejects.toThrow(/permission denied/)
      }
    }
  })
})

test('while the database is away nobody is told that their password is wrong', async () => {
  const away = httpWorld('postgresql://tenure@127.0.0.1:9/nowhere')
  expect(await signIn(away, 'ada@example.test')).toMatchObject({ status: 503, body: { code: 'database_unavailable' } })
  const withCookie = await away.send('GET', '/api/v1/me', { headers: { cookie: 'tenure.session_token=x.y' } })
  expect([401, 503]).toContain(withCookie.status)
  expect(await away.send('GET', '/api/v1/health')).toMatchObject({
    status: 200,
    body: { status: 'failing', database: 'unreachable' },
  })
  await away.close()
})

test('the first admin of a second database needs its own link', async () => {
  await expect(firstAdmin(world)).rejects.toThrow(/could not join/)
})
