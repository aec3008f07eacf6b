// The sample of a month: disclosing its key, and what an auditor recomputes it from.

import { idParams } from '@tenure/contract/paging'
import { disclosedAnswer, discloseRequest, sampleAnswer, sampleParams, sampleQuery } from '@tenure/contract/samples'
import type { RolloutId } from '../../domain/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../domain/refusal.ts'
import { disclosedKeys, discloseSampling } from '../../governance/disclose-sampling.ts'
import { page } from '../../store/views/page.ts'
import { recordsOfKeys, recordsOfSample, type SampleRecord } from '../../store/views/sampling.ts'
import { door } from '../door.ts'

/** Where a page of records ended: of which interaction, and at which record. */
function readPlace(cursor: string | undefined): { subject: string; id: string } | null | Refusal {
  if (cursor === undefined) return null
  const [subject = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  if (/^[a-z]{3}_\w+$/.test(subject) && /^rec_\w+$/.test(id)) return { subject, id }
  return refuse('invalid_input', {
    where: 'query.cursor',
    why: 'this is not a cursor of this list',
    remedy: 'Send `next` of the page before, or leave it out.',
  })
}

const told = ({ body, leaf }: SampleRecord) => ({ body, leaf })

export const sampleDoors = [
  door({
    name: 'discloseSampling',
    method: 'post',
    path: '/rollouts/{id}/sampling-disclosures',
    act: 'sampling.disclose',
    group: 'samples',
    summary: 'Gives auditors the key of a month that is over; on the trail. Whoever discloses does not see it.',
    params: idParams,
    body: discloseRequest,
    answer: disclosedAnswer,
    status: 201,
    handle: ({ door: { house }, params, body, who }) =>
      discloseSampling(house, { rolloutId: params.id as RolloutId, month: body.month }, who.actor),
  }),
  door({
    name: 'monthSample',
    method: 'get',
    path: '/samples/{id}',
    act: 'sampling.read',
    group: 'samples',
    summary:
      'The records of the trail that tell of a month’s sample, and the keys that were disclosed: all that recomputing it takes.',
    params: sampleParams,
    query: sampleQuery,
    answer: sampleAnswer,
    async handle({ door: { house }, params: { id: month }, query }) {
      const after = readPlace(query.cursor)
      if (isRefusal(after)) return after
      const from = new Date(`${month}-01T00:00:00Z`)
      const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1))
      const rows = await recordsOfSample(house.db, { from, to }, after, query.limit + 1)
      const { items, next } = page(rows, query.limit, (row) =>
        Buffer.from(`${row.subject} ${row.id}`, 'utf8').toString('base64url'),
      )
      const first = after === null
      return {
        format: 'tenure-sample/1' as const,
        month,
        keys: first ? await disclosedKeys(house, month) : [],
        records: [...(first ? await recordsOfKeys(house.db, month) : []), ...items].map(told),
        next,
      }
    },
  }),
]
