// People: who I am, joining by a one-time link, inviting, changing a role.

import { z } from 'zod'
import { instant, roleSchema, scopeSchema } from './words.ts'

const password = z.string().min(12, 'must have at least 12 characters').max(128)
const personName = z.string().trim().min(1).max(200)
const email = z.email().max(254)

/** `may` lists the acts this caller may do now; the console shows or disables by it, the server decides again on each request. */
export const meAnswer = z
  .object({
    kind: z.enum(['person', 'key']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: roleSchema.nullable(),
    scopes: z.array(scopeSchema).nullable(),
    employeeId: z.string().nullable(),
    may: z.array(z.string()),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof meAnswer>

export const firstAdminRequest = z.strictObject({ token: z.string().min(1).max(200), name: personName, email, password })
export type FirstAdminRequest = z.infer<typeof firstAdminRequest>

export const joinRequest = z.strictObject({ token: z.string().min(1).max(200), name: personName, password })
export type JoinRequest = z.infer<typeof joinRequest>

/** A person exists now; they sign in with the e-mail address and the password they chose. */
export const joinedAnswer = z.object({ personId: z.string(), email: z.string(), role: roleSchema }).meta({ id: 'Joined' })
export type Joined = z.infer<typeof joinedAnswer>

export const personAnswer = z
  .object({ id: z.string(), name: z.string(), email: z.string(), role: roleSchema, disabled: z.boolean(), joinedAt: instant })
  .meta({ id: 'Person' })
export type Person = z.infer<typeof personAnswer>

export const inviteRequest = z.strictObject({ email, role: roleSchema })
export type InviteRequest = z.infer<typeof inviteRequest>

/** `token` is shown once; a repeated request with the same Idempotency-Key gets null in its place. The path to hand over is `/join?token=…`. */
export const inviteAnswer = z
  .object({
    linkId: z.string(),
    token: z.string().nullable(),
    path: z.string().nullable(),
    email: z.string(),
    role: roleSchema,
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof inviteAnswer>

export const changePersonRequest = z
  .strictObject({ role: roleSchema.optional(), disabled: z.boolean().optional() })
  .refine((change) => change.role !== undefined || change.disabled !== undefined, 'needs `role` or `disabled`')
export type ChangePersonRequest = z.infer<typeof changePersonRequest>
