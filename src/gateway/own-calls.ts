// Calls of Tenure's own tools. Each is a step that the HTTP door has as well: this door adds no right.

import type { EffectId } from '../domain/ids.ts'
import { isRefusal, refuse } from '../domain/refusal.ts'
import { conclude } from '../handling/conclude.ts'
import { receive } from '../handling/receive.ts'
import { ask, listen } from './calls.ts'
import { interactionFor } from './interaction.ts'
import { type OwnTool, ownTools } from './own-tools.ts'
import { resultOf, saying } from './results.ts'
import { over, type Serving, type Told } from './serving.ts'

type Given = Readonly<Record<string, unknown>>

const told = (value: Record<string, unknown>, sentence: string): Told => ({
  result: saying(value, sentence),
  effectId: null,
  waits: false,
})

/** Refuses arguments that do not fit, with the place and what to do. */
export async function callOwnTool(
  serving: Serving,
  { name, given }: { name: OwnTool; given: Given },
  gone: AbortSignal,
): Promise<Told> {
  const parsed = ownTools[name].input.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') || 'arguments'
    return over(
      refuse('invalid_input', { where, why: issue?.message ?? 'it does not fit', remedy: `See the schema of ${name}.` }),
    )
  }
  switch (name) {
    case 'tenure_open':
      if (!serving.who.mayOpen) return over(refuse('scope_missing', { scope: 'inbound' }))
      return open(serving, ownTools.tenure_open.input.parse(given))
    case 'tenure_reply': {
      const found = await belonging(serving)
      if (isRefusal(found)) return over(found)
      const { text } = ownTools.tenure_reply.input.parse(given)
      return ask(serving, { interactionId: found.interactionId, request: { kind: 'reply', text } }, gone)
    }
    case 'tenure_escalate':
    case 'tenure_close':
      return end(serving, name === 'tenure_close' ? null : ownTools.tenure_escalate.input.parse(given))
    case 'tenure_status':
    case 'tenure_wait': {
      const { effectId } = ownTools[name].input.parse(given)
      const standing = await listen(serving, effectId as EffectId, gone, name === 'tenure_wait' ? serving.holdMs : 0)
      return isRefusal(standing) ? over(standing) : { result: resultOf(standing), effectId, waits: false }
    }
  }
}

function belonging({ house, who, named }: Serving) {
  return interactionFor(house, { employeeId: who.employeeId, named })
}

type Opening = ReturnType<typeof ownTools.tenure_open.input.parse>

async function open({ house, who }: Serving, opening: Opening): Promise<Told> {
  const { externalId, channel, requester, query, queryType = null, fields = {}, workflow } = opening
  const inbound = { externalId, channel, requester, query, queryType, fields }
  const received = await receive(house, { employeeId: who.employeeId, inbound, driver: 'agent', workflow }, who.actor)
  if (isRefusal(received)) return over(received)
  const { interactionId, state, phase, delivery } = received
  const yours = state === 'proposing'
  const sentence = yours
    ? `Interaction ${interactionId} is open. Its type is ${received.queryType} and will not change.`
    : `Interaction ${interactionId} is ${state}: people have it, there is nothing for you to do.`
  return told({ interactionId, state, queryType: received.queryType, phase, delivery, yours }, sentence)
}

async function end(serving: Serving, escalation: { reason: string; trigger?: string | undefined } | null): Promise<Told> {
  const found = await belonging(serving)
  if (isRefusal(found)) return over(found)
  const answer =
    escalation === null
      ? { kind: 'effects' as const, usage: null }
      : { kind: 'escalation' as const, reason: escalation.reason, trigger: escalation.trigger ?? null, usage: null }
  const done = await conclude(serving.house, { interactionId: found.interactionId, answer }, serving.who.actor)
  if (isRefusal(done)) return over(done)
  return told({ interactionId: done.interactionId, state: done.state }, 'Your part is done.')
}
