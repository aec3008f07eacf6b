// Which step a job names. The whole control flow of handling is this table: a step changes a state, says so, and leaves the next one.

import { invariant } from '../domain/fault.ts'
import type { EffectId, InteractionId, ReplayId, ReviewId, RolloutId, TraceId } from '../domain/ids.ts'
import type { Price } from '../domain/interaction/price.ts'
import { replayNext } from '../governance/replay-case.ts'
import { completeTrace } from '../handling/complete-trace.ts'
import { abandonMs, quietMs } from '../handling/gather.ts'
import { notify } from '../handling/notify.ts'
import { oversee } from '../handling/oversee.ts'
import { type Doors, perform } from '../handling/perform.ts'
import { placeBlind } from '../handling/place-blind.ts'
import { type Asking, propose } from '../handling/propose.ts'
import { settle } from '../handling/settle.ts'
import { watchReviewer } from '../handling/watch-reviewer.ts'
import { takeUp } from '../observe/take-up.ts'
import type { Webhook } from '../ports/webhook.ts'
import type { House } from '../store/house.ts'

/** `webhook` is left out where no agent drives itself, `price` where none is observed (a backtest). */
export type Crew = { house: House; asking: Asking; doors: Doors; webhook?: Webhook; price?: Price }

export const steps: Readonly<Record<string, (crew: Crew, id: string, ticket: string) => Promise<void>>> = {
  propose: ({ house, asking }, id) => propose(house, asking, id as InteractionId),
  oversee: ({ house }, id) => oversee(house, id as InteractionId),
  perform: ({ house, doors }, id, ticket) => perform(house, doors, id as EffectId, ticket),
  settle: ({ house }, id) => settle(house, id as InteractionId),
  notify: async ({ house, webhook }, id) => {
    invariant(webhook !== undefined, 'whoever performs for agents that drive themselves can tell them')
    await notify(house, webhook, id as EffectId)
  },
  complete_trace: async ({ house, price = () => null }, id) => completeTrace(house, { price, quietMs, abandonMs }, id as TraceId),
  place_blind: async ({ house }, id) => void (await placeBlind(house, id as RolloutId)),
  watch_reviewer: ({ house }, id) => watchReviewer(house, id as ReviewId),
  replay: ({ house, asking }, id) => replayNext(house, asking, id as ReplayId),
  take_up: ({ house }, id) => takeUp(house, id as TraceId),
}
