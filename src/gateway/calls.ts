// One call of an agent: ask for the effect, wait a while for what becomes of it, say how it stands.

import type { EffectId } from '../domain/ids.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { callTool } from '../handling/call-tool.ts'
import { hearOf } from '../handling/hear-of.ts'
import { employeeOfEffect } from '../store/views/employees.ts'
import { approvalOf, findEffect } from '../store/views/interaction-story.ts'
import { interactionFor } from './interaction.ts'
import { resultOf, type Standing } from './results.ts'
import { over, type Serving, type Told } from './serving.ts'
import { operationNamed } from './tool-names.ts'

/** A tool of a system, granted or not. */
export async function askForTool(
  serving: Serving,
  { name, given }: { name: string; given: Readonly<Record<string, unknown>> },
  gone: AbortSignal,
): Promise<Told> {
  const found = await interactionFor(serving.house, { employeeId: serving.who.employeeId, named: serving.named })
  if (isRefusal(found)) return over(found)
  const { system, operation } = operationNamed(found.policy, name)
  return ask(
    serving,
    { interactionId: found.interactionId, request: { kind: 'call', system, operation, arguments: given } },
    gone,
  )
}

/** Asks for the effect and, when it waits for a person or for a worker, waits with it for as long as a client stays. */
export async function ask(
  serving: Serving,
  asked: { interactionId: Parameters<typeof callTool>[2]['interactionId']; request: EffectRequest },
  gone: AbortSignal,
): Promise<Told> {
  const { house, systems, who } = serving
  const answer = await callTool(house, systems, asked, who.actor)
  if (isRefusal(answer)) return over(answer)
  const passing = answer.state === 'held' || answer.state === 'released' || answer.state === 'attempting'
  if (!passing) return { result: resultOf(answer), effectId: answer.effectId, waits: false }
  const standing = await listen(serving, answer.effectId, gone)
  if (isRefusal(standing)) return over(standing)
  return { result: resultOf(standing), effectId: answer.effectId, waits: standing.state === 'held' }
}

/** How an effect of this employee stands, after waiting until it moves on or the time is up. Another's effect does not exist. */
export async function listen(
  serving: Serving,
  effectId: EffectId,
  gone: AbortSignal,
  waitMs: number = serving.holdMs,
): Promise<Standing | Refusal> {
  const { house, who } = serving
  const owner = await employeeOfEffect(house.db, effectId)
  if (owner !== who.employeeId) return unknown(effectId)
  await hearOf(house, effectId, waitMs, gone)
  const row = await findEffect(house.db, effectId)
  if (row === null) return unknown(effectId)
  const { state, why, result, simulated } = row
  return { effectId, state, sentence: why ?? '', result, simulated, approval: approvalOf(row) }
}

function unknown(effectId: string): Refusal {
  return refuse('not_found', { what: 'effect of yours', id: effectId.slice(0, 60) })
}
