// What the compiler can find in what people said and get: triggers, interviews, conflicts and open questions. Codes never change meaning.

import { type Entry, error, warning } from './finding.ts'

export const findingsOfPeople = {
  'employee-differs': warning(
    'The map and the role definition seem to speak of different employees.',
    'Write the same name in “employee” of workflow.yaml and “name” of SOUL.md.',
  ),
  'person-unknown': error('Nobody would get it.', 'List the person or team under “people”.'),
  'person-never-named': warning(
    'No trigger or step brings anything to them: either a trigger is missing or the entry is left over.',
    'Name them in a trigger or a human step, or take the entry out.',
  ),
  'person-without-contact': warning(
    'Whoever hands over must know how to reach them.',
    'Write an address or number in “contact”.',
  ),
  'trigger-unknown': error('The escalation would name a trigger that does not exist.', 'Name one of “triggers”, or null.'),
  'trigger-without-person': error('An escalation to nobody is a lost query.', 'Say in “who” which person or team gets it.'),
  'trigger-without-channel': error('The person must know where to look.', 'Say in “channel” how it reaches them.'),
  'trigger-without-time': error(
    'Without a time nobody can say whether an escalation was answered late.',
    'Say in “answerWithinMinutes” when it must be answered.',
  ),
  'trigger-without-payload': warning(
    'The person who gets it has to ask everything again.',
    'Say in “payload” what they are told: query, requester, results.',
  ),
  'payload-unknown': warning(
    'The person would be promised something that is never there.',
    'Use query, requester, channel, queryType, results or fields.<declared>.',
  ),
  'trigger-without-test': error('An untested trigger is a hope.', 'Give in “test” a query that must fire it.'),
  'trigger-test-fails': error('The query that must go to a person would not.', 'Mend the condition or the test.'),
  'trigger-test-taken': warning(
    'An earlier trigger fires first on this test, so the query goes to somebody else than the test says.',
    'Put the more urgent trigger first, or choose a test that only this one fires on.',
  ),
  'trigger-test-field-unknown': error(
    'The test gives a field that no channel will ever give.',
    'Declare it under “fields”, with its kind, or take it out of the test.',
  ),
  'trigger-never-fires': error(
    'Its condition can never be true, so the person it names never gets anything.',
    'Mend the condition: look for misspelt names and parts that exclude each other.',
  ),
  'trigger-always-fires': error(
    'Its condition is true of every query, so everything goes to a person and nothing is ever handled.',
    'Say what sets these queries apart.',
  ),
  'trigger-shadowed': error(
    'Whenever it would fire, an earlier trigger has fired already, and the query goes to somebody else.',
    'Put it before the earlier one, or make the earlier one narrower.',
  ),
  'few-triggers': warning(
    'Workflows that were looked at closely have at least ten; fewer usually means that questions were not asked.',
    'Ask in interviews: when do you hand this to somebody else?',
  ),
  'sop-and-practice-differ': error(
    'The employee can follow only one of them, and a reviewer will expect the other.',
    'Decide with the people who do the work, and write in “resolution” which holds and who said so.',
  ),
  'resolution-unsigned': error(
    'A conflict is settled by a named person, in a sentence; a blank settles nothing.',
    'Write in “by” who decided and in “what” what the employee does from now on.',
  ),
  'resolution-of-nothing': warning(
    'It settles a difference, and there are not two texts that differ.',
    'Write both “sop” and “practice”, so that it is seen what was decided between.',
  ),
  'interview-missing': error(
    'A map nobody who does the work has spoken to is a guess.',
    'Interview a person who does the work today and add it under interviews/.',
  ),
  'interview-unknown': error(
    'A fact must lead back to the person who said it.',
    'Name an interview under interviews/, or add it.',
  ),
  'interview-never-named': warning(
    'Nothing in the map comes from it: either it was not used, or facts do not say where they come from.',
    'Write its id in “from” of the facts this person told.',
  ),
  'fact-without-interview': warning(
    'Nobody can ask again where nobody is named.',
    'Write in “from” the id of the interview this was said in.',
  ),
  'answer-empty': error('A question was asked and nothing is written down.', 'Write the answer, or make it an open question.'),
  'question-open': error(
    'Somebody asked because it matters.',
    'Ask, and write the answer with who gave it and when under “answer”, or take the question off the list.',
  ),
} as const satisfies Record<string, Entry>
