// A trace whose root has come and that has been silent for a while is complete: its spans become one run, which is kept and left to be taken up like any other
// query. One whose root never came, or that tells of no query, is dropped, and that is said too.

import type { Actor } from '../domain/audit/record.ts'
import type { TraceId } from '../domain/ids.ts'
import type { Price } from '../domain/interaction/price.ts'
import { runOfTrace } from '../domain/interaction/run-of-trace.ts'
import { seeModel } from '../moves/see-model.ts'
import { append } from '../store/audit-log.ts'
import { keep } from '../store/contents.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf } from '../store/dossiers.ts'
import { currentDossier } from '../store/employees.ts'
import type { House } from '../store/house.ts'
import { endTrace, lockTrace, type ObservedTrace, spansOf } from '../store/observed-traces.ts'

const by: Actor = { kind: 'worker', id: 'complete-trace', authority: 'the spans of an observed agent' }

export type Completing = { price: Price; quietMs: number; abandonMs: number }

/** Safe to run again at any time: it starts only from `gathering`, and comes back when the trace is not silent yet. */
export async function completeTrace(house: House, { price, quietMs, abandonMs }: Completing, id: TraceId): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const trace = await lockTrace(tx, id)
    if (trace === null || trace.state !== 'gathering') return
    if (trace.rootAt === null) {
      // The job that was left with the first span comes when it is time; until then the root may come and leave its own.
      if (at.getTime() - trace.firstAt.getTime() >= abandonMs) await drop(tx, at, trace, 'its root span never came')
      return
    }
    const silentMs = at.getTime() - trace.lastAt.getTime()
    if (silentMs < quietMs) return tx.leave({ step: 'complete_trace', id, afterMs: quietMs - silentMs })
    await assemble(house, tx, at, { trace, price })
  })
}

async function assemble(house: House, tx: Tx, at: Date, { trace, price }: { trace: ObservedTrace; price: Price }): Promise<void> {
  const dossierId = await currentDossier(house.db, trace.employeeId, null)
  const dossier = dossierId === null ? null : ((await dossierOf(house.db, dossierId))?.dossier ?? null)
  const traced = runOfTrace(await spansOf(tx, trace.id), {
    id: trace.id,
    integrations: dossier?.integrations ?? null,
    channels: dossier?.workflow.channels ?? [],
    price,
  })
  if ('nothing' in traced) return drop(tx, at, trace, traced.nothing)
  const kept = await keep(tx, at, null, 'run', traced.run)
  await endTrace(tx, trace.id, { state: 'complete', runId: kept.id })
  const { id, employeeId, spans } = trace
  await append(tx, at, by, {
    kind: 'trace.completed',
    subject: id,
    says: { trace: id, employee: employeeId, spans, run: kept.digest },
  })
  for (const { asked, answered, fingerprint } of traced.models)
    await seeModel(tx, at, by, { employeeId, asked, model: answered, fingerprint, since: at })
  tx.leave({ step: 'take_up', id })
}

async function drop(tx: Tx, at: Date, { id, employeeId, spans }: ObservedTrace, why: string): Promise<void> {
  await endTrace(tx, id, { state: 'dropped', why })
  await append(tx, at, by, { kind: 'trace.dropped', subject: id, says: { trace: id, employee: employeeId, spans, why } })
}
