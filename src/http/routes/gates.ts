// What stands behind a gate: slices and flags, registered plans, and the gate as a calculator.

import {
  changedPlanAnswer,
  closedFlagAnswer,
  closeFlagRequest,
  evaluatedAnswer,
  evaluateRequest,
  plannedAnswer,
  planReviewsRequest,
  plansAnswer,
  slicesAnswer,
} from '@tenure/contract/gates'
import { idParams } from '@tenure/contract/paging'
import { reasonRequest } from '@tenure/contract/rollouts'
import type { FlagId, RolloutId } from '../../domain/ids.ts'
import { evaluate, planReviews } from '../../domain/planning/calculator.ts'
import { isRefusal, refuse } from '../../domain/refusal.ts'
import { assess } from '../../governance/assess.ts'
import { changePlan } from '../../governance/change-plan.ts'
import { closeFlag } from '../../governance/close-flag.ts'
import { flagsOf } from '../../store/views/flags.ts'
import { plansOf } from '../../store/views/plans.ts'
import { findRollout } from '../../store/views/rollout-board.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

export const gateDoors = [
  door({
    name: 'evaluateCounts',
    method: 'post',
    path: '/gates/eval',
    act: 'gate.calculate',
    group: 'gates',
    summary: 'What weighted counts prove against a target, however often one looks. Nothing is stored.',
    body: evaluateRequest,
    answer: evaluatedAnswer,
    repeatable: true,
    handle: async ({ body }) => evaluate(body),
  }),
  door({
    name: 'planReviews',
    method: 'post',
    path: '/gates/plan',
    act: 'gate.calculate',
    group: 'gates',
    summary: 'How many reviews and days the proof of a target takes. Exact; nothing is stored.',
    body: planReviewsRequest,
    answer: plannedAnswer,
    repeatable: true,
    handle: async ({ body }) => planReviews(body),
  }),
  door({
    name: 'slices',
    method: 'get',
    path: '/rollouts/{id}/slices',
    act: 'rollout.read',
    group: 'gates',
    summary:
      'Every slice with evidence: its errors, whether it is flagged, watched or cleared, and what would have shown by now; and its flags.',
    params: idParams,
    answer: slicesAnswer,
    async handle({ door: { house }, params }) {
      const reading = await assess(house, { rolloutId: params.id as RolloutId })
      if (isRefusal(reading)) return reading
      const flags = await flagsOf(house.db, params.id)
      return {
        slices: reading.slices,
        flags: flags.map((flag) => ({ ...flag, openedAt: iso(flag.openedAt), closedAt: isoOrNull(flag.closedAt) })),
      }
    },
  }),
  door({
    name: 'closeFlag',
    method: 'post',
    path: '/flags/{id}/closure',
    act: 'flag.close',
    group: 'gates',
    summary: 'Closes a flag somebody has looked into, with the reason. Only what comes after speaks for another one.',
    params: idParams,
    body: closeFlagRequest,
    answer: closedFlagAnswer,
    handle: ({ door: { house }, params, body, who }) =>
      closeFlag(house, { flagId: params.id as FlagId, reason: body.reason }, who.actor),
  }),
  door({
    name: 'listPlans',
    method: 'get',
    path: '/rollouts/{id}/plans',
    act: 'rollout.read',
    group: 'gates',
    summary:
      'The registered plans of a rollout, the one in force first; each former one with what it had shown when it was replaced.',
    params: idParams,
    answer: plansAnswer,
    async handle({ door: { house }, params }) {
      if ((await findRollout(house.db, params.id)) === null) return refuse('not_found', { what: 'rollout', id: params.id })
      const rows = await plansOf(house.db, params.id)
      return {
        items: rows.map((row) => ({ ...row, registeredAt: iso(row.registeredAt), replacedAt: isoOrNull(row.replacedAt) })),
      }
    },
  }),
  door({
    name: 'changePlan',
    method: 'post',
    path: '/rollouts/{id}/plans',
    act: 'plan.register',
    group: 'gates',
    summary:
      'Registers the plan anew from the dossier and the people who review now. The plan before keeps its numbers, in sight.',
    params: idParams,
    body: reasonRequest,
    answer: changedPlanAnswer,
    status: 201,
    async handle({ door: { house }, params, who }) {
      const reading = await assess(house, { rolloutId: params.id as RolloutId })
      return isRefusal(reading)
        ? reading
        : changePlan(house, { rolloutId: params.id as RolloutId, reading: reading.gate }, who.actor)
    },
  }),
]
