// Checks of what people said: facts lead back to an interview, differences between procedure and practice are settled by name, nothing is left open.

import { interviewPath } from '../discovery/documents.ts'
import { plainText } from '../discovery/words.ts'
import type { OpenQuestion, QueryType } from '../discovery/workflow-map.ts'
import type { Reporter } from './findings.ts'
import type { Ground } from './ground.ts'

export function checkInterviews(ground: Ground, report: Reporter): void {
  const { interviews, workflow } = ground.dossier
  if (!interviews.some((interview) => interview.doesTheWork))
    report.at('interview-missing', { file: 'interviews/', place: [], what: 'No interview is with a person who does the work.' })
  const named = checkSources(ground, report)
  for (const { id, answers, openQuestions, person } of interviews) {
    const file = interviewPath(id)
    if (!named.has(id))
      report.at('interview-never-named', {
        file,
        place: ['id'],
        what: `Nothing in the map is from the interview with ${person}.`,
      })
    for (const [at, { question, answer }] of answers.entries())
      if (answer.trim() === '')
        report.at('answer-empty', { file, place: ['answers', at], what: `${person} was asked and gave no answer: ${question}` })
    for (const at of unanswered(openQuestions))
      report.at('question-open', { file, place: ['openQuestions', at], what: `Not answered yet: ${openQuestions[at]?.question}` })
  }
  for (const at of unanswered(workflow.openQuestions))
    report.workflow('question-open', ['openQuestions', at], `Not answered yet: ${workflow.openQuestions[at]?.question}`)
  for (const [at, type] of workflow.queryTypes.entries())
    checkConflict(report, { said: type, name: type.name, place: ['queryTypes', at] })
  for (const [at, step] of workflow.steps.entries()) checkConflict(report, { said: step, name: step.id, place: ['steps', at] })
}

/** A blank answer, or one that nobody gave, is none. */
function unanswered(questions: readonly OpenQuestion[]): number[] {
  return questions.flatMap(({ answer }, at) => (answer?.text.trim() && answer.by.trim() ? [] : [at]))
}

/** The interviews that some fact names. Steps often follow from their query type, so only the larger facts must name one. */
function checkSources({ dossier, isInterview }: Ground, report: Reporter): Set<string> {
  const { workflow } = dossier
  const named = new Set<string>()
  const look = (list: readonly { from: string | null }[], key: string, mustName: boolean) => {
    for (const [at, { from }] of list.entries()) {
      if (from !== null) named.add(from)
      if (from !== null && !isInterview(from))
        report.workflow('interview-unknown', [key, at, 'from'], `A fact is said to come from the interview “${from}”.`)
      if (from === null && mustName) report.workflow('fact-without-interview', [key, at], `Nobody is named who said this.`)
    }
  }
  look(workflow.queryTypes, 'queryTypes', true)
  look(workflow.triggers, 'triggers', true)
  look(workflow.edgeCases, 'edgeCases', true)
  look(workflow.inputs, 'inputs', true)
  look(workflow.steps, 'steps', false)
  return named
}

type Conflict = { said: Pick<QueryType, 'sop' | 'practice' | 'resolution'>; name: string; place: readonly PropertyKey[] }

function checkConflict(report: Reporter, { said, name, place }: Conflict): void {
  const { sop, practice, resolution } = said
  const two = Boolean(sop?.trim() && practice?.trim())
  if (two && plainText(sop ?? '') !== plainText(practice ?? '') && resolution === null)
    report.workflow(
      'sop-and-practice-differ',
      [...place, 'practice'],
      `For “${name}” the SOP says one thing and people do another.`,
    )
  if (resolution === null) return
  if (!resolution.by.trim() || !resolution.what.trim())
    report.workflow('resolution-unsigned', [...place, 'resolution'], `Nobody has signed how “${name}” was settled.`)
  if (!two) report.workflow('resolution-of-nothing', [...place, 'resolution'], `For “${name}” there is nothing to settle.`)
}

/** People are there to be reached: each is named somewhere, and says how. */
export function checkPeople({ dossier }: Ground, report: Reporter): void {
  const { people, triggers, steps, edgeCases } = dossier.workflow
  const names = new Set([
    ...triggers.flatMap(({ who }) => who ?? []),
    ...steps.flatMap((step) => [...(step.kind === 'human' ? [step.who] : []), ...(step.lane === null ? [] : [step.lane])]),
  ])
  const words = plainText(
    [
      ...steps.flatMap((step) => (step.kind === 'escalate' ? step.reason : [])),
      ...edgeCases.map(({ handling }) => handling ?? ''),
    ].join(' '),
  )
  for (const [at, { name, title, contact }] of people.entries()) {
    if (!names.has(name) && !words.includes(plainText(title)) && !words.includes(plainText(name)))
      report.workflow('person-never-named', ['people', at], `Nothing goes to “${name}”.`)
    if (!contact?.trim()) report.workflow('person-without-contact', ['people', at], `Nobody has said how to reach “${name}”.`)
  }
}
