// Replays what an agent (or a person) did in a recording: the same calls in the same order, then the same reply or hand-over. It decides
// nothing, and it cannot see what a perfect reviewer would say.

import { handoffSystem } from '../domain/discovery/integration-map.ts'
import type { RecordedRun } from '../domain/discovery/recorded-interaction.ts'
import { Fault } from '../domain/fault.ts'
import type { AgentAnswer, Usage } from '../domain/interaction/proposal.ts'
import type { Agent, AgentTask, Tools } from '../ports/agent.ts'

/** Finds the recording of a message by the channel's own id of it. */
export type FindRecording = (externalId: string) => Promise<RecordedRun | null>

/**
 * Makes the recorded agent. A call to the hand-over system is the escalation and is not made as a call; a refused or failed call does not stop
 * the replay, since the recording went on. Throws Fault `agent_failed` for a message it has no recording of.
 */
export function recordedAgent(find: FindRecording): Agent {
  return { name: 'recorded', propose: (task, tools) => replay(find, task, tools) }
}

async function replay(find: FindRecording, task: AgentTask, tools: Tools): Promise<AgentAnswer> {
  const run = await find(task.externalId)
  if (run === null) throw new Fault('agent_failed', `There is no recording with the id ${task.externalId}.`, { retryable: false })
  const calls = run.toolCalls.toSorted((a, b) => a.i - b.i)
  for (const call of calls) {
    if (call.system === handoffSystem) continue
    await tools.call({ kind: 'call', system: call.system, operation: call.name, arguments: call.arguments })
  }
  const effects = run.reply === null || run.reply.trim() === '' ? [] : [{ kind: 'reply' as const, text: run.reply }]
  const handOver = calls.find((call) => call.system === handoffSystem)
  if (!handOver && !run.escalated) return { kind: 'effects', effects, usage: usageOf(run) }
  return { kind: 'escalation', reason: reasonOf(handOver?.arguments), trigger: null, effects, usage: usageOf(run) }
}

/** Recordings name the reason `summary` (tau-bench) or not at all. */
function reasonOf(given: Readonly<Record<string, unknown>> | undefined): string {
  const text = given?.summary ?? given?.reason
  return typeof text === 'string' && text.trim() !== '' ? text : 'handed to a person in the recording'
}

function usageOf(run: RecordedRun): Usage | null {
  if (!run.usage) return null
  const costMicros = typeof run.costUsd === 'number' ? Math.round(run.costUsd * 1_000_000) : null
  return { inputTokens: run.usage.inputTokens, outputTokens: run.usage.outputTokens, costMicros, model: run.model }
}
