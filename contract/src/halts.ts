// Halts: stop everything, one employee, one rollout, or one tool, now; no gate is needed. Lifting is a recorded act of two people. A drill measures a stop.

import { z } from 'zod'
import { pageQuery } from './paging.ts'
import { instant, reasonText } from './words.ts'

const scope = z.enum(['all', 'employee', 'rollout', 'tool'])

/** `target`: empty for `all`, an id or name for `employee`, an id for `rollout`, `system.operation` or `system` for `tool`. */
export const orderHaltRequest = z.strictObject({
  scope,
  target: z.string().max(300).default(''),
  reason: reasonText,
})
export type OrderHaltRequest = z.input<typeof orderHaltRequest>

export const haltedAnswer = z.object({ haltId: z.string() }).meta({ id: 'OrderedHalt' })
export type OrderedHalt = z.infer<typeof haltedAnswer>

/** `lift_proposed`: a second person, who may lift halts too, does the same within 72 hours; until then the halt holds. */
export const liftedAnswer = z
  .object({ haltId: z.string(), state: z.enum(['lift_proposed', 'lifted']), proposedBy: z.string().nullable() })
  .meta({ id: 'LiftedHalt' })
export type LiftedHalt = z.infer<typeof liftedAnswer>

export const haltAnswer = z
  .object({
    id: z.string(),
    scope,
    target: z.string(),
    reason: z.string(),
    orderedBy: z.string(),
    orderedAt: instant,
    drill: z.boolean(),
    liftProposedBy: z.string().nullable(),
    liftProposedAt: instant.nullable(),
    liftedBy: z.string().nullable(),
    liftedAt: instant.nullable(),
  })
  .meta({ id: 'Halt' })
export type Halt = z.infer<typeof haltAnswer>

export const haltsQuery = pageQuery.extend({ inForce: z.enum(['true', 'false']).optional() })

/** A real stop, held for `watchMs` and then lifted. Long enough to see a start that comes late, short enough to answer within one request. */
export const drillRequest = orderHaltRequest.extend({ watchMs: z.number().int().min(1_000).max(20_000).default(3_000) })
export type DrillRequest = z.input<typeof drillRequest>

const measured = {
  scope,
  target: z.string(),
  stoppedWithinMs: z.number().int(),
  effectsAfter: z.number().int(),
  inFlight: z.number().int(),
  watchedMs: z.number().int(),
}

export const drilledAnswer = z
  .object({ drillId: z.string(), haltId: z.string(), ...measured, met: z.boolean() })
  .meta({ id: 'DrilledHalt' })
export type DrilledHalt = z.infer<typeof drilledAnswer>

/** `met`: no effect started later than a second after the order. */
export const drillAnswer = z
  .object({
    id: z.string(),
    haltId: z.string(),
    ...measured,
    met: z.boolean(),
    reason: z.string(),
    orderedBy: z.string(),
    orderedAt: instant,
    endedAt: instant,
  })
  .meta({ id: 'HaltDrill' })
export type HaltDrill = z.infer<typeof drillAnswer>
