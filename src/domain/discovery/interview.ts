// An interview with someone who knows the work: who was asked, their role, when, and what they said. Facts in the map name the interview they came from.

import { z } from 'zod'
import { nameSchema, openQuestionSchema } from './workflow-map.ts'

export const interviewSchema = z.strictObject({
  id: nameSchema,
  person: z.string().min(1),
  role: z.string().min(1),
  /** Whether this person does the workflow's work today; a dossier without one such interview cannot be signed. */
  doesTheWork: z.boolean(),
  on: z.iso.date(),
  answers: z
    .array(
      z.strictObject({
        topic: nameSchema,
        question: z.string().min(1),
        answer: z.string(),
        /** When this answer was given, where the interview took more than one sitting; left out: on the interview's day. */
        on: z.iso.date().nullable().default(null),
      }),
    )
    .min(1),
  /** What this person could not say. */
  openQuestions: z.array(openQuestionSchema).default([]),
})

export type Interview = z.infer<typeof interviewSchema>
