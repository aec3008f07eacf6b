import { expect, test } from 'vitest'
import { apiOperation } from './openapi-document.ts'

const document = (operation: object, more: object = {}) => ({
  openapi: '3.0.3',
  paths: { '/a/{id}': { parameters: [{ $ref: '#/components/parameters/Id' }], get: { operationId: 'one', ...operation } } },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } } },
    schemas: { Id: { type: 'string' }, Node: { properties: { next: { $ref: '#/components/schemas/Node' } } } },
  },
  ...more,
})
const read = (operation: object, more: object = {}) => apiOperation(document(operation, more), { operationId: 'one' })

test('an operation is found by its id or its route, references and shared parameters resolved', () => {
  const found = read({ summary: 'Reads one.', requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } })
  expect(found).toMatchObject({
    method: 'GET',
    path: '/a/{id}',
    parameters: [{ name: 'id', in: 'path', required: true, style: 'simple', explode: false, json: false }],
    body: { required: false, mediaType: 'application/json' },
    inputSchema: { properties: { id: { type: 'string' }, body: { type: 'object' } }, required: ['id'] },
  })
  expect(apiOperation(document({}), { operationId: 'other', route: 'GET /a/{id}' })).toMatchObject({ method: 'GET' })
})

test('what changes anywhere below a reference changes what is pinned', () => {
  const [a, b] = [document({}), document({})]
  b.components.schemas.Id.type = 'string\u200b'
  expect(apiOperation(a, { operationId: 'one' })).not.toEqual(apiOperation(b, { operationId: 'one' }))
})

test('a schema that refers to itself ends', () => {
  expect(
    read({ responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } } } }),
  ).toMatchObject({
    said: {
      responses: {
        200: { content: { 'application/json': { schema: { properties: { next: { $ref: '#/components/schemas/Node' } } } } } },
      },
    },
  })
})

const bomb = { A0: { x: 1 } } as Record<string, unknown>
for (let i = 1; i < 30; i++)
  bomb[`A${i}`] = { a: { $ref: `#/components/schemas/A${i - 1}` }, b: { $ref: `#/components/schemas/A${i - 1}` } }

test.each([
  ['is not OpenAPI 3', {}, { openapi: undefined, swagger: '2.0' }],
  ['no such operation', { operationId: 'two' }, {}],
  ['another document', { parameters: [{ $ref: 'other.yaml#/P' }] }, {}],
  ['leads nowhere', { parameters: [{ $ref: '#/components/__proto__/x' }] }, {}],
  ['style that is not supported', { parameters: [{ name: 'id', in: 'path', style: 'matrix' }] }, {}],
  ['the same name', { parameters: [{ name: 'id', in: 'query' }] }, {}],
  ['the same name', { parameters: [{ name: 'body', in: 'query' }], requestBody: { content: { 'application/json': {} } } }, {}],
  ['not JSON', { requestBody: { content: { 'multipart/form-data': {} } } }, {}],
  [
    'more parts',
    { responses: { $ref: '#/components/schemas/A29' } },
    { components: { ...document({}).components, schemas: { ...document({}).components.schemas, ...bomb } } },
  ],
])('refused: %s', (why, operation, more) => {
  expect(read(operation, more)).toContain(why)
})
