// API keys. A machine's key (`agent`, `inbound`) is bound to one employee; any other acts for the person who made it, never with more than their role.

import { z } from 'zod'
import { instant, scopeSchema } from './words.ts'

export const keyAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(scopeSchema),
    employeeId: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'Key' })
export type Key = z.infer<typeof keyAnswer>

export const issueKeyRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scopeSchema).min(1).max(6),
  employee: z.string().max(100).nullable().optional(),
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
})
export type IssueKeyRequest = z.input<typeof issueKeyRequest>

/** `secret` is shown once; a repeated request with the same Idempotency-Key gets null in its place. */
export const issuedKeyAnswer = z.object({ key: keyAnswer, secret: z.string().nullable() }).meta({ id: 'IssuedKey' })
export type IssuedKey = z.infer<typeof issuedKeyAnswer>

export const revokedAnswer = z.object({ id: z.string(), revokedAt: instant }).meta({ id: 'RevokedKey' })
export type RevokedKey = z.infer<typeof revokedAnswer>
