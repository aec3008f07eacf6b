// What the compiler can find in the integration map and in the targets. Codes never change meaning.

import { type Entry, error, warning } from './finding.ts'

export const findingsOfSystems = {
  'operation-risk-unknown': warning(
    'Nobody has said what a mistake with it would cost.',
    'Ask the system’s owner and write low, medium or high in “risk”.',
  ),
  'read-of-unknown-risk': error(
    'Reads are performed at once, in shadow too; one that nobody has looked at may change something.',
    'Ask the system’s owner whether it only reads, and write low, medium or high in “risk”; or mark it as a write.',
  ),
  'operation-never-used': warning(
    'Access that no grant uses is only a risk.',
    'Set “access: none”, or take the operation out of the map.',
  ),
  'system-without-operations': warning(
    'Nothing may be asked of it, so it does nothing here.',
    'List its operations, or take the system out.',
  ),
  'credential-is-a-secret': error(
    'The dossier is read by many and kept for ever; a secret in it is a secret no more.',
    'Change the secret now, and write here only the name of the environment variable that holds the new one.',
  ),
  'system-without-country': warning(
    'It holds personal or confidential data and nobody has said in which country (DPDP, GDPR: transfers).',
    'Write the two letters of the country in “country”, such as AT or IN.',
  ),
  'country-unknown': error('No country has these two letters.', 'Write the two capital letters of ISO 3166, such as AT or IN.'),
  'connector-address-invalid': error('It cannot be reached.', 'Write a whole address that begins with http:// or https://.'),
  'connector-unencrypted': warning(
    'What is read and written there crosses the network in the clear.',
    'Use https:// for everything that is not on the same machine.',
  ),
  'api-description-out-of-reach': error(
    'Tenure does not have that file when it makes a call, so it makes none.',
    'Write the address of the description, or put it under “document” of the connector.',
  ),
  'api-operation-unusable': error(
    'It cannot be called as it is described.',
    'Name it in “http” by its operationId or its route, or mend the description.',
  ),
  'write-not-seen': warning(
    'The agent performs it and only reports: Tenure records what it is told and cannot stop it.',
    'Connect the system through MCP or OpenAPI, so that Tenure performs the write.',
  ),
  'probe-missing': warning(
    'Nobody notices that the system is down until a query fails.',
    'Name in “probe” a read that tells whether it is well.',
  ),
  'probe-unknown': error('The probe asks for an operation that the system does not list.', 'Name a read of this system.'),
  'probe-writes': error(
    'A probe runs every few minutes by itself; it must not change anything.',
    'Name an operation with “access: read”.',
  ),
  'tool-hash-missing': warning(
    'The server may change what the tool does, and nothing would notice.',
    'Write the SHA-256 of the definition that was looked at in “toolHash”; `tenure dossier init --from` does it.',
  ),
  'tool-hash-malformed': error('It matches no tool definition.', 'Write a SHA-256: 64 digits and letters a to f.'),
  'arguments-not-described': warning(
    'Any argument is let through, and nobody can see from the map what is sent.',
    'Write the JSON Schema of its arguments in “arguments”.',
  ),
  'arguments-unenforceable': error(
    'A schema that cannot be held to the letter refuses every call of the operation.',
    'Use the keywords that docs/dossier.md lists under “Arguments”.',
  ),
  'amount-argument-unknown': error(
    'The argument that must say how much is not one of the operation’s, so every call is refused.',
    'Name one of “arguments”, and list it under “required”.',
  ),
  'recipients-argument-unknown': error(
    'The argument that must say to whom is not one of the operation’s, so nothing is checked.',
    'Name one of “arguments”.',
  ),
  'write-cannot-be-repeated': warning(
    'When the answer is lost nobody knows whether it was done, and a person has to look each time.',
    'Let the system honour an idempotency key, or name in “lookup” a read that tells.',
  ),
  'proof-unusable': error(
    'Tenure would try again believing what this proof says; one that cannot be read proves nothing.',
    'Write “when” in CEL over asked, found and key, and take “arguments” from arguments of the write, or {{key}}.',
  ),
  'lookup-unknown': error(
    'What is asked before a write is tried again must be a read of the same system.',
    'Name a read of this system in “lookup”, or null.',
  ),
  'answers-not-described': warning(
    'Nobody can see from the map which data it answers with, so no path and no grant can be held against it.',
    'List the fields it answers with in “returns”.',
  ),
} as const satisfies Record<string, Entry>

export const findingsOfTargets = {
  'escalation-bounds-crossed': error(
    'No rate can be above the larger and below the smaller.',
    'Make escalation.minRatio at most escalation.maxRatio.',
  ),
  'escalation-unbounded': warning(
    'Any rate is inside such bounds, so escalation is not measured at all.',
    'Ask how many queries people hand over today, and set the bounds around it.',
  ),
  'target-unprovable': error(
    'Even if no output were ever wrong, the cap is reached before the proof: the gate can never be met.',
    'Raise reviewCap, lower accuracy.targetRatio, or accept a larger accuracy.alphaRatio.',
  ),
  'target-hardly-provable': warning(
    'With an accuracy halfway between the target and perfect, the proof takes more reviews than the cap, or more queries than arrive in 90 days.',
    'See `tenure dossier plan`: promote on the floor, narrow the scope, lower the target, or wait longer, all on the record.',
  ),
  'minimum-above-cap': error(
    'The cap is reached before the reviews that are asked for at least.',
    'Raise reviewCap or lower minReviews.',
  ),
  'target-below-baseline': warning(
    'It may be worse than the people are today and still pass.',
    'Raise accuracy.targetRatio to what people get right, or say in a comment why less will do.',
  ),
  'cost-above-baseline': warning(
    'It may cost more than the people do today and still pass.',
    'Lower costPerInteractionUsd, or say in a comment what is gained.',
  ),
  'target-not-set': warning(
    'What was not agreed before cannot be held against it later.',
    'Agree on a number and write it down.',
  ),
  'baseline-missing': warning(
    'Nobody can say later whether anything became better.',
    'Measure volume, minutes, cost and accuracy of the work as people do it today, and write them in “baseline”.',
  ),
  'expected-missing': warning(
    'There is no business case without it.',
    'Write in “expected” what share is handled, and what it will cost and take.',
  ),
  'reviewers-missing': warning(
    'Reviews take people’s time, and nobody has said whose.',
    'Write in “reviewers” how many people review and for how many hours a week.',
  ),
  'reviewers-overloaded': warning(
    'In shadow every query is reviewed, and that takes more hours than the reviewers have.',
    'Give more hours, or begin with fewer query types or channels.',
  ),
  'volumes-differ': warning(
    'The volumes of the types and that of the baseline are more than a quarter apart: one of them is wrong.',
    'Count again, and mend “perMonth” in workflow.yaml or baseline.interactionsPerMonth.',
  ),
  'minutes-differ': warning(
    'The minutes of the types, weighed by volume, and those of the baseline are more than a quarter apart: one of them is wrong.',
    'Ask again, and mend “minutes” in workflow.yaml or baseline.minutesPerInteraction.',
  ),
} as const satisfies Record<string, Entry>
