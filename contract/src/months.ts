// A month: the five numbers by workflow and query type, with the month before beside them.

import { z } from 'zod'
import { instant, phaseSchema } from './words.ts'

/** `2026-11`; days are those of UTC. */
export const monthParams = z.object({ id: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is a month such as 2026-11') })

/** Null anywhere: nobody knows, which is never zero. */
export const monthNumbers = z.object({
  arrived: z.number().int(),
  /** Of what was judged, weighed as it was sampled; the band is valid however often one looks. */
  accuracy: z.object({
    n: z.number().int(),
    correct: z.number().int(),
    estimate: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
  }),
  escalation: z.object({ escalated: z.number().int(), ratio: z.number().nullable() }),
  timeToResolution: z.object({ settled: z.number().int(), meanMinutes: z.number().nullable() }),
  satisfaction: z.object({ rated: z.number().int(), satisfied: z.number().int(), ratio: z.number().nullable() }),
  cost: z.object({ priced: z.number().int(), meanUsd: z.number().nullable(), totalUsd: z.number().nullable() }),
})
export type MonthNumbers = z.infer<typeof monthNumbers>

export const monthAnswer = z
  .object({
    month: z.string(),
    before: z.string(),
    /** Whether its last day is over. */
    over: z.boolean(),
    workflows: z.array(
      z.object({
        employeeId: z.string(),
        employee: z.string(),
        workflow: z.string(),
        phases: z.array(phaseSchema),
        /** Since when the version of the role that works now has been registered; null: no rollout is open. */
        roleSince: instant.nullable(),
        now: monthNumbers,
        before: monthNumbers,
        byQueryType: z.array(z.object({ queryType: z.string(), now: monthNumbers, before: monthNumbers })),
        /** Reviews that opened in the month, and how far they are. */
        sample: z.object({ opened: z.number().int(), judged: z.number().int(), overdue: z.number().int() }),
        /** What happened to the rollouts: promotions by override, halts, steps back. */
        overrides: z.number().int(),
        halts: z.number().int(),
        demotions: z.number().int(),
      }),
    ),
    readAt: instant,
  })
  .meta({ id: 'Month' })
export type Month = z.infer<typeof monthAnswer>
