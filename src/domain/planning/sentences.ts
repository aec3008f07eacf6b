// What a plan says in words: every sentence, and every part of one. Whoever adds one adds it in each language of the console; a test names what is missing.
// Parts follow one another: one that begins with a punctuation mark goes on in the part before it.

import { type Phrase, sentencesOf } from '../sentence.ts'

export const planSentences = {
  // Lists.
  name: '{name}',
  in_days: '{type} ({days} days)',
  // What a phase must show.
  floor: 'the floor of accuracy',
  target: 'the target of accuracy',
  missed: 'missed escalations',
  rate_min: 'escalation rate, lower bound',
  rate_max: 'escalation rate, upper bound',
  recall: 'escalation recall',
  unlisted: 'unlisted queries',
  coverage: 'coverage of {type}',
  minimum_reviews: 'minimum reviews',
  minimum_duration: 'minimum duration',
  monthly_sample: 'the monthly sample goes on for as long as the phase does',
  // What that means in this dossier.
  floor_why: 'more than {floor} must be proven of handled outputs',
  missed_why: 'fewer than {cap} of handled outputs should have gone to a person; taken: a sixth of that do',
  agreed: 'agreed in targets.yaml',
  agreed_escalations_too: 'agreed in targets.yaml; escalations count too',
  target_why: 'more than {target} must be proven, from a sample of {sample} of the handled outputs',
  target_given: '; {reviews} reviews in all on average, and shadow has given {given}',
  rate_why: 'it must be shown to lie between {least} and {most}; taken: {taken}',
  recall_why:
    'more than {floor} of the queries that need a person must reach one; taken: three quarters of the allowed misses do not happen',
  unlisted_none: 'no number of queries shows that none fits no type',
  unlisted_any: 'any share of the traffic may fit no type',
  unlisted_why: 'at most {most} of the traffic may fit no type; shown when none does, with one that does it takes {reviews}',
  coverage_why: '{verdicts} verdicts on this major type',
  // Why a phase does not end.
  beyond_cap: '{need} is not likely to be shown within the cap of {cap} reviews at a true accuracy of {accuracy}:',
  beyond_horizon: '{need} takes about {days} days at {perDay} queries a day, more than {horizon}',
  // The four ways out.
  floor_closed:
    'Promoting on the floor of {floor} is all that shadow asks for, and {need} is missing for it: this way is closed until supervised.',
  floor_not_shown: 'Promote on the floor of {floor}: shadow has to prove it first, and does not.',
  floor_signed:
    'Promote on the floor of {floor}, which shadow has proven, with a named person’s signature; the sample and every escalation go on being reviewed.',
  narrow_none: 'Narrow the scope: at this accuracy no query type has the volume to be proven on its own.',
  narrow: 'Narrow the scope to what can be proven on its own, each as a rollout: {types}.',
  lower_target:
    'Agree on a lower target in a new registered plan: {share} can be proven. The evidence so far stays valid, and the change stays on record.',
  raise_missed_cap:
    'Agree on a higher cap on missed escalations in a new registered plan: {share} can be shown. The evidence so far stays valid, and the change stays on record.',
  raise_unlisted:
    'Agree on a larger share of unlisted queries in a new registered plan: {share} can be shown. The evidence so far stays valid, and the change stays on record.',
  lower_recall:
    'Agree on a lower recall of escalations in a new registered plan: {share} can be shown. The evidence so far stays valid, and the change stays on record.',
  less_asked: 'Agree on less than what targets.yaml asks for {need}, in a new registered plan.',
  less_hopeless: 'Agree on less for {need} in a new registered plan: nothing worth agreeing on can be shown in this volume.',
  to_the_cap: 'Go on to the cap of {cap} reviews of handled outputs and call it inconclusive. Nothing is promoted by itself.',
  // What nobody has said.
  no_volume: 'the volume per month of every query type, or of the workflow as a whole: no days can be planned',
  no_volume_of: 'the volume per month of {types}',
  no_minutes_of: 'the minutes one query of {types} takes today',
  no_reviewers: 'who reviews, and how many hours a week: no review hours can be planned',
  no_baseline: 'the human baseline: what the work takes and costs today',
  no_expected: 'what is expected of the employee: there is no business case without it',
  // Where the time goes.
  time_alone: '{title} alone takes {share} of the time.',
  time_of_types: 'These {n} query types take {share} of the time.',
  time_of_exceptions: 'These {n} exceptions take {share} of the time.',
} as const satisfies Readonly<Record<string, string>>

export const { says, phrase, inEnglish } = sentencesOf(planSentences)

export function namesOf(names: readonly string[]): Phrase[] {
  return names.map((name) => phrase('name', { name }))
}
