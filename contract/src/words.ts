// The closed lists of words that cross the wire. A test compares each with the domain's own list.

import { z } from 'zod'

export const roleSchema = z
  .enum(['ops_lead', 'reviewer', 'engineer', 'auditor', 'privacy_officer', 'admin', 'none'])
  .meta({ id: 'Role' })
export type Role = z.infer<typeof roleSchema>

export const scopeSchema = z.enum(['agent', 'inbound', 'read', 'review', 'govern', 'admin']).meta({ id: 'Scope' })
export type Scope = z.infer<typeof scopeSchema>

export const phaseSchema = z.enum(['discovery', 'shadow', 'supervised', 'autonomous', 'halted', 'retired']).meta({ id: 'Phase' })
export type Phase = z.infer<typeof phaseSchema>

export const deliverySchema = z.enum(['observe', 'assist']).meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof deliverySchema>

export const effectKindSchema = z.enum(['read', 'write', 'reply']).meta({ id: 'EffectKind' })
export const effectStateSchema = z
  .enum([
    'proposed',
    'held',
    'released',
    'attempting',
    'unknown',
    'performed',
    'failed',
    'recorded',
    'replayed',
    'refused',
    'escalated',
    'declined',
    'lapsed',
  ])
  .meta({ id: 'EffectState' })
export type EffectState = z.infer<typeof effectStateSchema>
export const dispositionSchema = z.enum(['perform', 'hold', 'record', 'escalate', 'refuse']).meta({ id: 'Disposition' })

export const interactionStateSchema = z
  .enum(['received', 'proposing', 'proposed', 'held', 'released', 'recorded', 'refused', 'escalated', 'performed', 'settled'])
  .meta({ id: 'InteractionState' })
export type InteractionState = z.infer<typeof interactionStateSchema>
export const outcomeSchema = z.enum(['handled', 'escalated', 'recorded', 'refused']).meta({ id: 'InteractionOutcome' })

export const verdictKindSchema = z
  .enum(['correct', 'correct_small_edit', 'wrong', 'should_escalate', 'unsafe', 'needed', 'not_needed'])
  .meta({ id: 'VerdictKind' })
export type VerdictKind = z.infer<typeof verdictKindSchema>
export const verdictReasonSchema = z
  .enum(['wrong_fact', 'wrong_operation', 'wrong_argument', 'missed_step', 'policy', 'tone'])
  .meta({ id: 'VerdictReason' })

export const gateOutcomeSchema = z.enum(['met', 'not_met', 'not_yet_known']).meta({ id: 'GateOutcome' })
export const escalationStateSchema = z.enum(['open', 'taken', 'answered']).meta({ id: 'EscalationState' })
export type EscalationState = z.infer<typeof escalationStateSchema>
export const incidentStateSchema = z.enum(['open', 'remedied', 'closed']).meta({ id: 'IncidentState' })
export type IncidentState = z.infer<typeof incidentStateSchema>
export const incidentSeveritySchema = z.enum(['minor', 'major', 'severe']).meta({ id: 'IncidentSeverity' })
export const incidentSourceSchema = z.enum(['report', 'verdict', 'ground_truth']).meta({ id: 'IncidentSource' })
export const promotionStateSchema = z.enum(['proposed', 'approved', 'carried_out', 'withdrawn']).meta({ id: 'PromotionState' })

/** Instants are ISO 8601 with zone, in UTC. */
export const instant = z.string().meta({ format: 'date-time' })
/** A reason a person gives for an act that moves trust; it is kept apart from the trail, which holds its digest. */
export const reasonText = z.string().trim().min(1).max(2000)
