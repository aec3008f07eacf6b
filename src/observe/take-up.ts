// A complete run of an observed agent enters as any other message does, and is worked on by replaying it. Its interaction is found by the id of its trace, so that
// taking it up twice changes nothing.

import type { Actor } from '../domain/audit/record.ts'
import { invariant } from '../domain/fault.ts'
import type { TraceId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { receive } from '../handling/receive.ts'
import type { House } from '../store/house.ts'
import { completeTraceOf, linkRun } from '../store/observed-traces.ts'

/** Receives the run as an interaction of its employee, unless its words have been erased meanwhile. */
export async function takeUp(house: House, id: TraceId): Promise<void> {
  const found = await completeTraceOf(house.db, id)
  if (found === null || found.run === null) return
  const { trace, run } = found
  const { channel, requester, query, workflow } = run
  const door: Actor = { kind: 'channel', id: channel, authority: `spans of trace ${trace.traceId}` }
  const inbound = { externalId: run.id, channel, requester, query, queryType: null, fields: {} }
  const named = workflow === 'none' ? {} : { workflow }
  const received = await receive(house, { employeeId: trace.employeeId, driver: 'worker', inbound, ...named }, door)
  invariant(!isRefusal(received), 'the employee of a trace exists')
  await house.db.transaction((tx) => linkRun(tx, id, received.interactionId))
}
