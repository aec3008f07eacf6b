// Drills a stop: orders a real one, watches until no new effect starts, lifts it, and writes down how long it took. A drill that breaks half-way leaves the stop
// in force: that is the safe side, and whoever finds it may lift it alone.

import type { Actor } from '../domain/audit/record.ts'
import type { DrillId, HaltId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { lift, stop } from '../moves/stop.ts'
import { append } from '../store/audit-log.ts'
import { freshId } from '../store/fresh-id.ts'
import { type Halt, insertDrill, startsIn } from '../store/halts.ts'
import type { House } from '../store/house.ts'

/** How time passes while watching: milliseconds that only go up, and a pause. The house's clock is for what is written down. */
export type Watch = { elapsedMs(): number; pause(ms: number): Promise<void> }

export type DrillOrder = Pick<Halt, 'scope' | 'target' | 'reason'> & { watchMs: number }

export type Drilled = {
  drillId: DrillId
  haltId: HaltId
  scope: Halt['scope']
  target: string
  stoppedWithinMs: number
  effectsAfter: number
  inFlight: number
  watchedMs: number
}

/** A start is stamped when its transaction begins and seen when it commits: as far back as a transaction may last (store/database.ts). */
const lookBackMs = 30_000

/** How often the starts are counted. It is also how exact the measured time is: a start between two looks counts as late as the second. */
const lookEveryMs = 25

/**
 * `effectsAfter` counts starts of effects in the scope that the trail did not have when the order was given, reads and tries again included; `stoppedWithinMs` is how long
 * after the order had taken hold the last of them was seen, so never less than the truth; `inFlight` were under way at the order and ran to their end.
 */
export async function drillHalt(house: House, watch: Watch, it: DrillOrder, by: Actor): Promise<Drilled | Refusal> {
  if (it.reason.trim() === '') return refuse('reason_missing')
  const target = it.scope === 'all' ? '*' : it.target
  const on = { scope: it.scope, target }
  const orderedAt = house.clock.now()
  const from = new Date(orderedAt.getTime() - lookBackMs)
  // Counted before the commit that stops: what starts in between is counted against the stop, not for it.
  const { haltId, before } = await house.db.transaction(async (tx) => ({
    haltId: await stop(tx, orderedAt, by, { ...on, reason: it.reason, drill: true }),
    before: await startsIn(tx, on, from),
  }))
  const begun = watch.elapsedMs()
  let [seen, stoppedWithinMs, watchedMs] = [before.starts, 0, 0]
  while (watchedMs < it.watchMs) {
    await watch.pause(lookEveryMs)
    const { starts } = await startsIn(house.db, on, from)
    watchedMs = Math.ceil(watch.elapsedMs() - begun)
    if (starts > seen) stoppedWithinMs = watchedMs
    seen = starts
  }
  const drilled = { ...on, haltId, stoppedWithinMs, effectsAfter: seen - before.starts, inFlight: before.inFlight, watchedMs }
  return { ...drilled, drillId: await end(house, by, { ...drilled, reason: it.reason, orderedAt }) }
}

async function end(
  house: House,
  by: Actor,
  it: Omit<Drilled, 'drillId'> & { reason: string; orderedAt: Date },
): Promise<DrillId> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const id = freshId('drill', at)
    const { haltId, scope, target, stoppedWithinMs, effectsAfter, inFlight, watchedMs } = it
    await lift(tx, at, by, { haltId, reason: it.reason, proposedBy: null })
    await insertDrill(tx, { ...it, id, orderedBy: by.id, endedAt: at })
    const says = { drill: id, halt: haltId, scope, target, stoppedWithinMs, effectsAfter, inFlight, watchedMs }
    await append(tx, at, by, { kind: 'halt.drilled', subject: haltId, says })
    return id
  })
}
