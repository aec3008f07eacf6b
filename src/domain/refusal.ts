// Every expected “no”: its code, and the sentence a person reads. Codes are part of the API and never change meaning.
// Nothing about HTTP here: http/problem.ts maps codes to status.

/** code → sentence with {blanks}. Each sentence says what is wrong and what to do about it. */
export const refusalSentences = {
  not_found: 'There is no {what} with the id {id}. Check the id; it may belong to another installation.',
  invalid_input: '{where}: {why}. {remedy}',
  not_signed_in: 'You are not signed in. Sign in, or send a valid API key as `Authorization: Bearer …`.',
  not_allowed: 'Your role ({role}) may not {act}. Ask a person whose role is {needed}.',
  scope_missing: 'This API key lacks the scope {scope}. Use a key that has it, or ask an admin for one.',
  key_invalid: 'This API key is unknown, revoked or expired. Ask an admin for a new one.',
  link_spent:
    'This one-time link is unknown, already used or expired. Run `tenure serve` again for a new first-administrator link, or ask an admin.',
  idempotency_key_missing: 'Every POST needs an `Idempotency-Key` header (1 to 255 characters). Send a new one per intended act.',
  idempotency_key_reused: 'This Idempotency-Key was used with another body or path. Use a new key for a new act.',
  idempotency_running:
    'The first request with this Idempotency-Key is still running. Wait a moment and send it again with the same key.',
  idempotency_interrupted:
    'The first request with this Idempotency-Key was interrupted and may have taken effect. Read what is there now; if the act is missing, send it with a new key.',
  origin_foreign: 'This request comes from another site ({origin}). Changes are only accepted from the console’s own address.',
  host_unknown:
    'This server does not answer to the name {host}. Use the address it printed at start, or set TENURE_URL to the address people use.',
  body_not_json: 'The body must be JSON: send `Content-Type: application/json`.',
  body_too_large: 'The body is larger than {limit} bytes. Send less at once.',
  sign_in_failed: 'E-mail address and password do not match anybody who may sign in. Check both; an admin can invite you again.',
  too_many_attempts: 'Too many sign-in attempts. Wait {seconds} seconds and try again.',
  streams_exhausted:
    'Too many streams are open at once, or the server is about to stop. Close one, or come back in a few seconds; the pages work without.',
  move_not_legal: 'A {what} that is {from} cannot become {to}. Legal from here: {legal}.',
  dossier_not_signed: 'Dossier {dossier} has {signatures} of 2 signatures. Two different people sign it before a rollout opens.',
  dossier_unfit: 'Dossier {dossier} has {errors} errors. Run `tenure dossier check` and mend them before signing.',
  dossier_without_interview:
    'The dossier has no interview with someone who does the work. Add one under interviews/ before signing.',
  draft_conflict:
    '{where} is not what you saw: {by} changed it meanwhile. Look at what stands there now and decide which of the two holds.',
  draft_moved:
    'The draft is at revision {now}, not {seen}: {by} changed it meanwhile. Look at the check again, then register what you have seen.',
  edit_impossible: '{where}: {why}.',
  draft_discarded: 'This draft was discarded. Open a new one from a version, or from its files.',
  already_signed: '{person} has already signed this dossier. A second, different person signs.',
  cell_taken: 'Cell {cell} already belongs to rollout {rollout}. Split it out of there first, or leave it out.',
  cell_unknown: 'The dossier has no cell {cell}. Its query types and channels are in workflow.yaml.',
  cells_missing: 'A rollout needs at least one cell.',
  split_needs_rest: 'A split must leave at least one cell in rollout {rollout}.',
  target_unprovable:
    'An accuracy of {expected} is not shown to exceed a target of {target} by any number of reviews one could give. Lower the target in a new plan, or refine the role.',
  gate_not_met: 'The gate is {outcome}: {reason} Wait for the evidence, or promote with an override and a reason.',
  no_next_phase: 'There is no promotion from {phase}.',
  promotion_open: 'Promotion {promotion} is already proposed for this rollout. Approve or withdraw it first.',
  promotion_not_open: 'Promotion {promotion} is {state}; only a proposed one can be approved, only an approved one carried out.',
  evidence_not_on_trail:
    'The evidence does not agree with the trail: {where}: {what}. Nobody is promoted on it. Report this to whoever looks after the database; nothing was changed.',
  promotion_stale: 'The rollout or its evidence changed since promotion {promotion} was proposed ({why}). Propose it again.',
  same_person: 'The proposer may not approve their own promotion. A second person approves.',
  bundle_missing:
    'Nothing was frozen when promotion {promotion} was proposed, so there is no bundle of it. Withdraw it and propose it again.',
  incident_needs_second_person:
    'You remedied incident {incident} yourself. A second person, signed in as one, looks at it and closes it.',
  approver_edited_role:
    '{person} edited the role definition of this dossier and may not approve its promotion. Ask somebody else.',
  reason_missing: 'This act moves trust and needs a reason. Say why.',
  rehearsal_stays_in_shadow: 'Rollout {rollout} is a rehearsal on recorded or unsigned material and never leaves shadow observe.',
  observed_only:
    'Rollout {rollout} belongs to an employee that is observed only: nothing it does passes through Tenure, so it never leaves shadow observe. Hire it again with an agent that asks Tenure first.',
  delivery_only_in_shadow: 'Delivery is a setting of a shadow rollout; this one is in {phase}.',
  halted: '{what} is halted since {at}: {reason} Resume it before new work.',
  lift_needs_second_person: 'You proposed to lift halt {halt} already. A second person, who may lift halts too, lifts it.',
  approval_stale: 'What you saw is not what is there now: the digest differs. Read it again before you decide.',
  approval_expired: 'This approval ran out at {at}. The effect lapsed; nothing was performed.',
  approval_spent: 'This effect has already been decided ({state}). An approval is single-use.',
  release_in_observe:
    'Rollout {rollout} is in shadow observe: nothing of the employee is ever performed. A verdict changes nothing in the world.',
  review_closed: 'This review is {state}. Take the next one from the queue.',
  review_taken: 'Another reviewer has this item until {until}. Take the next one from the queue.',
  blind_source_unfit: 'This cannot become an item of known outcome: {why}.',
  month_not_over:
    'The key of {month} is not given out before {from}: whoever had it could foresee what will be drawn. Ask again then.',
  review_not_ready: 'The agent has just finished and Tenure has not ruled on it yet. Take the item again in a moment.',
  review_not_yours:
    'You may not judge this item: you have judged it already, or you know the answer. Take the next one from the queue.',
  verdict_final:
    'This verdict can no longer be changed: somebody else has judged the same proposal since. Say what is wrong to your ops lead.',
  verdict_unfit: 'A {verdict} verdict does not fit {what}. Possible: {possible}.',
  note_missing: 'A {verdict} verdict needs a reason or a note.',
  nothing_to_review: 'Nothing waits for review.',
  interaction_closed: 'Interaction {interaction} is {state}; the agent can add nothing to it.',
  interaction_unnamed:
    'This call names no interaction, and {open}. Name it by the header `tenure-interaction`, the `_meta` field `tenure/interaction` or the argument `tenure_interaction`.',
  call_id_reused: 'The call {call} was another request before. Give every call a name of its own.',
  proposal_closed: 'Proposal {proposal} is {state}; no effect can be added.',
  effect_not_granted: '{operation} is not granted: {why}.',
  tool_not_suspended: '{tool} is not suspended: its definition is the one that was approved.',
  outcome_not_yours: 'Effect {effect} is performed by Tenure, not by the agent; its outcome cannot be reported from outside.',
  outcome_unexpected:
    'Effect {effect} is {state}; an outcome can only be reported while it is being attempted, or settled by a person when unknown.',
  nothing_to_compensate:
    'Effect {effect} is a {kind} that is {state}; only a write or reply that was performed can be made good.',
  compensation_not_possible:
    'This cannot make it good: {why}. Choose a write of the integration map, or do it by hand and say so in the answer.',
  evidence_missing: 'Say how you know: settling an unknown outcome needs evidence.',
  already_rated: 'This interaction has already been rated.',
  not_settled: 'Interaction {interaction} is {state}; it can be rated once it is settled.',
  edge_case_about_nothing:
    'An edge case speaks of something: name a query type, channel, system or operation, or an interaction that shows it.',
  edge_case_same_version:
    'Dossier {dossier} is the version under which an example of {edgeCase} happened; it cannot be the one that deals with it. Register a version that does.',
  edge_case_not_replayed:
    'Edge case {edgeCase} has not been replayed. Run `tenure replay` with dossier {dossier} and name the replay, then close it.',
  edge_case_needs_successes:
    'Edge case {edgeCase} has {successes} later successes and {failures} failures in the version that refined it; {needed} successes are needed. {why}',
  edge_case_not_countable:
    'What edge case {edgeCase} speaks of cannot be counted from verdicts ({dimensions}). Tag it again by query type, channel, system or operation.',
  dossier_of_another: 'Dossier {dossier} is not a version of the workflow of rollout {rollout}.',
  version_in_force: 'Dossier {dossier} is the version rollout {rollout} works under already.',
  version_lacks_cells:
    'Dossier {dossier} no longer has {cells}. Split these cells out and retire them first, or put the query type or channel back.',
  replay_not_possible: 'Rollout {rollout} cannot be replayed: {why}.',
  nothing_to_replay:
    'Nothing of rollout {rollout} has been judged under its present version. Replay once people have given verdicts.',
  replay_running: 'A replay of rollout {rollout} is running already. Wait for it, or stop it.',
  replay_case_unchanged: 'Case {case} is {state}; only what came out differently is put before people.',
  replay_shows_nothing:
    'Replay {replay} is {state} and shows nothing of dossier {dossier}. Name a replay that is done and ran that version.',
  month_still_running: 'The month {month} is not over. It can be signed from {from} on (UTC).',
  month_moved: 'The numbers of {month} are no longer those you saw: something came in meanwhile. Read them again, then sign.',
  month_already_signed: 'You have signed these numbers of {month}. You can sign again when they change.',
  employee_exists: 'There is already an employee called {name}. Choose another name.',
  person_exists: 'There is already a person with this e-mail address.',
  last_admin: 'This is the last admin. Make somebody else admin first.',
} as const

export type RefusalCode = keyof typeof refusalSentences

/** A “no” as a value: returned, never thrown; carries its sentence ready to read, and the blanks for programs. */
export type Refusal = { refusal: RefusalCode; sentence: string; blanks: Readonly<Record<string, string | number>> }

/** Makes a refusal. Every blank of the sentence must be given; an unfilled one is a bug and shows as its name. */
export function refuse(code: RefusalCode, blanks: Readonly<Record<string, string | number>> = {}): Refusal {
  const sentence = refusalSentences[code].replace(/\{(\w+)\}/g, (_, name: string) => String(blanks[name] ?? `{${name}}`))
  return { refusal: code, sentence: sentence.trim(), blanks }
}

/** Tells a refusal from any other result. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refusal' in value && 'sentence' in value
}
