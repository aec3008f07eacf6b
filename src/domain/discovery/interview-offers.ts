// What an answer suggests for the map, to be offered to the person who gave it, and the edits that write it once they have said yes.

import { documentNames } from './documents.ts'
import type { Edit, EditPlace } from './edited.ts'
import type { Interviewee } from './interview-file.ts'
import { suggestionsIn } from './interview-numbers.ts'
import type { ScriptQuestion } from './interview-script.ts'
import type { WorkflowMap } from './workflow-map.ts'

/** A value for a place of workflow.yaml; `was` is what the map says there now. */
export type Offer = { place: EditPlace; value: unknown; was: unknown; words: string; how: string | null }

/** Nothing is offered that the map says already. */
export function offersFrom(
  workflow: WorkflowMap | null,
  { question, answer, who, on }: { question: ScriptQuestion; answer: string; who: Interviewee; on: string },
): Offer[] {
  if (workflow === null) return []
  if (question.topic === 'open-questions') {
    const index = workflow.openQuestions.findIndex((open) => open.question === question.question && open.answer === null)
    const value = { text: answer, by: `${who.person}, ${who.role}`, on }
    return index === -1 ? [] : [{ place: ['openQuestions', index, 'answer'], value, was: null, words: answer, how: null }]
  }
  return suggestionsIn(question.about, answer).flatMap(({ place, value, words, how }) => {
    const type = workflow.queryTypes.find(({ name }) => name === place[1])
    const was = place[2] === 'minutes' ? type?.minutes : type?.perMonth
    return type === undefined || was === value ? [] : [{ place, value, was: was ?? null, words, how }]
  })
}

/** The edits of one accepted offer; a query type that names no interview yet names this one. */
export function editsOf(offer: Offer, workflow: WorkflowMap, who: Interviewee): Edit[] {
  const file = documentNames.workflow
  const set: Edit = { kind: 'set', file, place: offer.place, was: offer.was, now: offer.value }
  const type = offer.place[0] === 'queryTypes' ? workflow.queryTypes.find(({ name }) => name === offer.place[1]) : undefined
  if (type === undefined || type.from !== null) return [set]
  return [set, { kind: 'set', file, place: ['queryTypes', type.name, 'from'], was: null, now: who.id }]
}
