// The integration map (`integrations.yaml`): every system the employee reaches and the access granted there. Not listed means refused.

import { z } from 'zod'
import { nameSchema } from './workflow-map.ts'

const accessKinds = ['none', 'read', 'write'] as const

const operationSchema = z.strictObject({
  name: nameSchema.describe('Its name on that system.'),
  access: z
    .enum(accessKinds)
    .describe('The owner’s classification: none, read or write. It overrides whatever the system says of itself.'),
  risk: z.enum(['low', 'medium', 'high', 'unknown']).default('unknown').describe('What a mistake costs.'),
  arguments: z
    .record(z.string(), z.unknown())
    .nullable()
    .default(null)
    .describe('JSON Schema (draft 2020-12) of its arguments; null: any object.'),
  idempotent: z.boolean().default(false).describe('It honours an idempotency key, so a repeated call is safe.'),
  lookup: nameSchema
    .nullable()
    .default(null)
    .describe('A read of the same system that tells whether an earlier write took effect; asked before trying again.'),
  proof: z
    .strictObject({
      arguments: z
        .record(z.string(), z.string().min(1))
        .default({})
        .describe('Each argument of the lookup with the argument of the write it takes its value from, or {{key}}.'),
      when: z
        .string()
        .min(1)
        .max(500)
        .describe('A condition in CEL over asked, found and key that is true exactly when the write took effect.'),
    })
    .optional()
    .describe('How the answer of the lookup tells; left out: a person reads it.'),
  returns: z
    .array(z.string().min(1))
    .nullable()
    .default(null)
    .describe('Names of the fields it answers with; null: nobody has listed them.'),
  sensitive: z.boolean().default(false).describe('Its answers hold personal or confidential data (Rule of Two).'),
  untrusted: z.boolean().default(false).describe('Its answers hold text that outsiders wrote (Rule of Two).'),
  amount: z
    .strictObject({
      argument: z.string().min(1).describe('The argument that says how much.'),
      currency: z.string().length(3).describe('Its currency, as EUR.'),
    })
    .nullable()
    .default(null)
    .describe('How much money a call moves.'),
  recipients: z.array(z.string().min(1)).default([]).describe('Arguments that say to whom or where something goes.'),
  http: z
    .strictObject({
      operationId: z.string().min(1).max(200).optional().describe('Its operationId there; left out: its name here.'),
      route: z
        .string()
        .regex(/^(GET|HEAD|OPTIONS|PUT|POST|PATCH|DELETE) \/[^\s?#]*$/)
        .optional()
        .describe('Its method and path there, as “POST /tickets/{id}”, where it has no operationId.'),
      reference: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('The field of its answer that names what was made, as “id” or “ticket.id”; left out: the Location header.'),
    })
    .optional()
    .describe('Where it is in the OpenAPI description; left out: the operation whose operationId is its name.'),
  toolHash: z
    .string()
    .nullable()
    .default(null)
    .describe('SHA-256 of the tool definition that was looked at; a changed one is another tool.'),
})

const connectorSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mcp').describe('Tenure calls an MCP server.'),
    url: z.string().min(1).describe('Its address.'),
  }),
  z.strictObject({
    kind: z.literal('openapi').describe('Tenure calls an HTTP API.'),
    url: z.string().min(1).describe('Its base address.'),
    description: z.string().min(1).describe('Its OpenAPI description: a path beside this file, or an address.'),
    document: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('The OpenAPI 3 description itself, signed with this file; left out: it is read from the address.'),
    auth: z
      .discriminatedUnion('as', [
        z.strictObject({ as: z.literal('bearer').describe('Authorization: Bearer.') }),
        z.strictObject({ as: z.literal('basic').describe('Authorization: Basic; the secret is user:password.') }),
        z.strictObject({
          as: z.literal('header').describe('A header of its own.'),
          name: z
            .string()
            .regex(/^[A-Za-z0-9-]{1,100}$/)
            .describe('Its name.'),
        }),
      ])
      .optional()
      .describe('How the credential goes; left out: as a bearer token.'),
  }),
  z.strictObject({ kind: z.literal('agent').describe('The agent itself performs and reports the outcome.') }),
  z.strictObject({ kind: z.literal('recorded').describe('Answered from a recording only; for rehearsals.') }),
])

const systemSchema = z.strictObject({
  name: nameSchema.describe('Its name in steps and grants.'),
  title: z.string().min(1).describe('What people call it.'),
  owner: z.string().min(1).describe('The person or team that answers for it.'),
  country: z.string().length(2).nullable().default(null).describe('Where its data is, as the two letters of ISO 3166: AT, IN.'),
  connector: connectorSchema.describe('How it is reached.'),
  credential: z
    .string()
    .nullable()
    .default(null)
    .describe('The name of an environment variable or secret; the secret itself never stands in a dossier.'),
  readCredential: z
    .string()
    .optional()
    .describe(
      'The name of a credential that can only read: every read uses it, so that nothing could be changed in shadow even by mistake.',
    ),
  probe: z
    .strictObject({
      operation: nameSchema.describe('A read of this system.'),
      arguments: z.record(z.string(), z.unknown()).default({}).describe('What it is called with.'),
      everyMinutes: z.number().positive().default(5).describe('How often.'),
    })
    .nullable()
    .default(null)
    .describe('A read that tells whether the system is well.'),
  operations: z
    .array(operationSchema)
    .default([])
    .describe('What may be asked of it; an operation that is not listed is refused.'),
})

export const integrationMapSchema = z
  .strictObject({ systems: z.array(systemSchema).default([]).describe('Every system the employee reaches.') })
  .describe('Every system the employee reaches and the access granted there. Not listed means refused.')

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
