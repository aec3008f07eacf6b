// A person has looked into a slice that was flagged, and closes the flag with a reason. What had been seen by then no longer speaks for another flag; what comes after does.

import type { Actor } from '../domain/audit/record.ts'
import type { FlagId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import { currentEpochs, slicesOfEpochs } from '../store/evidence.ts'
import { closeFlagRow, lockFlag } from '../store/flags.ts'
import type { House } from '../store/house.ts'

export async function closeFlag(
  house: House,
  { flagId, reason }: { flagId: FlagId; reason: string },
  by: Actor,
): Promise<{ flagId: FlagId; slice: string } | Refusal> {
  if (reason.trim() === '') return refuse('reason_missing')
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const flag = await lockFlag(tx, flagId)
    if (flag === null) return refuse('not_found', { what: 'flag', id: flagId })
    if (flag.state !== 'open') return refuse('move_not_legal', { what: 'flag', from: flag.state, to: 'closed', legal: 'none' })
    const [seen] = await slicesOfEpochs(tx, await currentEpochs(tx, flag.rolloutId), [flag.slice])
    const kept = await keep(tx, at, null, 'reason', reason)
    const baseline = seen ?? { slice: flag.slice, levels: [], fractions: [] }
    await closeFlagRow(tx, flagId, { by: by.id, at, reasonId: kept.id, baseline })
    await append(tx, at, by, {
      kind: 'flag.closed',
      subject: flag.rolloutId,
      says: { flag: flagId, slice: flag.slice, reason: kept.digest },
    })
    return { flagId, slice: flag.slice }
  })
}
