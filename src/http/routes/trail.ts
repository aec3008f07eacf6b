// The trail: search, and one record.

import { idParams, pageOf } from '@tenure/contract/paging'
import { recordAnswer, trailQuery } from '@tenure/contract/trail'
import { isRefusal, refuse } from '../../domain/refusal.ts'
import { page, readTimeCursor, timeCursor } from '../../store/views/page.ts'
import { findRecord, listRecords } from '../../store/views/trail.ts'
import { door } from '../door.ts'
import type { Identity } from '../identity.ts'
import { sightOf } from '../sight.ts'
import { tellRecord } from '../tell.ts'

const judgeOf = (who: Identity): string | null => {
  const { judge, person } = sightOf(who)
  return judge ? person : null
}

export const trailDoors = [
  door({
    name: 'listRecords',
    method: 'get',
    path: '/trail',
    act: 'trail.read',
    group: 'trail',
    summary: 'Records, newest first; by subject, kind or actor. Each carries the exact text that was hashed.',
    query: trailQuery,
    answer: pageOf(recordAnswer),
    async handle({ door: { house }, query, who }) {
      const before = readTimeCursor(query.cursor)
      if (isRefusal(before)) return before
      const filter = {
        subject: query.subject ?? null,
        kind: query.kind ?? null,
        actor: query.actor ?? null,
        before,
        judge: judgeOf(who),
      }
      const rows = await listRecords(house.db, filter, query.limit + 1)
      const { items, next } = page(rows, query.limit, (row) => timeCursor(row.at, row.id))
      return { items: items.map(tellRecord), next }
    },
  }),
  door({
    name: 'record',
    method: 'get',
    path: '/trail/{id}',
    act: 'trail.read',
    group: 'trail',
    summary: 'One record.',
    params: idParams,
    answer: recordAnswer,
    async handle({ door: { house }, params, who }) {
      const row = await findRecord(house.db, params.id, judgeOf(who))
      return row === null ? refuse('not_found', { what: 'record', id: params.id }) : tellRecord(row)
    },
  }),
]
