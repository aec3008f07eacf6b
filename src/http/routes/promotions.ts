// Promotions: one person proposes with the gate in hand, another approves, then it is carried out; or it is withdrawn.

import { idParams, pageOf, pageQuery } from '@tenure/contract/paging'
import {
  approvedAnswer,
  approveRequest,
  movedAnswer,
  promotionAnswer,
  proposedAnswer,
  proposePromotionRequest,
  withdrawQuery,
} from '@tenure/contract/rollouts'
import type { PromotionId, RolloutId } from '../../domain/ids.ts'
import { isRefusal, refuse } from '../../domain/refusal.ts'
import { advance, approvePromotion, proposePromotion, type ReadGate, withdrawPromotion } from '../../governance/advance.ts'
import { assess } from '../../governance/assess.ts'
import { freezeFacts } from '../../governance/freeze-facts.ts'
import type { House } from '../../store/house.ts'
import { page } from '../../store/views/page.ts'
import { findRollout, type PromotionRow, promotionsOf } from '../../store/views/rollout-board.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

export const tellPromotion = (row: PromotionRow) => ({
  ...row,
  proposedAt: iso(row.proposedAt),
  approvedAt: isoOrNull(row.approvedAt),
})

/** The gate; where a promotion is asked for that may be, with what it rests on frozen beside it. */
const readGateOf =
  (house: House): ReadGate =>
  async (rolloutId, asked) => {
    const reading = await assess(house, { rolloutId })
    if (isRefusal(reading) || reading.gate === null || asked === undefined) return reading
    if (reading.gate.outcome !== 'met' && !asked.override) return reading
    return { gate: reading.gate, frozen: await freezeFacts(house, { rolloutId, asked }) }
  }

export const promotionDoors = [
  door({
    name: 'listPromotions',
    method: 'get',
    path: '/rollouts/{id}/promotions',
    act: 'rollout.read',
    group: 'promotions',
    summary: 'The rollout’s promotions, newest first.',
    params: idParams,
    query: pageQuery,
    answer: pageOf(promotionAnswer),
    async handle({ door: { house }, params, query }) {
      if ((await findRollout(house.db, params.id)) === null) return refuse('not_found', { what: 'rollout', id: params.id })
      const rows = await promotionsOf(house.db, params.id, query.cursor ?? null, query.limit + 1)
      return page(rows.map(tellPromotion), query.limit, (promotion) => promotion.id)
    },
  }),
  door({
    name: 'proposePromotion',
    method: 'post',
    path: '/rollouts/{id}/promotions',
    act: 'promotion.propose',
    group: 'promotions',
    summary: 'Proposes the next phase. Needs a met gate, or an override with a reason, which stays on the trail.',
    params: idParams,
    body: proposePromotionRequest,
    answer: proposedAnswer,
    status: 201,
    async handle({ door: { house }, params, body, who }) {
      return proposePromotion(house, readGateOf(house), { rolloutId: params.id as RolloutId, ...body }, who.actor)
    },
  }),
  door({
    name: 'approvePromotion',
    method: 'post',
    path: '/promotions/{id}/approval',
    act: 'promotion.approve',
    group: 'promotions',
    summary: 'A second person approves: not the proposer, and nobody who has edited the role since the last approval.',
    params: idParams,
    body: approveRequest,
    answer: approvedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return approvePromotion(house, { promotionId: params.id as PromotionId, reason: body.reason ?? null }, who.actor)
    },
  }),
  door({
    name: 'advance',
    method: 'post',
    path: '/promotions/{id}/advance',
    act: 'promotion.advance',
    group: 'promotions',
    summary: 'Carries out an approved promotion. The gate is read once more.',
    params: idParams,
    answer: movedAnswer,
    async handle({ door: { house }, params, who }) {
      return advance(house, readGateOf(house), { promotionId: params.id as PromotionId }, who.actor)
    },
  }),
  door({
    name: 'withdrawPromotion',
    method: 'delete',
    path: '/promotions/{id}',
    act: 'promotion.withdraw',
    group: 'promotions',
    summary: 'Withdraws a proposed or approved promotion, with the reason.',
    params: idParams,
    query: withdrawQuery,
    answer: approvedAnswer,
    async handle({ door: { house }, params, query, who }) {
      const withdrawn = await withdrawPromotion(house, { promotionId: params.id as PromotionId, reason: query.reason }, who.actor)
      return isRefusal(withdrawn) ? withdrawn : { promotionId: withdrawn.promotionId, state: 'withdrawn' as const }
    },
  }),
]
