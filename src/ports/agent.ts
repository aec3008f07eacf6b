// What we ask of the engine that acts for an employee: given an interaction, return a proposal. It never holds credentials of systems.

import type { Dossier } from '../domain/discovery/dossier.ts'
import type { EffectId, InteractionId } from '../domain/ids.ts'
import type { EffectRequest, EffectState } from '../domain/interaction/effect.ts'
import type { AgentAnswer } from '../domain/interaction/proposal.ts'
import type { Memory } from './memory.ts'

/** What the agent is told. `externalId` is the channel's own id of the message. */
export type AgentTask = {
  interactionId: InteractionId
  externalId: string
  queryType: string
  channel: string
  requester: string
  query: string
  fields: Readonly<Record<string, unknown>>
  dossier: Dossier
}

/** What came of one requested effect. `result` is there for performed and replayed reads, and, marked simulated, for recorded writes. */
export type ToolAnswer = {
  effectId: EffectId
  state: EffectState
  sentence: string
  result: unknown
  simulated: boolean
}

/** The only way an agent reaches a system: every call passes one decision and is on the trail before it happens. */
export interface Tools {
  call(request: Extract<EffectRequest, { kind: 'call' }>): Promise<ToolAnswer>
}

export interface Agent {
  /** A word for the trail: scripted, recorded, http, language model, … */
  readonly name: string
  /**
   * Works on one interaction and answers with what is left to do, in order, or hands over. MUST throw Fault('agent_failed') when it cannot; a
   * silent agent is cut off by the caller. MUST NOT be called inside a database transaction.
   */
  propose(task: AgentTask, tools: Tools, memory: Memory): Promise<AgentAnswer>
}
