// `node scripts/bench-queue.ts`: how long taking the next item takes with 100,000 open ones: alone, with eight reviewers at once, and for somebody who has judged the oldest
// ten thousand already. Embedded PostgreSQL; times are of the whole transaction, its record on the trail included.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { Actor } from '../src/domain/audit/record.ts'
import { skipReview, takeReview } from '../src/handling/reserve.ts'
import { ensurePostgres } from '../src/main/embedded-postgres.ts'
import { createLog } from '../src/main/log.ts'
import { append } from '../src/store/audit-log.ts'
import { aRollout, arrives, aWorld, done, type World } from '../test/support/world.ts'
import { freshUrl, quantiles } from './bench-ground.ts'

const open = 100_000
const taken = 400
const person = (id: string): Actor => ({ kind: 'person', id, authority: 'reviewer' })

/** Copies one waiting item until there are enough; a tenth of them escalations, a twentieth with a signal, and the oldest ten thousand judged once by `per_busy`. */
async function fill(url: string, world: World): Promise<void> {
  const { employeeId } = await aRollout(world)
  const { interactionId } = await arrives(world, employeeId, 'my vpn keeps dropping')
  await world.drain()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const copy = async (table: string, changes: Record<string, string>, of: string) => {
      const { rows } = await client.query<{ name: string }>(
        'select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped',
        [`tenure.${table}`],
      )
      const values = rows.map(({ name }) => changes[name] ?? `t.${name}`)
      await client.query(
        `insert into tenure.${table} (${rows.map(({ name }) => name).join(', ')}) select ${values.join(', ')} from tenure.${table} t, generate_series(1, ${open}) n where ${of} = $1`,
        [interactionId],
      )
    }
    await copy('interactions', { id: "'int_' || n", external_id: "'x-' || n" }, 't.id')
    await copy('proposals', { id: "'prp_' || n", interaction_id: "'int_' || n" }, 't.interaction_id')
    await copy(
      'reviews',
      {
        id: "'rev_' || lpad(n::text, 8, '0')",
        interaction_id: "'int_' || n",
        proposal_id: "'prp_' || n",
        escalated: 'n % 10 = 0',
        risk: 'case when n % 20 = 1 then 1 else 0 end',
        due_at: "t.due_at + n * interval '1 second'",
        not_for: "case when n <= 10000 then array['per_busy'] else '{}' end",
      },
      't.interaction_id',
    )
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

async function timed(world: World, reviewers: readonly Actor[]): Promise<{ p50: number; p99: number }> {
  const times: number[] = []
  const one = async (by: Actor) => {
    for (let i = 0; i < taken / reviewers.length; i++) {
      const from = performance.now()
      const { reviewId } = done(await takeReview(world.house, { reviewer: by.id }, by))
      times.push(performance.now() - from)
      done(await skipReview(world.house, { reviewId, why: 'later' }, by))
    }
  }
  await Promise.all(reviewers.map(one))
  return quantiles(times)
}

async function idle(world: World): Promise<{ p50: number; p99: number }> {
  const times: number[] = []
  for (let i = 0; i < taken; i++) {
    const from = performance.now()
    await world.house.db.transaction(async (tx) =>
      append(tx, world.clock.now(), person('per_idle'), {
        kind: 'review.returned',
        subject: 'int_idle',
        says: { review: `rev_${i}`, why: 'later' },
      }),
    )
    times.push(performance.now() - from)
  }
  return quantiles(times)
}

const home = mkdtempSync(path.join(os.tmpdir(), 'tenure-bench-'))
const postgres = await ensurePostgres({ home, log: createLog('error', 'bench') })
try {
  const url = await freshUrl(postgres, 'queue')
  const world = await aWorld(url)
  await fill(url, world)
  await timed(world, [person('per_warm')])
  const crowd = Array.from({ length: 8 }, (_, i) => person(`per_${i}`))
  const report = {
    open,
    // What the machine takes for a transaction that only writes one record: what is left of the others is the queue's.
    oneRecord: await idle(world),
    alone: await timed(world, [person('per_one')]),
    eight: await timed(world, crowd),
    judgedTheOldestTenThousand: await timed(world, [person('per_busy')]),
  }
  console.log(JSON.stringify(report, null, 2))
  await world.close()
} finally {
  await postgres.stop()
  rmSync(home, { recursive: true, force: true })
}
