// How accuracy came to be what it is: everything judged up to the end of each day, with a band that holds however often one looks. Reading changes nothing.

import { judgedBand } from '../domain/gates/gate.ts'
import type { RolloutId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { epochsOf } from '../store/evidence.ts'
import type { House } from '../store/house.ts'
import { readRollout } from '../store/rollouts.ts'
import { talliesByDay } from '../store/views/course.ts'

export type CoursePoint = { day: string } & ReturnType<typeof judgedBand>

/** A line on a screen has room for about this many points; later days matter more than how evenly they lie. */
const mostPoints = 90

/** One point per day with evidence, oldest first, in the present epochs; a long course is thinned, its last day kept. */
export async function readCourse(house: House, rolloutId: RolloutId): Promise<{ points: CoursePoint[] } | Refusal> {
  const found = await readRollout(house.db, rolloutId)
  if (found === null) return refuse('not_found', { what: 'rollout', id: rolloutId })
  const tallies = await talliesByDay(house.db, await epochsOf(house.db, rolloutId))
  const days = [...new Set(tallies.filter(({ said }) => said > 0).map(({ day }) => day))].toSorted()
  const step = Math.max(1, Math.ceil(days.length / mostPoints))
  const shown = days.filter((_, i) => (days.length - 1 - i) % step === 0)
  return { points: shown.map((day) => ({ day, ...judgedBand(tallies.filter((tally) => tally.day <= day)) })) }
}
