// A move several steps make: the numbers of the gate are registered for a rollout before the first verdict that counts. A change is another plan; what the one before had
// shown by then is kept beside it and stays visible.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { type Plan, planOfDossier } from '../domain/gates/plan.ts'
import type { DossierId, PlanId, RolloutId } from '../domain/ids.ts'
import { append } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { dossierIn } from '../store/dossiers.ts'
import { freshId } from '../store/fresh-id.ts'
import { reviewersNow } from '../store/people.ts'
import { insertPlan, replacePlan } from '../store/plans.ts'
import type { Cell } from '../store/rollouts.ts'

/** The hash a plan is found by, on the trail and in the bundle of a promotion: SHA-256 of its canonical text. */
export function planHash(plan: Plan): string {
  return digest(canonical(plan))
}

type Cells = { rollout: { id: RolloutId; dossierId: DossierId }; cells: readonly Cell[]; reading: unknown }

/** Registers the plan that follows from the rollout's dossier, its cells and the people who review now. */
export async function planForCells(tx: Tx, at: Date, by: Actor, { rollout, cells, reading }: Cells): Promise<PlanId> {
  const dossier = await dossierIn(tx, rollout.dossierId)
  const names = (part: keyof Cell) => [...new Set(cells.map((cell) => cell[part]))].toSorted()
  const plan = planOfDossier(dossier, {
    queryTypes: names('queryType'),
    channels: names('channel'),
    reviewers: await reviewersNow(tx),
  })
  return registerPlan(tx, at, by, { rolloutId: rollout.id, dossierId: rollout.dossierId, plan, reading })
}

/**
 * Registers a plan. `reading`: the gate as it stood under the plan in force, kept with it; null where there is none yet.
 */
export async function registerPlan(
  tx: Tx,
  at: Date,
  by: Actor,
  it: { rolloutId: RolloutId; dossierId: DossierId; plan: Plan; reading: unknown },
): Promise<PlanId> {
  const { rolloutId, dossierId, plan, reading } = it
  const hash = planHash(plan)
  const id = freshId('plan', at)
  const before = await replacePlan(tx, rolloutId, reading ?? 'none', at)
  if (before !== null)
    await append(tx, at, by, {
      kind: 'plan.replaced',
      subject: rolloutId,
      says: { plan: before.id, hash: before.hash, reading: digest(canonical(reading ?? 'none')) },
    })
  await insertPlan(tx, { id, rolloutId, dossierId, hash, plan, by: by.id, at })
  await append(tx, at, by, {
    kind: 'plan.registered',
    subject: rolloutId,
    says: { plan: id, hash, dossier: dossierId, replaces: before?.id ?? null },
  })
  return id
}
