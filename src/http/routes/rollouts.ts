// Rollouts: the board, one rollout with its gate, and every act that moves one.

import { idParams, pageOf } from '@tenure/contract/paging'
import {
  courseAnswer,
  deliveryAnswer,
  deliveryRequest,
  demoteRequest,
  gateAnswer,
  movedAnswer,
  openedAnswer,
  openRolloutRequest,
  reasonRequest,
  rolloutAnswer,
  rolloutSummary,
  rolloutsQuery,
  splitAnswer,
  splitRequest,
} from '@tenure/contract/rollouts'
import type { DossierId, RolloutId } from '../../domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { nextPhase, type Phase } from '../../domain/rollout/phase.ts'
import { assess } from '../../governance/assess.ts'
import { readCourse } from '../../governance/course.ts'
import { demote } from '../../governance/demote.ts'
import { haltRollout, resumeRollout, retireRollout } from '../../governance/halt.ts'
import { openRollout } from '../../governance/open-rollout.ts'
import { setDelivery } from '../../governance/set-delivery.ts'
import { split } from '../../governance/split.ts'
import { employeeIdOf } from '../../store/views/employees.ts'
import { page } from '../../store/views/page.ts'
import { findRollout, listRollouts, promotionsOf } from '../../store/views/rollout-board.ts'
import { recordsAbout, saidBy } from '../../store/views/trail.ts'
import { tellRollout } from '../board.ts'
import { door } from '../door.ts'
import { sightOf } from '../sight.ts'
import { iso } from '../tell.ts'
import { tellPromotion } from './promotions.ts'

const asMoved = (moved: { rolloutId: RolloutId; phase: string } | Refusal) =>
  isRefusal(moved) ? moved : { rolloutId: moved.rolloutId, phase: moved.phase as Phase }

