// The doors that only observe, under /observe/v1: models by proxy, and spans. For employees whose agent cannot be rewired, and for no others: an agent that asks
// Tenure first has better doors. Who is asking is decided outside (http/app.ts); the answers are in the shape each protocol's clients read.

import type { Actor } from '../domain/audit/record.ts'
import { Fault } from '../domain/fault.ts'
import type { EmployeeId } from '../domain/ids.ts'
import type { ModelDoor } from '../domain/interaction/model-call.ts'
import type { Act } from '../domain/oversight/authority.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { employeeOf, type ObservedBinding } from '../store/employees.ts'
import { employeeHalts } from '../store/halts.ts'
import type { House } from '../store/house.ts'
import { type Every, everyByClock, haltWatch } from './halt-watch.ts'
import { modelProxy, type Proxying } from './model-proxy.ts'
import { openAiError } from './openai-error.ts'
import { otlpAnswer, otlpError } from './otlp-answer.ts'
import { takeTraces } from './trace-door.ts'

export type ObserveDoor = {
  /** Answers one request; `entitled` says who asks, or why they may not do this act. */
  fetch(request: Request, entitled: Entitled): Promise<Response>
  close(): Promise<void>
}

type Entitled = (act: Act) => Promise<{ actor: Actor; employeeId: EmployeeId; keyId: string } | Refusal>

type Parts = Omit<Proxying, 'halts'> & { every?: Every }

const modelDoors: Readonly<Record<string, ModelDoor>> = {
  '/observe/v1/chat/completions': 'chat_completions',
  '/observe/v1/responses': 'responses',
  '/observe/v1/embeddings': 'embeddings',
}

export function observeDoor({ every = everyByClock, ...proxying }: Parts): ObserveDoor {
  const { house } = proxying
  const halts = haltWatch(() => employeeHalts(house.db), every)
  const proxy = modelProxy({ ...proxying, halts })
  const model = async (request: Request, entitled: Entitled, door: ModelDoor | 'models'): Promise<Response> => {
    const who = await entitled('model.call')
    if (isRefusal(who)) return refusedModel(who)
    const binding = await bindingOf(house, who.employeeId)
    if (binding?.proxy == null) return noProxy()
    const caller = { ...who, proxy: binding.proxy }
    return door === 'models' ? proxy.models(caller) : proxy.call(door, request, caller)
  }
  const traces = async (request: Request, entitled: Entitled): Promise<Response> => {
    const who = await entitled('trace.send')
    if (isRefusal(who)) return otlpError(request, who.refusal === 'scope_missing' ? 403 : 401, who.sentence)
    if ((await bindingOf(house, who.employeeId)) === null) return otlpError(request, 403, notObserved)
    return otlpAnswer(request, await takeTraces(house, request, who))
  }
  return {
    async fetch(request, entitled) {
      const { pathname } = new URL(request.url)
      const door = request.method === 'GET' && pathname === '/observe/v1/models' ? 'models' : modelDoors[pathname]
      const isTraces = request.method === 'POST' && pathname === '/observe/v1/traces'
      try {
        if (isTraces) return await traces(request, entitled)
        if (door !== undefined && (door === 'models' || request.method === 'POST')) return await model(request, entitled, door)
      } catch (error) {
        // Nobody knows whether there is a halt, or nothing can be written down: then nothing goes through, and the client may try again.
        if (!(error instanceof Fault)) throw error
        return isTraces ? otlpError(request, 503, error.message) : unavailable()
      }
      const message = `There is no ${request.method} ${pathname} here.`
      return openAiError({ status: 404, kind: 'invalid_request_error', code: 'not_found', message })
    },
    close: () => proxy.close(),
  }
}

async function bindingOf(house: House, employeeId: EmployeeId): Promise<ObservedBinding | null> {
  const agent = (await employeeOf(house.db, employeeId))?.agent
  return agent?.kind === 'observed' ? agent : null
}

const notObserved =
  'This key’s employee is not bound to an agent that is observed only. Hire one whose agent is of the kind `observed`.'

function noProxy(): Response {
  const message = 'This key’s employee has no model proxy. Hire one whose agent is of the kind `observed`, with a `proxy`.'
  return openAiError({ status: 403, kind: 'permission_error', code: 'no_proxy', message })
}

function refusedModel({ refusal, sentence }: Refusal): Response {
  return refusal === 'scope_missing'
    ? openAiError({ status: 403, kind: 'permission_error', code: refusal, message: sentence })
    : openAiError({ status: 401, kind: 'authentication_error', code: 'invalid_api_key', message: sentence })
}

function unavailable(): Response {
  const message = 'Whether this employee is halted cannot be read now, or the call cannot be written down. Nothing is passed on.'
  return openAiError({ status: 503, kind: 'server_error', code: 'unavailable', message }, { 'retry-after': '5' })
}
