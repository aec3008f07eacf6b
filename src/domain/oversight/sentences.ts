// What Tenure says of an effect: why it ruled as it did or how it ended, and what a verdict will do to it. Whoever adds a sentence adds it in each language of the console;
// a test names what is missing. What is kept of a ruling is the English; `saidOf` knows it again.

import type { EffectKind } from '../interaction/effect.ts'
import { type Phrase, type Sentence, sentencesOf } from '../sentence.ts'
import { readBack } from '../sentence-read-back.ts'

export const rulingSentences = {
  // The phase.
  no_rollout: 'no rollout owns this query type on this channel',
  nothing_in_discovery: 'nothing runs in discovery',
  nothing_in_retired: 'nothing runs in retired',
  halted: 'halted',
  definition_changed_halts: 'halted: the definition of {tool} changed; two people look at it first',
  halted_because: 'halted: {why}',
  granted_read: 'a granted read',
  assist: 'shadow assist: a person may release exactly this',
  observe: 'shadow observe: written down, never performed',
  supervised_performs: 'granted, and supervised performs',
  autonomous_performs: 'granted, and autonomous performs',
  // The permit.
  handoff_is_no_operation: 'a hand-over is an escalation, not an operation: escalate instead',
  no_access: 'the integration map gives no access to {operation}',
  no_sum: 'argument “{argument}” does not say a sum of money',
  recipient_no_text: 'a recipient is not a text',
  forbidden_because: 'the role forbids {operation}: {why}',
  forbidden: 'the role forbids {operation}',
  granted_for_others: 'the role grants {operation} for {types} and not for {type}, which this query is',
  not_granted: 'the role does not grant {operation} for {type}',
  grant_ended: 'the grant of {operation} ended on {until}',
  grant_amount: 'the grant of {operation} is for at most {amount} in money',
  grant_recipients: 'the grant of {operation} is for at most {n} recipients',
  rate_reached: 'the limit of {times} times {operation} within {minutes} minutes is reached',
  effects_reached: 'the limit of {n} effects per interaction is reached',
  recipients_reached: 'the limit of {n} recipients per interaction is reached',
  money_reached: 'the limit of {n} in money per interaction is reached',
  money_today_reached: 'the limit of {n} in money per day is reached',
  writes_reached: 'the limit of {n} writes per interaction is reached',
  writes_today_reached: 'the limit of {n} writes per day is reached',
  always_review: 'the role says a person always decides this',
  to_requester: 'it goes to {recipient}, who asked',
  to_directory: 'it goes to {recipient}, who is in the role’s directory but not covered by its rule',
  to_query: 'it goes to {recipient}, whom the query names but who is neither the requester nor in the role’s directory',
  to_tool_result:
    'it goes to {recipient}, which came out of a system’s answer and is neither in the query nor in the role’s directory',
  to_nowhere: 'it goes to {recipient}, who is neither the requester nor in the role’s directory',
  // How it ended.
  lapsed: 'nobody decided in time',
  declined: 'a person said no',
  never_came_back: 'the outcome never came back',
  worker_died: 'the worker died during the call',
  agent_unsure: 'the agent does not know how its call ended',
  agent_silent: 'the agent closed without reporting the outcome',
  handed_over_unknown_query_type: 'handed to people: unknown_query_type',
  handed_over_unmapped_cell: 'handed to people: unmapped_cell',
  handed_over_halted: 'handed to people: halted',
  handed_over_agent_failed: 'handed to people: agent_failed',
  handed_over_agent_silent: 'handed to people: agent_silent',
  handed_over_effect_failed: 'handed to people: effect_failed',
  handed_over_effect_outcome_unknown: 'handed to people: effect_outcome_unknown',
  handed_over_effect_refused: 'handed to people: effect_refused',
  handed_over_type_widened: 'handed to people: type_widened',
  handed_over_no_proposal: 'handed to people: no_proposal',
  handed_over: 'handed to people: {reason}',
  definition_changed_here: 'the definition of this tool changed; two people look at it first',
  definition_changed: 'the definition of {tool} changed; two people look at it first',
  approval_ran_out: 'the approval ran out',
  order_ran_out: 'the order ran out',
  phase_changed: 'the phase has changed',
  observed_only: 'this employee is observed only',
  clock_went_back: 'the clock went back: no approval’s time can be told',
  not_as_asked: 'what was asked for is not there as it was kept and released',
  makes_good: 'makes good {effect}',
  // Whatever stands before it was named by an agent.
  lookup_not_asked: 'the outcome never came back and {lookup} cannot be asked',
  lookup_silent: 'the outcome never came back and {lookup} does not tell',
  not_in_map: '{operation} is not in the integration map',
} as const satisfies Readonly<Record<string, string>>

const consequenceSentences = {
  only_observes: 'Nothing happens in the world: this rollout only observes. The verdict is counted.',
  people_have_it: 'Nothing is sent: people have this query already. The verdict is counted.',
  nothing_waits: 'Nothing changes in the world: nothing waits for a decision. The verdict is counted.',
  not_running: 'Refused: this rollout is not running, so nothing can be released.',
  done: 'Done now, once, exactly as shown: {things}. The verdict is counted.',
  done_as_edited: 'Done now, once, with the reply as you wrote it: {things}. The verdict is counted.',
  declined_in_shadow: 'Declined, never performed: {things}. People do the work as before. The verdict is counted.',
  declined_to_people: 'Declined, never performed: {things}. The query goes to people. The verdict is counted.',
  the_reply: 'the reply',
  and_the_reply: 'and the reply',
  operation: '{operation} in {system}',
  and_operation: 'and {operation} in {system}',
} as const satisfies Readonly<Record<string, string>>

export const effectSentences = { ...rulingSentences, ...consequenceSentences } as const

export const { says, phrase, inEnglish } = sentencesOf(effectSentences)

/** One ruling in English, as it is kept. */
export function asKept(sentence: Sentence): string {
  return inEnglish([sentence])
}

/** What was kept of an effect, in parts again; none where somebody else wrote it, or another version of Tenure. */
export function saidOf(kept: string | null): Sentence[] {
  const found = kept === null ? null : readBack(rulingSentences, kept)
  return found === null ? [] : [found]
}

export type Waiting = { kind: EffectKind; system: string | null; operation: string | null }

/** What waits, in one list: the last is joined by “and”. */
export function listed(things: readonly Waiting[]): Phrase[] {
  return things.map(({ kind, system, operation }, at) => {
    const last = at > 0 && at === things.length - 1
    if (kind === 'reply') return phrase(last ? 'and_the_reply' : 'the_reply', {})
    return phrase(last ? 'and_operation' : 'operation', { operation: `${operation}`, system: `${system}` })
  })
}
