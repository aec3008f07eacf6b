// One past query run under one version: triggers first, then the agent with answers from the recording. Nothing here reaches a system, a channel or the trail.

import { classify } from '../../domain/discovery/classify.ts'
import { escalationsOf } from '../../domain/discovery/triggers.ts'
import { Fault } from '../../domain/fault.ts'
import type { EffectId, InteractionId } from '../../domain/ids.ts'
import type { Lane } from '../../domain/interaction/replay.ts'
import { type RecordedEffect, ReplayTools } from '../../domain/oversight/replay-tools.ts'
import type { Version } from '../../domain/rollout/changes.ts'
import type { Delivery, Phase } from '../../domain/rollout/phase.ts'
import type { Agent, Tools } from '../../ports/agent.ts'
import type { Memory } from '../../ports/memory.ts'

/** A past query as it came in and was handled. */
export type PastCase = {
  interactionId: InteractionId
  externalId: string
  queryType: string
  channel: string
  requester: string
  query: string
  fields: Record<string, unknown>
  phase: Phase
  delivery: Delivery
  receivedAt: Date
  recorded: RecordedEffect[]
}

export type Ran = { lane: Lane; costMicros: number | null }

const nothing = {
  recognised: null,
  escalated: false,
  trigger: null,
  reason: null,
  calls: [],
  replies: [],
  failed: null,
} satisfies Lane

// A replay is not in a hurry, but one that waits for a provider that is away waits with a person looking on: three tries, as in life.
const mostTries = 3

/** A replay keeps nothing of what an agent thinks: an answer of the first run must not become the second one's. */
const noMemory: Memory = { recall: async () => [], keep: async () => undefined }

/** `told`: the version under which the query was given its type. A query that version recognises as it was taken, and this one as something else, is not run: it would not get here. */
export async function runLane(
  agent: Agent,
  version: Version,
  { past, told, silenceMs }: { past: PastCase; told: Version; silenceMs: number },
): Promise<Ran> {
  const { query, channel, requester, fields, queryType } = past
  const inbound = { query, channel, requester, fields }
  const now = classify(version.dossier.workflow, inbound)
  const declared = version.dossier.workflow.queryTypes.some(({ name }) => name === queryType)
  if (!declared || (now !== queryType && classify(told.dossier.workflow, inbound) === queryType))
    return { lane: { ...nothing, recognised: now ?? 'unlisted', escalated: true }, costMicros: 0 }
  const fired = escalationsOf(version.policy)({ ...inbound, queryType })
  if (fired !== null)
    return { lane: { ...nothing, escalated: true, trigger: fired.trigger, reason: fired.reason }, costMicros: 0 }
  for (let tries = 1; ; tries++) {
    const tools = new ReplayTools({ ...past, policy: version.policy, at: past.receivedAt })
    try {
      return await ask(agent, version, { past, tools, silenceMs })
    } catch (error) {
      if (error instanceof Fault && error.retryable && tries < mostTries) continue
      const failed = error instanceof Fault ? error.message : `the agent broke: ${(error as Error).message}`
      return { lane: { ...nothing, calls: tools.calls, failed }, costMicros: null }
    }
  }
}

async function ask(
  agent: Agent,
  { dossier }: Version,
  { past, tools, silenceMs }: { past: PastCase; tools: ReplayTools; silenceMs: number },
): Promise<Ran> {
  const { interactionId, externalId, queryType, channel, requester, query, fields } = past
  const task = { interactionId, externalId, queryType, channel, requester, query, fields, dossier }
  const answer = await withinSilence(agent.propose(task, askedOf(tools), noMemory), silenceMs)
  for (const effect of answer.effects) if (effect.kind === 'call') tools.call(effect)
  const escalated = answer.kind === 'escalation'
  return {
    lane: {
      recognised: null,
      escalated,
      trigger: escalated ? answer.trigger : null,
      reason: escalated ? answer.reason : null,
      calls: tools.calls,
      replies: answer.effects.flatMap((effect) => (effect.kind === 'reply' && tools.mayReply(effect.text) ? [effect.text] : [])),
      failed: null,
    },
    costMicros: answer.usage === null ? 0 : answer.usage.costMicros,
  }
}

function askedOf(tools: ReplayTools): Tools {
  let asked = 0
  return {
    // Ids of effects that never were; an agent only passes them back.
    call: async (request) => ({ effectId: `eff_replayed_${++asked}` as EffectId, ...tools.call(request) }),
  }
}

async function withinSilence<T>(work: Promise<T>, silenceMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const silence = new Fault('agent_silent', `the agent did not answer within ${silenceMs / 1000} s`, { retryable: false })
  const timer = setTimeout(() => reject(silence), silenceMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
