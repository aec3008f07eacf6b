// Incidents: wrong actions with a real consequence that needed remedy. Report one, see what else it may touch, say what was done, close it as a second person.

import { z } from 'zod'
import { pageQuery } from './paging.ts'
import { incidentSeveritySchema, incidentSourceSchema, incidentStateSchema, instant, reasonText } from './words.ts'

export const incidentsQuery = pageQuery.extend({
  state: incidentStateSchema.optional(),
  employee: z.string().max(100).optional(),
})

/** `severe` sends the rollout back to shadow at once. `tool`: `system.operation`, where it is known. All interactions are of one employee. */
export const reportIncidentRequest = z.strictObject({
  interactions: z.array(z.string().min(1).max(100)).min(1).max(100),
  severity: incidentSeveritySchema,
  tool: z.string().trim().min(1).max(300).nullable().default(null),
  happened: reasonText,
  consequence: reasonText.nullable().default(null),
})
export type ReportIncidentRequest = z.input<typeof reportIncidentRequest>
export const reportedIncidentAnswer = z.object({ incidentId: z.string() }).meta({ id: 'ReportedIncident' })
export type ReportedIncident = z.infer<typeof reportedIncidentAnswer>

export const incidentSummary = z
  .object({
    id: z.string(),
    employeeId: z.string(),
    employee: z.string(),
    workflow: z.string(),
    rolloutId: z.string().nullable(),
    severity: incidentSeveritySchema,
    state: incidentStateSchema,
    source: incidentSourceSchema,
    tool: z.string().nullable(),
    /** The version of the documents it happened under. */
    dossierId: z.string().nullable(),
    interactions: z.array(z.string()),
    queryTypes: z.array(z.string()),
    /** Null: what was said has been erased. */
    happened: z.string().nullable(),
    consequence: z.string().nullable(),
    remedy: z.string().nullable(),
    openedBy: z.string(),
    openedByName: z.string().nullable(),
    openedAt: instant,
    remediedBy: z.string().nullable(),
    remediedByName: z.string().nullable(),
    remediedAt: instant.nullable(),
    closedBy: z.string().nullable(),
    closedByName: z.string().nullable(),
    closedAt: instant.nullable(),
  })
  .meta({ id: 'IncidentSummary' })
export type IncidentSummary = z.infer<typeof incidentSummary>

/** What else may have gone wrong in the same way; the incident's own interactions are not among it. At most 200 are listed, those of the same pattern first. */
const blastRadius = z.object({
  sameVersion: z.number().int(),
  sameTool: z.number().int(),
  samePattern: z.number().int(),
  interactions: z.array(
    z.object({
      id: z.string(),
      queryType: z.string(),
      channel: z.string(),
      state: z.string(),
      outcome: z.string().nullable(),
      receivedAt: instant,
      samePattern: z.boolean(),
    }),
  ),
})

export const incidentAnswer = incidentSummary.extend({ blastRadius }).meta({ id: 'Incident' })
export type Incident = z.infer<typeof incidentAnswer>

export const remedyRequest = z.strictObject({ remedy: reasonText })
export type RemedyRequest = z.infer<typeof remedyRequest>
export const movedIncidentAnswer = z.object({ incidentId: z.string(), state: incidentStateSchema }).meta({ id: 'MovedIncident' })
export type MovedIncident = z.infer<typeof movedIncidentAnswer>
