// The key of a past month is given to auditors, by an act that is on the trail. They recompute every draw of that month from it; of any other month it says nothing.

import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { invariant } from '../domain/fault.ts'
import type { RolloutId } from '../domain/ids.ts'
import { monthKey, monthOf } from '../domain/oversight/sampling.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import type { House } from '../store/house.ts'
import { disclosedOf, lockKey, markDisclosed } from '../store/sampling-keys.ts'

/** Discloses the key of a month that is over. Again is no second act. Whoever discloses does not see it: they may judge what it tells about. */
export async function discloseSampling(
  house: House,
  { rolloutId, month }: { rolloutId: RolloutId; month: string },
  by: Actor,
): Promise<{ rolloutId: RolloutId; month: string; digest: string } | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    if (month >= monthOf(at)) return refuse('month_not_over', { month, from: dayAfter(month) })
    const key = await lockKey(tx, rolloutId, month)
    if (key === null) return refuse('not_found', { what: `draw of ${month} in a rollout`, id: rolloutId })
    if (key.disclosedAt === null) {
      await markDisclosed(tx, key, { id: by.id, at })
      await append(tx, at, by, { kind: 'sampling.disclosed', subject: rolloutId, says: { month, key: key.digest } })
    }
    return { rolloutId, month, digest: key.digest }
  })
}

/** The first day on which the month is over. */
function dayAfter(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, number ?? 0, 1)).toISOString().slice(0, 10)
}

export type DisclosedKey = { rollout: RolloutId; key: string }

/** The keys of a month that were disclosed, derived anew from the secrets. */
export async function disclosedKeys(house: House, month: string): Promise<DisclosedKey[]> {
  const keys = await disclosedOf(house.db, month)
  return keys.map(({ rolloutId, secret, digest: committed }) => {
    const key = monthKey(secret, month)
    invariant(digest(key) === committed, 'a secret never changes, so its key is the one that was committed to')
    return { rollout: rolloutId, key }
  })
}
