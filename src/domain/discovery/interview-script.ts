// Which questions an interview asks, in which order, and which of them have been answered: adapted to what the map says already and to who is asked.
// It takes nothing from an answer; what an answer suggests is offered by interview-numbers.ts.

import type { Interview } from './interview.ts'
import {
  type AskedOf,
  gapQuestions,
  generalQuestions,
  type Question,
  type ScriptTopic,
  scriptTopics,
  typeQuestions,
} from './interview-questions.ts'
import { wordsOf } from './words.ts'
import type { QueryType, WorkflowMap } from './workflow-map.ts'

/**
 * One question. `id` is the topic under which its answer is kept, so that it is known again when a title changes; `about` is the place of the map the answer
 * belongs to. `open`: passed on to somebody else. A question that is neither answered nor open is still to be asked.
 */
export type ScriptQuestion = {
  id: string
  /** Which question of the bank it is, and what fills its blanks: with them it is asked in other languages. */
  code: string
  blanks: Readonly<Record<string, string>>
  topic: ScriptTopic
  question: string
  followUps: readonly string[]
  purpose: string
  about: string | null
  answered: boolean
  open: boolean
}

/** An interview that has not begun has no answers yet. */
export type InterviewSoFar = Pick<Interview, 'doesTheWork' | 'answers' | 'openQuestions'>

/**
 * The script for one person. Without a map only the general questions are asked; without an interview, those for everybody. What belongs together is asked
 * together, and the query types that take most of the time come first: an interview may end before the script does.
 */
export function scriptFor({
  workflow,
  interview,
}: {
  workflow: WorkflowMap | null
  interview: InterviewSoFar | null
}): ScriptQuestion[] {
  const asked = interview === null ? null : interview.doesTheWork ? 'worker' : 'owner'
  const [types, rest] =
    workflow === null ? [[], []] : [typed(workflow, asked), [...gaps(workflow, asked), ...openOf(workflow, interview)]]
  const ofTopic = (topic: ScriptTopic) => [
    ...generalQuestions[topic].filter((question) => isFor(question.for, asked)).map((question) => general(topic, question)),
    ...rest.filter((question) => question.topic === topic),
  ]
  const opening: ScriptTopic[] = ['inputs', 'volumes']
  const later = scriptTopics.filter((topic) => !opening.includes(topic))
  const questions = [...opening.flatMap(ofTopic), ...types, ...later.flatMap(ofTopic)]
  return questions.map((question) => ({ ...question, ...standing(question, interview) }))
}

/** The question of an open question that came from this one. */
export function passedOn(question: Pick<ScriptQuestion, 'question'>, note: string): string {
  return note === '' ? question.question : `${question.question} (${note})`
}

type Unasked = Omit<ScriptQuestion, 'answered' | 'open'>

function isFor(whom: AskedOf, asked: 'worker' | 'owner' | null): boolean {
  return whom === 'both' || asked === null || whom === asked
}

function general(topic: ScriptTopic, { key, question, followUps, purpose }: Question): Unasked {
  const id = `${topic}.${key}`
  return { id, code: id, blanks: {}, topic, question, followUps, purpose, about: null }
}

// An id is kept as the topic of an answer, which is a name of at most 80 characters.
const maxIdCharacters = 80
const maxQuotedCharacters = 300

type Template = { question: string; followUps: readonly string[]; purpose: string }
/** Where a template stands: `type.steps` is `typeQuestions.steps`. */
type Named = { code: `type.${keyof typeof typeQuestions}` | `gap.${keyof typeof gapQuestions}`; template: Template }

function filled(
  topic: ScriptTopic,
  key: string,
  { code, template, about, blanks }: Named & { about: string | null; blanks: Readonly<Record<string, string>> },
): Unasked {
  const filling = Object.fromEntries(Object.entries(blanks).map(([name, text]) => [name, quoted(text)]))
  const question = template.question.replace(/\{(title|sop|practice)\}/g, (_, name: string) => filling[name] ?? '')
  const id = `${topic}.${key}`.slice(0, maxIdCharacters)
  return { id, code, blanks: filling, topic, question, followUps: template.followUps, purpose: template.purpose, about }
}

