// What reviewers found of what was known to be wrong, without being told which: counts for a gate, light enough to be read with each reading.

import type { ReviewerCounts } from '../domain/gates/reviewers.ts'
import type { SliceCounts } from '../domain/gates/slices.ts'
import type { Database, Row } from './database.ts'

/**
 * By reviewer, those excluded left out. The first word on an item counts, whatever was made of it later: else whoever found out which it was could mend it. `whole` tells how
 * many real verdicts each gave, where the plan watches reviewers.
 */
export async function blindCounts(
  db: Pick<Database, 'read'>,
  rolloutId: string,
  whole: readonly SliceCounts[],
): Promise<ReviewerCounts[]> {
  const rows = await db.read<Row & { reviewer: string; caught: number; missed: number }>(
    `select reviewer, (count(*) filter (where correct = false))::int as caught, (count(*) filter (where correct is distinct from false))::int as missed from (
       select distinct on (p.review_id) v.given_by as reviewer, v.correct
       from tenure.blind_placements p join tenure.blind_items b on b.id = p.item_id join tenure.verdicts v on v.review_id = p.review_id
       where p.rollout_id = $1 and b.known = 'wrong' order by p.review_id, v.id) first_words
     where not exists (select from tenure.reviewer_exclusions x where x.rollout_id = $1 and x.person_id = reviewer and x.state = 'in_force')
     group by 1 order by 1`,
    [rolloutId],
  )
  const given = new Map(
    whole.flatMap(({ slice, levels, fractions }) => {
      if (!slice.startsWith('reviewer=') || slice.includes('&')) return []
      const verdicts = levels.reduce((sum, { correct, wrong }) => sum + correct + wrong, 0)
      return [[slice.slice('reviewer='.length), fractions.reduce((sum, { n = 1 }) => sum + n, verdicts)] as const]
    }),
  )
  const met = new Set(rows.map(({ reviewer }) => reviewer))
  const unmet = [...given].filter(([reviewer]) => reviewer !== 'other' && !met.has(reviewer))
  return [
    ...rows.map(({ reviewer, caught, missed }) => ({ reviewer, caught, missed, verdicts: given.get(reviewer) ?? 0 })),
    ...unmet.map(([reviewer, verdicts]) => ({ reviewer, caught: 0, missed: 0, verdicts })),
  ]
}
