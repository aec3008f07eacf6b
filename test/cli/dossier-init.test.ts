// `tenure dossier init` from several materials, from outside: what it writes, what it refuses, and a live MCP server on the loopback.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readDossierFolder } from '../../src/cli/dossier-folder.ts'
import { readDossier } from '../../src/domain/discovery/documents.ts'
import { tenure } from '../support/command-line.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'tenure-init-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let called = 0
const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'Directory', version: '1' }, {})
  const tool = (name: string, readOnlyHint: boolean) =>
    server.registerTool(name, { inputSchema: z.object({ id: z.string() }), annotations: { readOnlyHint } }, async () => {
      called++
      return { content: [{ type: 'text', text: 'ok' }] }
    })
  tool('get_person', true)
  tool('reset_password', true)
  return server
})
const server = serve({ fetch: (request: Request) => handler.fetch(request), port: 0, hostname: '127.0.0.1' })
let url = ''
beforeAll(async () => {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/mcp`
})
afterAll(() => void server.close())

const init = (...words: string[]) => tenure({}, 'dossier', 'init', ...words)

function file(name: string, text: string | Buffer): string {
  const at = path.join(folder, name)
  writeFileSync(at, text)
  return at
}

const people = ['anna', 'bert', 'carla', 'dora', 'emil']
const tickets = `Ticket;Opened\n${Array.from({ length: 40 }, (_, n) => `"${n % 2 === 0 ? `I forgot my password says ${people[n % 5]}` : `the printer jams again says ${people[n % 5]}`} ${n}";2026-0${1 + (n % 4)}-11`).join('\n')}\n`
const sop =
  '# Desk\n\n## Password\n\n1. Look the person up.\n2. Reset the password.\n3. Escalate to the identity team if the person is a VIP.\n'

describe('tenure dossier init from material', () => {
  it('makes one unsigned dossier of tickets, an SOP and a live MCP server, whose tools it lists and never calls', async () => {
    const dir = path.join(folder, 'desk')
    const made = await init(
      dir,
      '--from',
      file('t.csv.gz', gzipSync(tickets)),
      file('sop.md', sop),
      url,
      '--text',
      'Ticket',
      '--types',
      '2',
      '--json',
    )
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(made.out)).toMatchObject({ dir, signed: false, tickets: 40, interactions: 0, queryTypes: 2, operations: 2 })
    const { dossier, problems } = readDossier(readDossierFolder(dir))
    expect(problems).toEqual([])
    expect(dossier?.integrations.systems).toMatchObject([
      {
        name: 'directory',
        connector: { kind: 'mcp', url },
        operations: [
          { name: 'get_person', access: 'read', risk: 'unknown', toolHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
          { name: 'reset_password', access: 'write' },
        ],
      },
    ])
    expect(called).toBe(0)
    const checked = await tenure({}, 'dossier', 'check', dir, '--json')
    expect(checked.code).toBe(1)
  })

  it('overwrites nothing, whichever of its files is there', async () => {
    const dir = path.join(folder, 'kept')
    const from = file('only.md', sop)
    expect((await init(dir, '--from', from)).code).toBe(0)
    rmSync(path.join(dir, 'workflow.yaml'))
    const before = readFileSync(path.join(dir, 'SOUL.md'), 'utf8')
    expect(await init(dir, '--from', from)).toMatchObject({
      code: 1,
      err: expect.stringContaining('SOUL.md: it is already there'),
    })
    expect(readFileSync(path.join(dir, 'SOUL.md'), 'utf8')).toBe(before)
    expect(existsSync(path.join(dir, 'workflow.yaml'))).toBe(false)
  })

  it('refuses by file and line what cannot be read, and writes nothing of the rest', async () => {
    const dir = path.join(folder, 'never')
    const good = file('good.md', sop)
    const bad = file('bad.jsonl', '{"text":"a b c"}\n{"text":\n')
    expect(await init(dir, '--from', good, bad)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${bad}:2: it is not one JSON object per line.`),
    })
    const columns = file('columns.csv', 'foo,bar\n1,2\n')
    expect((await init(dir, '--from', columns)).err).toContain('Name it with --text COLUMN; it has: foo, bar.')
    const picture = file('picture.png', Buffer.from([0x89, 0x50, 0, 0, 1]))
    expect(await init(dir, '--from', picture)).toMatchObject({ code: 1, err: expect.stringContaining('it is not a text file') })
    expect((await init(dir, '--from', path.join(folder, 'absent.csv'))).code).toBe(3)
    expect((await init(dir, '--from', 'http://127.0.0.1:1/mcp')).code).toBe(3)
    expect((await init(dir, '--from', good, '--types', '0')).code).toBe(2)
    expect(existsSync(dir)).toBe(false)
  })

  it('tells people what it made, and that it is unsigned', async () => {
    const dir = path.join(folder, 'told')
    const api = file(
      'itsm.yaml',
      'openapi: 3.1.0\ninfo: {title: ITSM, version: "1"}\npaths:\n  /a:\n    get: {responses: {"200": {description: ok}}}\n',
    )
    const { out, code } = await init('--from', file('told.csv', tickets.replace('Ticket', 'text')), api, dir)
    expect(code).toBe(0)
    expect(out).toMatch(/from 40 tickets of told\.csv, the API description itsm\.yaml\./)
    expect(out).toMatch(/\d+ query types, 1 operations, \d+ open questions/)
    expect(out).toContain('The draft is unsigned')
  })
})
