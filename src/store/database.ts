// The pool, transactions, and the guards around them. Every transaction runs as `tenure_app`, which may only insert into the trail; nothing here
// needs session state, so a transaction-pooling proxy may stand in between (ENGINE.md, cross-cutting rule 2).

import type { Duplex } from 'node:stream'
import pg from 'pg'
import { digest } from '../domain/audit/tree.ts'
import { Fault } from '../domain/fault.ts'
import type { Refusal } from '../domain/refusal.ts'

export type Row = Record<string, unknown>

/** A piece of work to leave for the worker: the step to run on the thing named. `afterMs` delays it. */
export type Job = { step: string; id: string; afterMs?: number }

/** A job as it was put into the queue. `carried`: this process does it at once; the queue gives it to others only if we are gone by then. */
export type LeftJob = Job & { ticket: string; carried: boolean }

/** Puts jobs into the queue inside the given transaction and says under which tickets. */
export type JobOutlet = (
  jobs: readonly Job[],
  run: (text: string, values?: unknown[]) => Promise<{ rows: Row[] }>,
) => Promise<LeftJob[]>

export interface Tx {
  query<R extends Row>(text: string, values?: readonly unknown[]): Promise<R[]>
  /**
   * A statement whose answer nobody waits for: it is sent with the next ones, in order, and the transaction does not commit unless it succeeded. A round trip saved is a
   * write to a socket saved, which is most of what a governed call costs (docs/benchmarks.md).
   */
  write(text: string, values?: readonly unknown[]): void
  /** Leaves work; it exists if and only if this transaction commits. */
  leave(job: Job): void
}

// Source: ENGINE.md pitfall 3. A step is short; anything longer is a bug that must not hold locks.
const opening = [
  'begin',
  'set local role tenure_app',
  "set local lock_timeout = '10s'",
  "set local statement_timeout = '30s'",
  "set local idle_in_transaction_session_timeout = '30s'",
].join('; ')

export class Database {
  readonly pool: pg.Pool
  readonly #named: boolean
  #outlet: JobOutlet | null = null
  #afterCommit: ((jobs: readonly LeftJob[]) => void)[] = []

  constructor(url: string, options: { connections?: number } = {}) {
    this.#named = mayName(url)
    this.pool = new pg.Pool({
      connectionString: url,
      max: options.connections ?? 10,
      connectionTimeoutMillis: 10_000,
      pipeline: true,
    })
    // A server restart errors idle clients; without these listeners it would kill the process (ENGINE.md B). The next query reports the outage.
    this.pool.on('error', () => undefined)
    this.pool.on('connect', (client) => client.on('error', () => undefined))
  }

  /** Where left work goes; without one a transaction that leaves work fails. */
  deliverJobsTo(outlet: JobOutlet): void {
    this.#outlet = outlet
  }

  /** Told after each commit which work it left, so that a worker in this process need not wait for its next poll. */
  onWorkLeft(listener: (jobs: readonly LeftJob[]) => void): void {
    this.#afterCommit.push(listener)
  }

  /**
   * The query as the driver takes it: named where the connection keeps names, so that PostgreSQL plans each text once and not each time (planning was
   * 40 % of the database's work per interaction). A text without values may hold several statements and is never named.
   */
  statement(text: string, values: readonly unknown[] | undefined): pg.QueryConfig {
    const given = (values ?? []) as unknown[]
    return this.#named && given.length > 0 ? { name: nameOf(text), text, values: given } : { text, values: given }
  }

