// The server about itself.

import { healthAnswer } from '@tenure/contract/health'
import { databaseHealth } from '../../store/views/health.ts'
import { door } from '../door.ts'

export const serverDoors = [
  door({
    name: 'health',
    method: 'get',
    path: '/health',
    act: 'health.read',
    group: 'server',
    summary: 'Whether this server can do its work. Status 200 as long as it answers; `status` says how it is.',
    answer: healthAnswer,
    async handle({ door: { house, version } }) {
      const database = await databaseHealth(house.db)
      if (!database.reachable)
        return { status: 'failing' as const, database: 'unreachable' as const, migrations: { applied: 0, pending: 0 }, version }
      const { applied, pending } = database
      return {
        status: pending === 0 ? ('ok' as const) : ('failing' as const),
        database: 'ok' as const,
        migrations: { applied, pending },
        version,
      }
    },
  }),
]
