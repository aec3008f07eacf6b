// The integration map (`integrations.yaml`): every system the employee reaches and the access granted there. Not listed means refused.

import { z } from 'zod'
import { nameSchema } from './workflow-map.ts'

const accessKinds = ['none', 'read', 'write'] as const

const operationSchema = z.strictObject({
  name: nameSchema,
  /** Owner's classification; overrides whatever the system says of itself. */
  access: z.enum(accessKinds),
  risk: z.enum(['low', 'medium', 'high', 'unknown']).default('unknown'),
  /** JSON Schema (draft 2020-12, the subset zod reads) of the arguments; null: any object. */
  arguments: z.record(z.string(), z.unknown()).nullable().default(null),
  /** The provider honours an idempotency key, so a repeated call is safe. */
  idempotent: z.boolean().default(false),
  /** A read operation that tells whether an earlier write took effect, for looking before retrying. */
  lookup: nameSchema.nullable().default(null),
  /** Names of the fields it returns, for data minimisation; null: nobody has listed them. */
  returns: z.array(z.string().min(1)).nullable().default(null),
  /** Its answers hold personal or confidential data (Rule of Two). */
  sensitive: z.boolean().default(false),
  /** Its answers hold text that outsiders wrote (Rule of Two). */
  untrusted: z.boolean().default(false),
  /** The argument that says how much money is moved, and in which currency. */
  amount: z
    .strictObject({ argument: z.string().min(1), currency: z.string().length(3) })
    .nullable()
    .default(null),
  /** Arguments that say to whom or where something goes. */
  recipients: z.array(z.string().min(1)).default([]),
  /** SHA-256 of the tool definition that was looked at; a changed one is another tool. */
  toolHash: z.string().nullable().default(null),
})

const systemSchema = z.strictObject({
  name: nameSchema,
  title: z.string().min(1),
  owner: z.string().min(1),
  country: z.string().length(2).nullable().default(null),
  /** `mcp` and `openapi`: Tenure calls it; `agent`: the agent itself performs and reports the outcome; `recorded`: answered from a recording only. */
  connector: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('mcp'), url: z.string().min(1) }),
    z.strictObject({ kind: z.literal('openapi'), url: z.string().min(1), description: z.string().min(1) }),
    z.strictObject({ kind: z.literal('agent') }),
    z.strictObject({ kind: z.literal('recorded') }),
  ]),
  /** The name of an environment variable or secret; the secret itself never stands in a dossier. */
  credential: z.string().nullable().default(null),
  /** A read that tells whether the system is well. */
  probe: z
    .strictObject({
      operation: nameSchema,
      arguments: z.record(z.string(), z.unknown()).default({}),
      everyMinutes: z.number().positive().default(5),
    })
    .nullable()
    .default(null),
  operations: z.array(operationSchema).default([]),
})

export const integrationMapSchema = z.strictObject({ systems: z.array(systemSchema).default([]) })

export type IntegrationMap = z.infer<typeof integrationMapSchema>
export type System = z.infer<typeof systemSchema>
export type Operation = z.infer<typeof operationSchema>

/** The system a recording uses for passing to a human: it is the escalation, never a write (PRODUCT.md section 6). */
export const handoffSystem = 'handoff'

/** The operation as the map lists it, or null: not listed is refused. */
export function operationOf(
  map: { systems: readonly System[] },
  system: string,
  operation: string,
): { system: System; operation: Operation } | null {
  const found = map.systems.find((s) => s.name === system)
  const op = found?.operations.find((o) => o.name === operation)
  return found && op ? { system: found, operation: op } : null
}
