// Every criterion there is, in states of all kinds, in the gate's own sentences.

import type { Gate } from '../../../console/src/api.ts'
import { because, namesOf, outputsOf, phrase, says } from '../../../src/domain/gates/sentences.ts'

type Outcome = Gate['criteria'][number]['outcome']

const one = (
  name: string,
  outcome: Outcome,
  [value = null, bound = null, need = null]: (number | null)[],
  ...parts: readonly Gate['criteria'][number]['says'][number][]
): Gate['criteria'][number] => ({ name, outcome, value, bound, need, ...because(...parts) })

function accuracy(outcome: Outcome): Gate['criteria'][number] {
  const line = [phrase('the_floor', { ratio: '92 %' })]
  const seen = says('right_so_far', { ratio: '96.1 %', outputs: outputsOf(178) })
  if (outcome === 'met')
    return one('accuracy', outcome, [0.924, 0.92, 0], seen, says('proven', { line, outputs: outputsOf(170) }))
  const columns = [7, 8, 9, 10].map((wrong) => phrase('wrong_column', { wrong, reviews: 120 + 17 * wrong }))
  const parts = [
    says('not_proven', { lower: '91.4 %', line }),
    says('reviews_likely', { need: 61 }),
    says('if_all_right', { fewest: 22 }),
  ]
  return one('accuracy', outcome, [0.914, 0.92, 61], seen, ...parts, says('end', {}), says('would_prove', { columns }))
}

const ofWork = (): Gate['criteria'] => [
  one('review_cap', 'met', [178, 1000, 0], says('cap_spent', { n: 178, cap: 1000 })),
  one(
    'coverage_majors',
    'not_yet_known',
    [4, 5, 12],
    says('majors_thin', { least: 20, need: 12, types: [phrase('type_with', { type: 'licence_question', n: 8 })] }),
  ),
  one('coverage_unlisted', 'met', [0.018, 0.05, 0], says('unlisted', { unlisted: 0, total: 190, most: '1.8 %', allowed: '5 %' })),
  one('coverage_novelty', 'met', [60, 59, 0], says('none_new', { found: 6, last: 60 }), says('none_new_enough', { wanted: 59 })),
  one(
    'mix_shift',
    'not_yet_known',
    [0.16, 0.1, null],
    says('mix_differs', { mixes: [phrase('told_mix', { ratio: '12 %' }), phrase('and_recent_mix', { ratio: '16 %' })] }),
    says('mix_unseen', { types: namesOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `question_${name}`)) }),
  ),
]

const ofHanding = (): Gate['criteria'] => {
  const seen = says('went_to_people', { escalated: 12, arrived: 190 })
  return [
    one('escalation_rate_min', 'met', [0.031, 0.02, 0], seen, says('above_min', { bound: '2 %' })),
    one('escalation_rate_max', 'met', [0.118, 0.2, 0], seen, says('below_max', { bound: '20 %' })),
    one(
      'missed_escalations',
      'not_yet_known',
      [0.027, 0.02, 74],
      says('missed', { found: 1, n: 178 }),
      says('at_most_so_far', { upper: '2.7 %', bound: '2 %' }),
      says('queries_likely', { need: 74 }),
    ),
    one(
      'escalation_recall',
      'met',
      [0.81, 0.8, 0],
      says('reached', { made: 10, needed: 11 }),
      says('above_floor', { bound: '80 %' }),
    ),
  ]
}

const ofReviews = (): Gate['criteria'] => {
  const flagged = phrase('slice_wrong', { slice: 'query_type=licence_question', wrong: 4, n: 8 })
  const chat = phrase('slice_needs', { slice: 'channel=chat', need: 21 })
  return [
    one('open_flags', 'not_met', [1, 0, 1], says('errors_recur', { slices: [flagged] })),
    one('major_slices_cleared', 'not_yet_known', [3, 4, 21], says('majors_open', { limit: '16 %', slices: [chat] })),
    one(
      'reviewer_sensitivity',
      'met',
      [0.9, 0.8, 0],
      says('found_wrong', { found: 18, known: 20 }),
      says('found_enough', { floor: '80 %' }),
    ),
    one(
      'completeness',
      'met',
      [0.985, 0.95, 0],
      says('have_verdict', { given: 187, due: 190 }),
      says('complete', { bound: '95 %' }),
      says('wait', { n: 3, review: 'rev_004' }),
    ),
    one('minimum_reviews', 'met', [178, 150, 0], says('reviews_given', { bound: 150 })),
    one(
      'minimum_duration',
      'not_yet_known',
      [9.4, 14, 5],
      says('lasted', { days: 9.4, bound: 14 }),
      says('reached_in', { days: 5 }),
    ),
  ]
}

const ofService = (): Gate['criteria'] => [
  one('time_to_resolution', 'met', [12.5, 30, 0], says('took', { n: 178, minutes: 12.5, bound: 30 })),
  one(
    'satisfaction',
    'met',
    [0.88, 0.8, 0],
    says('content', { satisfied: 44, rated: 50 }),
    says('content_enough', { lower: '76.2 %', bound: '80 %' }),
  ),
  one('cost', 'met', [0.0412, 0.15, 0], says('cost', { n: 178, usd: 0.0412, bound: 0.15 }), says('unpriced', { n: 12 })),
  one('incidents', 'not_met', [1, 0, 1], says('one_incident', {})),
  one('drift', 'met', [0, 0, 0], says('no_drift', {})),
]

/** `of`: how accuracy stands. */
export function fakeCriteria(of: Outcome): Gate['criteria'] {
  return [accuracy(of), ...ofWork(), ...ofHanding(), ...ofReviews(), ...ofService()]
}
