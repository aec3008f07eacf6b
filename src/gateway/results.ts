// What an agent is told of an effect, as the result of an MCP call. A simulated answer is marked, a pending one says what it waits for, and no state is told as
// another: expired is not declined, unknown is not failed.

import type { EffectState } from '../domain/interaction/effect.ts'
import { plainValue, withoutInvisible } from '../domain/oversight/plain-text.ts'
import type { Refusal } from '../domain/refusal.ts'

export type ToolResult = {
  content: { type: 'text'; text: string }[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

/** How an effect stands, in the words an agent is told. */
export type Standing = {
  effectId: string
  state: EffectState
  sentence: string
  result: unknown
  simulated: boolean
  approval: { digest: string; expiresAt: string } | null
}

type Status =
  | 'performed'
  | 'simulated'
  | 'recorded'
  | 'pending'
  | 'running'
  | 'declined'
  | 'expired'
  | 'refused'
  | 'escalated'
  | 'failed'
  | 'unknown'

function statusOf({ state, simulated }: Standing): Status {
  switch (state) {
    case 'performed':
    case 'replayed':
      return 'performed'
    case 'recorded':
      return simulated ? 'simulated' : 'recorded'
    case 'held':
      return 'pending'
    case 'proposed':
    case 'released':
    case 'attempting':
      return 'running'
    case 'lapsed':
      return 'expired'
    case 'declined':
    case 'refused':
    case 'escalated':
    case 'failed':
    case 'unknown':
      return state
  }
}

const explained: Readonly<Record<Exclude<Status, 'performed' | 'simulated'>, string>> = {
  recorded: 'Recorded only. In shadow nothing is sent or changed.',
  pending:
    'A person decides this. It has not happened. Ask again with tenure_wait or tenure_status; you need not stay for it to be carried out.',
  running: 'Allowed and being carried out. Ask again with tenure_wait.',
  declined: 'A person said no. It has not happened and will not. Do not try it again.',
  expired: 'Nobody decided in time. It has not happened. This is not a no: a person may be asked anew in another interaction.',
  refused: 'Not allowed. It has not happened.',
  escalated: 'Not allowed here; the query now belongs to a person. Your part is over.',
  failed: 'It was tried and did not take effect.',
  unknown: 'It may or may not have taken effect; a person finds out. Do not try it again.',
}

const errors: readonly Status[] = ['declined', 'expired', 'refused', 'escalated', 'failed', 'unknown']

/** The result of a call to a system's tool, or of asking how an effect stands. */
export function resultOf(standing: Standing): ToolResult {
  const status = statusOf(standing)
  const meta = { 'tenure/effect': standing.effectId, 'tenure/status': status }
  if (status === 'performed') return { ...payload(standing.result), _meta: meta }
  if (status === 'simulated') {
    const note = 'SIMULATED: recorded in shadow, nothing was changed. What follows is an example of an answer, not an answer.'
    const told = payload(standing.result)
    return {
      ...told,
      content: [{ type: 'text', text: note }, ...told.content],
      _meta: { ...meta, 'tenure/simulated': true },
    }
  }
  const { effectId, sentence, approval } = standing
  const said = {
    status,
    effectId,
    sentence: withoutInvisible(sentence),
    ...(approval === null ? {} : { approvalDigest: approval.digest, expiresAt: approval.expiresAt }),
  }
  return {
    content: [{ type: 'text', text: `${status}: ${explained[status]} ${said.sentence}`.trim() }],
    structuredContent: said,
    ...(errors.includes(status) ? { isError: true } : {}),
    _meta: meta,
  }
}

function payload(result: unknown): Pick<ToolResult, 'content' | 'structuredContent'> {
  const plain = plainValue(result)
  const shown = typeof plain === 'string' ? plain : JSON.stringify(plain)
  const isRecord = typeof plain === 'object' && plain !== null && !Array.isArray(plain)
  return {
    content: [{ type: 'text', text: shown }],
    ...(isRecord ? { structuredContent: plain as Record<string, unknown> } : {}),
  }
}

/** What Tenure itself says, as a value and in words. */
export function saying(value: Record<string, unknown>, sentence: string): ToolResult {
  return { content: [{ type: 'text', text: sentence }], structuredContent: value }
}

/** A refusal is an answer, not a protocol error: the agent can read it and go on. */
export function refused({ refusal, sentence }: Refusal): ToolResult {
  return {
    content: [{ type: 'text', text: sentence }],
    structuredContent: { status: 'refused', refusal, sentence },
    isError: true,
  }
}
