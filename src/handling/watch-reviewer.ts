// Step 4d. After a blind item was judged: is it shown by now that this reviewer does not look? Proven to miss more than the floor allows, their verdicts leave the evidence at once;
// shown to be too quick to have looked, that is put to whoever owns the rollout (GATES.md section 7).

import type { Actor } from '../domain/audit/record.ts'
import { exclusionOf } from '../domain/gates/reviewers.ts'
import type { ReviewId } from '../domain/ids.ts'
import { exclude, proposeExclusion } from '../moves/set-aside.ts'
import { placementOf } from '../store/blind-items.ts'
import { openExclusion } from '../store/exclusions.ts'
import type { House } from '../store/house.ts'
import { lastJudge } from '../store/reviews.ts'
import { reviewerFacts } from '../store/views/reviewers.ts'

const by: Actor = { kind: 'worker', id: 'watch', authority: 'the rule for reviewers who do not look' }

export async function watchReviewer(house: House, reviewId: ReviewId): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const judged = await lastJudge(tx, reviewId)
    const placement = judged === null ? null : await placementOf(tx, judged.interactionId)
    if (judged === null || placement === null) return
    const { rolloutId } = placement
    const facts = (await reviewerFacts(tx, rolloutId)).reviewers.find(({ reviewer }) => reviewer === judged.by)
    if (facts === undefined || facts.excluded) return
    const { goldenWrong, verdicts, tooFast: hasty, confirmed } = facts
    const why = exclusionOf({ caught: goldenWrong.found, missed: goldenWrong.n - goldenWrong.found, verdicts, hasty, confirmed })
    if (why === null) return
    const it = { rolloutId, personId: judged.by, why, facts }
    const exclusionId = (await proposeExclusion(tx, at, by, it)) ?? (await openExclusion(tx, rolloutId, judged.by))?.id
    if (why === 'insensitive' && exclusionId !== undefined) await exclude(tx, at, by, { ...it, exclusionId, reason: null })
  })
}
