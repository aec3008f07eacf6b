// Which interaction a call belongs to, and which policy speaks for it. A call that belongs to none is told so; it is never put under somebody else's.

import type { Policy } from '../domain/compiler/policy.ts'
import type { EmployeeId, InteractionId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { dossierOf } from '../store/dossiers.ts'
import { currentDossier } from '../store/employees.ts'
import type { House } from '../store/house.ts'
import { openInteractionsOf } from '../store/views/open-interactions.ts'

export type Belonging = { interactionId: InteractionId; queryType: string; dossierId: string; policy: Policy }

/**
 * The interaction named, if it is this employee's, or the only one its agent has open. Several open and none named: refused, since a guess could put an effect
 * under a query type that grants it.
 */
export async function interactionFor(
  house: House,
  on: { employeeId: EmployeeId; named: string | null },
): Promise<Belonging | Refusal> {
  const open = await openInteractionsOf(house.db, on.employeeId, on.named)
  const [only] = open
  if (on.named !== null && only === undefined)
    return refuse('not_found', { what: 'open interaction of yours', id: on.named.slice(0, 60) })
  if (only === undefined) return refuse('interaction_unnamed', { open: 'none is open: call tenure_open with the query first' })
  if (open.length > 1) return refuse('interaction_unnamed', { open: `${open.length} or more are open: name one` })
  const stored = only.dossierId === null ? null : await dossierOf(house.db, only.dossierId)
  if (stored === null) return refuse('not_found', { what: 'dossier', id: only.dossierId ?? 'none' })
  return { interactionId: only.id, queryType: only.queryType, dossierId: stored.id, policy: stored.policy }
}

/** The dossier that speaks for an employee when no interaction is named: what could be granted at all. */
export async function dossierFor(house: House, employeeId: EmployeeId): Promise<{ dossierId: string; policy: Policy } | null> {
  const id = await currentDossier(house.db, employeeId, null)
  const stored = id === null ? null : await dossierOf(house.db, id)
  return stored === null ? null : { dossierId: stored.id, policy: stored.policy }
}
