// The file of an interview while it is being held: begun with its first answer and added to one by one, in text, so that comments and whatever else
// stands in it stay. An answer is the person's own words; only what no file can keep is taken out of it.

import { canonicalText } from './canonical-form.ts'
import { interviewPath, readInterview } from './documents.ts'
import { applyEdits } from './edit.ts'
import type { Edit } from './edited.ts'
import type { Interview } from './interview.ts'
import { passedOn, type ScriptQuestion } from './interview-script.ts'
import { plainText } from './words.ts'

/** Who is interviewed, and since when (a day as 2026-11-24). */
export type Interviewee = Pick<Interview, 'id' | 'person' | 'role' | 'doesTheWork' | 'on'>

/** What was said to a question: an answer, or a question for somebody else with a note such as who may know; the note may be empty. */
export type Saying = { kind: 'answer'; text: string } | { kind: 'pass'; note: string }

export type Kept = { ok: true; text: string } | { ok: false; why: string }

/** A longer answer is a document that was pasted, and a file of a dossier has an end. */
export const maxAnswerCharacters = 10_000

/** Free of characters that no file and no database keeps, and of those that steer a terminal; line breaks and tabs stay. */
export function cleanWords(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim()
}

/** What a line says: nothing (skipped), `?` and a note (passed on), or an answer. */
export function sayingOf(line: string): Saying | null {
  const words = cleanWords(line)
  if (words === '') return null
  return words.startsWith('?') ? { kind: 'pass', note: words.slice(1).trim() } : { kind: 'answer', text: words }
}

/** The interview of this person among those there are; names are compared as people read them. */
export function interviewOf(person: string, interviews: readonly Interview[]): Interview | null {
  const name = plainText(person)
  const isThem = (one: Interview) => (name.trim() === '' ? one.person === person : plainText(one.person) === name)
  return interviews.find(isThem) ?? null
}

/** A name for the file of a new interview, made from the person's; `taken` are the ids there are. */
export function freshInterviewId(person: string, taken: readonly string[]): string {
  const words = plainText(person)
    .trim()
    .replace(/[^a-z0-9]+/g, '-')
  const base = words.replace(/^-+|-+$/g, '').slice(0, 60) || 'interview'
  for (let count = 1; ; count++) {
    const id = count === 1 ? base : `${base}-${count}`
    if (!taken.includes(id)) return id
  }
}

/**
 * The text of the file with this said in it; `text` null begins one. An answer given on another day than the interview's carries its own. Refuses when the
 * file cannot be read or would become one that cannot be.
 */
export function withSaying(
  text: string | null,
  { who, question, saying, on }: { who: Interviewee; question: ScriptQuestion; saying: Saying; on: string },
): Kept {
  const file = interviewPath(who.id)
  if (saying.kind === 'answer' && [...saying.text].length > maxAnswerCharacters)
    return { ok: false, why: `an answer has at most ${maxAnswerCharacters} characters; say the gist, and name the document` }
  const made = text === null ? begun(file, { who, question, saying }) : addedTo(file, text, { question, saying, on })
  if (!made.ok) return made
  const [problem] = readInterview(file, made.text).problems
  return problem ? { ok: false, why: `${file}${problem.line === null ? '' : `:${problem.line}`}: ${problem.what}` } : made
}

function begun(file: string, { who, question, saying }: { who: Interviewee; question: ScriptQuestion; saying: Saying }): Kept {
  // An interview has at least one answer; a question that was passed on stands there as asked and not answered.
  const answer = { topic: question.id, question: question.question, answer: saying.kind === 'answer' ? saying.text : '' }
  const open = saying.kind === 'pass' ? { openQuestions: [openOf(question, saying.note)] } : {}
  const { id, person, role, doesTheWork, on } = who
  // JSON is YAML, and the canonical form makes it readable.
  const text = canonicalText(file, JSON.stringify({ id, person, role, doesTheWork, on, answers: [answer], ...open }))
  return typeof text === 'string' ? { ok: true, text } : { ok: false, why: text.what }
}

function addedTo(
  file: string,
  text: string,
  { question, saying, on }: { question: ScriptQuestion; saying: Saying; on: string },
): Kept {
  const { interview, problems } = readInterview(file, text)
  const [problem] = problems
  if (interview === null)
    return { ok: false, why: `${file}${problem?.line ? `:${problem.line}` : ''} cannot be read: ${problem?.what ?? ''}` }
  const edited = applyEdits({ [file]: text }, [
    ...(saying.kind === 'answer'
      ? answerEdits(file, interview, { question, answer: saying.text, on })
      : [add(file, 'openQuestions', openOf(question, saying.note))]),
  ])
  if (edited.ok) return { ok: true, text: edited.files[file] ?? '' }
  return { ok: false, why: `${file} cannot be added to${edited.kind === 'impossible' ? `: ${edited.why}` : ''}` }
}

/** A question that was asked before and not answered gets its answer where it stands; every other answer is added at the end. */
function answerEdits(
  file: string,
  interview: Interview,
  { question, answer, on }: { question: ScriptQuestion; answer: string; on: string },
): Edit[] {
  const asked = interview.answers.findIndex((one) => one.answer.trim() === '' && one.question === question.question)
  const day = on === interview.on ? [] : [on]
  if (asked === -1)
    return [add(file, 'answers', { topic: question.id, question: question.question, answer, ...(day.length > 0 ? { on } : {}) })]
  const before = interview.answers[asked]!
  return [
    { kind: 'set', file, place: ['answers', asked, 'answer'], was: before.answer, now: answer },
    ...day.map((now): Edit => ({ kind: 'set', file, place: ['answers', asked, 'on'], was: before.on, now })),
  ]
}

function add(file: string, list: string, value: unknown): Edit {
  return { kind: 'add', file, place: [list], value, at: null }
}

function openOf(question: ScriptQuestion, note: string) {
  return { question: passedOn(question, note), about: question.about }
}
