// Everything the dossier compiler can find: one table of codes with severity, why it matters and what to do. Codes never change meaning.

import { documentNames, type Place, type Source } from '../discovery/documents.ts'
import type { Finding } from '../discovery/dossier.ts'

type Entry = { severity: Finding['severity']; why: string; remedy: string }

/** An error blocks signing; a warning is shown to the people who sign. */
export const findingCodes = {
  'name-twice': {
    severity: 'error',
    why: 'Everything later refers to it by name, and two cannot be told apart.',
    remedy: 'Rename one of them.',
  },
  'name-reserved': {
    severity: 'error',
    why: 'Tenure gives this name to queries that fit no declared type.',
    remedy: 'Choose another name.',
  },
  'employee-differs': {
    severity: 'warning',
    why: 'The map and the role definition seem to speak of different employees.',
    remedy: 'Write the same name in “employee” of workflow.yaml and “name” of SOUL.md.',
  },
  'type-without-path': {
    severity: 'error',
    why: 'Nobody has said what happens to such a query.',
    remedy: 'Name its first step in “start”, or leave the type out so that people get it.',
  },
  'type-with-few-examples': {
    severity: 'error',
    why: 'One example is a phrase, not a kind of query; recognising it would be chance.',
    remedy: 'Add at least two examples in the words people use.',
  },
  'example-misread': {
    severity: 'warning',
    why: 'If its own example is not recognised, real queries of this type will not be either.',
    remedy: 'Make the examples of the two types more different, or add a rule.',
  },
  'no-major-type': {
    severity: 'warning',
    why: 'Gates count the major types one by one; without any, nothing is known to be covered.',
    remedy: 'Mark the types with at least 4 % of the volume as major.',
  },
  'sop-and-practice-differ': {
    severity: 'error',
    why: 'The employee can follow only one of them, and a reviewer will expect the other.',
    remedy: 'Decide with the people who do the work, and write in “resolution” which holds and who said so.',
  },
  'edge-case-without-handling': {
    severity: 'error',
    why: 'Edge cases take most of the time and cause most of the harm.',
    remedy: 'Say in “handling” what is done, or that it goes to a person and to whom.',
  },
  'step-target-missing': {
    severity: 'error',
    why: 'The path would end in the middle.',
    remedy: 'Name an existing step, or add the missing one.',
  },
  'decision-without-otherwise': {
    severity: 'error',
    why: 'When no branch holds, nobody has said what happens.',
    remedy: 'Add “otherwise”; an escalate step is a good answer.',
  },
  'step-unreachable': {
    severity: 'error',
    why: 'No path leads here: either a branch is missing or the step is left over.',
    remedy: 'Lead a path to it or take it out.',
  },
  'condition-invalid': {
    severity: 'error',
    why: 'A condition that cannot be decided sends every query to a person.',
    remedy: 'Mend the condition; only declared fields and earlier results may be used.',
  },
  'condition-reads-unknown-step': {
    severity: 'error',
    why: 'There will never be such a result, so the condition is never decided.',
    remedy: 'Name the id of an action step before this one.',
  },
  'blank-unknown': {
    severity: 'error',
    why: 'A blank that is never filled sends every query on this path to a person.',
    remedy: 'Use query, requester, channel, queryType, fields.<declared>, result.<…> or results.<step>.<…>.',
  },
  'write-result-used': {
    severity: 'warning',
    why: 'Outside shadow a write is performed after the proposal, so its result is not there yet and the path goes to a person.',
    remedy: 'Read what is needed before the write, and reply without its result.',
  },
  'person-unknown': { severity: 'error', why: 'Nobody would get it.', remedy: 'List the person or team under “people”.' },
  'trigger-unknown': {
    severity: 'error',
    why: 'The escalation would name a trigger that does not exist.',
    remedy: 'Name one of “triggers”, or null.',
  },
  'trigger-without-person': {
    severity: 'error',
    why: 'An escalation to nobody is a lost query.',
    remedy: 'Say in “who” which person or team gets it.',
  },
  'trigger-without-channel': {
    severity: 'error',
    why: 'The person must know where to look.',
    remedy: 'Say in “channel” how it reaches them.',
  },
  'trigger-without-time': {
    severity: 'error',
    why: 'Without a time nobody can say whether an escalation was answered late.',
    remedy: 'Say in “answerWithinMinutes” when it must be answered.',
  },
  'trigger-without-test': {
    severity: 'error',
    why: 'An untested trigger is a hope.',
    remedy: 'Give in “test” a query that must fire it.',
  },
  'trigger-test-fails': {
    severity: 'error',
    why: 'The query that must go to a person would not.',
    remedy: 'Mend the condition or the test.',
  },
  'few-triggers': {
    severity: 'warning',
    why: 'Workflows that were looked at closely have at least ten; fewer usually means that questions were not asked.',
    remedy: 'Ask in interviews: when do you hand this to somebody else?',
  },
  'operation-unknown': {
    severity: 'error',
    why: 'What the integration map does not list is refused.',
    remedy: 'List the system and operation in integrations.yaml, or mend the name.',
  },
  'operation-without-access': {
    severity: 'error',
    why: 'The integration map gives no access to it, so it is refused.',
    remedy: 'Change “access”, with the consent of the system’s owner, or leave the step out.',
  },
  'operation-not-granted': {
    severity: 'error',
    why: 'The role does not allow what the path does, so every such query is refused.',
    remedy: 'Add it under “may” in SOUL.md for this query type, or change the path.',
  },
  'operation-forbidden': {
    severity: 'error',
    why: 'The role forbids what the path does; forbidding wins.',
    remedy: 'Take it out of the path or of “must_not”.',
  },
  'reply-not-granted': {
    severity: 'error',
    why: 'The path replies, and the role does not allow replies for this query type.',
    remedy: 'Add “do: reply” under “may” in SOUL.md for this query type.',
  },
  'grant-never-used': { severity: 'warning', why: 'A permission nobody needs is only a risk.', remedy: 'Take it out of “may”.' },
  'grant-type-unknown': {
    severity: 'error',
    why: 'The grant is for a query type that does not exist.',
    remedy: 'Mend the name in “for”.',
  },
  'allowed-and-forbidden': {
    severity: 'error',
    why: 'Forbidding wins, so the grant is a promise that is not kept.',
    remedy: 'Decide which of the two holds and take the other out.',
  },
  'operation-risk-unknown': {
    severity: 'warning',
    why: 'Nobody has said what a mistake with it would cost.',
    remedy: 'Ask the system’s owner and write low, medium or high in “risk”.',
  },
  'role-too-long': {
    severity: 'error',
    why: 'OpenClaw refuses a longer file, and people do not read one.',
    remedy: 'Shorten it to 18,000 characters; details belong in the workflow map.',
  },
  'interview-missing': {
    severity: 'error',
    why: 'A map nobody who does the work has spoken to is a guess.',
    remedy: 'Interview a person who does the work today and add it under interviews/.',
  },
  'interview-unknown': {
    severity: 'error',
    why: 'A fact must lead back to the person who said it.',
    remedy: 'Name an interview under interviews/, or add it.',
  },
  'question-open': {
    severity: 'error',
    why: 'Somebody asked because it matters.',
    remedy: 'Ask, write the answer into the interview, and take the question off the list.',
  },
  'escalation-bounds-crossed': {
    severity: 'error',
    why: 'No rate can be above the larger and below the smaller.',
    remedy: 'Make escalation.minRatio at most escalation.maxRatio.',
  },
} as const satisfies Record<string, Entry>

export type FindingCode = keyof typeof findingCodes

/** Where a finding stands and what was found there, in one sentence. */
type Spot = { file: string; place: Place; what: string }

/** Collects findings; looks the line up in the source. */
type Report = (code: FindingCode, spot: Spot) => void

/** Shorthands for the four documents, so that checks name a place and not a file. */
export type Reporter = {
  findings: Finding[]
  workflow(code: FindingCode, place: Place, what: string): void
  role: Reporter['workflow']
  integrations: Reporter['workflow']
  targets: Reporter['workflow']
  at: Report
}

export function reporter(source: Source): Reporter {
  const findings: Finding[] = []
  const at: Report = (code, { file, place, what }) => {
    findings.push({ code, ...findingCodes[code], file, line: source.lineOf(file, place), what })
  }
  const inside = (file: string) => (code: FindingCode, place: Place, what: string) => at(code, { file, place, what })
  return {
    findings,
    at,
    workflow: inside(documentNames.workflow),
    role: inside(documentNames.role),
    integrations: inside(documentNames.integrations),
    targets: inside(documentNames.targets),
  }
}
