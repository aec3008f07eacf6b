// A month: the five numbers with the month before beside them.

import { monthAnswer, monthParams } from '@tenure/contract/months'
import { monthAfter, monthBefore, numbersOf } from '../../domain/metrics/month.ts'
import type { House } from '../../store/house.ts'
import { type MonthStory, monthStories, monthTallies, monthTraffic, type Span } from '../../store/views/month.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

const spanOf = (month: string): Span => ({ from: `${month}-01`, to: `${monthAfter(month)}-01` })

type Of = { employeeId: string; workflow: string; queryType: string }
type Within = (one: Of) => boolean

async function monthOf(house: House, month: string) {
  const before = monthBefore(month)
  const [traffic, tallies, lastTraffic, lastTallies, stories] = await Promise.all([
    monthTraffic(house.db, spanOf(month)),
    monthTallies(house.db, spanOf(month)),
    monthTraffic(house.db, spanOf(before)),
    monthTallies(house.db, spanOf(before)),
    monthStories(house.db, spanOf(month)),
  ])
  const both = (within: Within) => ({
    now: numbersOf(traffic.filter(within), tallies.filter(within)),
    before: numbersOf(lastTraffic.filter(within), lastTallies.filter(within)),
  })
  const all: Of[] = [...traffic, ...tallies, ...lastTraffic, ...lastTallies]
  const now = house.clock.now()
  return {
    month,
    before,
    over: iso(now).slice(0, 10) >= spanOf(month).to,
    workflows: stories.map((story) => {
      const own: Within = (one) => one.employeeId === story.employeeId && one.workflow === story.workflow
      const types = [...new Set(all.filter(own).map(({ queryType }) => queryType))].toSorted()
      const byQueryType = types.map((queryType) => ({ queryType, ...both((one) => own(one) && one.queryType === queryType) }))
      return { ...told(story), ...both(own), byQueryType }
    }),
    readAt: iso(now),
  }
}

function told({ opened, judged, overdue, roleSince, phases, ...rest }: MonthStory) {
  return { ...rest, phases: phases ?? [], roleSince: isoOrNull(roleSince), sample: { opened, judged, overdue } }
}

export const monthDoors = [
  door({
    name: 'month',
    method: 'get',
    path: '/months/{id}',
    act: 'month.read',
    group: 'months',
    summary: 'The five numbers of a month by workflow and query type, with the month before beside them.',
    params: monthParams,
    answer: monthAnswer,
    handle: ({ door: { house }, params }) => monthOf(house, params.id),
  }),
]
