// Verdicts in stories: everything that waits for one gets one, from a source that is named.

import type { Actor } from '../../src/domain/audit/record.ts'
import type { VerdictKind, verdictReasons } from '../../src/domain/interaction/verdict.ts'
import { giveVerdict } from '../../src/handling/review.ts'
import { done, rows, type World } from './world.ts'

const source: Actor = { kind: 'verified_source', id: 'ground-truth:test', authority: 'a test' }

export type Judgement = { correct: boolean; reasons?: (typeof verdictReasons)[number][] }

/** Judges every open review of an employee that is not an escalation, oldest first, and returns the interactions judged. */
export async function judgeAll(
  world: World,
  employeeId: string,
  judge: Judgement | ((interactionId: string, at: number) => Judgement),
): Promise<string[]> {
  const open = await rows<{ id: string; interactionId: string; escalated: boolean }>(
    world,
    `select id, interaction_id as "interactionId", escalated from tenure.reviews where employee_id = $1 and state = 'open' order by id`,
    [employeeId],
  )
  const judged: string[] = []
  for (const { id, interactionId, escalated } of open) {
    const { correct, reasons = [] } = typeof judge === 'function' ? judge(interactionId, judged.length) : judge
    const kind: VerdictKind = escalated ? 'needed' : correct ? 'correct' : 'wrong'
    const shown = { reviewId: id as never, kind, digest: null, note: null, source: 'verified_source' as const }
    done(await giveVerdict(world.house, { ...shown, reasons, correct, shouldEscalate: escalated }, source))
    judged.push(interactionId)
  }
  return judged
}
