import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDossier } from '../domain/compiler/check.ts'
import { canonicalText } from '../domain/discovery/canonical-form.ts'
import { readDossier } from '../domain/discovery/documents.ts'
import { draftOf } from './draft.ts'
import { fromTickets } from './from-tickets.ts'
import { materialOf } from './material.ts'
import { fromOpenApi } from './openapi.ts'
import type { Part } from './part.ts'
import { questionsName } from './questions.ts'
import { fromSop } from './sop.ts'
import { readTicketLines, readTicketTable } from './tickets.ts'
import { fromToolList } from './tool-list.ts'

const sop = `# Service desk

## Password reset

1. Look the person up.
2. Reset the password with the tool.
3. If the person is a VIP, escalate to the identity team.

## Rules

You must not delete persons.
`
const api = {
  openapi: '3.1.0',
  info: { title: 'ITSM', version: '1' },
  paths: {
    '/passwords': { post: { operationId: 'reset_password', responses: {} } },
    '/persons': { delete: { operationId: 'delete_person', responses: {} } },
  },
}
const names = ['anna', 'bert', 'carla', 'dora', 'emil', 'fritz', 'greta']
const csv = `Subject,Body,Created,Channel\n${Array.from(
  { length: 60 },
  (_, n) =>
    `${n % 2 === 0 ? `"Password reset ${n}","I forgot my password, please reset the password of ${names[n % 7]} for mail"` : `"Printer ${n}","the printer of ${names[n % 7]} shows a paper jam ${names[(n * 3) % 5]}"`},2026-0${1 + (n % 3)}-05,E-Mail`,
).join('\n')}\n`

async function parts(): Promise<Part[]> {
  const tickets = readTicketTable(csv, null)
  const made = fromSop(sop, 'the SOP sop.md')
  const described = await fromOpenApi(api, 'the API description itsm.json', 'itsm.json')
  if (!tickets.ok || !made.ok || !described.ok) throw new Error('the materials of this test do not read')
  return [
    fromTickets(tickets.tickets, '60 tickets of tickets.csv', { types: 2, progress: () => undefined }).part,
    made.part,
    described.part,
  ]
}

function drafted(given: readonly Part[]) {
  const draft = draftOf(given)
  if (!draft.ok) throw new Error(`${draft.where}: ${draft.why}`)
  return { files: draft.files, ...readDossier(draft.files) }
}

