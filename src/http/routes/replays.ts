// Replays: order one, see how far it is and what it showed, stop it, and judge what came out differently.

import { idParams, pageOf, pageQuery } from '@tenure/contract/paging'
import {
  judgedReplayCaseAnswer,
  judgeReplayCaseRequest,
  orderedReplayAnswer,
  orderReplayRequest,
  replayAnswer,
  replayCaseAnswer,
  replayCasesQuery,
  stoppedReplayAnswer,
} from '@tenure/contract/replays'
import { reasonRequest } from '@tenure/contract/rollouts'
import type { DossierId, ReplayId, RolloutId } from '../../domain/ids.ts'
import { differencesOf } from '../../domain/interaction/replay.ts'
import { refuse } from '../../domain/refusal.ts'
import { judgeReplayCase, orderReplay, stopReplay } from '../../governance/order-replay.ts'
import { page } from '../../store/views/page.ts'
import { type CaseRow, findReplay, listReplayCases, listReplays, type ReplayRow } from '../../store/views/replays.ts'
import { findRollout } from '../../store/views/rollout-board.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

const tell = (row: ReplayRow) => ({ ...row, orderedAt: iso(row.orderedAt), endedAt: isoOrNull(row.endedAt) })

const tellCase = (row: CaseRow) => ({
  ...row,
  differences: row.lanes === null ? [] : differencesOf(row.lanes.happened, row.lanes.fresh),
  judgedAt: isoOrNull(row.judgedAt),
})

export const replayDoors = [
  door({
    name: 'listReplays',
    method: 'get',
    path: '/rollouts/{id}/replays',
    act: 'replay.read',
    group: 'versions',
    summary: 'Replays of a rollout, newest first, with how far they are and what they showed.',
    params: idParams,
    query: pageQuery,
    answer: pageOf(replayAnswer),
    async handle({ door: { house }, params, query }) {
      if ((await findRollout(house.db, params.id)) === null) return refuse('not_found', { what: 'rollout', id: params.id })
      const rows = await listReplays(house.db, params.id, query.cursor ?? null, query.limit + 1)
      return page(rows.map(tell), query.limit, (row) => row.id)
    },
  }),
  door({
    name: 'orderReplay',
    method: 'post',
    path: '/rollouts/{id}/replays',
    act: 'replay.order',
    group: 'versions',
    summary:
      'Runs a version on past cases people have judged, beside what happened and the old version run again. Reads are answered from what was recorded; nothing touches a system.',
    params: idParams,
    body: orderReplayRequest,
    answer: orderedReplayAnswer,
    status: 201,
    async handle({ door: { house }, params, body: { dossier, limit }, who }) {
      return orderReplay(house, { rolloutId: params.id as RolloutId, dossierId: dossier as DossierId, limit }, who.actor)
    },
  }),
  door({
    name: 'replay',
    method: 'get',
    path: '/replays/{id}',
    act: 'replay.read',
    group: 'versions',
    summary: 'One replay: how far it is, and, when it is done, what changed by type, the noise, and the bound it carries over.',
    params: idParams,
    answer: replayAnswer,
    async handle({ door: { house }, params }) {
      const row = await findReplay(house.db, params.id)
      return row === null ? refuse('not_found', { what: 'replay', id: params.id }) : tell(row)
    },
  }),
  door({
    name: 'stopReplay',
    method: 'post',
    path: '/replays/{id}/stop',
    act: 'replay.order',
    group: 'versions',
    summary: 'Stops a running replay. What is done stays to be looked at; a stopped replay carries nothing over.',
    params: idParams,
    body: reasonRequest,
    answer: stoppedReplayAnswer,
    async handle({ door: { house }, params, body, who }) {
      return stopReplay(house, { replayId: params.id as ReplayId, ...body }, who.actor)
    },
  }),
  door({
    name: 'listReplayCases',
    method: 'get',
    path: '/replays/{id}/cases',
    act: 'replay.read',
    group: 'versions',
    summary: 'Its cases with three lanes each: what happened, the old version again, the new version.',
    params: idParams,
    query: replayCasesQuery,
    answer: pageOf(replayCaseAnswer),
    async handle({ door: { house }, params, query }) {
      if ((await findReplay(house.db, params.id)) === null) return refuse('not_found', { what: 'replay', id: params.id })
      const { outcome, judged, cursor, limit } = query
      const after = cursor === undefined ? null : Number(cursor)
      if (after !== null && !Number.isSafeInteger(after))
        return refuse('invalid_input', {
          where: 'query.cursor',
          why: 'this is not a cursor of this list',
          remedy: 'Send `next` of the page before, or leave it out.',
        })
      const filter = {
        replayId: params.id,
        outcome: outcome ?? null,
        judged: judged === undefined ? null : judged === 'true',
        after,
      }
      const rows = await listReplayCases(house.db, filter, limit + 1)
      const { items, next } = page(rows, limit, (row) => String(row.position))
      return { items: items.map(tellCase), next }
    },
  }),
  door({
    name: 'judgeReplayCase',
    method: 'post',
    path: '/replay-cases/{id}/verdict',
    act: 'replay.judge',
    group: 'versions',
    summary: 'Which of the two was better. Only what came out differently is put before people; it is no verdict of the gate.',
    params: idParams,
    body: judgeReplayCaseRequest,
    answer: judgedReplayCaseAnswer,
    async handle({ door: { house }, params, body, who }) {
      return judgeReplayCase(house, { caseId: params.id, ...body }, who.actor)
    },
  }),
]
