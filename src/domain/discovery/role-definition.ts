// The role definition (`SOUL.md`): what the employee is, may do, must not do, must hand over. Front matter is enforced; the body is what the agent reads.

import { z } from 'zod'
import { conditionSchema, nameSchema } from './workflow-map.ts'

/** `system.operation`, or `system.*` for every listed operation of a system, or `reply`. */
const operationRef = z
  .string()
  .regex(/^(reply|[a-z0-9][a-z0-9_-]*\.(\*|[a-z0-9][a-z0-9_.-]*))$/, 'write “system.operation”, “system.*” or “reply”')

const destinationRule = z.enum(['requester', 'query', 'directory', 'any'])

/**
 * What a grant may say beside what, for whom and what for. Left out, not null: a grant without a term is the same document as before there were terms, with the same hash.
 */
const termsShape = {
  arguments: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('JSON Schema (draft 2020-12) its arguments must fit under this grant, beside the one of the integration map.'),
  destinations: destinationRule
    .optional()
    .describe('Where it may send without a person; left out: the rule under “destinations”.'),
  amount: z.number().min(0).optional().describe('The most money one call may move, in the unit of the operation’s “amount”.'),
  recipients: z.number().int().min(0).optional().describe('The most destinations one call may have.'),
  rate: z
    .strictObject({
      times: z.number().int().min(1).describe('How many times.'),
      minutes: z.number().int().min(1).max(44_640).describe('Within how many minutes, at most 31 days.'),
    })
    .optional()
    .describe(
      'How often the employee may do each operation it covers, whatever the query; what was refused or declined does not count.',
    ),
  until: z.iso.date().optional().describe('The last day on which it applies (UTC), as 2027-03-31.'),
}

/** The terms of one grant; a term that is absent limits nothing. */
export type GrantTerms = z.infer<z.ZodObject<typeof termsShape>>

const grantSchema = z.strictObject({
  do: operationRef.describe('What it may do: system.operation, system.* for every listed operation of a system, or reply.'),
  for: z.array(nameSchema).default([]).describe('For which query types; none named means all of the workflow’s.'),
  purpose: z.string().nullable().default(null).describe('What for; read by auditors and the privacy officer.'),
  fields: z.array(z.string()).nullable().default(null).describe('The data fields it uses there; null: nobody has listed them.'),
  ...termsShape,
})

const forbiddenSchema = z.strictObject({
  do: operationRef.describe('What it must never do; forbidding wins over a grant.'),
  why: z.string().nullable().default(null).describe('The reason, for the people who read the role.'),
})

const escalationSchema = z.strictObject({
  when: conditionSchema.describe('A condition in CEL over query, fields, queryType, channel and requester.'),
  why: z.string().min(1).describe('The reason, as the person who gets it reads it.'),
  trigger: nameSchema
    .nullable()
    .default(null)
    .describe('The trigger of workflow.yaml that says to whom, how and within what time.'),
})

const limitsSchema = z.strictObject({
  effectsPerInteraction: z.number().int().min(1).default(20).describe('Replies, reads and writes in one interaction.'),
  writesPerInteraction: z.number().int().min(0).default(5).describe('Writes in one interaction.'),
  writesPerDay: z.number().int().min(0).nullable().default(null).describe('Writes in a day; null: no limit of this kind.'),
  moneyPerInteraction: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .describe(
      'Money moved in one interaction by operations that name their “amount”, in the unit of that argument; null: no limit of this kind.',
    ),
  moneyPerDay: z.number().min(0).nullable().default(null).describe('Money moved in a day; null: no limit of this kind.'),
  recipientsPerInteraction: z
    .number()
    .int()
    .min(0)
    .nullable()
    .default(null)
    .describe('Different values of the arguments that operations name as “recipients”; null: no limit of this kind.'),
  approvalMinutes: z.number().positive().default(1440).describe('How long something held waits for a person before it lapses.'),
})

const destinationsSchema = z.strictObject({
  rule: z
    .enum(destinationRule.options)
    .default('requester')
    .describe(
      'Where something may be sent without a person: to the requester only, to whomever the query names or the directory below lists, to the directory too, or anywhere except where a system’s answer says.',
    ),
  directory: z.array(z.string().min(1)).default([]).describe('Addresses, or @domain for every address of a domain.'),
})

export const roleFrontMatterSchema = z
  .strictObject({
    name: z.string().min(1).describe('The name of the employee.'),
    role: z.string().min(1).describe('What it is, in a line.'),
    may: z.array(grantSchema).default([]).describe('Everything it may do; what is not here is refused.'),
    must_not: z.array(forbiddenSchema).default([]).describe('What it must never do, whatever else is said.'),
    escalate_when: z
      .array(escalationSchema)
      .default([])
      .describe('Conditions under which the query goes to a person, whatever the agent says.'),
    always_review: z.array(operationRef).default([]).describe('Operations that wait for a person in every phase.'),
    on_refusal: z
      .enum(['refuse', 'escalate'])
      .default('refuse')
      .describe('What happens to an effect that is not granted: refused, or the whole interaction handed over.'),
    limits: limitsSchema.prefault({}).describe('How much it may do.'),
    destinations: destinationsSchema.prefault({}).describe('Where something may be sent without a person.'),
    languages: z.array(z.string().min(2)).default(['en']).describe('The languages it answers in.'),
    disclosure: z.string().nullable().default(null).describe('The sentence that says it is no human being.'),
  })
  .describe(
    'The enforced part of SOUL.md: what the employee may do, must not do and must hand over. The text below it is what the agent reads.',
  )

type RoleFrontMatter = z.infer<typeof roleFrontMatterSchema>
export type RoleDefinition = RoleFrontMatter & { body: string }

/** OpenClaw refuses a longer file, and people do not read one. Source: PRODUCT.md section 3. */
export const roleMaxCharacters = 18_000

/** Whether a reference from the role covers this operation. `operation` null means the reply. */
export function covers(ref: string, system: string | null, operation: string | null): boolean {
  if (system === null || operation === null) return ref === 'reply'
  return ref === `${system}.${operation}` || ref === `${system}.*`
}
