import { execFile } from 'node:child_process'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleDossierFolder } from '../../examples/it-helpdesk/dossier-files.ts'
import { testDatabase } from '../support/database.ts'
import { firstAdmin, type HttpWorld, httpWorld, keyOf, somebody } from '../support/http-world.ts'

const bin = path.join(import.meta.dirname, '../../src/cli/bin.ts')
let world: HttpWorld
let server: ReturnType<typeof serve>
let url: string
const keys: string[] = []

beforeAll(async () => {
  world = httpWorld((await testDatabase()).url)
  const admin = await firstAdmin(world)
  for (const _ of ['first', 'second']) {
    const lead = await somebody(world, admin, 'ops_lead')
    keys.push((await keyOf(world, lead, ['govern', 'read'])).authorization.replace('Bearer ', ''))
  }
  server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const at = server.address()
  url = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`
  await fetch(`${url}/api/v1/employees`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys[0]}`, 'idempotency-key': 'hire', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Mira', agent: { kind: 'scripted' } }),
  })
})
afterAll(async () => {
  server.close()
  await world.close()
})

function sign(key: string, at = url): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, TENURE_URL: at, TENURE_API_KEY: key }
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'dossier', 'sign', exampleDossierFolder], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

describe('tenure dossier sign', () => {
  it('takes two different people', async () => {
    expect(await sign(keys[0]!)).toMatchObject({ code: 0, out: expect.stringContaining('A second, different person signs') })
    expect(await sign(keys[0]!)).toMatchObject({ code: 1, err: expect.stringContaining('already signed') })
    expect(await sign(keys[1]!)).toMatchObject({ code: 0, out: expect.stringContaining('Two people have signed') })
  })

  it('is refused with a wrong key, and a fault when nobody answers', async () => {
    expect((await sign(`${keys[0]!.slice(0, -4)}0000`)).code).toBe(1)
    expect(await sign(keys[0]!, 'http://127.0.0.1:1')).toMatchObject({
      code: 3,
      err: expect.stringContaining('No Tenure answers'),
    })
  })
})
