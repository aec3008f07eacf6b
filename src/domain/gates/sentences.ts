// What a gate says of a criterion: every sentence, and every part of one. Whoever adds one adds it in each language of the console; a test names what is missing.
// Parts follow one another: one that begins with a punctuation mark goes on in the sentence before it.

import { type Phrase, type Sentence, sentencesOf } from '../sentence.ts'

export const gateSentences = {
  // Lists.
  name: '{name}',
  and_more: 'and {n} more',
  // Standing.
  no_incident: 'No incident is open.',
  one_incident: 'One incident is open; each must be remedied, and closed by a second person, first.',
  incidents: '{n} incidents are open; each must be remedied, and closed by a second person, first.',
  no_drift: 'No drift alarm is open.',
  drift: 'Something has moved since it was proven: {alarms}. A person must decide what follows.',
  no_plan:
    'No plan was registered for this rollout before its evidence was seen. Register it now: evidence counts from the plan on (“tenure rollout plan”).',
} as const satisfies Readonly<Record<string, string>>

export const { says, phrase, inEnglish } = sentencesOf(gateSentences)

/** The reason of a criterion: in English, and in parts for other languages. */
export function because(...parts: readonly Sentence[]): { reason: string; says: readonly Sentence[] } {
  return { reason: inEnglish(parts), says: parts }
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
