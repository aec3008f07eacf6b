// Employees: the AI employee, a role, and the agent that acts for it.

import { z } from 'zod'
import { instant, phaseSchema } from './words.ts'

/** `scripted` follows the dossier; `recorded` replays; `language_model` is our own runtime; `http` is any agent that calls the decision API; `webhookUrl` is told what was decided; `observed` is watched only. */
export const agentBindingSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('scripted') }),
    z.strictObject({ kind: z.literal('recorded') }),
    z
      .strictObject({
        kind: z.literal('language_model'),
        provider: z.enum(['openai', 'anthropic', 'openai_compatible']),
        model: z.string().min(1).max(200),
        /** For a provider that is reached elsewhere than at its own address; `openai_compatible` needs it. */
        baseUrl: z
          .url({ protocol: /^https?$/ })
          .max(2000)
          .nullable()
          .default(null),
        /** The name of the environment variable that holds the key, as OPENAI_API_KEY. */
        credential: z.string().regex(/^(?!TENURE_)[A-Z][A-Z0-9_]*_(TOKEN|KEY|SECRET|CREDENTIAL)$/),
        limits: z
          .strictObject({
            steps: z.number().int().min(1).max(100).default(12),
            /** Below the time after which a silent agent is cut off. */
            seconds: z.number().min(1).max(110).default(90),
            tokens: z.number().int().min(1).default(60_000),
            /** Millionths of a dollar; null: no limit of this kind. */
            costMicros: z.number().int().min(1).nullable().default(null),
          })
          .prefault({}),
      })
      .refine(({ provider, baseUrl }) => provider !== 'openai_compatible' || baseUrl !== null, {
        path: ['baseUrl'],
        message: 'a provider of kind openai_compatible has no address of its own: say where it is',
      }),
    z.strictObject({ kind: z.literal('http'), webhookUrl: z.string().max(2000).nullable().default(null) }),
    z.strictObject({
      kind: z.literal('observed'),
      proxy: z
        .strictObject({
          /** Where calls of a model go on to, as https://api.openai.com/v1. */
          baseUrl: z
            .url({ protocol: /^https?$/ })
            .max(2000)
            .refine((text) => !/[@?#]/.test(text), 'is an address without a user, a query or a fragment'),
          credential: z.string().regex(/^(?!TENURE_)[A-Z][A-Z0-9_]*_(TOKEN|KEY|SECRET|CREDENTIAL)$/),
          /** The only models that may be asked for, by the exact names the agent uses. */
          models: z.array(z.string().min(1).max(200)).min(1).max(50),
        })
        .nullable()
        .default(null),
    }),
  ])
  .meta({ id: 'AgentBinding' })
export type AgentBinding = z.input<typeof agentBindingSchema>

export const hireRequest = z.strictObject({ name: z.string().trim().min(1).max(100), agent: agentBindingSchema })
export type HireRequest = z.input<typeof hireRequest>

/** `webhookSecret` signs what the webhook is told; shown once, null when there is no webhook and on a repeated request. */
export const hiredAnswer = z.object({ employeeId: z.string(), webhookSecret: z.string().nullable() }).meta({ id: 'Hired' })
export type Hired = z.infer<typeof hiredAnswer>

export const employeeAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    agent: z.object({ kind: z.string(), webhookUrl: z.string().nullable() }),
    /** Watched through spans or a proxy: nothing of this employee is enforced, and it never leaves shadow observe. */
    observedOnly: z.boolean(),
    createdAt: instant,
    rollouts: z.array(z.object({ id: z.string(), workflow: z.string(), phase: phaseSchema })),
    openInteractions: z.number().int(),
  })
  .meta({ id: 'Employee' })
export type Employee = z.infer<typeof employeeAnswer>
