// A rollout as the board and its page show it: what it is, and one line on what stands between it and its next phase.

import type { RolloutSummary } from '@tenure/contract/rollouts'
import type { Criterion } from '../domain/gates/criteria/criterion.ts'
import { because, phrase, says } from '../domain/gates/sentences.ts'
import type { RolloutId } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { nextPhase } from '../domain/rollout/phase.ts'
import { type Assessment, assess } from '../governance/assess.ts'
import type { House } from '../store/house.ts'
import type { BoardRow } from '../store/views/rollout-board.ts'
import { iso } from './tell.ts'

/** A card, with its gate read now. */
export async function tellRollout(house: House, row: BoardRow): Promise<RolloutSummary> {
  const reading = nextPhase(row.phase) === null ? null : await assess(house, { rolloutId: row.id as RolloutId })
  const gate = reading === null || isRefusal(reading) ? null : reading.gate
  const why = whyNot(row, gate)
  const named = (name: string) => gate?.criteria.find((criterion) => criterion.name === name) ?? null
  const { reviewsLately, reviewerHours, ...card } = row
  return {
    ...card,
    phaseSince: iso(row.phaseSince),
    gate: {
      outcome: gate?.outcome ?? null,
      why: why.reason,
      says: why.says,
      criterion: standsInTheWay(gate),
      drift: named('drift')?.outcome ?? null,
      incidents: named('incidents')?.value ?? null,
    },
    reviewing: {
      neededHoursPerWeek: Math.round((reviewsLately * minutesPerReview * 10) / 60) / 10,
      availableHoursPerWeek: reviewerHours,
    },
  }
}

// What targets.yaml takes until it is measured (docs/planner.md).
const minutesPerReview = 1.5

function standsInTheWay(gate: Assessment['gate']) {
  return gate === null || gate.outcome === 'met' ? null : (gate.criteria.find(({ outcome }) => outcome === gate.outcome) ?? null)
}

function whyNot(row: BoardRow, gate: Assessment['gate']): Pick<Criterion, 'reason' | 'says'> {
  if (row.phase === 'halted') return because(says('halted', { from: [phrase(`phase_${row.haltedFrom ?? 'shadow'}`, {})] }))
  if (row.phase === 'autonomous') return because(says('no_further_phase', {}))
  if (row.observedOnly) return because(says('observed_only', {}))
  if (row.rehearsal) return because(says('rehearsal', {}))
  if (gate === null) return because(says('no_promotion', {}))
  if (gate.outcome === 'met') return because(says('gate_met', {}))
  return standsInTheWay(gate) ?? because(says('no_evidence', {}))
}
