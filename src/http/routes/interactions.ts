// Interactions: one comes in; an agent closes it or hands it over; people answer; the requester rates it; everybody entitled reads its story.

import {
  capturedAnswer,
  closeRequest,
  escalateRequest,
  humanWorkRequest,
  interactionMovedAnswer,
  interactionSummary,
  interactionsQuery,
  rateRequest,
  receivedAnswer,
  receiveRequest,
  storyAnswer,
} from '@tenure/contract/interactions'
import { idParams, pageOf } from '@tenure/contract/paging'
import type { EmployeeId, InteractionId } from '../../domain/ids.ts'
import type { InteractionState } from '../../domain/interaction/interaction.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { conclude } from '../../handling/conclude.ts'
import { rate } from '../../handling/rate.ts'
import { receive } from '../../handling/receive.ts'
import { captureHumanWork } from '../../handling/resolve.ts'
import type { House } from '../../store/house.ts'
import { employeeIdOf, employeeOfInteraction } from '../../store/views/employees.ts'
import * as story from '../../store/views/interaction-story.ts'
import { page, readTimeCursor, timeCursor } from '../../store/views/page.ts'
import { recordsAbout, type Said, saidBy, type TrailRow } from '../../store/views/trail.ts'
import { type Call, door } from '../door.ts'
import { isOwnJudging, type Sight, sightOf, tellsOfJudging } from '../sight.ts'
import { iso, isoOrNull, tellEffect, tellEscalation, tellInteraction, tellVerdict, tellWork } from '../tell.ts'

type About = Call<typeof idParams, undefined, undefined>

/** Whose interaction the path names. */
const ofInteraction = ({ door: { house }, params }: Pick<About, 'door' | 'params'>) => employeeOfInteraction(house.db, params.id)

async function tellStory(house: House, id: string, sight: Sight) {
  const whole = await story.findInteraction(house.db, id)
  if (whole === null) return refuse('not_found', { what: 'interaction', id })
  const [proposals, effects, verdicts, work, escalation, reviews, records] = await Promise.all([
    story.proposalsAbout(house.db, id),
    story.effectsAbout(house.db, id),
    story.verdictsAbout(house.db, id),
    story.humanWorkOn(house.db, id),
    story.escalationAbout(house.db, id),
    story.reviewsAbout(house.db, id),
    recordsAbout(house.db, id),
  ])
  // In shadow the person's own answer must not lead the verdict (CONSOLE.md): hidden here too, or the card's rule would be a click away from broken.
  const open = reviews.some((review) => review.state === 'open')
  const hidden = whole.phase === 'shadow' && open
  const sealed = sight.judge && open
  const quiet = sight.machine || sight.reviewer
  const { inputTokens, outputTokens, costMicros, model } = whole
  return {
    ...tellInteraction(whole),
    dossierId: whole.dossierId,
    driver: whole.driver,
    fields: whole.fields ?? {},
    delivery: whole.delivery,
    rating: whole.rating,
    usage: { inputTokens, outputTokens, costMicros, model },
    proposals: proposals.map((proposal) => ({
      ...proposal,
      sampleRatio: sight.machine ? null : proposal.sampleRatio,
      openedAt: iso(proposal.openedAt),
      completedAt: isoOrNull(proposal.completedAt),
      effects: effects.filter((effect) => effect.proposalId === proposal.id).map(tellEffect),
    })),
    escalation: escalation === null ? null : tellEscalation(escalation),
    reviews: reviewsSeen(reviews, sight, sealed).map(({ id, reason, state, dueAt }) => ({
      id,
      reason,
      state,
      dueAt: iso(dueAt),
    })),
    verdicts: (sight.machine ? [] : verdicts.filter(({ givenBy }) => !sealed || givenBy === sight.person)).map(tellVerdict),
    humanWork: hidden ? null : work.map(tellWork),
    records: records
      .map((record) => ({ id: record.id, at: iso(record.at), kind: record.kind, ...saidFor(sight, record) }))
      .filter(({ kind, actor }) =>
        quiet
          ? actor.id === sight.person && isOwnJudging(kind)
          : !sight.judge || actor.id === sight.person || !tellsOfJudging(kind, sealed),
      ),
  }
}

/** A reviewer reads their own acts, and not what for they were asked. */
function saidFor(sight: Sight, record: TrailRow): Said {
  const { says, ...said } = saidBy(record)
  if (!sight.reviewer) return { ...said, says }
  const { purpose: _, ...rest } = says
  return { ...said, says: rest }
}

/** Of an interaction that is asked about more than once, somebody who may judge sees one item: their own, or one that waits. A machine sees none. */
function reviewsSeen(reviews: readonly story.ReviewMark[], sight: Sight, sealed: boolean): readonly story.ReviewMark[] {
  if (sight.machine) return []
  if (!sight.reviewer && !sealed) return reviews
  const mine = reviews.filter(({ judgedBy, reservedBy }) => judgedBy.includes(sight.person) || reservedBy === sight.person)
  return mine.length > 0 ? mine : reviews.filter(({ state }) => state === (sealed ? 'open' : 'done')).slice(0, 1)
}

function scoresOf({ confidence, judgeScore }: { confidence?: number | undefined; judgeScore?: number | undefined }) {
  return { ...(confidence === undefined ? {} : { confidence }), ...(judgeScore === undefined ? {} : { judgeScore }) }
}

