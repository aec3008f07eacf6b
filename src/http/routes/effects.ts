// The decision API: an agent asks for an effect, waits while it is held, reports how its own call ended; a person decides what is held or settles what got lost.

import {
  compensateRequest,
  decideEffectRequest,
  effectAnswer,
  effectMovedAnswer,
  effectQuery,
  effectRequest,
  reportOutcomeRequest,
  settleUnknownRequest,
} from '@tenure/contract/effects'
import { effectsAnswer, effectsQuery } from '@tenure/contract/listed-effects'
import { idParams } from '@tenure/contract/paging'
import type { EffectId, InteractionId } from '../../domain/ids.ts'
import type { EffectState } from '../../domain/interaction/effect.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { callTool } from '../../handling/call-tool.ts'
import { compensate } from '../../handling/compensate.ts'
import { decideEffect } from '../../handling/decide.ts'
import { hearOf } from '../../handling/hear-of.ts'
import { reportOutcome } from '../../handling/report-outcome.ts'
import { settleUnknown } from '../../handling/resolve.ts'
import type { House } from '../../store/house.ts'
import { countWaiting, listEffects } from '../../store/views/effects.ts'
import { employeeIdOf, employeeOfEffect, employeeOfInteraction } from '../../store/views/employees.ts'
import { approvalOf, findEffect } from '../../store/views/interaction-story.ts'
import { page } from '../../store/views/page.ts'
import { door } from '../door.ts'
import { sightOf } from '../sight.ts'
import { tellEffect } from '../tell.ts'

async function tellAnswer(house: House, id: string) {
  const row = await findEffect(house.db, id)
  if (row === null) return refuse('not_found', { what: 'effect', id })
  return {
    effectId: row.id,
    kind: row.kind,
    state: row.state,
    disposition: row.disposition,
    sentence: row.why ?? '',
    result: row.result,
    simulated: row.simulated,
    performer: row.performer,
    approval: approvalOf(row),
  }
}

const asMoved = (moved: { effectId: EffectId; state: string } | Refusal) =>
  isRefusal(moved) ? moved : { effectId: moved.effectId, state: moved.state as EffectState }

export const effectDoors = [
  door({
    name: 'askForEffect',
    method: 'post',
    path: '/interactions/{id}/effects',
    act: 'effect.ask',
    group: 'decision API',
    summary:
      'Asks for one effect. The answer says whether it was performed, waits for a person, was only recorded, or was refused, and why.',
    params: idParams,
    body: effectRequest,
    answer: effectAnswer,
    status: 201,
    employeeOf: ({ door: { house }, params }) => employeeOfInteraction(house.db, params.id),
    async handle({ door: { house, systems }, params, body, who }) {
      const { callId, ...request } = body
      const asked = { interactionId: params.id as InteractionId, request, ...(callId === undefined ? {} : { callId }) }
      return callTool(house, systems, asked, who.actor)
    },
  }),
  door({
    name: 'listEffects',
    method: 'get',
    path: '/effects',
    act: 'effect.list',
    group: 'escalations',
    summary:
      'Effects of all interactions, newest first; `state=held` for those that wait for a person, `state=unknown` for those whose outcome never came back.',
    query: effectsQuery,
    answer: effectsAnswer,
    async handle({ door: { house }, query, who }) {
      const { reviewer: blindly } = sightOf(who)
      const employeeId = query.employee === undefined ? null : await employeeIdOf(house.db, query.employee)
      if (query.employee !== undefined && employeeId === null)
        return refuse('not_found', { what: 'employee', id: query.employee })
      const filter = { state: query.state ?? null, employeeId, before: query.cursor ?? null, blindly }
      const [rows, waiting] = await Promise.all([listEffects(house.db, filter, query.limit + 1), countWaiting(house.db, blindly)])
      const { items, next } = page(rows, query.limit, ({ id }) => id)
      return { items: items.map((row) => ({ ...row, ...tellEffect(row) })), next, waiting }
    },
  }),
  door({
    name: 'effect',
    method: 'get',
    path: '/effects/{id}',
    act: 'effect.read',
    group: 'decision API',
    summary: 'One effect as it is now; with `waitMs`, as soon as it has moved on.',
    params: idParams,
    query: effectQuery,
    answer: effectAnswer,
    employeeOf: ({ door: { house }, params }) => employeeOfEffect(house.db, params.id),
    async handle({ door: { house }, params, query, signal }) {
      await hearOf(house, params.id, query.waitMs, signal)
      return tellAnswer(house, params.id)
    },
  }),
  door({
    name: 'decideEffect',
    method: 'post',
    path: '/effects/{id}/decision',
    act: 'effect.decide',
    group: 'reviews',
    summary:
      'A person releases or declines one held effect, exactly as its approval digest names it, while the agent still waits for it.',
    params: idParams,
    body: decideEffectRequest,
    answer: effectMovedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await decideEffect(house, { effectId: params.id as EffectId, ...body }, who.actor))
    },
  }),
  door({
    name: 'reportOutcome',
    method: 'post',
    path: '/effects/{id}/outcome',
    act: 'effect.report',
    group: 'decision API',
    summary: 'How a call that the agent itself made, with our permission, ended.',
    params: idParams,
    body: reportOutcomeRequest,
    answer: effectMovedAnswer,
    employeeOf: ({ door: { house }, params }) => employeeOfEffect(house.db, params.id),
    async handle({ door: { house }, params, body, who }) {
      const report = {
        effectId: params.id as EffectId,
        outcome: body.outcome,
        result: body.result ?? null,
        providerRef: body.providerRef ?? null,
      }
      return asMoved(await reportOutcome(house, report, who.actor))
    },
  }),
  door({
    name: 'settleUnknown',
    method: 'post',
    path: '/effects/{id}/settlement',
    act: 'effect.settle',
    group: 'escalations',
    summary: 'A person who looked says how an effect ended whose outcome never came back, and how they know.',
    params: idParams,
    body: settleUnknownRequest,
    answer: effectMovedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await settleUnknown(house, { effectId: params.id as EffectId, ...body }, who.actor))
    },
  }),
  door({
    name: 'compensateEffect',
    method: 'post',
    path: '/effects/{id}/compensation',
    act: 'effect.compensate',
    group: 'escalations',
    summary:
      'A person orders a call that makes good a performed effect. It is a new effect, with an intent and an outcome of its own.',
    params: idParams,
    body: compensateRequest,
    answer: effectMovedAnswer,
    status: 201,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await compensate(house, { effectId: params.id as EffectId, ...body }, who.actor))
    },
  }),
]
