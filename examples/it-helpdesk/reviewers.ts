// The people of the example’s three weeks: they judge what waits by what a perfect reviewer expects, slip now and then, and answer what is handed to them.

import type { Actor } from '../../src/domain/audit/record.ts'
import type { VerdictKind } from '../../src/domain/interaction/verdict.ts'
import type { Expectation } from './queries.ts'

const person = (id: string, authority: string): Actor => ({ kind: 'person', id, authority })

/** Who acts in the play. Priya, Lukas and Jonas review all day; Carmen leads; Asha is the second person wherever two are needed. */
export const cast = {
  priya: person('per_priya', 'reviewer'),
  lukas: person('per_lukas', 'reviewer'),
  jonas: person('per_jonas', 'reviewer'),
  carmen: person('per_carmen', 'ops_lead'),
  asha: person('per_asha', 'ops_lead'),
} as const

export const channelDoor: Actor = { kind: 'channel', id: 'desk', authority: 'inbound' }

/** What a reviewer says of a proposal, knowing what should have happened. */
export function verdictOn(expected: Expectation | undefined, seen: { queryType: string; escalated: boolean }): VerdictKind {
  const handOver = expected === undefined || expected.outcome === 'escalated'
  if (seen.escalated) return handOver ? 'needed' : 'not_needed'
  if (handOver) return 'should_escalate'
  return expected.queryType === seen.queryType ? 'correct' : 'wrong'
}
