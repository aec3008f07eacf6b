// Query types proposed from the shared labelled tickets: how well they fit the labels, how long it takes, and that nothing but the texts decides.

import { describe, expect, test } from 'vitest'
import { proposeTypes } from '../../src/intake/query-types.ts'
import { doubled, fitOf, labelledTickets, majorityRatio } from '../support/labelled-tickets.ts'

const minutes = (n: number) => n * 60_000
const quiet = () => undefined
const it = labelledTickets('intake_it-tickets')
const bank = labelledTickets('intake_banking77')

describe.skipIf(it === null)('query types from the recorded IT tickets', () => {
  test(
    '12,000 tickets take less than 60 s, and the groups fit the labels far better than one group would',
    () => {
      const set = doubled(it!)
      const start = performance.now()
      const before = process.cpuUsage()
      const { types, assigned, leftovers } = proposeTypes(set.tickets, null, quiet)
      const seconds = (performance.now() - start) / 1_000
      // It works on one core: on two idle ones the clock shows what the processor spent, and a busy neighbour does not fail the test.
      const spent = process.cpuUsage(before)
      const spentSeconds = (spent.user + spent.system) / 1e6
      const { purity, nmi } = fitOf(assigned, set.labels)
      console.log(
        `${set.tickets.length} tickets: ${types.length} types, ${leftovers} leftovers, purity ${purity.toFixed(3)} (one group ${majorityRatio(set.labels).toFixed(3)}), NMI ${nmi.toFixed(3)}, ${seconds.toFixed(1)} s by the clock, ${spentSeconds.toFixed(1)} s of the processor`,
      )
      expect(set.tickets).toHaveLength(12_000)
      expect(spentSeconds).toBeLessThan(60)
      expect(types.length).toBeGreaterThanOrEqual(8)
      expect(types.length).toBeLessThanOrEqual(60)
      expect(leftovers / set.tickets.length).toBeLessThan(0.1)
      expect(purity).toBeGreaterThan(0.65)
      expect(nmi).toBeGreaterThan(0.3)
    },
    minutes(3),
  )

  test(
    'with as many groups as labels the fit is still above chance, and groups dealt out at random have none',
    () => {
      const set = it!
      const { assigned, types } = proposeTypes(set.tickets, 8, quiet)
      expect(types).toHaveLength(8)
      const { purity, nmi } = fitOf(assigned, set.labels)
      expect(purity).toBeGreaterThan(majorityRatio(set.labels) + 0.12)
      expect(nmi).toBeGreaterThan(0.17)
      const dealt = fitOf(
        set.labels.map((_, at) => String((at * 7) % 8)),
        set.labels,
      )
      expect(dealt.purity).toBeLessThan(majorityRatio(set.labels) + 0.03)
      expect(dealt.nmi).toBeLessThan(0.02)
    },
    minutes(2),
  )

  test(
    'the same tickets in another order give the same types and the same groups',
    () => {
      const tickets = it!.tickets.slice(0, 2_000)
      const order = tickets.map((_, at) => (at * 1_201) % tickets.length)
      const first = proposeTypes(tickets, null, quiet)
      const again = proposeTypes(tickets, null, quiet)
      const shuffled = proposeTypes(
        order.map((at) => tickets[at]!),
        null,
        quiet,
      )
      expect(new Set(order).size).toBe(tickets.length)
      expect(again).toEqual(first)
      expect(shuffled.types).toEqual(first.types)
      expect(order.map((at) => first.assigned[at])).toEqual(shuffled.assigned)
    },
    minutes(2),
  )
})

describe.skipIf(bank === null)('query types from short banking queries', () => {
  test(
    'fit 77 labels clearly better than the most common label does',
    () => {
      const { assigned } = proposeTypes(bank!.tickets, 77, quiet)
      const { purity, nmi } = fitOf(assigned, bank!.labels)
      console.log(
        `banking77, 77 types asked for: purity ${purity.toFixed(3)} (one group ${majorityRatio(bank!.labels).toFixed(3)}), NMI ${nmi.toFixed(3)}`,
      )
      expect(purity).toBeGreaterThan(0.37)
      expect(nmi).toBeGreaterThan(0.54)
    },
    minutes(3),
  )
})
