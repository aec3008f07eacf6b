// Dossiers: the Discovery documents of one workflow at one version, their findings, and who signed.

import { z } from 'zod'
import { instant } from './words.ts'

export const findingSchema = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    file: z.string(),
    line: z.number().int().nullable(),
    what: z.string(),
    why: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'Finding' })
export type Finding = z.infer<typeof findingSchema>

/** `files` maps a path inside the dossier folder (`workflow.yaml`, `SOUL.md`, `interviews/ann.yaml`) to its text. */
export const registerDossierRequest = z.strictObject({
  employee: z.string().min(1).max(100),
  files: z.record(z.string().min(1).max(200), z.string().max(1_000_000)),
})
export type RegisterDossierRequest = z.infer<typeof registerDossierRequest>

export const registeredAnswer = z
  .object({ dossierId: z.string(), hash: z.string(), findings: z.array(findingSchema) })
  .meta({ id: 'RegisteredDossier' })
export type RegisteredDossier = z.infer<typeof registeredAnswer>

export const dossierSummary = z
  .object({
    id: z.string(),
    employeeId: z.string(),
    workflow: z.string(),
    hash: z.string(),
    roleHash: z.string(),
    /** The policy compiled from this version; every ruling made under it names this hash. */
    policyHash: z.string(),
    errors: z.number().int(),
    signed: z.boolean(),
    signatures: z.array(z.object({ personId: z.string(), name: z.string(), signedAt: instant })),
    registeredBy: z.string(),
    registeredAt: instant,
  })
  .meta({ id: 'DossierSummary' })
export type DossierSummary = z.infer<typeof dossierSummary>

/** `content` is the parsed form of the documents; findings and plan are those of the registration, frozen with the version. */
export const dossierAnswer = dossierSummary
  .extend({
    files: z.record(z.string(), z.string()),
    content: z.unknown(),
    findings: z.array(findingSchema),
    plan: z.unknown(),
    cells: z.array(z.object({ queryType: z.string(), channel: z.string(), rolloutId: z.string().nullable() })),
  })
  .meta({ id: 'Dossier' })
export type Dossier = z.infer<typeof dossierAnswer>

export const signedAnswer = z
  .object({ dossierId: z.string(), signatures: z.number().int(), signed: z.boolean() })
  .meta({ id: 'SignedDossier' })
export type SignedDossier = z.infer<typeof signedAnswer>
