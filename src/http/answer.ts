// One request through one door: form, idempotency, the step, the mapped answer. Knows nothing of any particular route.

import { invariant } from '../domain/fault.ts'
import { isOwnEmployee } from '../domain/oversight/authority.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import type { Door, Doorway } from './door.ts'
import { type Answered, type Idempotency, requestDigest } from './idempotency.ts'
import type { Identity } from './identity.ts'
import { halfCharacterAt, jsonDepth } from './json-place.ts'
import { asResponse, invalidInput, malformedJson, type ProblemAnswer, problemOf } from './problem.ts'

export type Asked = {
  door: Door
  doorway: Doorway
  idempotency: Idempotency
  who: Identity
  request: Request
  params: Record<string, string>
  query: Record<string, string>
}

/** Everything we read nests a handful of levels; code that walks what it is given must not be driven into the ground. */
const deepestBody = 64

type Form = { params: unknown; query: unknown; body: unknown }

/** Answers a request whose caller may do the door's act. */
export async function answer(asked: Asked): Promise<Response> {
  const { door, request } = asked
  const text = request.body === null ? '' : await request.text()
  const form = readForm(asked, text)
  if ('problem' in form) return asResponse(form)
  if (door.streams) return streamed(asked, form)
  if (door.method !== 'post') return asHttp(await run(asked, form), door)
  const key = request.headers.get('idempotency-key')
  if (key === null || key.length < 1 || key.length > 255) return asResponse(problemOf(refuse('idempotency_key_missing')))
  const keyed = { caller: asked.who.id, key, digest: requestDigest(request.method, new URL(request.url).pathname, text) }
  const answered = await asked.idempotency.once(keyed, door.repeatable ?? false, () => run(asked, form))
  return isRefusal(answered) ? asResponse(problemOf(answered)) : asHttp(answered, door)
}

function readForm({ door, params, query }: Asked, text: string): Form | ProblemAnswer {
  const path = door.params?.safeParse(params)
  if (path?.error) return invalidInput('path', path.error)
  const search = door.query?.safeParse(query)
  if (search?.error) return invalidInput('query', search.error)
  const form: Form = { params: path?.data, query: search?.data, body: undefined }
  if (door.body === undefined) return form
  let sent: unknown
  try {
    sent = text === '' ? {} : JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return malformedJson(text)
    throw error
  }
  if (jsonDepth(text) > deepestBody) {
    const found = { where: 'body', why: `it nests deeper than ${deepestBody} levels`, remedy: 'Send it flatter.' }
    return problemOf(refuse('invalid_input', found), [found])
  }
  const broken = halfCharacterAt(sent, 'body')
  if (broken !== null) {
    const found = {
      where: broken,
      why: 'it holds half of a character (a lone surrogate)',
      remedy: 'Send whole Unicode characters.',
    }
    return problemOf(refuse('invalid_input', found), [found])
  }
  const body = door.body.safeParse(sent)
  return body.error ? invalidInput('body', body.error) : { ...form, body: body.data }
}

async function streamed({ door, ...asked }: Asked, form: Form): Promise<Response> {
  const call = callOf({ door, ...asked }, form)
  const result = (await foreignEmployee(door, call)) ?? (await door.handle(call))
  if (isRefusal(result)) return asResponse(problemOf(result))
  invariant(result instanceof Response, `${door.name} answers with a stream`)
  return result
}

function callOf({ doorway, who, request }: Asked, form: Form): Parameters<Door['handle']>[0] {
  return { door: doorway, who, signal: request.signal, headers: request.headers, ...form } as Parameters<Door['handle']>[0]
}

/** The step, and its answer cut to exactly what the contract says: a field nobody promised does not leave the house. */
async function run(asked: Asked, form: Form): Promise<Answered & { keep?: unknown }> {
  const { door } = asked
  const call = callOf(asked, form)
  const foreign = await foreignEmployee(door, call)
  const result = foreign ?? (await door.handle(call))
  if (isRefusal(result)) {
    const { status, problem } = problemOf(result)
    return { status, body: problem }
  }
  if (result === null && door.mayBeNothing) return { status: 204, body: null }
  const body = door.answer.parse(result)
  return { status: door.status ?? 200, body, ...(door.withoutSecret === undefined ? {} : { keep: door.withoutSecret(body) }) }
}

/** For a key bound to one employee, things of another employee do not exist. */
async function foreignEmployee(door: Door, call: Parameters<Door['handle']>[0]): Promise<Refusal | null> {
  const { caller } = call.who
  if (caller.kind !== 'key' || caller.employeeId === null) return null
  const employeeId = door.employeeOf === undefined ? caller.employeeId : await door.employeeOf(call)
  if (employeeId !== null && isOwnEmployee(caller, employeeId)) return null
  return refuse('not_found', {
    what: 'thing of your employee',
    id: (call.params as { id?: string } | undefined)?.id ?? 'this id',
  })
}

function asHttp({ status, body }: Answered, { media }: Door): Response {
  if (status === 204) return new Response(null, { status })
  if (status >= 400) return asResponse({ status, problem: body as ProblemAnswer['problem'], headers: {} })
  if (media !== undefined) return new Response(String(body), { status, headers: { 'content-type': `${media}; charset=utf-8` } })
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}
