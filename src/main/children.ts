// Keeps child processes running: starts them, says when they die, starts them again after a growing pause. A child that cannot start
// because of its configuration is not started again. Stops them in the order asked, and kills what does not stop.

import { type ChildProcess, spawn } from 'node:child_process'
import { environmentWith } from './config.ts'
import type { Log } from './log.ts'
import { signal } from './process-table.ts'

/** What a child tells its supervisor. */
export type ChildMessage = { kind: 'ready' } | { kind: 'first-admin-link'; url: string }

export type ChildPlan = {
  /** `api` or `worker 1`, for the log. */
  name: string
  /** Arguments after the program: the entry file and its words. */
  arguments: string[]
  environment: Record<string, string>
  onMessage(message: ChildMessage): void
  /** Aborted when everything ends: a signal to the whole process group reaches the children too, and none is started again. */
  ending: AbortSignal
}

export type KeptChild = {
  /** Resolves when the child first says it is ready; rejects with its exit code when it refuses to start. */
  ready: Promise<void>
  pid(): number | undefined
  stop(): Promise<void>
  kill(): void
}

/** Thrown through `ready` when a child ended before it was ever ready, for a reason that a restart does not mend; it has said why. */
export class ChildRefused extends Error {
  readonly exitCode: number

  constructor(name: string, exitCode: number) {
    super(`${name} did not start`)
    this.exitCode = exitCode
  }
}

// The first restart is immediate to the eye, a child that keeps dying does not keep the machine busy.
const shortestPauseMs = 200
const longestPauseMs = 5_000
const steadyAfterMs = 30_000
const stopDeadlineMs = 10_000
// Exit code of a Fault (cli/print.ts): configuration, port, database; the sentence is already on stderr.
const faultExitCode = 3

/** Starts a child and keeps it running until `stop` or `kill`. The child ends by itself when this process is gone (its IPC channel closes). */
export function keep(plan: ChildPlan, log: Log): KeptChild {
  const ready = Promise.withResolvers<void>()
  // Whoever needs readiness awaits it; a worker that fails later is restarted and must not count as an unhandled rejection.
  ready.promise.catch(() => undefined)
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | null = null
  let wasReady = false
  let stopping = false
  let pauseMs = shortestPauseMs

  const start = () => {
    timer = null
    const startedAtMs = performance.now()
    const running = spawn(process.execPath, plan.arguments, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: environmentWith(plan.environment),
    })
    child = running
    running.on('message', (message: ChildMessage) => {
      if (message.kind === 'ready') {
        wasReady = true
        ready.resolve()
      }
      plan.onMessage(message)
    })
    const ended = once((code: number | null, why: string) => {
      child = null
      if (stopping || plan.ending.aborted) return
      if (!wasReady && code === faultExitCode) return ready.reject(new ChildRefused(plan.name, code))
      if (performance.now() - startedAtMs > steadyAfterMs) pauseMs = shortestPauseMs
      log.warn({ child: plan.name, why, againInMs: pauseMs }, `${plan.name} ended (${why}) and is started again`)
      timer = setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
    running.on('error', (error) => ended(null, error.message))
    running.on('exit', (code, byWhat) => ended(code, byWhat ?? `exit code ${code}`))
  }
  start()

  return {
    ready: ready.promise,
    pid: () => child?.pid,
    stop: async () => {
      stopping = true
      if (timer) clearTimeout(timer)
      if (child) await end(child, plan.name, log)
    },
    kill: () => {
      stopping = true
      if (timer) clearTimeout(timer)
      if (child?.pid) signal(child.pid, 'SIGKILL')
    },
  }
}

function once(act: (code: number | null, why: string) => void): (code: number | null, why: string) => void {
  let done = false
  return (code, why) => {
    if (done) return
    done = true
    act(code, why)
  }
}

async function end(child: ChildProcess, name: string, log: Log): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const deadline = setTimeout(() => {
    log.warn({ child: name }, `${name} did not stop in 10 s and is killed`)
    child.kill('SIGKILL')
  }, stopDeadlineMs)
  await exited
  clearTimeout(deadline)
}
