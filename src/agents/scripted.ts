// The agent that needs no model: it follows the dossier's workflow map to the letter. Reads and writes go through the tools in path order, the
// reply comes last; whatever the map does not settle goes to a person.

import { compilePolicy } from '../domain/compiler/policy.ts'
import type { Dossier } from '../domain/discovery/dossier.ts'
import { type Paths, pathsOf, type StepOutcome } from '../domain/discovery/path.ts'
import { escalationsOf, type Triggers } from '../domain/discovery/triggers.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import type { AgentAnswer } from '../domain/interaction/proposal.ts'
import type { Agent, AgentTask, ToolAnswer, Tools } from '../ports/agent.ts'

type Prepared = { paths: Paths; escalations: Triggers }

/** Makes the scripted agent. It keeps compiled paths per dossier object, so callers SHOULD pass the same object for the same version. */
export function scriptedAgent(): Agent {
  const prepared = new WeakMap<Dossier, Prepared>()
  const prepare = (dossier: Dossier): Prepared => {
    const known = prepared.get(dossier)
    if (known) return known
    const made = { paths: pathsOf(dossier.workflow), escalations: escalationsOf(compilePolicy(dossier)) }
    prepared.set(dossier, made)
    return made
  }
  return { name: 'scripted', propose: (task, tools) => propose(prepare(task.dossier), task, tools) }
}

async function propose({ paths, escalations }: Prepared, task: AgentTask, tools: Tools): Promise<AgentAnswer> {
  const { query, channel, requester, fields, queryType } = task
  const fired = escalations({ query, channel, requester, fields, queryType })
  if (fired) return handOver(fired.reason, fired.trigger, [])
  const replies: EffectRequest[] = []
  for (let walk = paths.start(queryType, { query, channel, requester, fields }); ; ) {
    const { need } = walk
    switch (need.kind) {
      case 'call': {
        const answer = await tools.call({
          kind: 'call',
          system: need.system,
          operation: need.operation,
          arguments: need.arguments,
        })
        const outcome = outcomeOf(answer)
        if (outcome === null) return handOver(`${need.system}.${need.operation}: ${answer.sentence}`, null, replies)
        walk = walk.resume(outcome)
        break
      }
      case 'reply':
        replies.push({ kind: 'reply', text: need.text })
        walk = walk.resume()
        break
      case 'escalate':
        return handOver(need.reason, need.trigger, replies)
      case 'end':
        return { kind: 'effects', effects: replies, usage: null }
    }
  }
}

function handOver(reason: string, trigger: string | null, effects: readonly EffectRequest[]): AgentAnswer {
  return { kind: 'escalation', reason, trigger, effects, usage: null }
}

/** Null: the call did not and will not happen, so the path cannot go on. */
function outcomeOf(answer: ToolAnswer): StepOutcome | null {
  switch (answer.state) {
    case 'performed':
    case 'replayed':
    case 'recorded':
      return { known: true, result: plainResult(answer.result) }
    case 'proposed':
    case 'held':
    case 'released':
    case 'attempting':
      return { known: false }
    case 'refused':
    case 'escalated':
    case 'failed':
    case 'unknown':
    case 'declined':
    case 'lapsed':
      return null
  }
}

/** Systems answer with JSON as text (recordings, MCP text content) or as values; conditions and blanks read values. */
function plainResult(result: unknown): unknown {
  if (typeof result !== 'string' || !/^\s*[[{]/.test(result)) return result
  try {
    return JSON.parse(result)
  } catch {
    // Not JSON after all: it stays the text it is.
    return result
  }
}
