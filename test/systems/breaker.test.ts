// A system that keeps failing is left alone, tried once after a while, and used again when it answers.

import { expect, test } from 'vitest'
import { Fault } from '../../src/domain/fault.ts'
import type { BusinessSystem, SystemCall } from '../../src/ports/system.ts'
import { withBreaker } from '../../src/systems/breaker.ts'
import { ManualClock } from '../support/world.ts'

const call: SystemCall = { system: 's', operation: 'o', arguments: {}, key: 'k', externalId: 'e' }

function setUp() {
  const clock = new ManualClock()
  const state = { well: false, made: 0 }
  const system: BusinessSystem = {
    call: async () => {
      state.made++
      if (!state.well) throw new Fault('system_failed', 'the line broke', { retryable: false, reached: true })
      return { outcome: 'failed', reason: 'no', providerRef: null }
    },
    close: async () => undefined,
  }
  const guarded = withBreaker('s', system, clock)
  const tried = () =>
    guarded.call(call).then(
      ({ outcome }) => outcome,
      (fault: Fault) => ({ reached: fault.reached, retryable: fault.retryable }),
    )
  return { clock, state, tried }
}

test('after five faults in a row nothing is called, and what was not called has reached nothing', async () => {
  const { state, tried } = setUp()
  for (let i = 0; i < 5; i++) expect(await tried()).toEqual({ reached: true, retryable: false })
  for (let i = 0; i < 3; i++) expect(await tried()).toEqual({ reached: false, retryable: true })
  expect(state.made).toBe(5)
})

test('after a while one call is a trial; it opens again when that fails and closes when it is answered, be it with a no', async () => {
  const { clock, state, tried } = setUp()
  for (let i = 0; i < 5; i++) await tried()
  clock.pass({ ms: 10_000 })
  expect(await Promise.all([tried(), tried()])).toEqual([
    { reached: true, retryable: false },
    { reached: false, retryable: true },
  ])
  expect(await tried()).toEqual({ reached: false, retryable: true })
  expect(state.made).toBe(6)
  clock.pass({ ms: 10_000 })
  state.well = true
  expect(await tried()).toBe('failed')
  expect(await tried()).toBe('failed')
  expect(state.made).toBe(8)
})

test('faults that are not in a row open nothing', async () => {
  const { state, tried } = setUp()
  for (let i = 0; i < 20; i++) {
    state.well = i % 4 === 3
    await tried()
  }
  expect(state.made).toBe(20)
})
