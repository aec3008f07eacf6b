// The stream of what changed.

import { liveEvent, streamQuery } from '@tenure/contract/live'
import { type Act, mayDo } from '../../domain/oversight/authority.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { door } from '../door.ts'
import { identify } from '../identity.ts'

const act = 'stream.follow' satisfies Act

export const liveDoors = [
  door({
    name: 'stream',
    method: 'get',
    path: '/stream',
    act,
    group: 'stream',
    summary:
      'What changed, as server-sent events: topics and ids the caller may read, never contents. Resumes after the id in `Last-Event-ID` (or `after`) without losing anything.',
    query: streamQuery,
    answer: liveEvent,
    streams: true,
    async handle({ door: { live, house, auth }, query, who, headers }) {
      return live.open({
        id: who.id,
        caller: who.caller,
        after: headers.get('last-event-id') ?? query.after ?? null,
        recheck: async () => {
          const now = await identify(headers, house, auth)
          if (isRefusal(now)) return now
          const allowed = mayDo(now.caller, act)
          return allowed === true ? now.caller : allowed
        },
      })
    },
  }),
]
