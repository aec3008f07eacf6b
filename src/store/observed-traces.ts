// Traces of agents that are observed only: their spans while they come in, and the run each became.

import type { RecordedRun } from '../domain/discovery/recorded-interaction.ts'
import type { EmployeeId, InteractionId, TraceId } from '../domain/ids.ts'
import type { Span } from '../domain/interaction/span.ts'
import type { Database, Row, Tx } from './database.ts'

export type ObservedTrace = {
  id: TraceId
  employeeId: EmployeeId
  /** OpenTelemetry's id, 32 hexadecimal digits. */
  traceId: string
  state: 'gathering' | 'complete' | 'dropped'
  spans: number
  keptBytes: number
  firstAt: Date
  lastAt: Date
  rootAt: Date | null
  runId: string | null
  interactionId: InteractionId | null
}

const columns = `id, employee_id as "employeeId", trace_id as "traceId", state, spans, kept_bytes::float8 as "keptBytes", first_at as "firstAt", last_at as "lastAt",
  root_at as "rootAt", run_id as "runId", interaction_id as "interactionId"`

/** The trace, locked; made, and then `isNew`, when this is the first that is heard of it. */
export async function openTrace(
  tx: Tx,
  it: { id: TraceId; employeeId: EmployeeId; traceId: string; at: Date },
): Promise<ObservedTrace & { isNew: boolean }> {
  const made = await tx.query(
    `insert into tenure.observed_traces (id, employee_id, trace_id, state, first_at, last_at) values ($1, $2, $3, 'gathering', $4, $4)
     on conflict on constraint observed_traces_are_one_per_employee do nothing returning 1`,
    [it.id, it.employeeId, it.traceId, it.at],
  )
  const [row] = await tx.query<Row & ObservedTrace>(
    `select ${columns} from tenure.observed_traces where employee_id = $1 and trace_id = $2 for update`,
    [it.employeeId, it.traceId],
  )
  return { ...row!, isNew: made.length > 0 }
}

export async function lockTrace(tx: Tx, id: TraceId): Promise<ObservedTrace | null> {
  const [row] = await tx.query<Row & ObservedTrace>(`select ${columns} from tenure.observed_traces where id = $1 for update`, [
    id,
  ])
  return row ?? null
}

/** Which of these spans the trace has already. */
export async function knownSpans(tx: Tx, trace: TraceId, spanIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<Row & { id: string }>(
    'select span_id as id from tenure.observed_spans where trace = $1 and span_id = any($2)',
    [trace, spanIds],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Keeps spans that are not known yet, and what the trace has grown to. */
export async function keepSpans(
  tx: Tx,
  trace: ObservedTrace,
  spans: readonly { span: Span; text: string }[],
  at: Date,
): Promise<void> {
  await tx.query(
    'insert into tenure.observed_spans (trace, span_id, body) select $1, s.id, s.body::jsonb from unnest($2::text[], $3::text[]) as s (id, body)',
    [trace.id, spans.map(({ span }) => span.spanId), spans.map(({ text }) => text)],
  )
  const bytes = spans.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  const root = spans.some(({ span }) => span.parentId === null)
  await tx.query(
    `update tenure.observed_traces set spans = spans + $2, kept_bytes = kept_bytes + $3, last_at = $4, root_at = coalesce(root_at, case when $5 then $4::timestamptz end)
     where id = $1`,
    [trace.id, spans.length, bytes, at, root],
  )
}

export async function spansOf(tx: Tx, trace: TraceId): Promise<Span[]> {
  const rows = await tx.query<Row & { body: Span }>(
    'select body from tenure.observed_spans where trace = $1 and body is not null order by span_id',
    [trace],
  )
  return rows.map(({ body }) => body)
}

/** Ends the gathering. The ids of spans stay, so that one sent again is known; what they said goes. */
export async function endTrace(
  tx: Tx,
  trace: TraceId,
  ending: { state: 'complete'; runId: string } | { state: 'dropped'; why: string },
): Promise<void> {
  await tx.query('update tenure.observed_traces set state = $2, run_id = $3, why = $4 where id = $1', [
    trace,
    ending.state,
    ending.state === 'complete' ? ending.runId : null,
    ending.state === 'dropped' ? ending.why : null,
  ])
  await tx.query('update tenure.observed_spans set body = null where trace = $1', [trace])
}

/** The complete trace and its run; the run is null once erased. Null: there is no such trace, or it is not complete. */
export async function completeTraceOf(
  db: Pick<Database, 'read'>,
  id: TraceId,
): Promise<{ trace: ObservedTrace; run: RecordedRun | null } | null> {
  const [row] = await db.read<Row & ObservedTrace & { run: RecordedRun | null }>(
    `select ${columns}, (select body from tenure.contents c where c.id = run_id) as run from tenure.observed_traces where id = $1 and state = 'complete'`,
    [id],
  )
  if (row === undefined) return null
  const { run, ...trace } = row
  return { trace, run }
}

/** The run whose interaction has this external id: the id of its trace row. */
export async function observedRunOf(db: Pick<Database, 'read'>, externalId: string): Promise<RecordedRun | null> {
  return (await completeTraceOf(db, externalId as TraceId))?.run ?? null
}

/** Says which interaction a run became, on the trace and on the run, so that whoever erases the one finds the other. */
export async function linkRun(tx: Tx, id: TraceId, interactionId: InteractionId): Promise<void> {
  await tx.query('update tenure.observed_traces set interaction_id = $2 where id = $1', [id, interactionId])
  await tx.query(
    'update tenure.contents set interaction_id = $2 where id = (select run_id from tenure.observed_traces where id = $1)',
    [id, interactionId],
  )
}