export const rolloutDoors = [
  door({
    name: 'listRollouts',
    method: 'get',
    path: '/rollouts',
    act: 'rollout.read',
    group: 'rollouts',
    summary: 'The board: every rollout with its phase, its cells, what is open in it, and one line on why it cannot advance yet.',
    query: rolloutsQuery,
    answer: pageOf(rolloutSummary),
    async handle({ door: { house }, query, who }) {
      const employeeId = query.employee === undefined ? null : await employeeIdOf(house.db, query.employee)
      if (query.employee !== undefined && employeeId === null)
        return refuse('not_found', { what: 'employee', id: query.employee })
      const rows = await listRollouts(
        house.db,
        { employeeId, phase: query.phase ?? null, before: query.cursor ?? null },
        query.limit + 1,
        sightOf(who).reviewer,
      )
      const { items, next } = page(rows, query.limit, (row) => row.id)
      const told = []
      for (const row of items) told.push(await tellRollout(house, row))
      return { items: told, next }
    },
  }),
  door({
    name: 'openRollout',
    method: 'post',
    path: '/rollouts',
    act: 'rollout.open',
    group: 'rollouts',
    summary: 'Opens a rollout of a signed dossier, in shadow, with the cells named or all of them.',
    body: openRolloutRequest,
    answer: openedAnswer,
    status: 201,
    async handle({ door: { house }, body, who }) {
      return openRollout(house, { dossierId: body.dossier as DossierId, cells: body.cells, rehearsal: body.rehearsal }, who.actor)
    },
  }),
  door({
    name: 'rollout',
    method: 'get',
    path: '/rollouts/{id}',
    act: 'rollout.read',
    group: 'rollouts',
    summary: 'One rollout: its open promotion, and a timeline of every change with who made it.',
    params: idParams,
    answer: rolloutAnswer,
    async handle({ door: { house }, params, who }) {
      const { reviewer: blindly } = sightOf(who)
      const row = await findRollout(house.db, params.id, blindly)
      if (row === null) return refuse('not_found', { what: 'rollout', id: params.id })
      const [summary, promotions, records] = await Promise.all([
        tellRollout(house, row),
        promotionsOf(house.db, row.id),
        recordsAbout(house.db, row.id),
      ])
      const open = promotions.find(({ state }) => state === 'proposed' || state === 'approved')
      const { dossierId, dossierHash, sampleRatio, openedBy, openedAt } = row
      const told = blindly ? records.filter((record) => !record.kind.startsWith('reviewer.')) : records
      const timeline = told.map((record) => {
        const { actor, says } = saidBy(record)
        return { recordId: record.id, at: iso(record.at), kind: record.kind, by: { ...actor, name: record.actorName }, says }
      })
      const promotion = open === undefined ? null : tellPromotion(open)
      return { ...summary, dossierId, dossierHash, sampleRatio, openedBy, openedAt: iso(openedAt), promotion, timeline }
    },
  }),
  door({
    name: 'gate',
    method: 'get',
    path: '/rollouts/{id}/gate',
    act: 'rollout.read',
    group: 'rollouts',
    summary:
      'The gate, read now: every criterion with its number, its bound, what is missing and why. Read it as often as you like.',
    params: idParams,
    answer: gateAnswer,
    async handle({ door: { house }, params }) {
      const reading = await assess(house, { rolloutId: params.id as RolloutId })
      if (isRefusal(reading)) return reading
      const { rolloutId, phase, planHash, waiting, gate, accuracy, escalation, byQueryType, traffic } = reading
      const evidence = { accuracy, escalation, byQueryType, traffic }
      const readAt = iso(house.clock.now())
      return {
        rolloutId,
        phase,
        next: nextPhase(phase),
        planHash,
        waiting,
        outcome: gate?.outcome ?? null,
        criteria: gate?.criteria ?? [],
        evidence,
        readAt,
      }
    },
  }),
  door({
    name: 'course',
    method: 'get',
    path: '/rollouts/{id}/course',
    act: 'rollout.read',
    group: 'rollouts',
    summary: 'Accuracy from day to day with the band the gate would have shown, in the evidence that counts now.',
    params: idParams,
    answer: courseAnswer,
    handle: ({ door: { house }, params }) => readCourse(house, params.id as RolloutId),
  }),
  door({
    name: 'split',
    method: 'post',
    path: '/rollouts/{id}/split',
    act: 'rollout.split',
    group: 'rollouts',
    summary: 'Splits cells out into a rollout of their own, in the same phase.',
    params: idParams,
    body: splitRequest,
    answer: splitAnswer,
    status: 201,
    async handle({ door: { house }, params, body, who }) {
      const reading = await assess(house, { rolloutId: params.id as RolloutId })
      if (isRefusal(reading)) return reading
      return split(house, { rolloutId: params.id as RolloutId, ...body, reading: reading.gate }, who.actor)
    },
  }),
  door({
    name: 'demote',
    method: 'post',
    path: '/rollouts/{id}/demotion',
    act: 'rollout.demote',
    group: 'rollouts',
    summary: 'Back to a lower phase. Takes one person and a reason.',
    params: idParams,
    body: demoteRequest,
    answer: movedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await demote(house, { rolloutId: params.id as RolloutId, ...body }, who.actor))
    },
  }),
  door({
    name: 'haltRollout',
    method: 'post',
    path: '/rollouts/{id}/halt',
    act: 'rollout.halt',
    group: 'rollouts',
    summary: 'Halts one rollout, now. No gate, no second person.',
    params: idParams,
    body: reasonRequest,
    answer: movedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await haltRollout(house, { rolloutId: params.id as RolloutId, reason: body.reason }, who.actor))
    },
  }),
  door({
    name: 'resume',
    method: 'post',
    path: '/rollouts/{id}/resumption',
    act: 'rollout.resume',
    group: 'rollouts',
    summary: 'Resumes a halted rollout, always into shadow; higher only by promotion.',
    params: idParams,
    body: reasonRequest,
    answer: movedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await resumeRollout(house, { rolloutId: params.id as RolloutId, reason: body.reason }, who.actor))
    },
  }),
  door({
    name: 'retire',
    method: 'post',
    path: '/rollouts/{id}/retirement',
    act: 'rollout.retire',
    group: 'rollouts',
    summary: 'The end of a rollout. Its cells are free; until another rollout owns them their queries go to people.',
    params: idParams,
    body: reasonRequest,
    answer: movedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(await retireRollout(house, { rolloutId: params.id as RolloutId, reason: body.reason }, who.actor))
    },
  }),
  door({
    name: 'setDelivery',
    method: 'post',
    path: '/rollouts/{id}/delivery',
    act: 'rollout.set_delivery',
    group: 'rollouts',
    summary: 'Observe, or assist: whether a person may release what a shadow rollout holds.',
    params: idParams,
    body: deliveryRequest,
    answer: deliveryAnswer,
    async handle({ door: { house }, params, body, who }) {
      return setDelivery(house, { rolloutId: params.id as RolloutId, ...body }, who.actor)
    },
  }),
]
