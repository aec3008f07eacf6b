// Halts: order one, see them, lift one.

import { haltAnswer, haltedAnswer, haltsQuery, orderHaltRequest } from '@tenure/contract/halts'
import { idParams, pageOf } from '@tenure/contract/paging'
import { reasonRequest } from '@tenure/contract/rollouts'
import type { HaltId } from '../../domain/ids.ts'
import { refuse } from '../../domain/refusal.ts'
import { liftHalt, orderHalt } from '../../governance/halt.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { listHalts } from '../../store/views/halts.ts'
import { page } from '../../store/views/page.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

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
      const told = rows.map((row) => ({ ...row, orderedAt: iso(row.orderedAt), liftedAt: isoOrNull(row.liftedAt) }))
      return page(told, query.limit, (halt) => halt.id)
    },
  }),
  door({
    name: 'orderHalt',
    method: 'post',
    path: '/halts',
    act: 'halt.order',
    group: 'halts',
    summary: 'Stops everything, one employee, or one tool, now. No gate, no second person.',
    body: orderHaltRequest,
    answer: haltedAnswer,
    status: 201,
    repeatable: true,
    async handle({ door: { house }, body, who }) {
      const missing = (why: string, remedy: string) => refuse('invalid_input', { where: 'body.target', why, remedy })
      if (body.scope !== 'all' && body.target === '')
        return missing('a halt of one employee or tool names it', 'Send its id or name.')
      if (body.scope !== 'employee') return orderHalt(house, body, who.actor)
      const target = await employeeIdOf(house.db, body.target)
      // A halt that stops nothing because of a misspelt name would be worse than a refusal.
      return target === null
        ? refuse('not_found', { what: 'employee', id: body.target })
        : orderHalt(house, { ...body, target }, who.actor)
    },
  }),
  door({
    name: 'liftHalt',
    method: 'post',
    path: '/halts/{id}/lift',
    act: 'halt.lift',
    group: 'halts',
    summary: 'Lifts a halt. New effects are possible from then on; what was refused meanwhile stays refused.',
    params: idParams,
    body: reasonRequest,
    answer: haltedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return liftHalt(house, { haltId: params.id as HaltId, reason: body.reason }, who.actor)
    },
  }),
]
