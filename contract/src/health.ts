// GET /health: whether this process can do its work, for people and load balancers.

import { z } from 'zod'

export const healthAnswer = z
  .object({
    status: z.enum(['ok', 'failing']),
    database: z.enum(['ok', 'unreachable']),
    migrations: z.object({ applied: z.number().int(), pending: z.number().int() }),
    version: z.string(),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof healthAnswer>
