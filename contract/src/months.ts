// A month: the five numbers by workflow and query type, with the month before beside them.

import { z } from 'zod'
import { accuracySchema } from './rollouts.ts'
import { instant, phaseSchema } from './words.ts'

/** `2026-11`; days are those of UTC. */
export const monthParams = z.object({ id: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is a month such as 2026-11') })

/** Null anywhere: nobody knows, which is never zero. */
export const monthNumbers = z.object({
  arrived: z.number().int(),
  /** Handled in autonomous: nobody looked at each. */
  autonomous: z.number().int(),
  /** Of what was judged, weighed as it was sampled; the band is valid however often one looks. */
  accuracy: accuracySchema,
  escalation: z.object({ escalated: z.number().int(), ratio: z.number().nullable() }),
  timeToResolution: z.object({ settled: z.number().int(), meanMinutes: z.number().nullable() }),
  satisfaction: z.object({ rated: z.number().int(), satisfied: z.number().int(), ratio: z.number().nullable() }),
  cost: z.object({ priced: z.number().int(), meanUsd: z.number().nullable(), totalUsd: z.number().nullable() }),
})
export type MonthNumbers = z.infer<typeof monthNumbers>

/** Hours and money of the month, beside what the dossier expects of one in autonomous. `missing` names what would have to be known. */
const worthSchema = z.object({
  hours: z.number().nullable(),
  reviewHours: z.number().nullable(),
  hoursFreed: z.number().nullable(),
  agentUsd: z.number().nullable(),
  savingUsd: z.number().nullable(),
  expected: z.object({ hoursFreed: z.number().nullable(), savingUsd: z.number().nullable() }),
  missing: z.array(z.string()),
})
export type MonthWorth = z.infer<typeof worthSchema>

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
        sample: z.object({
          opened: z.number().int(),
          judged: z.number().int(),
          overdue: z.number().int(),
          /** Items known to be wrong that were judged in the month, and how many of them were found. */
          known: z.number().int(),
          found: z.number().int(),
        }),
        /** Opened in the month, by severity; `unclosed`: of any month, and nobody has closed them yet. */
        incidents: z.object({
          minor: z.number().int(),
          major: z.number().int(),
          severe: z.number().int(),
          unclosed: z.number().int(),
        }),
        worth: worthSchema.nullable(),
        /** What happened to the rollouts: promotions by override, halts, steps back. */
        overrides: z.number().int(),
        halts: z.number().int(),
        demotions: z.number().int(),
      }),
    ),
    /** Of the numbers of this month: what a signature names. */
    digest: z.string(),
    signatures: z.array(
      z.object({
        personId: z.string(),
        name: z.string().nullable(),
        at: instant,
        /** False: the numbers have changed since. */
        current: z.boolean(),
        note: z.string().nullable(),
      }),
    ),
    readAt: instant,
  })
  .meta({ id: 'Month' })
export type Month = z.infer<typeof monthAnswer>

/** `digest`: of the numbers that were seen, as `month` answered it. `note`: what the review of the month came to. */
export const signMonthRequest = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'is the digest that came with the numbers'),
  note: z.string().trim().min(1).max(4_000).nullable().default(null),
})
export type SignMonthRequest = z.input<typeof signMonthRequest>

export const signedMonthAnswer = z.object({ month: z.string(), digest: z.string() }).meta({ id: 'SignedMonth' })
export type SignedMonth = z.infer<typeof signedMonthAnswer>