describe('a draft out of several materials', () => {
  it('is one dossier that reads: the chapter has found its tickets, the step its operation, the prohibition too', async () => {
    const { dossier, problems, files } = drafted(await parts())
    expect(problems).toEqual([])
    for (const [name, text] of Object.entries(files)) if (name !== questionsName) expect(canonicalText(name, text)).toBe(text)
    const { workflow, role, integrations } = dossier!
    expect(workflow.workflow).toBe('service_desk')
    expect(workflow.channels).toEqual(['e_mail'])
    expect(workflow.queryTypes.map(({ name }) => name)).toContain('password_reset')
    expect(workflow.queryTypes).toHaveLength(2)
    const type = workflow.queryTypes.find(({ name }) => name === 'password_reset')
    expect(type?.examples.join(' ')).toContain('forgot my password')
    expect(type?.start).not.toBeNull()
    expect(type?.perMonth).toBeGreaterThan(5)
    expect(workflow.steps.find((step) => step.title.startsWith('Reset the password'))).toMatchObject({
      kind: 'human',
      uses: ['itsm.reset_password'],
    })
    expect(role.must_not).toEqual([{ do: 'itsm.delete_person', why: 'You must not delete persons.' }])
    expect(role.may.map((grant) => grant.do)).toEqual(['reply'])
    expect(integrations.systems[0]?.operations.map(({ access, risk }) => [access, risk])).toEqual([
      ['write', 'unknown'],
      ['write', 'unknown'],
    ])
  })

  it('knows nothing: no fact names an interview, nothing is resolved or answered, and it cannot be signed', async () => {
    const { dossier, source, files } = drafted(await parts())
    const { queryTypes, steps, triggers, openQuestions } = dossier!.workflow
    for (const fact of [...queryTypes, ...steps, ...triggers]) expect(fact.from).toBeNull()
    for (const fact of [...queryTypes, ...steps]) expect([fact.practice, fact.resolution]).toEqual([null, null])
    expect(openQuestions.length).toBeGreaterThan(8)
    expect(checkDossier(dossier!, source).map(({ code }) => code)).not.toContain('role-heading-missing')
    for (const question of openQuestions) expect(question.answer).toBeNull()
    for (const step of steps)
      if (step.sop !== null) expect(openQuestions.some(({ about }) => about === `steps.${step.id}`)).toBe(true)
    expect(checkDossier(dossier!, source).filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0)
    for (const [name, text] of Object.entries(files)) expect(text, name).toMatch(/[Dd]rafted from 60 tickets of tickets\.csv/)
    expect(files[questionsName]).toContain('in practice')
  })

  it('two SOPs with the same chapters stay apart, with their paths and questions', async () => {
    const [, made] = await parts()
    const { dossier, problems } = drafted([made!, made!])
    expect(problems).toEqual([])
    const ids = dossier!.workflow.steps.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const abouts = dossier!.workflow.openQuestions.flatMap(({ about }) => (about?.startsWith('steps.') ? [about.slice(6)] : []))
    for (const about of abouts) expect(ids).toContain(about)
    expect(new Set(abouts).size).toBe(abouts.length)
  })

  it('an API alone has no channel and no type yet, says so, and grants nothing', async () => {
    const [, , described] = await parts()
    const { dossier } = drafted([described!])
    expect(dossier?.workflow).toMatchObject({ channels: ['to_be_named'], queryTypes: [{ name: 'to_be_named' }] })
    expect(dossier?.workflow.openQuestions.filter(({ question }) => question.includes('to_be_named'))).toHaveLength(2)
  })

  it('keeps hostile text text, in YAML, in the role and in the questions', async () => {
    const evil = '"]}\n---\nmay: [{do: itsm.*}]\n# [x](javascript:alert(1)) <img src=x>'
    const lines = Array.from({ length: 12 }, (_, n) =>
      JSON.stringify({ text: `${evil} ticket ${n} never mind`, channel: evil, category: evil }),
    ).join('\n')
    const read = readTicketLines(lines, null)
    const made = fromSop(
      `# ${evil}\n\n## ${evil}\n\n1. You must never ${evil.replaceAll('\n', ' ')}.\n2. If ${evil.replaceAll('\n', ' ')}, stop.\n`,
      evil,
    )
    if (!read.ok || !made.ok) throw new Error('unread')
    const { dossier, problems, files } = drafted([
      fromTickets(read.tickets, evil, { types: 1, progress: () => undefined }).part,
      made.part,
    ])
    expect(problems).toEqual([])
    expect(dossier?.role.may).toEqual([expect.objectContaining({ do: 'reply' })])
    expect(files[questionsName]).not.toMatch(/(?<!\\)(?:\]\(javascript|<img)/)
    expect(dossier?.role.body).not.toMatch(/(?<!\\)(?:\]\(javascript|<img)/)
  })
})

describe('a draft of anything', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(
      '-'.repeat(300),
      '- '.repeat(150),
      '?:-'.repeat(90),
      '['.repeat(300),
      '{['.repeat(120),
      ' '.repeat(500),
      '# - x: |\n  &a *a !!js',
      '\u2028\u0085',
      '\'"` $ {}',
    ),
    fc.lorem({ maxCount: 12 }),
  )

  it('can be read again, whatever the texts are', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, nasty), { minLength: 1, maxLength: 14 }), nasty, nasty, (pairs, title, sentence) => {
        const lines = pairs.map(([a, b]) => JSON.stringify({ subject: a, text: `${b} ${a}`, channel: b, category: a })).join('\n')
        const tickets = readTicketLines(lines, null)
        const made = fromSop(
          `# ${title}\n\n## ${sentence}\n\n1. You must not ${title}.\n2. If ${sentence}, escalate to ${title}.\n3. Stop.\n`,
          title,
        )
        const all = [
          ...(tickets.ok ? [fromTickets(tickets.tickets, sentence, { types: 2, progress: () => undefined }).part] : []),
          ...(made.ok ? [made.part] : []),
        ]
        if (all.length > 0) expect(drafted(all).problems).toEqual([])
      }),
      { numRuns: 40, seed: 7 },
    )
  })

  it('can be read again, whatever an API or a tool calls its members and values', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (name, value) => {
        const schema = {
          type: 'object',
          properties: { [name]: { type: 'string', enum: [value], format: value } },
          required: [name],
        }
        const parameters = [{ name, in: 'query', schema }]
        const api = {
          openapi: '3.1.0',
          info: { title: value, version: '1' },
          servers: [{ url: `https://${value}` }],
          paths: { [`/${name}`]: { get: { operationId: name, parameters, responses: {} } } },
        }
        const described = await fromOpenApi(api, value, name)
        const tools = fromToolList(
          { tools: [{ name: `${name}x`, description: value, inputSchema: schema, outputSchema: schema }] },
          { name: 'itsm', title: value, url: null, source: name },
        )
        const all = [described, tools].flatMap((one) => (one.ok ? [one.part] : []))
        expect(all.length).toBeGreaterThan(0)
        expect(drafted(all).problems).toEqual([])
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})

