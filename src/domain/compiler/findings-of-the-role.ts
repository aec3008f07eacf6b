// What the compiler can find in the role definition: grants, prohibitions, limits, destinations, and the text the agent reads. Codes never change meaning.

import { type Entry, error, warning } from './finding.ts'

export const findingsOfTheRole = {
  'operation-unknown': error(
    'What the integration map does not list is refused.',
    'List the system and operation in integrations.yaml, or mend the name.',
  ),
  'operation-without-access': error(
    'The integration map gives no access to it, so it is refused.',
    'Change “access”, with the consent of the system’s owner, or leave the step out.',
  ),
  'operation-not-granted': error(
    'The role does not allow what the path does, so every such query is refused.',
    'Add it under “may” in SOUL.md for this query type, or change the path.',
  ),
  'operation-forbidden': error(
    'The role forbids what the path does; forbidding wins.',
    'Take it out of the path or of “must_not”.',
  ),
  'reply-not-granted': error(
    'The path replies, and the role does not allow replies for this query type.',
    'Add “do: reply” under “may” in SOUL.md for this query type.',
  ),
  'grant-never-used': warning('A permission nobody needs is only a risk.', 'Take it out of “may”.'),
  'grant-type-unknown': error('The grant is for a query type that does not exist.', 'Mend the name in “for”.'),
  'grant-shadowed': warning(
    'An earlier grant covers the same operation for the same types and the first one counts, purpose and fields included.',
    'Join the two, or take one out.',
  ),
  'grant-without-purpose': warning(
    'Personal data is used for a named purpose only (DPDP, GDPR), and an auditor asks for it.',
    'Say in “purpose” what it is for, in a few words.',
  ),
  'grant-field-not-returned': error(
    'The operation does not answer with such a field: either the grant or the map is wrong.',
    'Mend the name, or list the field under “returns” of the operation.',
  ),
  'grant-field-never-used': warning(
    'Data that no path needs is personal data used for no purpose (DPDP, GDPR: data minimisation).',
    'Take the field out of “fields” of the grant.',
  ),
  'grant-arguments-unenforceable': error(
    'A schema that cannot be held to the letter refuses every call under the grant.',
    'Use the keywords that docs/dossier.md lists under “Arguments”.',
  ),
  'grant-term-without-ground': error(
    'No operation the grant covers says which argument it means, so the term would limit nothing.',
    'Name the argument under “amount” or “recipients” of the operation, or take the term out.',
  ),
  'field-not-granted': error(
    'The path uses a field that the role’s list for this operation leaves out, so the list is not what is really used.',
    'Add it to “fields” of the grant, if the purpose needs it, or do without it in the path.',
  ),
  'sensitive-read-without-fields': warning(
    'It reads personal or confidential data and nobody has said which of it is needed.',
    'List in “fields” of the grant what is used, and nothing else.',
  ),
  'allowed-and-forbidden': error(
    'Forbidding wins, so the grant is a promise that is not kept.',
    'Decide which of the two holds and take the other out.',
  ),
  'nothing-forbidden': warning(
    'Nobody has said what it must never do, whatever it is told; every real job has such things.',
    'Ask in interviews what would be unforgivable, and list it under “must_not”.',
  ),
  'prohibition-without-reason': warning(
    'People who read the role, and the agent, follow a rule better when they know why.',
    'Say in “why” what it protects.',
  ),
  'forbidden-but-open': warning(
    'Only the role forbids it: the integration map still gives access, so one deleted line would open it.',
    'Set “access: none” for it in integrations.yaml too.',
  ),
  'review-without-grant': warning(
    'It always waits for a person and is granted to nobody, so it never happens.',
    'Grant it under “may”, or take it out of “always_review”.',
  ),
  'review-of-a-read': warning(
    'Every such read waits for a person, and the path waits with it.',
    'Keep “always_review” for what changes something, or say in a comment why this read needs a person.',
  ),
  'rule-of-two': error(
    'Text from outsiders, sensitive data and a change that matters meet with no person between them: words in a message could do harm (Rule of Two).',
    'Put the operation under “always_review”; or let it act on the requester only (“recipients” of the operation and destinations.rule: requester); or take away one of the three.',
  ),
  'rule-of-two-requester': warning(
    'It acts on the requester only, and the channel does not prove who that is: a forged sender could have it done to somebody.',
    'Put the operation under “always_review”, or hand such queries over on channels that prove nobody; signing with it accepts the risk.',
  ),
  'escalation-never-fires': error(
    'The condition can never be true, so nothing is ever handed over by it.',
    'Mend the condition: look for misspelt names and parts that exclude each other.',
  ),
  'escalation-always-fires': error(
    'The condition is true of every query, so everything goes to a person and nothing is ever handled.',
    'Say what sets these queries apart.',
  ),
  'limit-below-path': error(
    'A path does more than the limit allows, so its last step is refused every time.',
    'Raise the limit, or do less on that path.',
  ),
  'writes-per-day-unlimited': warning(
    'An error that repeats itself is stopped by nothing until a person sees it.',
    'Set limits.writesPerDay a little above a busy day.',
  ),
  'money-without-limit': error(
    'It moves money and nothing says how much is too much.',
    'Set limits.moneyPerInteraction and limits.moneyPerDay.',
  ),
  'recipients-anywhere': warning(
    'It sends something to addresses that may come from a message an outsider wrote, and any address will do.',
    'Write destinations.rule: requester, or directory with the addresses that are meant.',
  ),
  'destination-malformed': error(
    'An entry that is neither an address nor a domain covers nothing, or more than is meant.',
    'Write one address, or @domain for every address of a domain.',
  ),
  'directory-not-in-use': warning(
    'The directory and the rule do not fit together: a directory counts only with the rule “directory”, and that rule needs one.',
    'Write destinations.rule: directory, or empty the list.',
  ),
  'language-unknown': warning(
    'Nobody can tell in which languages it answers.',
    'Write codes such as en, hi, de or pt-BR, and at least one.',
  ),
  'disclosure-missing': warning(
    'People have a right to know that they write with a machine (EU AI Act, article 50).',
    'Write in “disclosure” the sentence that says so.',
  ),
  'role-heading-missing': warning(
    'OpenClaw’s own role files have these headings, and people look for them.',
    'Add “# SOUL.md - <role>” and under it “## Core Truths”, “## Boundaries”, “## Vibe” and “## Continuity”.',
  ),
  'role-too-long': error(
    'OpenClaw refuses a longer file, and people do not read one.',
    'Shorten it to 18,000 characters; details belong in the workflow map.',
  ),
} as const satisfies Record<string, Entry>
