// The workflow map (`workflow.yaml`): query types, steps, branches, triggers and people, as the people who do the work told them.

import { z } from 'zod'

/** Names appear in ids, URLs and records: lower case, digits, `_` and `-`; recorded material uses these too. */
export const nameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,79}$/, 'use lower-case letters, digits, “_”, “-” or “.”, at most 80 characters')

/** A condition in CEL over `query`, `fields`, `queryType`, `channel`, `requester` and, after a step, `result`. Never evaluated as code. */
export const conditionSchema = z.string().min(1).max(500)

/** How a difference between what the SOP says and what people do was settled; an unsettled one blocks signing. */
const resolutionSchema = z.strictObject({
  holds: z.enum(['sop', 'practice', 'neither']),
  /** What the employee does from now on, in a sentence. */
  what: z.string().min(1),
  by: z.string().min(1),
  on: z.iso.date(),
})

/** Something only people know. It blocks signing until somebody has answered it. */
export const openQuestionSchema = z.strictObject({
  question: z.string().min(1),
  /** The place it is about, such as `queryTypes.password_reset` or `integrations.systems.directory`; null: the workflow as a whole. */
  about: z.string().min(1).nullable().default(null),
  answer: z
    .strictObject({ text: z.string().min(1), by: z.string().min(1), on: z.iso.date() })
    .nullable()
    .default(null),
})

/** What is written and what is done, side by side. */
const said = {
  sop: z.string().nullable().default(null),
  practice: z.string().nullable().default(null),
  resolution: resolutionSchema.nullable().default(null),
}

const queryTypeSchema = z.strictObject({
  name: nameSchema,
  title: z.string().min(1),
  major: z.boolean(),
  perMonth: z.number().nonnegative().nullable().default(null),
  minutes: z.number().positive().nullable().default(null),
  examples: z.array(z.string().min(1)).default([]),
  counterExamples: z.array(z.string().min(1)).default([]),
  /** Rules tried before examples: a query that matches any is of this type. */
  rules: z.array(conditionSchema).default([]),
  ...said,
  /** Share of the handling time of all queries; left out, it follows from volume and minutes. */
  shareOfTimeRatio: z.number().min(0).max(1).nullable().default(null),
  /** The first step of its path; a type without one has no path and its queries go to people. */
  start: nameSchema.nullable().default(null),
  from: z.string().nullable().default(null),
})

const base = {
  id: nameSchema,
  title: z.string().min(1),
  /** Who or what does it, as a lane of the drawing; left out, an action is in its system's lane and a person's step in theirs. */
  lane: z.string().nullable().default(null),
  ...said,
  from: z.string().nullable().default(null),
}

/** One thing the path does. Values of `arguments` and `template` are text with `{{…}}` blanks over query fields and step results. */
const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('start'), next: nameSchema }),
  z.strictObject({
    ...base,
    kind: z.literal('action'),
    system: nameSchema,
    operation: nameSchema,
    arguments: z.record(z.string(), z.unknown()).default({}),
    next: nameSchema,
  }),
  z.strictObject({
    ...base,
    kind: z.literal('decision'),
    branches: z.array(z.strictObject({ when: conditionSchema, next: nameSchema })).min(1),
    otherwise: nameSchema.nullable().default(null),
  }),
  z.strictObject({ ...base, kind: z.literal('reply'), template: z.string().min(1), next: nameSchema.nullable().default(null) }),
  z.strictObject({
    ...base,
    kind: z.literal('human'),
    who: nameSchema,
    /** What the person works with, as `system.operation`; never granted to the employee by being named here. */
    uses: z.array(z.string().min(1)).default([]),
    next: nameSchema.nullable().default(null),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('escalate'),
    trigger: nameSchema.nullable().default(null),
    reason: z.string().min(1),
  }),
  z.strictObject({ ...base, kind: z.literal('wait'), minutes: z.number().positive(), next: nameSchema }),
  z.strictObject({ ...base, kind: z.literal('end') }),
])

const triggerSchema = z.strictObject({
  name: nameSchema,
  condition: conditionSchema,
  /** Whom it goes to: a person or team of `people`. */
  who: nameSchema.nullable().default(null),
  channel: z.string().min(1).nullable().default(null),
  payload: z.array(z.string()).default([]),
  answerWithinMinutes: z.number().positive().nullable().default(null),
  /** A query that must fire it; run by `dossier check`. */
  test: z
    .strictObject({ query: z.string().min(1), fields: z.record(z.string(), z.unknown()).default({}) })
    .nullable()
    .default(null),
  from: z.string().nullable().default(null),
})

const inputBase = {
  name: nameSchema,
  title: z.string().min(1),
  /** What it starts: a query of this type on this channel. */
  queryType: nameSchema,
  channel: nameSchema,
  /** What arrives, in the words of the people who get it today. */
  brings: z.string().min(1),
  from: z.string().nullable().default(null),
}

/** An input that is not a message: a time, a call from another system, a file that appears. */
const inputSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...inputBase,
    kind: z.literal('schedule'),
    cron: z.string().min(1),
    timeZone: z.string().min(1).default('UTC'),
  }),
  z.strictObject({ ...inputBase, kind: z.literal('webhook'), sender: z.string().min(1) }),
  z.strictObject({ ...inputBase, kind: z.literal('file'), place: z.string().min(1), pattern: z.string().min(1).default('*') }),
])

export const workflowMapSchema = z.strictObject({
  workflow: nameSchema,
  title: z.string().min(1),
  employee: z.string().min(1),
  channels: z.array(nameSchema).min(1),
  /** Channels that prove who is writing and that nobody outside can write to. Every other channel brings untrusted text (Rule of Two). */
  trustedChannels: z.array(nameSchema).default([]),
  /** Declared fields of an inbound query and their types; conditions may use no others. */
  fields: z.record(z.string(), z.enum(['string', 'number', 'boolean'])).default({}),
  queryTypes: z.array(queryTypeSchema).min(1),
  inputs: z.array(inputSchema).default([]),
  steps: z.array(stepSchema).default([]),
  triggers: z.array(triggerSchema).default([]),
  people: z
    .array(
      z.strictObject({ name: nameSchema, title: z.string(), does: z.string(), contact: z.string().nullable().default(null) }),
    )
    .default([]),
  edgeCases: z
    .array(
      z.strictObject({
        name: nameSchema,
        what: z.string(),
        shareOfTimeRatio: z.number().min(0).max(1).nullable().default(null),
        handling: z.string().nullable().default(null),
        from: z.string().nullable().default(null),
      }),
    )
    .default([]),
  openQuestions: z.array(openQuestionSchema).default([]),
})

export type WorkflowMap = z.infer<typeof workflowMapSchema>
export type Step = z.infer<typeof stepSchema>
export type Trigger = z.infer<typeof triggerSchema>
export type Input = z.infer<typeof inputSchema>
export type OpenQuestion = z.infer<typeof openQuestionSchema>
export type QueryType = WorkflowMap['queryTypes'][number]

/** The name every query gets that fits no declared type; it is never owned by a rollout and always reaches a person. */
export const unlisted = 'unlisted'
