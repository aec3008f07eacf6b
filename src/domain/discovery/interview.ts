// An interview with someone who knows the work: who was asked, their role, when, and what they said. Facts in the map name the interview they came from.

import { z } from 'zod'
import { nameSchema, openQuestionSchema } from './workflow-map.ts'

const answerSchema = z.strictObject({
  topic: nameSchema.describe('What it is about, such as volumes or passwords.'),
  question: z.string().min(1).describe('The question as it was asked.'),
  answer: z.string().describe('The answer in the person’s own words.'),
  on: z.iso
    .date()
    .nullable()
    .default(null)
    .describe('The day of this answer, where the interview took more than one sitting; left out: the interview’s day.'),
})

export const interviewSchema = z
  .strictObject({
    id: nameSchema.describe('The name of this file without .yaml; “from” in the map refers to it.'),
    person: z.string().min(1).describe('Who was asked.'),
    role: z.string().min(1).describe('What they do, and where.'),
    doesTheWork: z
      .boolean()
      .describe('Whether this person does the workflow’s work today; a dossier without one such interview cannot be signed.'),
    on: z.iso.date().describe('The day of the interview, as 2026-11-24.'),
    answers: z.array(answerSchema).min(1).describe('What was asked and said, in order.'),
    openQuestions: z.array(openQuestionSchema).default([]).describe('What this person could not say.'),
  })
  .describe('An interview with someone who knows the work.')

export type Interview = z.infer<typeof interviewSchema>