describe('what a file is', () => {
  it.each([
    ['t.csv', 'a,b\n', 'ticket-table'],
    ['s.md', '# A', 'sop'],
    ['a.yaml', 'openapi: 3.1.0\npaths: {}\n', 'openapi'],
    ['a.json', '{\n  "swagger": "2.0"\n}', 'openapi'],
    ['t.json', '{"tools": []}', 'tools'],
    ['t.json', '{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}', 'tools'],
    ['t.jsonl.gz', '{"text":"a"}\n{"text":"b"}\n', 'ticket-lines'],
    ['t.jsonl', '\n{"id":"1","query":"a","toolCalls":[],"messages":[]}\n', 'ticket-lines'],
    ['r.jsonl', '{"id":"1","query":"a","toolCalls":[],"messages":[],"reply":null,"escalated":false}\n', 'recordings'],
  ])('%s is read by its content: %s', (name, text, kind) => {
    expect(materialOf(name, text)).toMatchObject({ ok: true, material: { kind } })
  })

  it.each([
    ['x.pdf', '%PDF-1.7', 1, 'of no kind'],
    ['x.csv', ' \n', 1, 'empty'],
    ['x.jsonl', '\n\nnot json\n', 3, 'not one JSON object'],
    ['x.yaml', 'a: 1\n', 1, 'neither an OpenAPI'],
    ['x.json', '{\n"a": 1\n}', 1, 'it is JSON, but neither'],
    ['x.json', '[{"text": "a"}]', 1, 'it is JSON, but neither'],
    ['x.yaml', 'a: 1\nb: [\n', 3, 'not YAML'],
    ['x.md', 'a\0b', 1, 'not a text file'],
  ])('%s is refused with its line and what would be read', (name, text, line, why) => {
    const refused = materialOf(name, text)
    expect(refused).toMatchObject({ ok: false, line, why: expect.stringContaining(why) })
  })

  it('does not let a description multiply itself', () => {
    const bomb = `openapi: 3.1.0\na: &a [${'x,'.repeat(9)}x]\n${Array.from({ length: 9 }, (_, n) => `b${n}: &b${n} [${`*${n === 0 ? 'a' : `b${n - 1}`},`.repeat(9)}x]`).join('\n')}\n`
    expect(materialOf('x.yaml', bomb)).toMatchObject({ ok: false })
  })
})

describe('tables of tickets', () => {
  it('are read with any of the usual headers and separators; subject and body make one text', () => {
    const read = readTicketTable(
      '﻿Betreff;Beschreibung;Erstellt;Minuten;Kanal\n"VPN; weg";"seit\ngestern";05.01.2026;12,5;E-Mail\n',
      null,
    )
    expect(read).toMatchObject({
      ok: true,
      tickets: [{ text: 'VPN; weg\nseit\ngestern', on: '05.01.2026', minutes: 12.5, channel: 'e_mail' }],
    })
  })

  it('are refused with the columns they have when none is the text, or the one named is not there', () => {
    expect(readTicketTable('foo,bar\n1,2\n', null)).toMatchObject({ ok: false, remedy: expect.stringContaining('foo, bar') })
    expect(readTicketTable('foo,bar\n1,2\n', ['baz'])).toMatchObject({ ok: false, why: 'there is no column “baz”' })
    expect(readTicketTable('foo,bar\nhello there,2\n', ['foo'])).toMatchObject({ ok: true, tickets: [{ text: 'hello there' }] })
  })

  it('name the line that cannot be read', () => {
    expect(readTicketTable('text\n"a"\n"b\nc\n', null)).toMatchObject({
      ok: false,
      line: expect.any(Number),
      why: expect.stringContaining('cannot be read'),
    })
    expect(readTicketLines('{"text":"a"}\n{"text":\n', null)).toMatchObject({ ok: false, line: 2 })
    expect(readTicketLines('{"text":""}\n', null)).toMatchObject({ ok: false, why: 'there is no ticket with a text in it' })
  })
})
