// What a desk needs from outside: the API in its own words, storage, a clock, and the other windows.

import type {
  CorrectionRequest,
  Corrections,
  GivenVerdict,
  ReviewCard,
  ReviewFilter,
  ReviewQueue,
  SkipReason,
  VerdictRequest,
} from '../../api.ts'
import type { ActStore } from './outbox.ts'
import type { PaceStore } from './pace.ts'
import type { Line } from './tabs.ts'

/** The part of the API a desk needs; `key`: the idempotency key of the act. */
export type DeskApi = {
  reviews(filter: ReviewFilter): Promise<ReviewQueue>
  card(id: string): Promise<ReviewCard>
  take(id: string): Promise<ReviewCard | null>
  giveVerdict(id: string, body: VerdictRequest, key: string): Promise<GivenVerdict>
  skip(id: string, why: SkipReason, key: string): Promise<unknown>
  undo(verdictId: string, key: string): Promise<unknown>
  correct(id: string, body: CorrectionRequest, key: string): Promise<Corrections>
}

export type Extras = {
  reasons?: NonNullable<VerdictRequest['reasons']>
  note?: string | null
  /** The reply to send in place of the held one. */
  edit?: string | null
  /** The right answer where nothing waits to be sent: recorded beside the verdict. */
  answer?: string | null
}

/** `seconds`: what was spent on it, pauses left out. */
export type Giving = { extras: Extras; replaces: string | null; seconds: number }

/** `after` runs something later and answers what stops it. */
export type DeskOptions = {
  filter: ReviewFilter
  me: string
  mayTake: boolean
  tab: string
  store: ActStore
  paceStore: PaceStore
  line: Line
  after: (ms: number, act: () => void) => () => void
  /** Milliseconds of a clock that only goes forward, and the time of day. */
  now?: () => number
  today?: () => number
}
