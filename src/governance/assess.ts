// Evidence is counted and the gate is read: at any time, as often as one likes, by anybody who may look. Reading changes nothing.

import { invariant } from '../domain/fault.ts'
import { band, estimate } from '../domain/gates/confidence.ts'
import { type EscalationCounts, escalationCounts, type Judged, judgedCounts, judgedLevels } from '../domain/gates/evidence.ts'
import { type GateReading, type Promotion, readGate, readQueryTypes, type TypeReading } from '../domain/gates/gate.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import type { Phase } from '../domain/rollout/phase.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { escalationRateOf, judgedOf, trafficOf } from '../store/evidence.ts'
import type { House } from '../store/house.ts'
import { type Cell, type Rollout, readRollout } from '../store/rollouts.ts'

export type Assessment = {
  rolloutId: RolloutId
  phase: Phase
  /** Null: there is no promotion from here. */
  gate: GateReading | null
  accuracy: { n: number; correct: number; estimate: number | null; lower: number; upper: number }
  escalation: EscalationCounts & { rate: number | null }
  byQueryType: Record<string, TypeReading>
  traffic: { byType: Readonly<Record<string, number>>; unlisted: number }
}

/** Counts what stands now. The band of the whole is two-sided 95 %, valid at all times at once. */
export async function assess(house: House, { rolloutId }: { rolloutId: RolloutId }): Promise<Assessment | Refusal> {
  const at = house.clock.now()
  const found = await readRollout(house.db, rolloutId)
  if (found === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
  const stored = await dossierOf(house.db, found.rollout.dossierId)
  invariant(stored !== null, 'a rollout has a stored dossier')
  const items = await judgedOf(house.db, rolloutId, at)
  const traffic = await trafficOf(house.db, rolloutId)
  const promotion = promotionFrom(found.rollout)
  const gate = promotion === null ? null : readGate(question({ ...found, stored, items, traffic, promotion, at }))
  const counts = judgedCounts(items)
  const levels = judgedLevels(items)
  const escalation = escalationCounts(items)
  return {
    rolloutId,
    phase: found.rollout.phase,
    gate,
    accuracy: { ...counts, estimate: estimate(levels), ...band(levels) },
    escalation: { ...escalation, rate: await escalationRateOf(house.db, rolloutId) },
    byQueryType: readQueryTypes(promotion ?? 'supervised_to_autonomous', stored.dossier.targets, items),
    traffic,
  }
}

function promotionFrom({ phase }: Rollout): Promotion | null {
  if (phase === 'shadow') return 'shadow_to_supervised'
  return phase === 'supervised' ? 'supervised_to_autonomous' : null
}

type Facts = {
  rollout: Rollout
  cells: readonly Cell[]
  stored: StoredDossier
  items: readonly (Judged & { inPhase: boolean })[]
  traffic: Assessment['traffic']
  promotion: Promotion
  at: Date
}

function question({ rollout, cells, stored, items, traffic, promotion, at }: Facts): Parameters<typeof readGate>[0] {
  const owned = new Set(cells.map((cell) => cell.queryType))
  const majors = stored.dossier.workflow.queryTypes.filter((type) => type.major && owned.has(type.name)).map((type) => type.name)
  return {
    promotion,
    targets: stored.dossier.targets,
    majors,
    items,
    traffic,
    daysInPhase: (at.getTime() - rollout.phaseSince.getTime()) / 86_400_000,
    itemsInPhase: items.filter((item) => item.inPhase),
    // Nothing records incidents yet; the gate must not call that “none”.
    openIncidents: null,
  }
}
