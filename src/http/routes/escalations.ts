// Escalations: see what waits for people, take one, give it back, answer it.

import { escalationAnswer, escalationMovedAnswer, escalationReturnRequest, escalationsQuery } from '@tenure/contract/escalations'
import { humanWorkRequest } from '@tenure/contract/interactions'
import { idParams, pageOf } from '@tenure/contract/paging'
import type { InteractionId } from '../../domain/ids.ts'
import type { EscalationState } from '../../domain/interaction/escalation.ts'
import { isRefusal, type Refusal } from '../../domain/refusal.ts'
import { answerEscalation, returnEscalation, takeEscalation } from '../../handling/resolve.ts'
import { type EscalationRow, listEscalations, noDueTime } from '../../store/views/escalations.ts'
import { page, readTimeCursor, timeCursor } from '../../store/views/page.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

const tell = (row: EscalationRow) => ({
  ...row,
  openedAt: iso(row.openedAt),
  dueAt: isoOrNull(row.dueAt),
  answeredAt: isoOrNull(row.answeredAt),
})

const asMoved = (moved: { interactionId: InteractionId; state: string } | Refusal) =>
  isRefusal(moved) ? moved : { interactionId: moved.interactionId, state: moved.state as EscalationState }

export const escalationDoors = [
  door({
    name: 'listEscalations',
    method: 'get',
    path: '/escalations',
    act: 'escalation.list',
    group: 'escalations',
    summary: 'What waits for people, soonest due first; unless a state is named, everything not yet answered.',
    query: escalationsQuery,
    answer: pageOf(escalationAnswer),
    async handle({ door: { house }, query }) {
      const after = readTimeCursor(query.cursor)
      if (isRefusal(after)) return after
      const rows = await listEscalations(house.db, { state: query.state ?? null, after }, query.limit + 1)
      const { items, next } = page(rows, query.limit, (row) => timeCursor(row.dueAt ?? noDueTime, row.id))
      return { items: items.map(tell), next }
    },
  }),
  door({
    name: 'takeEscalation',
    method: 'post',
    path: '/interactions/{id}/take',
    act: 'escalation.take',
    group: 'escalations',
    summary: 'Somebody takes the escalation of this interaction.',
    params: idParams,
    answer: escalationMovedAnswer,
    async handle({ door: { house }, params, who }) {
      return asMoved(await takeEscalation(house, { interactionId: params.id as InteractionId }, who.actor))
    },
  }),
  door({
    name: 'returnEscalation',
    method: 'post',
    path: '/interactions/{id}/return',
    act: 'escalation.return',
    group: 'escalations',
    summary: 'Gives a taken escalation back, with the reason.',
    params: idParams,
    body: escalationReturnRequest,
    answer: escalationMovedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await returnEscalation(house, { interactionId: params.id as InteractionId, reason: body.reason }, who.actor))
    },
  }),
  door({
    name: 'answerEscalation',
    method: 'post',
    path: '/interactions/{id}/answer',
    act: 'escalation.answer',
    group: 'escalations',
    summary: 'A person has answered: what they replied and did, and how long it took.',
    params: idParams,
    body: humanWorkRequest,
    answer: escalationMovedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await answerEscalation(house, { interactionId: params.id as InteractionId, ...body }, who.actor))
    },
  }),
]
