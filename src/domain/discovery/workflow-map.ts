// The workflow map (`workflow.yaml`): query types, steps, branches, triggers and people, as the people who do the work told them. What a field means
// is said in its description, which editors show through the published JSON Schema.

import { z } from 'zod'

/** Names appear in ids, URLs and records: lower case, digits, `_` and `-`; recorded material uses these too. */
export const nameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,79}$/, 'use lower-case letters, digits, “_”, “-” or “.”, at most 80 characters')

/** A condition in CEL over `query`, `fields`, `queryType`, `channel`, `requester` and, after a step, `result`. Never evaluated as code. */
export const conditionSchema = z.string().min(1).max(500)

const text = z.string().min(1)
const listOfText = z.array(text).default([])
const from = z.string().nullable().default(null).describe('The id of the interview this was said in.')

const resolutionSchema = z.strictObject({
  holds: z.enum(['sop', 'practice', 'neither']).describe('Which of the two the employee follows.'),
  what: text.describe('What the employee does from now on, in a sentence.'),
  by: text.describe('Who decided it: name and role.'),
  on: z.iso.date().describe('The day it was decided, as 2026-11-24.'),
})

/** Something only people know. It blocks signing until somebody has answered it. */
export const openQuestionSchema = z.strictObject({
  question: text.describe('What has to be known, as one would ask it.'),
  about: text
    .nullable()
    .default(null)
    .describe(
      'The place it is about, such as queryTypes.password_reset or integrations.systems.directory; null: the workflow as a whole.',
    ),
  answer: z
    .strictObject({
      text: text.describe('What was answered.'),
      by: text.describe('Who answered: name and role.'),
      on: z.iso.date().describe('The day it was answered, as 2026-11-24.'),
    })
    .nullable()
    .default(null)
    .describe('The answer; null while the question is open, and an open question blocks signing.'),
})

/** What is written and what is done, side by side. */
const said = {
  sop: z.string().nullable().default(null).describe('What the written procedure says.'),
  practice: z.string().nullable().default(null).describe('What people really do.'),
  resolution: resolutionSchema
    .nullable()
    .default(null)
    .describe('How a difference between procedure and practice was settled; an unsettled one blocks signing.'),
}

const queryTypeSchema = z.strictObject({
  name: nameSchema.describe('Its name in rules, records and reports.'),
  title: text.describe('What people call it.'),
  major: z.boolean().describe('Whether the gates count it by itself; a type with at least 4 % of the volume is.'),
  perMonth: z.number().nonnegative().nullable().default(null).describe('How many arrive in a month today.'),
  minutes: z.number().positive().nullable().default(null).describe('Minutes one takes a person today, from opening to closing.'),
  examples: listOfText.describe(
    'Queries of this type in the words people really use. New ones are recognised by their likeness to these.',
  ),
  counterExamples: listOfText.describe('Queries that look like this type and are not.'),
  rules: z
    .array(conditionSchema)
    .default([])
    .describe('Conditions tried before examples: a query for which any is true is of this type.'),
  ...said,
  shareOfTimeRatio: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('Its share of the handling time of all queries, 0 to 1; left out, it follows from volume and minutes.'),
  start: nameSchema
    .nullable()
    .default(null)
    .describe('The id of the first step of its path; a type without one has no path and its queries go to people.'),
  from,
})

// The order of the fields is the order of the canonical form: what a step is first, who said so last.
const id = nameSchema.describe('Its name; “next”, branches and blanks refer to it.')
const head = {
  title: text.describe('What happens here, in a few words.'),
  lane: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'Who or what does it, as a lane of the drawing; left out, an action is in its system’s lane and a person’s step in theirs.',
    ),
}
const told = { ...said, from }
const next = nameSchema.describe('The id of the step that follows.')
const nextOrEnd = nameSchema.nullable().default(null).describe('The id of the step that follows; null: the path ends here.')

/** One thing the path does. Values of `arguments` and `template` are text with `{{…}}` blanks over query fields and step results. */
const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ id, kind: z.literal('start').describe('Where a path begins.'), ...head, next, ...told }),
  z.strictObject({
    id,
    kind: z.literal('action').describe('An operation on a system.'),
    ...head,
    system: nameSchema.describe('A system of integrations.yaml.'),
    operation: nameSchema.describe('An operation of that system.'),
    arguments: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('What it is called with; text may hold blanks such as {{requester}} or {{results.STEP.FIELD}}.'),
    next,
    ...told,
  }),
  z.strictObject({
    id,
    kind: z.literal('decision').describe('A fork: the first branch whose condition is true is taken.'),
    ...head,
    branches: z
      .array(
        z.strictObject({
          when: conditionSchema.describe(
            'A condition in CEL over query, fields, queryType, channel, requester, result and results.STEP.',
          ),
          next,
        }),
      )
      .min(1)
      .describe('Tried in this order.'),
    otherwise: nameSchema
      .nullable()
      .default(null)
      .describe('The step when no condition is true; without one the dossier has an error.'),
    ...told,
  }),
  z.strictObject({
    id,
    kind: z.literal('reply').describe('A message to the person who asked.'),
    ...head,
    template: text.describe('Its text, with blanks such as {{results.STEP.FIELD}}; nothing is sent while a blank has no value.'),
    next: nextOrEnd,
    ...told,
  }),
  z.strictObject({
    id,
    kind: z.literal('human').describe('A person does this.'),
    ...head,
    who: nameSchema.describe('A person or team of “people”.'),
    uses: listOfText.describe(
      'What the person works with, as system.operation; never granted to the employee by being named here.',
    ),
    next: nextOrEnd,
    ...told,
  }),
  z.strictObject({
    id,
    kind: z.literal('escalate').describe('The query is handed to people.'),
    ...head,
    trigger: nameSchema
      .nullable()
      .default(null)
      .describe('The trigger that says to whom, how and within what time; null: whoever works the queue.'),
    reason: text.describe('Why, as the person who gets it reads it.'),
    ...told,
  }),
  z.strictObject({
    id,
    kind: z.literal('wait').describe('Time passes.'),
    ...head,
    minutes: z.number().positive().describe('How long, in minutes.'),
    next,
    ...told,
  }),
  z.strictObject({ id, kind: z.literal('end').describe('The path is done.'), ...head, ...told }),
])

