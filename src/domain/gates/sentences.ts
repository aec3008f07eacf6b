// What a gate says of a criterion: every sentence, and every part of one. Whoever adds one adds it in each language of the console; a test names what is missing.
// Parts follow one another: one that begins with a punctuation mark goes on in the sentence before it.

import { type Phrase, type Sentence, sentencesOf } from '../sentence.ts'

const inLists = {
  name: '{name}',
  phase_discovery: 'discovery',
  phase_shadow: 'shadow',
  phase_supervised: 'supervised',
  phase_autonomous: 'autonomous',
  phase_halted: 'halted',
  phase_retired: 'retired',
  and_more: 'and {n} more',
  one_output: 'one handled output',
  outputs: '{n} handled outputs',
  the_floor: 'the floor of {ratio}',
  the_target: 'the target of {ratio}',
  wrong_column: '{wrong} wrong: {reviews}',
  type_with: '{type} ({n})',
  recent_mix: 'that of the last weeks by {ratio}',
  told_mix: 'the one told in Discovery by {ratio}',
  and_recent_mix: 'and from that of the last weeks by {ratio}',
  slice_wrong: '{slice} ({wrong} of {n} wrong)',
  slice_needs: '{slice} ({need} more if all are right)',
} as const

const ofAccuracy = {
  end: '.',
  carried_over:
    'Carried over from the version before: of {replayed} replayed queries {changed} came out differently, so at least {lower} is right, and {line} is passed.',
  none_judged: 'No handled output has been judged yet.',
  would_prove: 'Reviews in all that would prove it: {columns}.',
  right_so_far: '{ratio} of {outputs} were right, escalations not counted',
  cannot_reach:
    '; at most {most} can be true, and the target is {target}. More reviews will not change that: refine the role or narrow the scope.',
  proven: '; more than {line} was proven after {outputs}, and that stays proven however often one looks.',
  not_proven: '; the lower bound is {lower}, and more than {line} is not proven yet',
  never_proven: ': at this rate no number of reviews will prove it',
  reviews_likely: ': about {need} more reviews are likely needed',
  if_all_right: ', {fewest} if all are right',
  below_target: '; the estimate is below the target of {target}, and {need} more reviews, all right, would lift it there',
  inconclusive:
    'Inconclusive: {outputs} have not proven more than {line}, and the registered cap is {cap} reviews. Narrow the scope, or register another target.',
  cap_no_longer: 'The proof stands, so the cap of {cap} reviews no longer matters.',
  cap_spent: '{n} of the {cap} reviews this plan allows have been spent.',
} as const

const ofCoverage = {
  no_major: 'No major query type is declared and none has been seen.',
  majors_have_one: 'Every major query type ({types}) has at least one verdict.',
  majors_have: 'Every major query type ({types}) has at least {least} verdicts.',
  majors_without: 'Major query types with fewer than one verdict: {types}. Together they need {need} more.',
  majors_thin: 'Major query types with fewer than {least} verdicts: {types}. Together they need {need} more.',
  none_arrived: 'No query has arrived yet.',
  unlisted: '{unlisted} of {total} queries fit no declared type; their share may be up to {most}, and {allowed} is allowed.',
  unlisted_more: 'It is shown to be more: describe what they ask for in the workflow map.',
  unlisted_never: 'No number of queries can show that none is unlisted.',
  unlisted_missing: '{need} more queries, all of a declared type, would show it.',
  none_new: '{found} query types were found in the traffic, and the last {last} queries brought no new one',
  none_new_enough: '; {wanted} in a row were asked for.',
  none_new_missing: '; it takes {wanted} in a row to be sure that little is left unseen.',
  mix_unknown: 'Nobody has said how many queries of each type arrive, and too few have arrived to tell.',
  mix_alike: 'The evidence is of the mix that comes: {ratio} of it would have to be of other types.',
  mix_differs: 'The mix of the evidence differs from {mixes}',
  mix_proven: '; weighted to it, accuracy is proven all the same.',
  mix_unseen: ', and there is no evidence of {types}.',
  mix_unproven: ', and weighted to it, accuracy is not proven.',
} as const

const ofEscalation = {
  went_to_people: '{escalated} of {arrived} queries went to people',
  above_min: ': more than the agreed minimum of {bound}.',
  below_min:
    '; that is shown to be fewer than the agreed minimum of {bound}: an employee that hands over too little is an alarm, too.',
  below_max: ': fewer than the agreed maximum of {bound}.',
  above_max: '; that is shown to be more than the agreed maximum of {bound}.',
  missed: '{found} of {n} handled outputs should have gone to a person',
  none_told: 'Of no handled output has anybody said whether a person should have had it.',
  below_cap: ': fewer than the cap of {bound}.',
  above_cap: '; that is shown to be more than the cap of {bound}.',
  reached: '{made} of {needed} queries that needed a person reached one',
  none_needed: 'No query that needed a person has been judged yet, so nobody knows whether it hands them over.',
  above_floor: ': more than {bound}.',
  above_floor_in_shadow: ': more than {bound} (proven in Shadow, where everything is judged; watched since).',
  below_floor: '; that is shown to be fewer than {bound}.',
  at_least_so_far: '; at least {lower}, and more than {bound} is to be shown.',
  at_most_so_far: '; at most {upper}, and fewer than {bound} is to be shown.',
  never_shown: 'At this rate no number of queries will show it.',
  queries_likely: 'About {need} more are likely needed.',
} as const

