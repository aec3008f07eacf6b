// One call of an agent under Tenure: ask, wait a while, and do it only if it may be done. The state is on the server; nothing here decides anything, and nothing a
// model or a message says can stand in for what the server answers.

import type { EffectAnswer, EffectRequest } from '@tenure/contract/effects'
import type { Client } from './client.ts'

export type Governing = {
  client: Pick<Client, 'askForEffect' | 'effect' | 'reportOutcome'>
  /** The interaction the calls belong to; opened by whatever brought the query in. */
  interactionId: string
  /** How long one call waits for a person before it answers `pending`. Clients of most kinds give up at 60 s, so at most 45 s. */
  waitMs?: number
}

export type Operation = { system: string; operation: string }

type Ended =
  | { status: 'performed'; result: unknown }
  /** Recorded in shadow; `result` is an example of an answer, marked as such. */
  | { status: 'simulated'; result: unknown }
  | { status: 'pending'; approval: { digest: string; expiresAt: string } | null }
  | { status: 'recorded' | 'running' | 'declined' | 'expired' | 'refused' | 'escalated' | 'failed' | 'unknown' }

/** How a call stands. `expired` is not `declined`: nobody said no. `unknown` may have happened and must not be tried again. */
export type Outcome = Ended & { effectId: string; sentence: string }

/** What is called when the agent performs itself. `effectId` is the idempotency key to pass on to the provider. */
export type Performing<In, Out> = (given: In, once: { effectId: string }) => Promise<Out> | Out

type Given = Readonly<Record<string, unknown>>

/** Longest wait one request may ask for; the server's limit. */
const longestWaitMs = 45_000

/**
 * Asks for one call and, where the agent performs itself, makes it with exactly the arguments that were ruled on: a frozen copy, so that changing them afterwards changes
 * nothing. `callId` names the call: asking again under it, after a crash or on resuming, meets the same effect. `perform` is never called unless the server said so.
 */
export async function govern(
  to: Governing,
  call: Operation & { arguments: Given; callId?: string },
  perform?: Performing<Given, unknown>,
): Promise<Outcome> {
  const frozen = deepFrozen(structuredClone(call.arguments))
  const request: EffectRequest = {
    kind: 'call',
    system: call.system,
    operation: call.operation,
    arguments: frozen,
    ...(call.callId === undefined ? {} : { callId: call.callId }),
  }
  const asked = await to.client.askForEffect(to.interactionId, request)
  const now = await settled(to, asked, perform !== undefined)
  const mine = now.performer === 'agent' && (now.state === 'released' || now.state === 'attempting')
  if (!mine || perform === undefined) return outcomeOf(now)
  return performed(to, now, () => perform(frozen, { effectId: now.effectId }))
}

/** How one effect stands now, without waiting or doing anything. */
export async function standing(to: Pick<Governing, 'client'>, effectId: string): Promise<Outcome> {
  return outcomeOf(await to.client.effect(effectId, { waitMs: 0 }))
}

async function settled(
  { client, waitMs = longestWaitMs }: Governing,
  asked: EffectAnswer,
  itself: boolean,
): Promise<EffectAnswer> {
  const passing =
    asked.state === 'held' || (asked.performer === 'tenure' && (asked.state === 'released' || asked.state === 'attempting'))
  if (!passing || waitMs <= 0) return asked
  const now = await client.effect(asked.effectId, { waitMs: Math.min(waitMs, longestWaitMs) })
  // Released by a person while we waited: it is ours to do, or a worker's, who is about to.
  if (now.state !== 'released' || (now.performer === 'agent' && itself)) return now
  return client.effect(now.effectId, { waitMs: Math.min(waitMs, longestWaitMs) })
}

async function performed(
  { client }: Governing,
  { effectId, sentence, kind }: EffectAnswer,
  perform: () => unknown,
): Promise<Outcome> {
  let result: unknown
  try {
    result = await perform()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    // What threw may have taken effect before it threw. Only a read cannot have.
    const outcome = kind === 'read' ? ('failed' as const) : ('unknown' as const)
    await client.reportOutcome(effectId, { outcome, result: { reason } })
    return { status: outcome, effectId, sentence: reason }
  }
  await client.reportOutcome(effectId, { outcome: 'performed', result: result ?? null })
  return { status: 'performed', result, effectId, sentence }
}

function outcomeOf({ state, effectId, sentence, simulated, result, approval }: EffectAnswer): Outcome {
  const told = { effectId, sentence }
  switch (state) {
    case 'performed':
    case 'replayed':
      return { status: 'performed', result, ...told }
    case 'recorded':
      return simulated ? { status: 'simulated', result, ...told } : { status: 'recorded', ...told }
    case 'held':
      return { status: 'pending', approval, ...told }
    case 'proposed':
    case 'released':
    case 'attempting':
      return { status: 'running', ...told }
    case 'lapsed':
      return { status: 'expired', ...told }
    case 'declined':
    case 'refused':
    case 'escalated':
    case 'failed':
    case 'unknown':
      return { status: state, ...told }
  }
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const one of Object.values(value)) deepFrozen(one)
  }
  return value
}

/** What a model is told of an outcome: plain words, never something that looks like a result when there is none. */
export function inWords(outcome: Outcome): unknown {
  switch (outcome.status) {
    case 'performed':
      return outcome.result ?? { status: 'performed' }
    case 'simulated':
      return { status: 'simulated', note: 'Recorded in shadow. Nothing was changed.', result: outcome.result }
    case 'pending':
      return {
        status: 'pending',
        effectId: outcome.effectId,
        note: 'A person decides this. It has not happened. Do not call it again.',
      }
    default:
      return { status: outcome.status, effectId: outcome.effectId, note: outcome.sentence }
  }
}
