// A move `perform` makes before it claims an effect: what is about to happen is read back and compared with what was kept and with what a person released, byte by
// byte. A body that is gone, altered, or not the one the approval names, is not performed.

import type { Policy } from '../domain/compiler/policy.ts'
import { operationOf } from '../domain/discovery/integration-map.ts'
import type { EffectRequest } from '../domain/interaction/effect.ts'
import { approvalDigest } from '../domain/oversight/approval.ts'
import { intactBody } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { type Effect, requestOf } from '../store/effects.ts'

/** What was asked for, or null when its body is erased, missing or not the one its digest names. */
export async function askedFor(tx: Tx, effect: Effect): Promise<EffectRequest | null> {
  const body = await intactBody(tx, effect.requestId)
  return body === null ? null : requestOf(effect, body)
}

/** Whether this is exactly what a person released; an effect that needed no release passes. */
export function isWhatWasReleased(effect: Effect, request: EffectRequest, under: { roleHash: string; policy: Policy }): boolean {
  return effect.approvalDigest === null || boundTo(effect, request, under) === effect.approvalDigest
}

/** What a person's release of this effect is bound to: exactly this request, as this tool, under this role, in this phase, until then. */
export function boundTo(
  effect: Pick<Effect, 'id' | 'kind' | 'phase' | 'expiresAt'>,
  request: EffectRequest,
  under: { roleHash: string; policy: Pick<Policy, 'systems'> },
): string {
  const call = request.kind === 'call' ? request : null
  const operation = call === null ? null : operationOf(under.policy, call.system, call.operation)
  return approvalDigest({
    effectId: effect.id,
    kind: effect.kind,
    system: call?.system ?? null,
    operation: call?.operation ?? null,
    arguments: request.kind === 'call' ? request.arguments : { text: request.text },
    toolHash: operation?.operation.toolHash ?? null,
    roleHash: under.roleHash,
    phase: effect.phase ?? 'none',
    expiresAt: effect.expiresAt?.toISOString() ?? null,
  })
}
