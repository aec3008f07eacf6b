// What is promised outside: the committed API description, the words of the contract, and the SDK, each held against what is served.

import { readFileSync } from 'node:fs'
import * as edgeCaseWords from '@tenure/contract/edge-cases'
import * as replayWords from '@tenure/contract/replays'
import * as words from '@tenure/contract/words'
import { expect, test } from 'vitest'
import packageFile from '../../package.json' with { type: 'json' }
import { createClient } from '../../sdk/src/client.ts'
import { TenureRefusal } from '../../sdk/src/refusal.ts'
import { type RouteName, routes } from '../../sdk/src/routes.ts'
import { gateOutcomes } from '../../src/domain/gates/criteria/criterion.ts'
import { edgeCaseKinds, edgeCaseMoves } from '../../src/domain/gates/edge-case.ts'
import { effectKinds, effectMoves } from '../../src/domain/interaction/effect.ts'
import { escalationMoves } from '../../src/domain/interaction/escalation.ts'
import { incidentMoves, incidentSeverities, incidentSources } from '../../src/domain/interaction/incident.ts'
import { interactionMoves, interactionOutcomes } from '../../src/domain/interaction/interaction.ts'
import { replayMoves, replayOutcomes, replayVerdicts } from '../../src/domain/interaction/replay.ts'
import { verdictKinds, verdictReasons } from '../../src/domain/interaction/verdict.ts'
import { roles, scopes } from '../../src/domain/oversight/authority.ts'
import { type RefusalCode, refusalSentences } from '../../src/domain/refusal.ts'
import { deliveries, phases } from '../../src/domain/rollout/phase.ts'
import { describe } from '../../src/http/description.ts'
import { doors, servedAt } from '../../src/http/doors.ts'
import { statusOf } from '../../src/http/problem.ts'

test('docs/openapi.json is what is served; `node scripts/openapi.ts` writes it', () => {
  const committed = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'))
  expect(committed).toEqual(JSON.parse(JSON.stringify(describe(doors, packageFile.version, servedAt))))
})

test('the description is OpenAPI 3.1, and every POST in it needs an Idempotency-Key', () => {
  const description = describe(doors, '0', servedAt)
  expect(description.openapi).toBe('3.1.0')
  const operations = Object.values(description.paths ?? {}).flatMap((path) => Object.entries(path))
  expect(operations).toHaveLength(doors.length)
  for (const [method, operation] of operations) {
    const needs = (operation.parameters ?? []).some(
      (parameter: { name?: string; required?: boolean }) => parameter.name === 'Idempotency-Key' && parameter.required,
    )
    expect(needs, operation.operationId).toBe(method === 'post')
  }
  expect(new Set(operations.map(([, operation]) => operation.operationId)).size).toBe(doors.length)
})

test('the words of the contract are the domain’s own', () => {
  const lists: [{ options: readonly string[] }, readonly string[]][] = [
    [words.roleSchema, roles],
    [words.scopeSchema, scopes],
    [words.phaseSchema, phases],
    [words.deliverySchema, deliveries],
    [words.effectKindSchema, effectKinds],
    [words.effectStateSchema, Object.keys(effectMoves)],
    [words.interactionStateSchema, Object.keys(interactionMoves)],
    [words.outcomeSchema, interactionOutcomes],
    [words.verdictKindSchema, verdictKinds],
    [words.verdictReasonSchema, verdictReasons],
    [words.gateOutcomeSchema, gateOutcomes],
    [words.escalationStateSchema, Object.keys(escalationMoves)],
    [words.incidentStateSchema, Object.keys(incidentMoves)],
    [words.incidentSeveritySchema, incidentSeverities],
    [words.incidentSourceSchema, incidentSources],
    [replayWords.replayStateSchema, Object.keys(replayMoves)],
    [replayWords.replayOutcomeSchema, replayOutcomes],
    [replayWords.replayVerdictSchema, replayVerdicts],
    [edgeCaseWords.edgeCaseStateSchema, Object.keys(edgeCaseMoves)],
    [edgeCaseWords.edgeCaseKindSchema, edgeCaseKinds],
  ]
  for (const [schema, list] of lists) expect([...schema.options].sort()).toEqual([...list].sort())
})

test('every refusal has a client-side status', () => {
  for (const code of Object.keys(refusalSentences) as RefusalCode[]) {
    expect(statusOf(code), code).toBeGreaterThanOrEqual(400)
    expect(statusOf(code), code).toBeLessThan(500)
  }
})

test('the SDK has every route that is served, and no other', () => {
  const served = doors.map((door) => {
    const takes = [door.params && 'id', door.body ? 'body' : door.query && 'query'].filter(Boolean).join(' and ') || 'nothing'
    return [door.name, [door.method.toUpperCase(), door.path, takes]]
  })
  expect(Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, [...route]]))).toEqual(
    Object.fromEntries(served),
  )
})

test('a call of the SDK sends what its route takes', async () => {
  const sent: { url: string; init: RequestInit }[] = []
  const fetchNoted = async (url: unknown, init: RequestInit = {}) => {
    sent.push({ url: String(url), init })
    return new Response('{}', { headers: { 'content-type': 'application/json' } })
  }
  const client = createClient({ baseUrl: 'http://tenure.test/', key: 'tk_x', fetch: fetchNoted as typeof fetch })
  await client.haltRollout('rol 1/..', { reason: 'now' })
  await client.listInteractions({ q: 'a&b', limit: 5, state: undefined })
  await client.advance('pro_1', { idempotencyKey: 'mine' })
  expect(sent[0]).toMatchObject({
    url: 'http://tenure.test/api/v1/rollouts/rol%201%2F../halt',
    init: {
      method: 'POST',
      body: '{"reason":"now"}',
      headers: { authorization: 'Bearer tk_x', 'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/) },
    },
  })
  expect(sent[1]?.url).toBe('http://tenure.test/api/v1/interactions?q=a%26b&limit=5')
  expect(sent[2]?.init.headers).toMatchObject({ 'idempotency-key': 'mine' })
  for (const name of Object.keys(routes) as RouteName[]) expect(typeof client[name], name).toBe('function')
})

test('a no of the server, and an answer of something in between, are both thrown as one error', async () => {
  const answering = (response: Response) => createClient({ baseUrl: '', fetch: (async () => response) as typeof fetch })
  const problem = { type: 'x', title: 'x', status: 409, detail: 'No.', code: 'halted', blanks: { what: 'all' } }
  const refused = answering(
    new Response(JSON.stringify(problem), { status: 409, headers: { 'content-type': 'application/problem+json' } }),
  ).me()
  await expect(refused).rejects.toMatchObject({
    name: 'TenureRefusal',
    code: 'halted',
    sentence: 'No.',
    status: 409,
    blanks: { what: 'all' },
  })
  const proxy = answering(new Response('<html>', { status: 502 })).me()
  await expect(proxy).rejects.toBeInstanceOf(TenureRefusal)
  expect(await answering(new Response(null, { status: 204 })).takeReview({})).toBeNull()
})
