// The API description, OpenAPI 3.1, made from the same doors that are served: there is no second place to keep true.

import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { problemSchema } from '@tenure/contract/problem'
import { authority } from '../domain/oversight/authority.ts'
import type { Door } from './door.ts'

type Registered = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0]
type Description = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const problems = {
  description: 'Refused, or failed: RFC 9457 problem details. `code` says why.',
  content: { 'application/problem+json': { schema: problemSchema } },
}

/** The description of these doors. `servedAt` is the path below which they are served. */
export function describe(doors: readonly Door[], version: string, servedAt: string): Description {
  const app = new OpenAPIHono()
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer', description: 'An API key: `tk_…`' })
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'tenure.session_token' })
  for (const door of doors) registry.registerPath(registered(door, servedAt))
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tenure',
      version,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'Takes an AI employee from a written job definition to autonomous production. Every POST needs an `Idempotency-Key` header. Lists are paged: pass `next` as `cursor`.',
    },
    servers: [{ url: '/' }],
  })
}

function registered(door: Door, servedAt: string): Registered {
  const entitled = authority[door.act]
  const may =
    entitled === 'anyone'
      ? 'Anyone.'
      : `Roles: ${entitled.roles.join(', ') || 'none'}. Key scopes: ${entitled.scopes.join(', ') || 'none'}.`
  const status = door.status ?? 200
  return {
    method: door.method,
    path: servedAt + door.path,
    operationId: door.name,
    tags: [door.group],
    summary: door.summary,
    description: may,
    security: entitled === 'anyone' ? [] : [{ key: [] }, { session: [] }],
    ...(door.method === 'post' ? { parameters: [idempotencyKey] } : {}),
    request: {
      ...(door.params === undefined ? {} : { params: door.params as z.ZodObject }),
      ...(door.query === undefined ? {} : { query: door.query as z.ZodObject }),
      ...(door.body === undefined ? {} : { body: { required: true, content: { 'application/json': { schema: door.body } } } }),
    },
    responses: {
      [status]: {
        description: door.streams ? 'Events, until either side hangs up.' : 'Done.',
        content: { [door.streams ? 'text/event-stream' : (door.media ?? 'application/json')]: { schema: door.answer } },
      },
      ...(door.mayBeNothing ? { 204: { description: 'There is nothing.' } } : {}),
      default: problems,
    },
  }
}

const idempotencyKey = {
  in: 'header' as const,
  name: 'Idempotency-Key',
  required: true,
  description: 'New per intended act; the same one again gets the same answer and does nothing more. Kept for at least 24 hours.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255 },
}
