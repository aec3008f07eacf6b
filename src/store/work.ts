// What is to be done next: jobs left in the step's own transaction, on pg-boss, behind four functions (ENGINE.md C). A job names a step and a
// thing; the step reads the thing's state, so a job that comes twice does nothing the second time.

import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import type { Database, Job, LeftJob, Row } from './database.ts'

export const queueName = 'steps'
export const bossSchema = 'pgboss'

/**
 * Heartbeat 10 s is pg-boss's minimum: a killed worker's job is taken over after about that long (looked for every second; 15 s are promised, test/chaos). Retries are many because a job
 * that fails for a while (database restart, agent down) must never be dropped; retention is long because unstarted jobs are deleted when it ends.
 * Source: ENGINE.md C, traps.
 */
export const queueOptions = {
  heartbeatSeconds: 10,
  expireInSeconds: 900,
  retryLimit: 1000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 4,
  retentionSeconds: 365 * 86_400,
  deleteAfterSeconds: 3_600,
} as const

// A carried step is one short transaction (statement_timeout 30 s, in practice milliseconds). If it is slower than this it runs twice, and the second
// run finds nothing to do.
const carriedGraceSeconds = 5

export type TakenJob = { id: string; retryCount: number; job: Job }

export interface WorkQueue {
  take(count: number): Promise<TakenJob[]>
  /** Marks jobs done. One that another worker has taken over meanwhile is left alone: completion is fenced by attempt. */
  finish(jobs: readonly TakenJob[]): Promise<void>
  /** Gives a job back after a failure; it returns after the backoff. */
  giveBack(job: TakenJob, why: string): Promise<void>
  /** Marks jobs done that this process carried on with itself and never fetched. */
  finishCarried(tickets: readonly string[]): Promise<void>
  /** Which of the jobs left by this process it will do itself, at once; none until told. */
  carryOn(wants: (job: Job) => boolean): void
  /** Says that these jobs are still being worked on. */
  touch(jobs: readonly TakenJob[]): Promise<void>
  stop(): Promise<void>
}

/**
 * Attaches the queue to a database: from then on transactions can leave work. `supervise` in worker processes only: it returns the jobs of dead
 * workers to the queue. Errors of its background work go to `onError`.
 */
export async function openWork(
  db: Database,
  options: { supervise: boolean; onError: (error: Error) => void },
): Promise<WorkQueue> {
  // Handed through as it comes: for several statements in one text, pg answers with a list of results, and pg-boss reads it.
  const executeSql = (text: string, values: unknown[] = []) => db.pool.query<Row>(db.statement(text, values))
  const boss = new PgBoss({
    db: { executeSql },
    schema: bossSchema,
    migrate: false,
    createSchema: false,
    supervise: options.supervise,
    schedule: false,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    openTelemetry: { enabled: false },
  } as ConstructorParameters<typeof PgBoss>[0] & object)
  boss.on('error', options.onError)
  await boss.start()
  let wants: (job: Job) => boolean = () => false
  db.deliverJobsTo(async (jobs, run) => {
    const left = jobs.map((job): LeftJob => ({ ...job, ticket: randomUUID(), carried: !job.afterMs && wants(job) }))
    await boss.insert(queueName, left.map(asInserted), { db: { executeSql: run } })
    return left
  })
  return {
    take: async (count) =>
      (await boss.fetch<Job>(queueName, { batchSize: count, includeMetadata: true })).map(({ id, retryCount, data }) => ({
        id,
        retryCount,
        job: data,
      })),
    carryOn: (choice) => {
      wants = choice
    },
    finishCarried: async (tickets) => void (await boss.complete(queueName, [...tickets], null, { includeQueued: true })),
    finish: async (jobs) => void (await boss.complete(queueName, jobs.map(attempt))),
    giveBack: async (job, why) => void (await boss.fail(queueName, [attempt(job)], { why })),
    touch: async (jobs) => void (await boss.touch(queueName, jobs.map(attempt))),
    stop: () => boss.stop({ graceful: false, close: false }),
  }
}

/** Seconds, so that the database's clock decides; a carried job waits just long enough that only a dead process lets it come up. */
function asInserted({ step, id, afterMs, ticket, carried }: LeftJob) {
  const startAfter = carried ? carriedGraceSeconds : (afterMs ?? 0) / 1000
  return { id: ticket, data: { step, id }, ...(startAfter > 0 ? { startAfter } : {}) }
}

function attempt(job: TakenJob): { id: string; retryCount: number } {
  return { id: job.id, retryCount: job.retryCount }
}
