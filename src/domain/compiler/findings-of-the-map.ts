// What the compiler can find in the workflow map's query types, steps and inputs. Codes never change meaning.

import { type Entry, error, warning } from './finding.ts'

export const findingsOfTheMap = {
  'name-twice': error('Everything later refers to it by name, and two cannot be told apart.', 'Rename one of them.'),
  'name-reserved': error('Tenure gives this name to queries that fit no declared type.', 'Choose another name.'),
  'type-without-path': error(
    'Nobody has said what happens to such a query.',
    'Name its first step in “start”, or leave the type out so that people get it.',
  ),
  'type-with-few-examples': error(
    'One example is a phrase, not a kind of query; recognising it would be chance.',
    'Add at least two examples in the words people use.',
  ),
  'example-misread': warning(
    'If its own example is not recognised, real queries of this type will not be either.',
    'Make the examples of the two types more different, or add a rule.',
  ),
  'example-twice': error(
    'The same words cannot stand for two types, nor be both an example and a counter-example.',
    'Ask the people who do the work which of the two it is, and take the other out.',
  ),
  'query-types-overlap': warning(
    'Most examples of each are nearest to examples of the other, so which of the two a query is read as is chance.',
    'Make them one type with a decision, or give each examples and counter-examples that tell them apart.',
  ),
  'type-without-volume': warning(
    'Without it nobody can say how long a proof takes, or which types matter most.',
    'Ask how many arrive in a month, and write it in “perMonth”.',
  ),
  'type-without-minutes': warning(
    'Without it nobody can say where the time goes or what is saved.',
    'Ask how many minutes one takes a person, and write it in “minutes”.',
  ),
  'no-major-type': warning(
    'Gates count the major types one by one; without any, nothing is known to be covered.',
    'Mark the types with at least 4 % of the volume as major.',
  ),
  'minor-above-share': warning(
    'A minor type is not proven by itself, and this one has the volume of a major type.',
    'Write “major: true”, or raise coverage.majorShareRatio in targets.yaml.',
  ),
  'major-below-share': warning(
    'Each major type must be covered by itself, and so rare a one may hold the whole rollout up.',
    'Write “major: false”, or say in a comment why it matters in spite of its volume.',
  ),
  'rule-never-true': error('No query can ever match the rule.', 'Mend the rule or take it out.'),
  'rule-always-true': error('Every query matches the rule, so every query is of this type.', 'Say what sets this type apart.'),
  'shares-above-one': error(
    'Shares of the same time cannot come to more than all of it.',
    'Ask again: shareOfTimeRatio is the share of the handling time of all queries, 0.05 for 5 %.',
  ),
  'no-edge-cases': warning(
    'Every workflow has exceptions, and they take most of the time; none usually means that nobody asked.',
    'Ask in interviews which cases take long or went wrong, and list them under “edgeCases”.',
  ),
  'edge-case-without-handling': error(
    'Edge cases take most of the time and cause most of the harm.',
    'Say in “handling” what is done, or that it goes to a person and to whom.',
  ),
  'edge-case-without-share': warning(
    'Without its share of the time nobody can say which exceptions to look at first.',
    'Estimate with the people who do the work, and write it in “shareOfTimeRatio”.',
  ),
  'step-target-missing': error('The path would end in the middle.', 'Name an existing step, or add the missing one.'),
  'decision-without-otherwise': error(
    'When no branch holds, nobody has said what happens.',
    'Add “otherwise”; an escalate step is a good answer.',
  ),
  'branch-without-outcome': error(
    'The query is closed and nobody answered it, changed anything or was told.',
    'End this way with a reply, a change, or a hand-over to a person.',
  ),
  'branch-unreachable': error(
    'An earlier branch is always taken first, or its condition can never be true.',
    'Take it out, put it earlier, or mend its condition.',
  ),
  'otherwise-unreachable': warning(
    'The branches already cover every case, so “otherwise” is never taken.',
    'Check that the branch which is always true is meant.',
  ),
  'cycle-without-exit': error(
    'The steps lead to each other for ever; the path gives up after sixty steps and a person gets it late.',
    'Add a branch that leaves the circle.',
  ),
  'step-unreachable': error(
    'No path leads here: either a branch is missing or the step is left over.',
    'Lead a path to it or take it out.',
  ),
  'condition-invalid': error(
    'A condition that cannot be decided sends every query to a person.',
    'Mend the condition; only declared fields and earlier results may be used.',
  ),
  'condition-names-unknown': error(
    'It compares with a query type or channel that does not exist, so this part never holds: usually a misspelling.',
    'Write the name as it stands under “queryTypes” or “channels”.',
  ),
  'condition-reads-unknown-step': error(
    'There will never be such a result, so the condition is never decided.',
    'Name the id of an action step before this one.',
  ),
  'result-not-yet-there': error(
    'No path does that step before this one, so there is never a result to use.',
    'Use the result of a step that comes earlier on the same path.',
  ),
  'result-field-unknown': error(
    'The operation does not answer with such a field, so the value is never there.',
    'Use a field listed under “returns” of the operation, or list this one there.',
  ),
  'blank-unknown': error(
    'A blank that is never filled sends every query on this path to a person.',
    'Use query, requester, channel, queryType, fields.<declared>, result.<…> or results.<step>.<…>.',
  ),
  'write-result-used': warning(
    'Outside shadow a write is performed after the proposal, so its result is not there yet and the path goes to a person.',
    'Read what is needed before the write, and reply without its result.',
  ),
  'argument-missing': error(
    'The operation is always refused without it.',
    'Add the argument to the step, or take it out of “required” in integrations.yaml.',
  ),
  'argument-unknown': error(
    'The operation takes no such argument and is always refused.',
    'Mend its name, or list it under “arguments” of the operation in integrations.yaml.',
  ),
  'field-never-used': warning(
    'A fact that nothing reads is collected for nothing.',
    'Take it out of “fields”, or use it in a condition, reply or payload.',
  ),
  'input-type-unknown': error('What arrives this way has no query type and no path.', 'Name one of “queryTypes”.'),
  'input-channel-unknown': error('No rollout can own it on a channel that is not declared.', 'Name one of “channels”.'),
  'channel-unknown': error('Trust is given to a channel that does not exist.', 'Name one of “channels”.'),
  'cron-invalid': error(
    'Nobody can say when it happens.',
    'Write five fields: minute, hour, day of month, month, weekday; such as “0 7 * * 1-5”.',
  ),
  'time-zone-unknown': error('Nobody can say when it happens.', 'Write a zone such as Europe/Vienna or UTC.'),
} as const satisfies Record<string, Entry>
