// Sign-in with e-mail and password, by better-auth on our own tables. Sign-up is closed: people come in by a one-time link only. Telemetry is off.

import { betterAuth } from 'better-auth'
import { hashPassword } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import type { Role } from '../domain/oversight/authority.ts'
import { refuse } from '../domain/refusal.ts'
import type { DoorLog } from './problem.ts'
import { asResponse, problemOf, problemOfThrown } from './problem.ts'
import { SignInBrake } from './sign-in-brake.ts'

export type SignedIn = { personId: string; name: string; email: string; role: Role }

export interface Auth {
  /** Who the session cookie of this request belongs to; null when there is none, it ended, or the person is disabled. */
  personOf(headers: Headers): Promise<SignedIn | null>
  /** Answers a request under /api/auth. `address` is the peer's, from the socket, never from a header the client could write. */
  handle(request: Request, address: string): Promise<Response>
  hashPassword(password: string): Promise<string>
}

export type AuthOptions = {
  /** better-auth's own queries go through this; every table of theirs lives in our schema. */
  tables: Kysely<unknown>
  /** Signs the session cookies; at least 32 characters. */
  secret: string
  /** Where people reach the server; https makes the cookies Secure. */
  publicUrl: string
  clock: { now(): Date }
  log: DoorLog
}

const cookiePrefix = 'tenure'
const sessionLivesSeconds = 12 * 3600
const peerHeader = 'x-tenure-peer'

/** Everything else better-auth could do stays shut until an issue opens it. */
const openPaths = new Map([
  ['/api/auth/sign-in/email', 'POST'],
  ['/api/auth/sign-out', 'POST'],
  ['/api/auth/get-session', 'GET'],
  ['/api/auth/change-password', 'POST'],
])

function configure({ tables, secret, publicUrl }: AuthOptions) {
  return betterAuth({
    appName: 'Tenure',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: { db: tables, type: 'postgres', validateSchema: false },
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    // The door has compared the Origin with the Host before this runs (app.ts), under whatever name people reach the server.
    trustedOrigins: (request) => [request?.headers.get('origin')],
    rateLimit: { enabled: false },
    session: {
      modelName: 'sessions',
      expiresIn: sessionLivesSeconds,
      updateAge: 600,
      fields: fieldsOf('userId', 'expiresAt', 'createdAt', 'updatedAt', 'ipAddress', 'userAgent'),
      // A role taken away or a person disabled counts on the next request, so no copy of the session is kept in the cookie.
      cookieCache: { enabled: false },
    },
    user: {
      modelName: 'people',
      fields: fieldsOf('emailVerified', 'createdAt', 'updatedAt'),
      additionalFields: {
        role: { type: 'string', defaultValue: 'none', input: false },
        disabled: { type: 'boolean', defaultValue: false, input: false },
      },
    },
    account: {
      modelName: 'accounts',
      fields: fieldsOf(
        'accountId',
        'providerId',
        'userId',
        'accessToken',
        'refreshToken',
        'idToken',
        'accessTokenExpiresAt',
        'refreshTokenExpiresAt',
        'createdAt',
        'updatedAt',
      ),
    },
    verification: { modelName: 'verifications', fields: fieldsOf('expiresAt', 'createdAt', 'updatedAt') },
    advanced: {
      cookiePrefix,
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [peerHeader] },
    },
    logger: { disabled: true },
  })
}

/** camelCase field → snake_case column, for each field better-auth would otherwise name its own way. */
function fieldsOf<const F extends string>(...fields: F[]): Record<F, string> {
  const pairs = fields.map((field) => [field, field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)])
  return Object.fromEntries(pairs) as Record<F, string>
}

export function createAuth(options: AuthOptions): Auth {
  const auth = configure(options)
  const brake = new SignInBrake(options.clock)

  async function signIn(request: Request): Promise<Response> {
    const body: unknown = await request
      .clone()
      .json()
      .catch(() => null)
    const email = typeof body === 'object' && body !== null && 'email' in body && typeof body.email === 'string' ? body.email : ''
    const allowed = brake.attempt(email, request.headers.get(peerHeader) ?? 'unknown')
    if (allowed !== true) return asResponse(problemOf(allowed))
    const response = await auth.handler(request)
    if (!response.ok) return asResponse(problemOf(refuse('sign_in_failed')))
    const session = await sessionOf(new Headers({ cookie: cookiesOf(response) }))
    // Somebody disabled keeps a right password and gets the same answer as a wrong one.
    if (session === null) return asResponse(problemOf(refuse('sign_in_failed')))
    brake.succeeded(email)
    return response
  }

  async function sessionOf(headers: Headers): Promise<SignedIn | null> {
    if (!(headers.get('cookie') ?? '').includes(`${cookiePrefix}.session_token=`)) return null
    const session = await auth.api.getSession({ headers })
    if (session === null || session.user.disabled === true) return null
    return { personId: session.user.id, name: session.user.name, email: session.user.email, role: session.user.role as Role }
  }

  return {
    personOf: sessionOf,
    hashPassword,
    async handle(request, address) {
      const { pathname } = new URL(request.url)
      if (openPaths.get(pathname) !== request.method)
        return asResponse(problemOf(refuse('not_found', { what: 'route', id: pathname })))
      const marked = new Request(request)
      marked.headers.set(peerHeader, address)
      try {
        return pathname === '/api/auth/sign-in/email' ? await signIn(marked) : await auth.handler(marked)
      } catch (error) {
        return asResponse(problemOfThrown(error, options.log))
      }
    },
  }
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
