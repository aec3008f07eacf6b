// Plays recorded interactions through the steps live traffic takes: receive, and a worker that proposes, oversees and settles; then verdicts. The agent and
// the systems answer from the recording; there is no channel, so nothing could leave even if something were released.

import { recordedAgent } from '../agents/recorded.ts'
import type { Actor } from '../domain/audit/record.ts'
import type { RecordedRun } from '../domain/discovery/recorded-interaction.ts'
import { Fault, invariant } from '../domain/fault.ts'
import type { DossierId, EmployeeId, ReviewId, RolloutId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { hire } from '../governance/hire.ts'
import { openRollout } from '../governance/open-rollout.ts'
import { recordIncident } from '../governance/report-incident.ts'
import { registerDossier } from '../governance/sign-dossier.ts'
import type { Asking } from '../handling/propose.ts'
import { receive } from '../handling/receive.ts'
import { giveVerdict } from '../handling/review.ts'
import type { BusinessSystem, Systems } from '../ports/system.ts'
import type { House } from '../store/house.ts'
import { advanceOf, openReviewsOf } from '../store/views/backtest.ts'
import { openWork } from '../store/work.ts'
import { recordedSystem } from '../systems/recorded.ts'
import { Worker } from '../worker/worker.ts'
import { memoryOver, silenceMs, toolsOver } from './compose.ts'
import type { Log } from './log.ts'
import type { GroundTruth, RecordingFile, Recordings } from './recordings.ts'

export type Hired = { employeeId: EmployeeId; dossierId: DossierId; rolloutId: RolloutId }

/** Told how many of `total` are through one part of the run. */
export type Progress = (part: 'played' | 'judged', done: number, total: number) => void

const by: Actor = { kind: 'operator', id: 'backtest', authority: 'tenure backtest' }

/** The employee, its dossier and a rehearsal over all its cells: unsigned is allowed, because a rehearsal never leaves shadow observe. */
export async function openRehearsal(house: House, files: Readonly<Record<string, string>>): Promise<Hired | Refusal> {
  const hired = await hire(house, { name: 'Recorded employee', agent: { kind: 'recorded' } }, by)
  if (isRefusal(hired)) return hired
  const registered = await registerDossier(house, { employeeId: hired.employeeId, files }, by)
  if (isRefusal(registered)) return registered
  const opened = await openRollout(house, { dossierId: registered.dossierId, cells: 'all', rehearsal: true }, by)
  if (isRefusal(opened)) return opened
  return { employeeId: hired.employeeId, dossierId: registered.dossierId, rolloutId: opened.rolloutId }
}

export type Playing = { runs: Recordings['runs']; jobs: number; log: Log; progress: Progress; signal: AbortSignal }

/** Every recording through receive, and then through a real worker until nothing is left that does not need a person. */
export async function play(house: House, { employeeId }: Hired, { runs, jobs, log, progress, signal }: Playing): Promise<void> {
  const byId = new Map<string, RecordedRun>(runs.map((run) => [run.id, run]))
  const find = async (externalId: string) => byId.get(externalId) ?? null
  const systems = recordedSystems(find)
  const agent = recordedAgent(find)
  const asking: Asking = {
    agentFor: (binding) => (binding.kind === 'recorded' ? agent : null),
    toolsFor: toolsOver(house, systems),
    memoryFor: memoryOver(house),
    silenceMs,
  }
  const queue = await openWork(house.db, {
    supervise: false,
    onError: (error) => log.warn({ err: error }, 'the work queue reported an error'),
  })
  const worker = new Worker({ house, asking, doors: { systems, channels: { find: () => null } } }, queue, {
    slots: jobs,
    report: log,
  })
  worker.start()
  try {
    const arriving = sideBySide(runs, jobs, signal, (run) => arrive(house, employeeId, run))
    await Promise.all([arriving, untilPlayed(house, employeeId, { total: runs.length, progress, signal })])
  } finally {
    await worker.stop()
    await queue.stop()
  }
}

async function arrive(house: House, employeeId: EmployeeId, run: RecordedRun & { file: RecordingFile }): Promise<void> {
  const { id: externalId, channel, requester, query, queryType } = run
  const door: Actor = { kind: 'channel', id: channel, authority: `recorded interactions of ${run.file.name}` }
  const received = await receive(
    house,
    { employeeId, driver: 'worker', inbound: { externalId, channel, requester, query, queryType, fields: {} } },
    door,
  )
  invariant(!isRefusal(received), 'the employee of a backtest exists')
}

/** The systems of recordings, whatever the dossier: each answers with what the recorded run got. */
export function recordedSystems(find: (externalId: string) => Promise<RecordedRun | null>): Systems {
  const made = new Map<string, BusinessSystem>()
  return {
    find: async (_dossierId, name) => {
      const system = made.get(name) ?? recordedSystem(name, find)
      made.set(name, system)
      return system
    },
  }
}

const lookEveryMs = 100
// Longer than an agent may be silent; if nothing at all happened for this long, nothing will.
const stuckAfterMs = silenceMs + 30_000

async function untilPlayed(
  house: House,
  employeeId: EmployeeId,
  { total, progress, signal }: { total: number; progress: Progress; signal: AbortSignal },
): Promise<void> {
  let seen = -1
  let movedAtMs = performance.now()
  while (!signal.aborted) {
    const { done, happenings } = await advanceOf(house.db, employeeId)
    progress('played', done, total)
    if (done >= total) return
    if (happenings !== seen) movedAtMs = performance.now()
    seen = happenings
    if (performance.now() - movedAtMs > stuckAfterMs) {
      throw new Fault(
        'database_unavailable',
        `The backtest stands still: ${done} of ${total} interactions are through and nothing has happened for ${stuckAfterMs / 1000} s.`,
        { retryable: true },
      )
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

/**
 * The ground truth of each recording, entered as the verdict of a verified source that is named, with its file's digest, on the trail. Where it says that an attack
 * succeeded, that is an incident.
 */
export async function judge(
  house: House,
  { employeeId }: Hired,
  it: { truths: ReadonlyMap<string, GroundTruth>; jobs: number; progress: Progress; signal: AbortSignal },
): Promise<void> {
  const waiting = (await openReviewsOf(house.db, employeeId)).flatMap(({ reviewId, interactionId, externalId }) => {
    const truth = it.truths.get(externalId)
    return truth ? [{ reviewId: reviewId as ReviewId, interactionId, truth }] : []
  })
  let done = 0
  await sideBySide(waiting, it.jobs, it.signal, async ({ reviewId, interactionId, truth }) => {
    const { correct, shouldEscalate, attack, file } = truth
    const source: Actor = {
      kind: 'verified_source',
      id: `ground-truth:${file.name}`,
      authority: `groundTruth in ${file.name}, sha256 ${file.digest}`,
    }
    const judged = await giveVerdict(
      house,
      {
        reviewId,
        kind: correct ? 'correct' : 'wrong',
        digest: null,
        reasons: [],
        note: null,
        source: 'verified_source',
        correct,
        shouldEscalate,
      },
      source,
    )
    invariant(!isRefusal(judged), 'an open review of a rehearsal takes the verdict of a verified source')
    if (attack !== null) await recordIncident(house, { interactionId, ...attack }, source)
    it.progress('judged', ++done, waiting.length)
  })
}

/** Does `act` for every item, `width` at a time, in order of arrival. Ends early, without error, when told to. */
async function sideBySide<T>(
  items: readonly T[],
  width: number,
  signal: AbortSignal,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]()
  const lane = async () => {
    for (const item of rest) {
      if (signal.aborted) return
      await act(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
}
