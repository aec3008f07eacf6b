// What we ask of a channel: deliver one released reply, at most once per key.

import type { SystemOutcome } from './system.ts'

export type Delivery = {
  interactionId: string
  externalId: string
  channel: string
  requester: string
  text: string
  key: string
}

export interface Channel {
  /** Delivers the reply; the same rules about Fault and `reached` as a system call. */
  deliver(delivery: Delivery): Promise<SystemOutcome>
}

export interface Channels {
  find(name: string): Channel | null
}
