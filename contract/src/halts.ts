// Halts: stop everything, one employee, or one tool, now; no gate is needed. Lifting is a recorded act of its own.

import { z } from 'zod'
import { pageQuery } from './paging.ts'
import { instant, reasonText } from './words.ts'

/** `target`: empty for `all`, an employee's id for `employee`, `system.operation` or `system` for `tool`. */
export const orderHaltRequest = z.strictObject({
  scope: z.enum(['all', 'employee', 'tool']),
  target: z.string().max(300).default(''),
  reason: reasonText,
})
export type OrderHaltRequest = z.input<typeof orderHaltRequest>

export const haltedAnswer = z.object({ haltId: z.string() }).meta({ id: 'OrderedHalt' })
export type OrderedHalt = z.infer<typeof haltedAnswer>

export const haltAnswer = z
  .object({
    id: z.string(),
    scope: z.enum(['all', 'employee', 'tool']),
    target: z.string(),
    reason: z.string(),
    orderedBy: z.string(),
    orderedAt: instant,
    liftedBy: z.string().nullable(),
    liftedAt: instant.nullable(),
  })
  .meta({ id: 'Halt' })
export type Halt = z.infer<typeof haltAnswer>

export const haltsQuery = pageQuery.extend({ inForce: z.enum(['true', 'false']).optional() })
