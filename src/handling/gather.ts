// Spans of an agent that is observed only have come in. Each counts once, however often it is sent; those of a trace wait for one another, because they come in any
// order and from several processes. All of one request are kept or none. Ruling on what they tell of begins only when their trace is complete.

import type { EmployeeId, TraceId } from '../domain/ids.ts'
import type { Span } from '../domain/interaction/span.ts'
import type { Tx } from '../store/database.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { keepSpans, knownSpans, openTrace } from '../store/observed-traces.ts'

export type TracedSpan = { traceId: string; span: Span /** Where in the request it stands. */; where: string }
export type Gathered = { rejected: number; why: string | null }

/** How long a trace must be silent after its root before it is complete: twice the 5 s after which OpenTelemetry's batch processor sends what it has. */
export const quietMs = 10_000
/** How long a trace may wait for its root. A run that takes longer than a day is not one query. */
export const abandonMs = 24 * 3_600_000

/** A run of an agent has tens of spans, and texts of some thousand characters; a trace far beyond is something else, and must not fill the database. */
const mostSpans = 2_000
const mostBytes = 8 * 1024 * 1024

/** Keeps the spans and leaves the work of completing their traces. What is rejected is counted, with the first reason. */
export async function gather(house: House, employeeId: EmployeeId, spans: readonly TracedSpan[]): Promise<Gathered> {
  const traces = Map.groupBy(spans, ({ traceId }) => traceId)
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const all: Gathered = { rejected: 0, why: null }
    // One order for all, so that two requests with spans of the same traces do not wait for each other in a circle.
    for (const [traceId, its] of [...traces].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const one = await gatherInto(tx, at, { employeeId, traceId }, its)
      all.rejected += one.rejected
      all.why ??= one.why
    }
    return all
  })
}

async function gatherInto(
  tx: Tx,
  at: Date,
  on: { employeeId: EmployeeId; traceId: string },
  given: readonly TracedSpan[],
): Promise<Gathered> {
  const trace = await openTrace(tx, { id: freshId('trace', at), ...on, at })
  const once = [...new Map(given.map((one) => [one.span.spanId, one])).values()]
  const known = await knownSpans(
    tx,
    trace.id,
    once.map(({ span }) => span.spanId),
  )
  const fresh = once.filter(({ span }) => !known.has(span.spanId)).map((one) => ({ ...one, text: JSON.stringify(one.span) }))
  if (trace.isNew) tx.leave({ step: 'complete_trace', id: trace.id, afterMs: abandonMs })
  if (fresh.length === 0) return { rejected: 0, why: null }
  const refuse = (why: string): Gathered => ({ rejected: fresh.length, why: `${fresh[0]!.where}: ${why}` })
  if (trace.state !== 'gathering') return refuse('its trace is closed already; spans that come later tell of nothing')
  const bytes = fresh.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  if (trace.spans + fresh.length > mostSpans) return refuse(`its trace has more than ${mostSpans} spans`)
  if (trace.keptBytes + bytes > mostBytes) return refuse(`its trace says more than ${mostBytes} bytes`)
  await keepSpans(tx, trace, fresh, at)
  const rootCame = trace.rootAt === null && fresh.some(({ span }) => span.parentId === null)
  if (rootCame) tx.leave({ step: 'complete_trace', id: trace.id satisfies TraceId, afterMs: quietMs })
  return { rejected: 0, why: null }
}
