// A call of a model through the door that only observes has ended, however it ended: it is counted, once, with its record. What was said is not kept.

import type { Actor } from '../domain/audit/record.ts'
import type { ModelCall } from '../domain/interaction/model-call.ts'
import { seeModel } from '../moves/see-model.ts'
import { append } from '../store/audit-log.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { insertModelCall } from '../store/model-calls.ts'

/** Row, record and, where another model answered than last time, the ageing of evidence, in one transaction. `startedAt` is when the agent asked. */
export async function meter(
  house: House,
  { startedAt, ...call }: Omit<ModelCall, 'tookMs'> & { startedAt: Date },
  by: Actor,
): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const id = freshId('modelCall', at)
    // Clocks may be set back; a call never took less than no time. 2^31 - 1 ms are 24 days, and what the column holds.
    const tookMs = Math.min(Math.max(0, at.getTime() - startedAt.getTime()), 2_147_483_647)
    await insertModelCall(tx, id, at, { ...call, tookMs })
    const { employeeId, keyId: _, ...counted } = call
    const says = { call: id, employee: employeeId, ...counted, tookMs }
    await append(tx, at, by, { kind: 'model.called', subject: employeeId, says })
    if (call.answered === null) return
    const { asked, answered: model, fingerprint } = call
    await seeModel(tx, at, by, { employeeId, asked, model, fingerprint, since: startedAt })
  })
}
