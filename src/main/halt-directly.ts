// Orders a halt in the configured database without the server: for the day on which the server is what is broken.

import { existsSync } from 'node:fs'
import os from 'node:os'
import type { Actor } from '../domain/audit/record.ts'
import { Fault } from '../domain/fault.ts'
import type { HaltId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { type HaltOrder, orderHalt } from '../governance/halt.ts'
import { systemClock } from '../ports/clock.ts'
import { Database } from '../store/database.ts'
import { employeeIdOf } from '../store/views/employees.ts'
import { findRollout } from '../store/views/rollout-board.ts'
import type { Config } from './config.ts'
import { prepareDatabase } from './database-place.ts'
import { createLog } from './log.ts'

export type HaltWanted = HaltOrder

/**
 * Orders the halt as the operator who has the database. Starts the embedded database for that moment if nobody runs it: the halt then stands when
 * the workers come back. Throws Fault when there is no database to order it in.
 */
export async function haltDirectly(config: Config, wanted: HaltWanted): Promise<{ haltId: HaltId } | Refusal> {
  // Making a new installation in order to halt it would reassure somebody for nothing.
  if (config.database === null && !existsSync(config.dataDir)) {
    throw new Fault(
      'data_folder_unfit',
      `There is no installation in ${config.dataDir}, so nothing was halted. Set TENURE_DATA_DIR, DATABASE_URL, or TENURE_URL and TENURE_API_KEY.`,
      {
        retryable: false,
      },
    )
  }
  const place = await prepareDatabase(config, createLog(config.logLevel === 'info' ? 'warn' : config.logLevel, 'halt'), {
    watch: false,
  })
  const db = new Database(place.url.reveal(), { connections: 1 })
  try {
    const target = await idOf(db, wanted)
    if (target === null) return refuse('not_found', { what: wanted.scope, id: wanted.target })
    return await orderHalt({ db, clock: systemClock }, { ...wanted, target }, operator())
  } finally {
    await db.close()
    await place.stop()
  }
}

async function idOf(db: Database, { scope, target }: HaltWanted): Promise<string | null> {
  if (scope === 'employee') return employeeIdOf(db, target)
  return scope === 'rollout' ? ((await findRollout(db, target))?.id ?? null) : target
}

/** Who may open the database is whoever the operating system lets; that name goes on the trail. */
function operator(): Actor {
  return { kind: 'operator', id: os.userInfo().username, authority: 'command line with access to the database' }
}
