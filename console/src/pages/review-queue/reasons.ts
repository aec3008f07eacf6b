// Why a verdict needs words, and which there are. Source: CONSOLE.md, review queue.

import type { SkipReason, VerdictKind } from '../../api.ts'

export const reasons = ['wrong_fact', 'wrong_operation', 'wrong_argument', 'missed_step', 'policy', 'tone'] as const
export type Reason = (typeof reasons)[number]

export const handReasons = ['not_mine', 'unclear', 'handed_over'] as const satisfies readonly SkipReason[]

export function needsWords(kind: VerdictKind): boolean {
  return kind === 'wrong' || kind === 'should_escalate' || kind === 'unsafe'
}
