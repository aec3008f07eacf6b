import { describe, expect, test } from 'vitest'
import { type ApiOperation, apiOperation } from '../../domain/discovery/openapi-document.ts'
import { type ApiRequest, apiRequest } from './request.ts'

const described = (parameters: unknown[], path = '/things', body?: unknown): ApiOperation => {
  const operation = apiOperation(
    {
      openapi: '3.1.0',
      paths: { [path]: { post: { operationId: 'do', parameters, ...(body === undefined ? {} : { requestBody: body }) } } },
    },
    { operationId: 'do' },
  )
  if (typeof operation === 'string') throw new Error(operation)
  return operation
}
const base = 'https://api.example.com/v1/'
const write = (operation: ApiOperation, given: Record<string, unknown>): string => {
  const request = apiRequest(base, operation, given, ['x-api-key'])
  return typeof request === 'string' ? request : `${request.url.href}`
}
const sent = (operation: ApiOperation, given: Record<string, unknown>): ApiRequest => {
  const request = apiRequest(base, operation, given, ['x-api-key'])
  if (typeof request === 'string') throw new Error(request)
  return request
}

describe('how arguments are written', () => {
  const at = (more: object) => [{ name: 'q', in: 'query', schema: {}, ...more }]
  test.each([
    [{}, 'a b&c=d#e', 'q=a%20b%26c%3Dd%23e'],
    [{}, [1, 'a,b'], 'q=1&q=a%2Cb'],
    [{ explode: false }, [1, 'a,b'], 'q=1,a%2Cb'],
    [{}, { x: 1, y: 'ü' }, 'x=1&y=%C3%BC'],
    [{ explode: false }, { x: 1 }, 'q=x,1'],
    [{ style: 'spaceDelimited', explode: false }, [1, 2], 'q=1%202'],
    [{ style: 'pipeDelimited', explode: false }, [1, 2], 'q=1%7C2'],
    [{ style: 'deepObject', explode: true }, { a: 1, b: ['x', 'y'] }, 'q%5Ba%5D=1&q%5Bb%5D=x&q%5Bb%5D=y'],
    [{ schema: undefined, content: { 'application/json': {} } }, { a: [{ b: 1 }] }, 'q=%7B%22a%22%3A%5B%7B%22b%22%3A1%7D%5D%7D'],
  ])('query %j of %j', (more, value, query) => {
    expect(write(described(at(more)), { q: value })).toBe(`https://api.example.com/v1/things?${query}`)
  })

  test('path, header, cookie and body each in their place', () => {
    const operation = described(
      [
        { name: 'id', in: 'path', required: true },
        { name: 'X-Trace', in: 'header' },
        { name: 'theme', in: 'cookie' },
      ],
      '/things/{id}/done',
      { required: true, content: { 'application/json': {} } },
    )
    expect(sent(operation, { id: 'a/b c', 'X-Trace': [1, 2], theme: 'd;e', body: { n: 1 } })).toEqual({
      url: new URL('https://api.example.com/v1/things/a%2Fb%20c/done'),
      headers: [
        ['X-Trace', '1,2'],
        ['cookie', 'theme=d%3Be'],
        ['content-type', 'application/json'],
      ],
      body: '{"n":1}',
    })
    expect(write(operation, { id: 'a' })).toBe('a required argument is missing')
    expect(write(operation, { id: 'a', body: {}, admin: true })).toBe('an argument is none of the operation’s')
  })
})

describe('arguments fill blanks and nothing more', () => {
  const path = described([{ name: 'id', in: 'path' }], '/things/{id}')
  const two = described(
    [
      { name: 'a', in: 'path' },
      { name: 'b', in: 'path' },
    ],
    '/things/{a}{b}/x',
  )
  test.each([
    '..',
    '.',
    '../admin',
    'a/../../admin',
    '..\\admin',
    'x\r\ny',
    '\u0000',
    '',
    '\ud800',
    ['..'],
    { a: { b: 1 } },
    ['a', '..', 'b'],
  ])('the path argument %j goes nowhere else', (id) => {
    expect(write(path, { id })).not.toMatch(/^https:/)
  })
  test('two arguments together make no step upwards', () => {
    expect(write(two, { a: '.', b: '.' })).toBe('an argument of the path leads elsewhere')
    expect(apiRequest(base, { ...two, parameters: two.parameters }, { a: '%2e', b: '%2e' }, [])).toMatchObject({
      url: new URL('https://api.example.com/v1/things/%252e%252e/x'),
    })
  })
  test.each(['?x=1', '#f', '//evil.example', '@evil.example', ':80', '%2e%2e', '%2F..%2F', ';a=b', 'ä'])(
    '%j stays one part',
    (id) => {
      const { url } = sent(path, { id })
      expect([url.origin, url.search, url.hash]).toEqual(['https://api.example.com', '', ''])
      expect(url.pathname).toMatch(/^\/v1\/things\/[^/]+$/)
      expect(decodeURIComponent(url.pathname.slice('/v1/things/'.length))).toBe(id)
    },
  )
  test.each(['a\r\nX-Admin: 1', 'a\nb', 'a\u0000', 'ü', ' a', ''])('the header argument %j is not sent', (value) => {
    expect(write(described([{ name: 'X-Note', in: 'header' }]), { 'X-Note': value })).not.toMatch(/^https:/)
  })
  test.each([
    'Host',
    'Cookie',
    'Content-Length',
    'Transfer-Encoding',
    'X-Forwarded-For',
    'Idempotency-Key',
    'X-Api-Key',
    'X-HTTP-Method-Override',
    'a b',
  ])('a document cannot make %s an argument', (name) => {
    expect(write(described([{ name, in: 'header' }]), { [name]: 'x' })).not.toMatch(/^https:/)
  })
  test('a document cannot make the credential’s header an argument: it is simply none', () => {
    expect(write(described([{ name: 'Authorization', in: 'header' }]), { Authorization: 'x' })).toBe(
      'an argument is none of the operation’s',
    )
  })
  test('names of an object fill no other parameter', () => {
    const operation = described([{ name: 'f', in: 'query', style: 'deepObject', explode: true }])
    expect(write(operation, { f: { 'a]&admin': 1 } })).toBe('https://api.example.com/v1/things?f%5Ba%5D%26admin%5D=1')
  })
})
