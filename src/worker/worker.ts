// Door 3: time and finished work. Takes jobs, runs their steps side by side, keeps their heartbeat, and finishes or gives them back. A job that comes
// twice is harmless: every step reads the state first.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, LeftJob } from '../store/database.ts'
import type { TakenJob, WorkQueue } from '../store/work.ts'
import { type Crew, steps } from './steps.ts'

export type Reporter = { warn(details: object, sentence: string): void; error(details: object, sentence: string): void }

export type WorkerOptions = {
  /** How many steps run side by side in this process. Agents wait for models, so this is more than the cores. */
  slots: number
  report: Reporter
}

// Heartbeat: pg-boss gives a job of a silent worker away after 10 s; three beats in that time survive one that is lost.
const beatMs = 3_000
// When idle, look again after 50 ms, growing to 250 ms: work left by this process wakes us at once, other processes' work waits a quarter second at most.
const idleMs = { first: 50, most: 250 }
// Under load, jobs are fetched and marked in batches: a fetch costs the database ten times what one more job in it costs (measured, docs/benchmarks.md).
const gatherMs = 8
// Steps of one short transaction and nothing outside it: the process that leaves such a job does it at once, which saves the database a fetch each. Steps
// that wait for an agent or a system are fetched, so that their heartbeat says who has them.
const carriable: ReadonlySet<string> = new Set(['oversee', 'settle'])

export class Worker {
  readonly #crew: Crew
  readonly #queue: WorkQueue
  readonly #options: WorkerOptions
  readonly #running = new Map<string, TakenJob>()
  #done: TakenJob[] = []
  #carried = 0
  #doneCarried: string[] = []
  #stopping = false
  #wake: (() => void) | null = null
  #loop: Promise<void> | null = null
  #beat: NodeJS.Timeout | null = null
  #finishing: Promise<void> | null = null

  constructor(crew: Crew, queue: WorkQueue, options: WorkerOptions) {
    this.#crew = crew
    this.#queue = queue
    this.#options = options
    queue.carryOn((job) => !this.#stopping && carriable.has(job.step) && this.#carried < options.slots)
    crew.house.db.onWorkLeft((jobs) => {
      for (const job of jobs) if (job.carried) void this.#carry(job)
      if (jobs.some((job) => !job.afterMs && !job.carried)) this.#wake?.()
    })
  }

  /** Does a job this process has just left, without fetching it first. If it fails, the queue brings it up again in a few seconds. */
  async #carry(job: LeftJob): Promise<void> {
    this.#carried++
    try {
      await run(this.#crew, job, job.ticket)
      this.#doneCarried.push(job.ticket)
      this.#finishSoon()
    } catch (error) {
      this.#options.report.warn({ step: job.step, id: job.id, error: String(error) }, 'a step failed and will be tried again')
    } finally {
      this.#carried--
    }
  }

  start(): void {
    this.#beat = setInterval(() => void this.#touch(), beatMs)
    this.#loop = this.#run()
  }

  /** Takes nothing new and waits for what is running; what is not finished by the caller's deadline is taken over by its heartbeat. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wake?.()
    await this.#loop
    while (this.#running.size + this.#carried > 0) await this.#pause(idleMs.first)
    await this.#finishing
    await this.#finish()
    if (this.#beat) clearInterval(this.#beat)
  }

  async #run(): Promise<void> {
    let idle = idleMs.first
    while (!this.#stopping) {
      const free = this.#options.slots - this.#running.size
      const taken = free > 0 ? await this.#take(free) : []
      for (const job of taken) void this.#work(job)
      if (taken.length > 0) {
        idle = idleMs.first
        await sleep(gatherMs)
      }
      if (taken.length < free || free === 0) {
        await this.#pause(idle)
        idle = taken.length > 0 ? idleMs.first : Math.min(idleMs.most, idle * 1.5)
      }
    }
  }

  async #take(count: number): Promise<TakenJob[]> {
    try {
      return await this.#queue.take(count)
    } catch (error) {
      this.#options.report.warn({ error: String(error) }, 'the queue could not be read; trying again')
      await this.#pause(1_000)
      return []
    }
  }

  async #work(taken: TakenJob): Promise<void> {
    this.#running.set(taken.id, taken)
    try {
      await run(this.#crew, taken.job, taken.id)
      this.#done.push(taken)
    } catch (error) {
      this.#options.report.warn(
        { step: taken.job.step, id: taken.job.id, error: String(error) },
        'a step failed and will be tried again',
      )
      await this.#giveBack(taken, error)
    } finally {
      this.#running.delete(taken.id)
      this.#finishSoon()
      this.#wake?.()
    }
  }

  async #giveBack(taken: TakenJob, error: unknown): Promise<void> {
    try {
      await this.#queue.giveBack(taken, String(error))
    } catch (lost) {
      // The database is away: the heartbeat stops with us and the queue gives the job away by itself.
      this.#options.report.warn({ error: String(lost) }, 'a job could not be given back; its heartbeat will run out')
    }
  }

  /** Finished jobs are marked in batches, one round trip for many; until then a crash only means a step that finds nothing to do. */
  #finishSoon(): void {
    if (this.#finishing !== null) return
    this.#finishing = sleep(gatherMs).then(() => {
      this.#finishing = null
      return this.#finish()
    })
  }

  async #finish(): Promise<void> {
    const [done, carried] = [this.#done, this.#doneCarried]
    this.#done = []
    this.#doneCarried = []
    try {
      if (done.length > 0) await this.#queue.finish(done)
      if (carried.length > 0) await this.#queue.finishCarried(carried)
    } catch (error) {
      this.#options.report.warn(
        { error: String(error), jobs: done.length + carried.length },
        'finished jobs could not be marked; they will come again and find nothing to do',
      )
    }
  }

  async #touch(): Promise<void> {
    if (this.#running.size === 0) return
    try {
      await this.#queue.touch([...this.#running.values()])
    } catch (error) {
      this.#options.report.warn({ error: String(error) }, 'a heartbeat was lost')
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      const self = this
      function done(): void {
        clearTimeout(timer)
        self.#wake = null
        resolve()
      }
      this.#wake = done
    })
  }
}

async function run(crew: Crew, job: Job, ticket: string): Promise<void> {
  const step = steps[job.step]
  if (step === undefined) throw new Error(`there is no step called ${job.step}`)
  await step(crew, job.id, ticket)
}