  /** One read outside a transaction. */
  async read<R extends Row>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    try {
      return (await this.pool.query<R>(this.statement(text, values))).rows
    } catch (error) {
      throw asFault(error)
    }
  }

  /**
   * Runs `work` in one transaction and commits, or rolls back when it throws. MUST NOT contain a call to the outside: a transaction never waits for
   * a model, a system or a person.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw asFault(error)
    })
    const jobs: Job[] = []
    const sent: Promise<unknown>[] = []
    const send = <R extends Row>(text: string, values?: readonly unknown[]) => {
      together(client)
      return client.query<R>(this.statement(text, values))
    }
    const sendUnasked = (text: string, values?: readonly unknown[]) => {
      const answer = send(text, values)
      // It is waited for below; until then a failure is nobody's yet.
      answer.catch(() => undefined)
      sent.push(answer)
    }
    const tx: Tx = {
      query: async <R extends Row>(text: string, values: readonly unknown[] = []) => (await send<R>(text, values)).rows,
      write: (text, values = []) => sendUnasked(text, values),
      leave: (job) => void jobs.push(job),
    }
    let broken: Error | undefined
    try {
      sendUnasked(opening)
      const result = await work(tx)
      const left = jobs.length > 0 ? await this.#deliver(jobs, client) : []
      // After a failed statement a commit is a rollback, and PostgreSQL says so in no error: every statement is looked at.
      sendUnasked('commit')
      await Promise.all(sent)
      if (left.length > 0) for (const listener of this.#afterCommit) listener(left)
      return result
    } catch (error) {
      const first = (await Promise.allSettled(sent)).find((one) => one.status === 'rejected')
      await client.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError
      })
      // What came after a failed statement only says that the transaction is aborted; why is what failed first.
      throw asFault(first === undefined || !isAborted(error) ? error : first.reason)
    } finally {
      client.release(broken)
    }
  }

  async #deliver(jobs: readonly Job[], client: pg.PoolClient): Promise<LeftJob[]> {
    if (this.#outlet === null)
      throw new Fault('database_unavailable', 'no work queue is attached to this database', { retryable: false })
    return this.#outlet(jobs, (text, values) => client.query(this.statement(text, values)))
  }

  async close(): Promise<void> {
    await this.pool.end()
  }
}

/** What is sent in one turn of the event loop leaves in one write. */
function together(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
}

function isAborted(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '25P02'
}

// A transaction-pooling proxy hands every transaction to another server connection, where the name is not known: port 6543 is Supabase's, and
// `pgbouncer=true` is how others say it (ENGINE.md B).
function mayName(url: string): boolean {
  const { port, searchParams } = new URL(url)
  return port !== '6543' && searchParams.get('pgbouncer') !== 'true'
}

const names = new Map<string, string>()

/** A name per text, the same in every process. Texts are ours and few; values never are part of them. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `t${digest(text).slice(0, 24)}`
  names.set(text, name)
  return name
}

/** The constraint a database error broke, or null: how a step turns a lost race into a refusal. */
export function brokenConstraint(error: unknown): string | null {
  const cause = error instanceof Fault ? error.cause : error
  return cause instanceof pg.DatabaseError ? (cause.constraint ?? null) : null
}

// Connection failures and shutdowns (class 08, 57P0x), and lock conflicts worth another try (40001, 40P01, 55P03).
const outage = /^(08|57P0)/
const conflicts = new Set(['40001', '40P01', '55P03'])

function asFault(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? ''
    if (code === '53100')
      return new Fault('disk_full', 'The disk of the database is full. Free space; nothing was half-written.', {
        retryable: true,
        cause: error,
      })
    if (outage.test(code) || conflicts.has(code))
      return new Fault('database_unavailable', `The database is not available: ${error.message}`, {
        retryable: true,
        cause: error,
      })
    return error
  }
  if (error instanceof Error && isConnectionError(error)) {
    return new Fault('database_unavailable', `The database cannot be reached: ${error.message}`, {
      retryable: true,
      cause: error,
    })
  }
  return error
}

function isConnectionError(error: Error): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND'].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message)
  )
}

/** Rolls a transaction back because of a “no” found half-way: thrown inside, turned back into the refusal outside. */
export class RefusedInside extends Error {
  readonly no: Refusal

  constructor(no: Refusal) {
    super(no.sentence)
    this.no = no
  }

  static async catch<T>(work: () => Promise<T | Refusal>): Promise<T | Refusal> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof RefusedInside) return error.no
      throw error
    }
  }
}
