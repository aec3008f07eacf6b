// Refusals, faults and bugs as RFC 9457 problem details. The only place that knows which code is which HTTP status. Nothing internal leaks: a bug shows an id to quote.

import { randomBytes } from 'node:crypto'
import type { Problem } from '@tenure/contract/problem'
import type { z } from 'zod'
import { Fault, type FaultCode } from '../domain/fault.ts'
import { isRefusal, type Refusal, type RefusalCode, refuse } from '../domain/refusal.ts'
import { jsonErrorAt } from './json-place.ts'

export type FieldError = { where: string; why: string; remedy: string }
export type ProblemAnswer = { status: number; problem: Problem; headers: Record<string, string> }
export type DoorLog = { warn(details: object, sentence: string): void; error(details: object, sentence: string): void }

/** Codes that are not 409, the status of “not in the state it is in now”. */
const statuses: Partial<Record<RefusalCode, number>> = {
  not_found: 404,
  nothing_to_review: 404,
  bundle_missing: 404,
  invalid_input: 400,
  target_unprovable: 422,
  idempotency_key_missing: 400,
  host_unknown: 421,
  body_not_json: 415,
  body_too_large: 413,
  not_signed_in: 401,
  key_invalid: 401,
  sign_in_failed: 401,
  not_allowed: 403,
  scope_missing: 403,
  origin_foreign: 403,
  same_person: 403,
  lift_needs_second_person: 403,
  incident_needs_second_person: 403,
  approver_edited_role: 403,
  outcome_not_yours: 403,
  link_spent: 410,
  too_many_attempts: 429,
  streams_exhausted: 429,
  idempotency_key_reused: 422,
  reason_missing: 422,
  note_missing: 422,
  evidence_missing: 422,
  compensation_not_possible: 422,
  verdict_unfit: 422,
  cells_missing: 422,
  cell_unknown: 422,
  split_needs_rest: 422,
  dossier_unfit: 422,
  dossier_without_interview: 422,
  edit_impossible: 422,
  draft_discarded: 410,
  effect_not_granted: 403,
  edge_case_about_nothing: 422,
  dossier_of_another: 422,
  replay_not_possible: 422,
  replay_case_unchanged: 422,
  version_lacks_cells: 422,
}

export function statusOf(code: RefusalCode): number {
  return statuses[code] ?? 409
}

/** A refusal as a problem; `errors` name each wrong field of the input. */
export function problemOf(refusal: Refusal, errors?: readonly FieldError[]): ProblemAnswer {
  const status = statusOf(refusal.refusal)
  const problem = {
    type: `urn:tenure:refusal:${refusal.refusal}`,
    title: refusal.refusal.replaceAll('_', ' '),
    status,
    detail: refusal.sentence,
    code: refusal.refusal,
    blanks: { ...refusal.blanks },
    ...(errors === undefined ? {} : { errors: [...errors] }),
  }
  const headers: Record<string, string> = {}
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="tenure"'
  if (refusal.refusal === 'too_many_attempts') headers['retry-after'] = String(refusal.blanks.seconds ?? 60)
  if (refusal.refusal === 'idempotency_running') headers['retry-after'] = '1'
  return { status, problem, headers }
}

/** Faults of what stands behind us are 502; those of our own house 503. A retryable one says when to come back. */
const behindUs: readonly FaultCode[] = [
  'agent_failed',
  'agent_silent',
  'system_failed',
  'system_unreachable',
  'address_refused',
  'channel_failed',
]

/** What a thrown error becomes: a Fault keeps its code; anything else is a bug, is logged with an id, and says only that id. */
export function problemOfThrown(error: unknown, log: DoorLog): ProblemAnswer {
  if (isRefusal(error)) return problemOf(error)
  const quote = `err_${randomBytes(8).toString('hex')}`
  if (error instanceof Fault) {
    log.warn({ quote, error }, 'a request met a fault')
    const status = behindUs.includes(error.code) ? 502 : 503
    const detail = `${faultSentence(error.code)} ${error.retryable ? 'Try again in a moment.' : `Quote ${quote} to whoever runs this server.`}`
    const problem = {
      type: `urn:tenure:fault:${error.code}`,
      title: error.code.replaceAll('_', ' '),
      status,
      detail,
      code: error.code,
      quote,
    }
    return { status, problem, headers: error.retryable ? { 'retry-after': '2' } : {} }
  }
  log.error({ quote, error }, 'a request met a bug')
  const detail = `This is a bug in Tenure, and nothing more was done. Quote ${quote} when you report it; the log of the server has the rest.`
  return { status: 500, problem: { type: 'urn:tenure:bug', title: 'bug', status: 500, detail, code: 'bug', quote }, headers: {} }
}

// The fault's own sentence may quote addresses or answers of other systems; people outside get only what kind of thing failed.
function faultSentence(code: FaultCode): string {
  if (code === 'disk_full') return 'The disk of the database is full.'
  if (code.startsWith('agent_')) return 'The agent did not answer as it should.'
  if (code.startsWith('system_')) return 'A connected system did not answer as it should.'
  if (code === 'channel_failed') return 'The channel did not take the message.'
  return 'The database or another part of the server is not available.'
}

export function asResponse(answer: ProblemAnswer): Response {
  return new Response(JSON.stringify(answer.problem), {
    status: answer.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...answer.headers },
  })
}

/** What a schema found wrong, as one refusal that names the first place, and every place with its remedy. */
export function invalidInput(part: 'body' | 'query' | 'path', error: z.ZodError): ProblemAnswer {
  const errors = error.issues.flatMap((issue) => fieldErrors(part, issue))
  const [first] = errors
  return problemOf(
    refuse('invalid_input', first ?? { where: part, why: 'is not valid', remedy: 'See the API description at /api/v1/docs.' }),
    errors,
  )
}

/** Malformed JSON, with the line and column at which it stops making sense. */
export function malformedJson(text: string): ProblemAnswer {
  const position = jsonErrorAt(text)
  const before = text.slice(0, position).split('\n')
  const where = `body, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
  const why = position >= text.length ? 'the JSON ends too early' : 'this is not JSON'
  const found = { where, why, remedy: 'Send one well-formed JSON object.' }
  return problemOf(refuse('invalid_input', found), [found])
}

function fieldErrors(part: string, issue: z.core.$ZodIssue): FieldError[] {
  const where = [part, ...issue.path.map(String)].join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        where: `${where}.${key}`,
        why: 'this field is not known',
        remedy: 'Check its spelling, or leave it out.',
      }))
    case 'invalid_type':
      return [{ where, why: issue.message, remedy: `Send a value of type ${issue.expected}.` }]
    case 'invalid_value':
      return [{ where, why: issue.message, remedy: `Send one of: ${issue.values.map(String).join(', ')}.` }]
    case 'too_small':
      return [{ where, why: issue.message, remedy: `The least allowed is ${issue.minimum}.` }]
    case 'too_big':
      return [{ where, why: issue.message, remedy: `The most allowed is ${issue.maximum}.` }]
    default:
      return [{ where, why: issue.message, remedy: 'See the API description at /api/v1/docs.' }]
  }
}
