// The shape of a route: its act, what comes in, what goes out, and one call to a step or view. Thin: parse → step → map; everything else happens in app.ts.

import type { z } from 'zod'
import type { Act } from '../domain/oversight/authority.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Signer } from '../ports/signer.ts'
import type { Systems } from '../ports/system.ts'
import type { House } from '../store/house.ts'
import type { Auth } from './auth.ts'
import type { Identity } from './identity.ts'
import type { LiveFeed } from './live.ts'
import type { DoorLog } from './problem.ts'

/** What every route is given. */
export type Doorway = {
  house: House
  systems: Systems
  signer: Signer
  auth: Auth
  log: DoorLog
  version: string
  live: LiveFeed
}

type Method = 'get' | 'post' | 'patch' | 'delete'

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

export type Call<P, Q, B> = {
  door: Doorway
  who: Identity
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
  signal: AbortSignal
  headers: Headers
}

export type DoorSpec<P, Q, B, A extends z.ZodType> = {
  /** The operation's name in the API description and in the SDK. */
  name: string
  method: Method
  /** Below /api/v1, with {blanks}. */
  path: string
  act: Act
  group: string
  summary: string
  params?: P
  query?: Q
  body?: B
  answer: A
  status?: 200 | 201
  /** The answer is a text of this kind, sent as it stands; left out: JSON. */
  media?: 'text/html'
  /** Whether `null` may be answered, as 204: there is nothing. */
  mayBeNothing?: boolean
  /** The step may be run again after a crash in its middle without a second effect: it finds its own earlier work. */
  repeatable?: boolean
  /** Answers with a stream of events, each as `answer` says, until somebody hangs up. */
  streams?: true
  /** The answer shows a secret once; this is what a repeated request is told instead. */
  withoutSecret?: (answer: z.output<A>) => z.output<A>
  /** Which employee the request is about; asked for keys that are bound to one. Null: there is no such thing. */
  employeeOf?: (call: Call<P, Q, B>) => Promise<string | null>
  handle: (call: Call<P, Q, B>) => Promise<Refusal | z.input<A> | Response | null>
}

type Schema = z.ZodType | undefined

/** A route as the app holds it, its types forgotten. */
export type Door = DoorSpec<Schema, Schema, Schema, z.ZodType>

/** Declares a route; the types of its handler follow from its schemas. */
export function door<
  A extends z.ZodType,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(spec: DoorSpec<P, Q, B, A>): Door {
  return spec as unknown as Door
}