function quoted(text: string): string {
  const signs = [...text.trim()]
  return signs.length > maxQuotedCharacters ? `${signs.slice(0, maxQuotedCharacters).join('')}…` : signs.join('')
}

/** People who do the work are asked about every query type; others only where procedure and practice are to be settled. */
function typed(workflow: WorkflowMap, asked: 'worker' | 'owner' | null): Unasked[] {
  return byTime(workflow.queryTypes).flatMap((type) => {
    const blanks = { title: type.title, sop: type.sop ?? '', practice: type.practice ?? '' }
    const ask = (topic: ScriptTopic, key: string, which: keyof typeof typeQuestions) =>
      filled(topic, key, { code: `type.${which}`, template: typeQuestions[which], about: `queryTypes.${type.name}`, blanks })
    const settled = type.sop === null || type.practice === null || type.resolution !== null || isSame(type.sop, type.practice)
    const resolution = settled ? [] : [ask('sop-and-practice', `${type.name}.resolution`, 'resolution')]
    if (asked === 'owner') return resolution
    return [
      ask('volumes', type.name, 'volumes'),
      ask('steps', type.name, 'steps'),
      ...(type.major ? [ask('branches', type.name, 'branches')] : []),
      ask('sop-and-practice', type.name, type.sop === null ? 'practice' : 'practiceBeside'),
      ...resolution,
    ]
  })
}

function isSame(a: string, b: string): boolean {
  return wordsOf(a).join(' ') === wordsOf(b).join(' ')
}

/** Most handling time first; where nobody has said it, majors first. */
function byTime(types: readonly QueryType[]): QueryType[] {
  const minutes = (type: QueryType) => (type.perMonth ?? 0) * (type.minutes ?? 0)
  return types.toSorted((a, b) => minutes(b) - minutes(a) || Number(b.major) - Number(a.major))
}

function gaps(workflow: WorkflowMap, asked: 'worker' | 'owner' | null): Unasked[] {
  const triggers = workflow.triggers
    .filter(({ who, channel, answerWithinMinutes, test }) => [who, channel, answerWithinMinutes, test].includes(null))
    .map(({ name }) => {
      const blanks = { title: name.replace(/[-_.]+/g, ' ') }
      return filled('escalation', name, {
        code: 'gap.trigger',
        template: gapQuestions.trigger,
        about: `triggers.${name}`,
        blanks,
      })
    })
  const cases = workflow.edgeCases
    .filter(({ handling }) => handling === null)
    .map(({ name, what }) =>
      filled('exceptions', name, {
        code: 'gap.edgeCase',
        template: gapQuestions.edgeCase,
        about: `edgeCases.${name}`,
        blanks: { title: what },
      }),
    )
  return [...(asked === 'owner' ? [] : cases), ...triggers]
}

/** Open questions of the map, but not those this very person could not answer. */
function openOf(workflow: WorkflowMap, interview: InterviewSoFar | null): Unasked[] {
  const own = new Set(interview?.openQuestions.map(({ question }) => question))
  return workflow.openQuestions
    .filter(({ question, answer }) => answer === null && !own.has(question))
    .map(({ question, about }) => {
      const slug = wordsOf(question)
        .join('-')
        .replace(/[^a-z0-9-]+/g, '')
        .replace(/^-+/, '')
        .slice(0, 50)
      return {
        ...filled('open-questions', slug || 'asked', { code: 'gap.open', template: gapQuestions.open, about, blanks: {} }),
        question,
        blanks: { title: question },
      }
    })
}

/** Whatever was said, also by hand under another topic, counts when the question is the same. */
function standing(question: Unasked, interview: InterviewSoFar | null): { answered: boolean; open: boolean } {
  const isThis = (topic: string, asked: string) => asked === question.question || (topic === question.id && !isShared(question))
  const answered =
    interview?.answers.some(({ topic, question: asked, answer }) => answer.trim() !== '' && isThis(topic, asked)) ?? false
  const open =
    interview?.openQuestions.some(
      ({ question: asked, answer }) =>
        answer === null && (asked === question.question || asked.startsWith(`${question.question} (`)),
    ) ?? false
  return { answered, open: open && !answered }
}

/** Ids of open questions are made from their words and may be shared by two that begin alike. */
function isShared({ topic }: Unasked): boolean {
  return topic === 'open-questions'
}
