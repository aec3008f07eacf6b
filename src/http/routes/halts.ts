// Halts: order one, see them, lift one, drill one.

import { setTimeout as pause } from 'node:timers/promises'
import {
  drillAnswer,
  drilledAnswer,
  drillRequest,
  haltAnswer,
  haltedAnswer,
  haltsQuery,
  liftedAnswer,
  orderHaltRequest,
} from '@tenure/contract/halts'
import { idParams, pageOf, pageQuery } from '@tenure/contract/paging'
import { reasonRequest } from '@tenure/contract/rollouts'
import type { HaltId } from '../../domain/ids.ts'
import { stopsInTime } from '../../domain/oversight/stop.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { drillHalt, type Watch } from '../../governance/drill.ts'
import { type HaltOrder, liftHalt, orderHalt } from '../../governance/halt.ts'
import type { House } from '../../store/house.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { listDrills, listHalts } from '../../store/views/halts.ts'
import { page } from '../../store/views/page.ts'
import { findRollout } from '../../store/views/rollout-board.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

const watch: Watch = { elapsedMs: () => performance.now(), pause: (ms) => pause(ms) }

/** The order with the id of what it names. A halt that stops nothing because of a misspelt name would be worse than a refusal. */
async function aimed<T extends HaltOrder>(house: House, order: T): Promise<T | Refusal> {
  if (order.scope === 'all') return order
  if (order.target === '')
    return refuse('invalid_input', {
      where: 'body.target',
      why: `a halt of one ${order.scope} names it`,
      remedy: 'Send its id or name.',
    })
  if (order.scope === 'tool') return order
  const { scope, target } = order
  const id = scope === 'employee' ? await employeeIdOf(house.db, target) : ((await findRollout(house.db, target))?.id ?? null)
  return id === null ? refuse('not_found', { what: scope, id: target }) : { ...order, target: id }
}

export const haltDoors = [
  door({
    name: 'listHalts',
    method: 'get',
    path: '/halts',
    act: 'halt.read',
    group: 'halts',
    summary: 'Halts, newest first; `inForce=true` for those not lifted.',
    query: haltsQuery,
    answer: pageOf(haltAnswer),
    async handle({ door: { house }, query }) {
      const inForce = query.inForce === undefined ? null : query.inForce === 'true'
      const rows = await listHalts(house.db, { inForce, before: query.cursor ?? null }, query.limit + 1)
      const told = rows.map((row) => ({
        ...row,
        orderedAt: iso(row.orderedAt),
        liftProposedAt: isoOrNull(row.liftProposedAt),
        liftedAt: isoOrNull(row.liftedAt),
      }))
      return page(told, query.limit, (halt) => halt.id)
    },
  }),
  door({
    name: 'orderHalt',
    method: 'post',
    path: '/halts',
    act: 'halt.order',
    group: 'halts',
    summary: 'Stops everything, one employee, one rollout or one tool, now. No gate, no second person.',
    body: orderHaltRequest,
    answer: haltedAnswer,
    status: 201,
    repeatable: true,
    async handle({ door: { house }, body, who }) {
      const order = await aimed(house, body)
      return isRefusal(order) ? order : orderHalt(house, order, who.actor)
    },
  }),
  door({
    name: 'liftHalt',
    method: 'post',
    path: '/halts/{id}/lift',
    act: 'halt.lift',
    group: 'halts',
    summary:
      'Lifts a halt: one person proposes it, a second one does it. New effects are possible from then on; what was refused meanwhile stays refused.',
    params: idParams,
    body: reasonRequest,
    answer: liftedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return liftHalt(house, { haltId: params.id as HaltId, reason: body.reason }, who.actor)
    },
  }),
  door({
    name: 'listHaltDrills',
    method: 'get',
    path: '/halt-drills',
    act: 'halt.read',
    group: 'halts',
    summary: 'Drills, newest first: how long after the order the last effect started.',
    query: pageQuery,
    answer: pageOf(drillAnswer),
    async handle({ door: { house }, query }) {
      const rows = await listDrills(house.db, query.cursor ?? null, query.limit + 1)
      const told = rows.map((row) => ({
        ...row,
        met: stopsInTime(row.stoppedWithinMs),
        orderedAt: iso(row.orderedAt),
        endedAt: iso(row.endedAt),
      }))
      return page(told, query.limit, (drill) => drill.id)
    },
  }),
  door({
    name: 'drillHalt',
    method: 'post',
    path: '/halt-drills',
    act: 'halt.drill',
    group: 'halts',
    summary:
      'Orders a real halt, measures how long effects went on starting, and lifts it. Queries that arrive meanwhile go to people.',
    body: drillRequest,
    answer: drilledAnswer,
    status: 201,
    async handle({ door: { house }, body, who }) {
      const order = await aimed(house, body)
      if (isRefusal(order)) return order
      const drilled = await drillHalt(house, watch, order, who.actor)
      return isRefusal(drilled) ? drilled : { ...drilled, met: stopsInTime(drilled.stoppedWithinMs) }
    },
  }),
]
