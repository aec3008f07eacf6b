// The time. Steps never read it from anywhere else, so that tests hold it in their hand.

export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
