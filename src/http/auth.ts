// Sign-in with e-mail and password, by better-auth on our own tables. Sign-up is closed: people come in by a one-time link only. Telemetry is off.

import { betterAuth } from 'better-auth'
import { hashPassword } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import { Fault } from '../domain/fault.ts'
import type { Role } from '../domain/oversight/authority.ts'
import { refuse } from '../domain/refusal.ts'
import type { DoorLog } from './problem.ts'
import { asResponse, problemOf, problemOfThrown } from './problem.ts'
import { SignInBrake } from './sign-in-brake.ts'

type SignedIn = { personId: string; name: string; email: string; role: Role }

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

  async function personOf(headers: Headers): Promise<SignedIn | null> {
    if (!(headers.get('cookie') ?? '').includes(`${cookiePrefix}.session_token=`)) return null
    const session = await auth.api.getSession({ headers }).catch(unavailable)
    if (session === null || session.user.disabled === true) return null
    return { personId: session.user.id, name: session.user.name, email: session.user.email, role: session.user.role as Role }
  }

  /** The library's answer. Beside refusing, all it can do is fail at the database: sessions and accounts are all it has. */
  async function ask(request: Request): Promise<Response> {
    const response = await auth.handler(request).catch(unavailable)
    return response.status >= 500 ? unavailable(new Error(`status ${response.status}`)) : response
  }

  async function signIn(request: Request): Promise<Response> {
    const email = emailIn(await request.clone().text())
    const allowed = brake.attempt(email, request.headers.get(peerHeader) ?? 'unknown')
    if (allowed !== true) return asResponse(problemOf(allowed))
    const response = await ask(request)
    const cookies = response.headers.getSetCookie()
    const person = response.ok
      ? await personOf(new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') }))
      : null
    // Somebody disabled keeps a right password and gets the same answer as a wrong one.
    if (person === null) return asResponse(problemOf(refuse('sign_in_failed')))
    brake.succeeded(email)
    // The library's own answer repeats the session's token, which scripts need not see.
    const answer = Response.json({ signedIn: true })
    for (const cookie of cookies) answer.headers.append('set-cookie', cookie)
    return answer
  }

  async function byLibrary(request: Request): Promise<Response> {
    const response = await ask(request)
    if (response.ok) return response
    return asResponse(
      problemOf(
        refuse('invalid_input', {
          where: 'body',
          why: 'this was not accepted',
          remedy: 'Check the current password and sign in again.',
        }),
      ),
    )
  }

  return {
    personOf,
    hashPassword,
    async handle(request, address) {
      const { pathname } = new URL(request.url)
      if (openPaths.get(pathname) !== request.method)
        return asResponse(problemOf(refuse('not_found', { what: 'route', id: pathname })))
      const marked = new Request(request)
      marked.headers.set(peerHeader, address)
      try {
        if (pathname === '/api/auth/sign-in/email') return await signIn(marked)
        if (pathname === '/api/auth/get-session') return Response.json({ person: await personOf(marked.headers) })
        return await byLibrary(marked)
      } catch (error) {
        return asResponse(problemOfThrown(error, options.log))
      }
    },
  }
}

function unavailable(cause: unknown): never {
  throw new Fault('database_unavailable', 'sessions and accounts cannot be read', { retryable: true, cause })
}

/** The address somebody tries to sign in with, for counting attempts; a body that is not what it should be counts under no address. */
function emailIn(body: string): string {
  try {
    const sent: unknown = JSON.parse(body)
    return typeof sent === 'object' && sent !== null && 'email' in sent && typeof sent.email === 'string' ? sent.email : ''
  } catch (error) {
    if (error instanceof SyntaxError) return ''
    throw error
  }
}
