// Employees: the AI employee, a role, and the agent that acts for it.

import { z } from 'zod'
import { instant, phaseSchema } from './words.ts'

/** `scripted` follows the dossier; `recorded` replays; `http` is any agent that calls the decision API; `webhookUrl` is told what was decided. */
export const agentBindingSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('scripted') }),
    z.strictObject({ kind: z.literal('recorded') }),
    z.strictObject({ kind: z.literal('http'), webhookUrl: z.string().max(2000).nullable().default(null) }),
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
    createdAt: instant,
    rollouts: z.array(z.object({ id: z.string(), workflow: z.string(), phase: phaseSchema })),
    openInteractions: z.number().int(),
  })
  .meta({ id: 'Employee' })
export type Employee = z.infer<typeof employeeAnswer>
