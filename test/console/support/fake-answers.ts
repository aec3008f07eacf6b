// What the fake server's routes share: its state, and answers that the contract has checked.

import { problemSchema } from '@tenure/contract/problem'
import type { ReviewCard } from '@tenure/contract/reviews'
import type { Rollout } from '@tenure/contract/rollouts'
import type { z } from 'zod'

export const me = 'per_me'

type Asked = { method: string; path: string; body: unknown; query: string }
export type FakeApi = {
  url: string
  asked: Asked[]
  cards: Map<string, ReviewCard>
  rollouts: Map<string, Rollout>
  /** The next verdict is refused with this sentence. */
  refuseNext: string | null
  /** Waits this long before every answer. */
  delayMs: number
  signedIn: boolean
  /** How long the trail is. */
  records: number
  /** Sends an event to whoever listens; the stream of a browser that cannot is cut. */
  say(event: string, data: object): void
  /** Ends every open stream, as a restart does. */
  cut(): void
  /** Streams that are open now. */
  listeners(): number
  close(): Promise<void>
}

type Call = { params: string[]; query: URLSearchParams; body: unknown }
export type Answer = { status?: number; body: unknown }
export type Route = [method: string, path: RegExp, answer: (call: Call) => Answer]

/** The contract is the judge: an answer it does not allow fails the test with a thrown error. */
export function tell<S extends z.ZodType>(schema: S, body: z.input<S>, status = 200): Answer {
  return { status, body: schema.parse(body) }
}

export function problem(status: number, code: string, detail: string): Answer {
  return { status, body: problemSchema.parse({ type: `/problems/${code}`, title: code, status, detail, code }) }
}