const asMoved = (moved: { interactionId: InteractionId; state: string } | Refusal) =>
  isRefusal(moved) ? moved : { interactionId: moved.interactionId, state: moved.state as InteractionState }

export const interactionDoors = [
  door({
    name: 'receive',
    method: 'post',
    path: '/interactions',
    act: 'interaction.receive',
    group: 'interactions',
    summary: 'An inbound query. The same message (channel, external id) is one interaction however often it is sent.',
    body: receiveRequest,
    answer: receivedAnswer,
    status: 201,
    repeatable: true,
    employeeOf: ({ door: { house }, body }) => employeeIdOf(house.db, body.employee),
    async handle({ door: { house }, body, who }) {
      const employeeId = await employeeIdOf(house.db, body.employee)
      if (employeeId === null) return refuse('not_found', { what: 'employee', id: body.employee })
      const { externalId, channel, requester, query, driver, workflow } = body
      const inbound = { externalId, channel, requester, query, queryType: body.queryType ?? null, fields: body.fields ?? {} }
      return receive(house, { employeeId: employeeId as EmployeeId, inbound, driver, workflow }, who.actor)
    },
  }),
  door({
    name: 'listInteractions',
    method: 'get',
    path: '/interactions',
    act: 'interaction.list',
    group: 'interactions',
    summary: 'Interactions, newest first; `q` finds words of the query.',
    query: interactionsQuery,
    answer: pageOf(interactionSummary),
    async handle({ door: { house }, query, who }) {
      const before = readTimeCursor(query.cursor)
      if (isRefusal(before)) return before
      const employeeId = query.employee === undefined ? null : await employeeIdOf(house.db, query.employee)
      if (query.employee !== undefined && employeeId === null)
        return refuse('not_found', { what: 'employee', id: query.employee })
      const { state = null, queryType = null, channel = null, q: words = null, rollout: rolloutId = null } = query
      const rows = await story.listInteractions(
        house.db,
        { employeeId, rolloutId, state, queryType, channel, words, before, blindly: sightOf(who).reviewer },
        query.limit + 1,
      )
      const { items, next } = page(rows, query.limit, (row) => timeCursor(row.receivedAt, row.id))
      return { items: items.map(tellInteraction), next }
    },
  }),
  door({
    name: 'interaction',
    method: 'get',
    path: '/interactions/{id}',
    act: 'interaction.read',
    group: 'interactions',
    summary:
      'The whole story: query, proposals, effects with exact arguments, verdicts, escalation, people’s own work, records of the trail.',
    params: idParams,
    answer: storyAnswer,
    employeeOf: ofInteraction,
    handle: ({ door: { house }, params, who }) => tellStory(house, params.id, sightOf(who)),
  }),
  door({
    name: 'escalate',
    method: 'post',
    path: '/interactions/{id}/escalation',
    act: 'interaction.escalate',
    group: 'decision API',
    summary: 'The agent hands the query to people and is done with it.',
    params: idParams,
    body: escalateRequest,
    answer: interactionMovedAnswer,
    employeeOf: ofInteraction,
    async handle({ door: { house }, params, body, who }) {
      const answer = {
        kind: 'escalation' as const,
        reason: body.reason,
        trigger: body.trigger ?? null,
        usage: body.usage ?? null,
      }
      return asMoved(await conclude(house, { interactionId: params.id as InteractionId, answer }, who.actor))
    },
  }),
  door({
    name: 'close',
    method: 'post',
    path: '/interactions/{id}/close',
    act: 'interaction.close',
    group: 'decision API',
    summary: 'The agent has asked for every effect it wants and is done. Nothing can be added afterwards.',
    params: idParams,
    body: closeRequest,
    answer: interactionMovedAnswer,
    employeeOf: ofInteraction,
    async handle({ door: { house }, params, body, who }) {
      return asMoved(
        await conclude(
          house,
          {
            interactionId: params.id as InteractionId,
            answer: { kind: 'effects', usage: body.usage ?? null, ...scoresOf(body) },
          },
          who.actor,
        ),
      )
    },
  }),
  door({
    name: 'captureWork',
    method: 'post',
    path: '/interactions/{id}/human-work',
    act: 'interaction.capture_work',
    group: 'interactions',
    summary: 'What a person really did for this query, kept beside what the employee would have done.',
    params: idParams,
    body: humanWorkRequest,
    answer: capturedAnswer,
    status: 201,
    employeeOf: ofInteraction,
    async handle({ door: { house }, params, body, who }) {
      return captureHumanWork(house, { interactionId: params.id as InteractionId, ...body }, who.actor)
    },
  }),
  door({
    name: 'rate',
    method: 'post',
    path: '/interactions/{id}/rating',
    act: 'interaction.rate',
    group: 'interactions',
    summary: 'How the requester says it went, one to five stars, once.',
    params: idParams,
    body: rateRequest,
    answer: capturedAnswer,
    status: 201,
    employeeOf: ofInteraction,
    async handle({ door: { house }, params, body, who }) {
      return rate(
        house,
        { interactionId: params.id as InteractionId, stars: body.stars as 1 | 2 | 3 | 4 | 5, comment: body.comment },
        who.actor,
      )
    },
  }),
]
