// `tenure backtest`: recorded interactions through the same steps as live traffic, in shadow observe, on a database of its own that is dropped afterwards.
// Files are read whole before anything is made; a bad one changes nothing.

import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { systemClock } from '../ports/clock.ts'
import { Database } from '../store/database.ts'
import { type BacktestReport, reportOf } from './backtest-report.ts'
import { judge, openRehearsal, type Progress, play } from './backtest-run.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'
import { readRecordings } from './recordings.ts'
import { throwawayDatabase } from './throwaway-database.ts'

export type BacktestOptions = {
  files: readonly string[]
  /** The dossier's files by path. */
  dossier: Readonly<Record<string, string>>
  verdicts: 'ground-truth' | 'none'
  /** Leave the database for a look afterwards. */
  keep: boolean
  /** How many interactions are worked on side by side. */
  jobs: number
  progress: Progress
  /** Aborted: stops, drops the database and answers null. */
  signal: AbortSignal
}

/** `kept`: the name of the database that was left, on the configured server. Its address may hold a password and is not told. */
export type Backtested = { report: BacktestReport; judged: number; kept: string | null }

/** Runs a backtest. Null when it was aborted. Refused when a file or the dossier cannot be used; throws Fault when the database fails. */
export async function backtest(config: Config, options: BacktestOptions): Promise<Backtested | Refusal | null> {
  const recordings = await readRecordings(options.files)
  if (isRefusal(recordings)) return recordings
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel, 'backtest')
  const place = await throwawayDatabase(config, log, systemClock.now())
  let keep = false
  try {
    const db = new Database(place.url.reveal(), { connections: options.jobs + 4 })
    try {
      const house = { db, clock: systemClock }
      const hired = await openRehearsal(house, options.dossier)
      if (isRefusal(hired)) return hired
      const { jobs, progress, signal } = options
      await play(house, hired, { runs: recordings.runs, jobs, log, progress, signal })
      if (options.verdicts === 'ground-truth') await judge(house, hired, { truths: recordings.truths, jobs, progress, signal })
      if (signal.aborted) return null
      const report = await reportOf(house, hired)
      keep = options.keep
      return { report, judged: options.verdicts === 'none' ? 0 : recordings.truths.size, kept: keep ? place.name : null }
    } finally {
      await db.close()
    }
  } finally {
    await place.end({ keep })
  }
}