const triggerSchema = z.strictObject({
  name: nameSchema.describe('Its name in the role definition, steps and reports.'),
  condition: conditionSchema.describe('When it fires, in CEL. Undecided (a field that is not there) counts as firing.'),
  who: nameSchema.nullable().default(null).describe('Whom it goes to: a person or team of “people”.'),
  channel: text.nullable().default(null).describe('How it reaches them: telephone, a queue, a chat room.'),
  payload: z.array(z.string()).default([]).describe('What they are told: query, requester, results, …'),
  answerWithinMinutes: z.number().positive().nullable().default(null).describe('Within how many minutes somebody answers.'),
  test: z
    .strictObject({
      query: text.describe('The words of the query.'),
      fields: z.record(z.string(), z.unknown()).default({}).describe('Values of declared fields.'),
    })
    .nullable()
    .default(null)
    .describe('A query that must fire it; run by “tenure dossier check”.'),
  from,
})

const inputName = nameSchema.describe('Its name.')
const inputHead = {
  title: text.describe('What people call it.'),
  queryType: nameSchema.describe('What it starts: a query of this type.'),
  channel: nameSchema.describe('The channel that query counts to.'),
  brings: text.describe('What arrives, in the words of the people who get it today.'),
}

/** An input that is not a message: a time, a call from another system, a file that appears. */
const inputSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    name: inputName,
    kind: z.literal('schedule').describe('At certain times.'),
    ...inputHead,
    cron: text.describe('When, as five fields of cron: minute, hour, day, month, weekday.'),
    timeZone: text.default('UTC').describe('The time zone of those hours, as Europe/Vienna.'),
    from,
  }),
  z.strictObject({
    name: inputName,
    kind: z.literal('webhook').describe('Another system calls.'),
    ...inputHead,
    sender: text.describe('Which system calls.'),
    from,
  }),
  z.strictObject({
    name: inputName,
    kind: z.literal('file').describe('A file appears.'),
    ...inputHead,
    place: text.describe('Where it appears.'),
    pattern: text.default('*').describe('Which names count, as *.csv.'),
    from,
  }),
])

const personSchema = z.strictObject({
  name: nameSchema.describe('Name of the person or team, as triggers and steps refer to it.'),
  title: z.string().describe('What people call them.'),
  does: z.string().describe('What they decide or do.'),
  contact: z.string().nullable().default(null).describe('How to reach them.'),
})

const edgeCaseSchema = z.strictObject({
  name: nameSchema.describe('Its name.'),
  what: z.string().describe('What happens, in a sentence.'),
  shareOfTimeRatio: z.number().min(0).max(1).nullable().default(null).describe('Its share of all handling time, 0 to 1.'),
  handling: z.string().nullable().default(null).describe('What is done, or who gets it; without it the dossier has an error.'),
  from,
})

export const workflowMapSchema = z
  .strictObject({
    workflow: nameSchema.describe('The name of the workflow.'),
    title: text.describe('What people call it.'),
    employee: text.describe('The name of the employee; the same as “name” in SOUL.md.'),
    channels: z
      .array(nameSchema)
      .min(1)
      .describe('Where queries come in, such as email or chat. Query type × channel is what a rollout owns.'),
    trustedChannels: z
      .array(nameSchema)
      .default([])
      .describe(
        'Channels that prove who is writing and that nobody outside can write to. Every other one brings untrusted text (Rule of Two).',
      ),
    fields: z
      .record(z.string(), z.enum(['string', 'number', 'boolean']))
      .default({})
      .describe('Facts a channel knows about a query, and their kind; conditions may use no others.'),
    queryTypes: z.array(queryTypeSchema).min(1).describe('Every kind of query that arrives.'),
    inputs: z.array(inputSchema).default([]).describe('Inputs that are not messages: times, calls from other systems, files.'),
    steps: z
      .array(stepSchema)
      .default([])
      .describe('What is done, step by step; each query type names its first one in “start”.'),
    triggers: z
      .array(triggerSchema)
      .default([])
      .describe(
        'When a query goes to a person whatever the agent says: condition, who, how, with what, within what time. Ten is usual.',
      ),
    people: z.array(personSchema).default([]).describe('Who gets escalations and decides.'),
    edgeCases: z.array(edgeCaseSchema).default([]).describe('Rare cases that take time or do harm, and what is done then.'),
    openQuestions: z.array(openQuestionSchema).default([]).describe('What nobody has answered yet; an open one blocks signing.'),
  })
  .describe('The workflow as the people who do it told it: query types, steps, branches, triggers and people.')

export type WorkflowMap = z.infer<typeof workflowMapSchema>
export type Step = z.infer<typeof stepSchema>
export type Trigger = z.infer<typeof triggerSchema>
export type OpenQuestion = z.infer<typeof openQuestionSchema>
export type QueryType = WorkflowMap['queryTypes'][number]

/** The name every query gets that fits no declared type; it is never owned by a rollout and always reaches a person. */
export const unlisted = 'unlisted'