const ofSlices = {
  errors_recur: 'Errors recur: {slices}. A person must look into each, refine the role or the systems, and close its flag.',
  no_flag: 'None of the {singles} slices and {pairs} pairs is shown to be wrong more often than the target allows.',
  one_watched: '1 is being watched.',
  watched: '{n} are being watched.',
  no_power: 'No slice has enough verdicts yet for a flag to be possible.',
  power: '{slices} slices with at least {least} verdicts would have shown an error rate of {ratio} or more.',
  no_slice: 'No slice has any verdict yet.',
  majors_cleared: 'Each of the {n} major slices is shown to be wrong less often than {limit}.',
  majors_open: 'Not yet shown to be wrong less often than {limit}: {slices}.',
} as const

const ofReviewing = {
  verified_only: 'No verdict that counts is a person’s: all come from a verified source that is named on the trail.',
  sensitivity_not_asked: 'This plan asks for no proof of how well reviewers find what is wrong.',
  found_wrong: 'Reviewers found {found} of {known} items that were known to be wrong, without being told which',
  one_unprobed: ', but one reviewer met far fewer of them than agreed: one who looks cannot vouch for another.',
  unprobed: ', but {n} reviewers met far fewer of them than agreed: one who looks cannot vouch for another.',
  found_enough: ': more than {floor} of what is wrong.',
  miss_too_much:
    '; they are shown to miss more than is allowed ({floor} must be found). Their verdicts prove nothing about the employee.',
  none_blind: 'No item known to be wrong has been judged blind yet',
  found_at_least: '; at least {lower}',
  find_missing: ', and {floor} is to be shown: {need} more would do if all are found.',
  none_due: 'No review was due yet.',
  have_verdict: '{given} of {due} reviews that were due have a verdict',
  complete: '; {bound} are asked for.',
  incomplete:
    ', and {bound} are asked for. The missing ones count as wrong until somebody judges them: {need} more verdicts would do.',
  one_waits: 'One verdict waits for an older item ({review}): they count in the order in which the queries came.',
  wait: '{n} verdicts wait for an older item ({review}): they count in the order in which the queries came.',
} as const

const ofPace = {
  reviews_given: '{bound} reviews were agreed as the minimum of this phase, and they have been given.',
  reviews_missing: '{given} of the {bound} reviews agreed as the minimum of this phase have been given; {missing} are missing.',
  lasted: 'The phase has lasted {days} days, and {bound} were agreed as the minimum',
  reached_in_a_day: '; it is reached in a day at most.',
  reached_in: '; it is reached in {days} days at most.',
  took: '{n} queries took {minutes} minutes on average, and {bound} were agreed as the most.',
  too_few_settled: '{n} settled queries; {least} are needed to speak of a mean.',
  cost: '{n} queries cost {usd} USD on average, and {bound} were agreed as the most.',
  too_few_priced: '{n} queries with a price; {least} are needed to speak of a mean.',
  unpriced: '{n} have no price: that is not known, and not zero.',
  content: '{satisfied} of {rated} people who said how it went gave four or five stars',
  too_few_rated: '; {least} are needed to speak of a share.',
  content_enough: '(at least {lower}); {bound} was agreed.',
  content_too_few: '(at least {lower}), and {bound} was agreed.',
} as const

const ofStanding = {
  no_incident: 'No incident is open.',
  one_incident: 'One incident is open; each must be remedied, and closed by a second person, first.',
  incidents: '{n} incidents are open; each must be remedied, and closed by a second person, first.',
  no_drift: 'No drift alarm is open.',
  drift: 'Something has moved since it was proven: {alarms}. A person must decide what follows.',
  no_plan:
    'No plan was registered for this rollout before its evidence was seen. Register it now: evidence counts from the plan on (“tenure rollout plan”).',
} as const

// Of a rollout as a whole, where no criterion stands in the way.
const ofTheBoard = {
  halted: 'Halted from {from}. Resume it into shadow, or retire it.',
  no_further_phase: 'There is no further phase; a monthly sample is reviewed.',
  observed_only: 'Observed only: this enforces nothing, and never leaves shadow observe.',
  rehearsal: 'A rehearsal on recorded or unsigned material never leaves shadow observe.',
  no_promotion: 'There is no promotion from here.',
  gate_met: 'The gate is met. Two people can promote it.',
  no_evidence: 'No evidence yet.',
} as const

export const gateSentences = {
  ...inLists,
  ...ofAccuracy,
  ...ofCoverage,
  ...ofEscalation,
  ...ofSlices,
  ...ofReviewing,
  ...ofPace,
  ...ofStanding,
  ...ofTheBoard,
} as const

const { says, phrase, inEnglish } = sentencesOf(gateSentences)

export { phrase, says }

/** The reason of a criterion: in English, and in parts for other languages. */
export function because(...parts: readonly (Sentence | null)[]): { reason: string; says: readonly Sentence[] } {
  const said = parts.filter((part) => part !== null)
  return { reason: inEnglish(said), says: said }
}

/** At most five names and how many there are besides. */
export function namesOf(names: readonly string[]): Phrase[] {
  return cut(names.map((name) => phrase('name', { name })))
}

/** At most five phrases and how many there are besides. */
export function cut(phrases: readonly Phrase[]): Phrase[] {
  const more = phrases.length - 5
  return more > 0 ? [...phrases.slice(0, 5), phrase('and_more', { n: more })] : [...phrases]
}

export function outputsOf(n: number): Phrase[] {
  return [n === 1 ? phrase('one_output', {}) : phrase('outputs', { n })]
}
