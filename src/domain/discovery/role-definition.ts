// The role definition (`SOUL.md`): what the employee is, may do, must not do, must hand over. Front matter is enforced; the body is what the agent reads.

import { z } from 'zod'
import { conditionSchema, nameSchema } from './workflow-map.ts'

/** `system.operation`, or `system.*` for every listed operation of a system, or `reply`. */
const operationRef = z
  .string()
  .regex(/^(reply|[a-z0-9][a-z0-9_-]*\.(\*|[a-z0-9][a-z0-9_.-]*))$/, 'write “system.operation”, “system.*” or “reply”')

export const roleFrontMatterSchema = z.strictObject({
  name: z.string().min(1),
  role: z.string().min(1),
  /** Grants: an operation, for the query types named (none named: all of the workflow's). */
  may: z
    .array(
      z.strictObject({
        do: operationRef,
        for: z.array(nameSchema).default([]),
        purpose: z.string().nullable().default(null),
        fields: z.array(z.string()).nullable().default(null),
      }),
    )
    .default([]),
  must_not: z.array(z.strictObject({ do: operationRef, why: z.string().nullable().default(null) })).default([]),
  /** Conditions under which the query goes to a person, whatever the agent says. */
  escalate_when: z
    .array(z.strictObject({ when: conditionSchema, why: z.string().min(1), trigger: nameSchema.nullable().default(null) }))
    .default([]),
  /** Operations that wait for a person in every phase. */
  always_review: z.array(operationRef).default([]),
  /** What happens to an effect that is not granted: refused, or the whole interaction handed over. */
  on_refusal: z.enum(['refuse', 'escalate']).default('refuse'),
  limits: z
    .strictObject({
      effectsPerInteraction: z.number().int().min(1).default(20),
      writesPerInteraction: z.number().int().min(0).default(5),
      writesPerDay: z.number().int().min(0).nullable().default(null),
      /** Money moved by operations that name their `amount`, in the unit of that argument; null: no limit of this kind. */
      moneyPerInteraction: z.number().min(0).nullable().default(null),
      moneyPerDay: z.number().min(0).nullable().default(null),
      /** Different values of the arguments that operations name as `recipients`. */
      recipientsPerInteraction: z.number().int().min(0).nullable().default(null),
      approvalMinutes: z.number().positive().default(1440),
    })
    .prefault({}),
  /** Where something may be sent without a person: nowhere else than the requester, the directory below, or anywhere. */
  destinations: z
    .strictObject({
      rule: z.enum(['requester', 'directory', 'any']).default('requester'),
      /** Addresses, or `@domain` for every address of a domain. */
      directory: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
  languages: z.array(z.string().min(2)).default(['en']),
  disclosure: z.string().nullable().default(null),
})

type RoleFrontMatter = z.infer<typeof roleFrontMatterSchema>
export type RoleDefinition = RoleFrontMatter & { body: string }

/** OpenClaw refuses a longer file, and people do not read one. Source: PRODUCT.md section 3. */
export const roleMaxCharacters = 18_000

/** Whether a reference from the role covers this operation. `operation` null means the reply. */
export function covers(ref: string, system: string | null, operation: string | null): boolean {
  if (system === null || operation === null) return ref === 'reply'
  return ref === `${system}.${operation}` || ref === `${system}.*`
}
