// Calls of models as the agent asks for them and the provider answers them, and what was written down.

import { afterEach, beforeEach, expect } from 'vitest'
import { rows } from '../support/world.ts'
import { provider, stories, ticker } from './observed-world.ts'

export const question = { model: 'priced-1', messages: [{ role: 'user', content: 'a secret of Ann’s' }] }
export const usage = { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 40 } }
export const completion = {
  id: 'c1',
  object: 'chat.completion',
  model: 'priced-1-2026-01-01',
  system_fingerprint: 'fp_1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'a secret answer' }, finish_reason: 'stop' }],
  usage,
}

export const answersWith = (body: unknown, status = 200, headers: Record<string, string> = {}) => {
  provider.it.answer = (_, to) =>
    void to.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
export const callsOf = (employeeId: string) =>
  rows<Record<string, unknown>>(stories, 'select * from tenure.model_calls where employee_id = $1 order by id', [employeeId])
export const recordsOf = async (employeeId: string, kind: string) =>
  (
    await rows<{ body: string }>(stories, 'select body from audit.entries where subject = $1 and kind = $2 order by id', [
      employeeId,
      kind,
    ])
  ).map(({ body }) => JSON.parse(body).says as Record<string, unknown>)

/** Before each test the provider answers, and after it no halt stands. */
export function eachAfresh(): void {
  beforeEach(() => {
    provider.seen.length = 0
    answersWith(completion)
  })
  afterEach(async () => {
    // Two people lift a halt: the second one in a statement of their own.
    await rows(stories, "update tenure.halts set lift_proposed_by = 'a', lift_proposed_at = now() where lifted_at is null")
    await rows(stories, "update tenure.halts set lifted_by = 'b', lifted_at = now() where lifted_at is null")
    expect(ticker.running(), 'nobody watches halts for calls that have ended').toBe(0)
  })
}
