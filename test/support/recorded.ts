// Recorded work for tests: the project's shared recordings where they are present, and small ones written here.

import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { inject } from 'vitest'
import type { RecordedInteraction } from '../../src/domain/discovery/recorded-interaction.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { draftDossier } from '../../src/intake/from-recordings.ts'
import { type BacktestOptions, backtest } from '../../src/main/backtest.ts'
import type { BacktestReport } from '../../src/main/backtest-report.ts'
import { type Config, readConfig } from '../../src/main/config.ts'
import { readRecordings } from '../../src/main/recordings.ts'

const folder = path.join(import.meta.dirname, '../../../shared/data/recorded')

/** The shared recording of this name, or null (said once) where the shared data is not checked out beside the project. */
export function sharedRecording(name: string): string | null {
  const file = path.join(folder, `${name}.jsonl.gz`)
  if (existsSync(file)) return file
  console.warn(`skipped: the shared recording ${name} is not beside this checkout`)
  return null
}

/** A configuration whose database is the test cluster. */
export function testConfig(): Config {
  return readConfig({ DATABASE_URL: inject('postgresAdminUrl'), TENURE_LOG_LEVEL: 'error' }, os.tmpdir())
}

/** The dossier drafted from the recordings themselves, as `tenure dossier init` would. */
export async function draftedFrom(files: readonly string[]): Promise<Record<string, string>> {
  const recordings = await readRecordings(files)
  if (isRefusal(recordings)) throw new Error(recordings.sentence)
  const draft = draftDossier(recordings.runs)
  if (!draft.ok) throw new Error(`${draft.where}: ${draft.why}`)
  return draft.files
}

/** Runs a backtest on the test cluster; it must not be refused. */
export async function backtested(files: readonly string[], more: Partial<BacktestOptions> = {}): Promise<BacktestReport> {
  const dossier = more.dossier ?? (await draftedFrom(files))
  const done = await backtest(testConfig(), {
    files,
    dossier,
    verdicts: 'ground-truth',
    keep: false,
    jobs: 8,
    progress: () => undefined,
    signal: new AbortController().signal,
    ...more,
  })
  if (done === null || isRefusal(done)) throw new Error(done === null ? 'aborted' : done.sentence)
  return done.report
}

/** One small recorded interaction: a read, a write and a reply, judged right. */
export function aRecord(id: string, changes: Partial<RecordedInteraction> = {}): RecordedInteraction {
  return {
    id,
    workflow: 'helpdesk',
    queryType: 'password',
    channel: 'chat',
    requester: 'ann',
    query: 'I forgot my password',
    messages: [],
    toolCalls: [
      { i: 1, name: 'get_person', system: 'directory', access: 'read', arguments: { id: 'ann' }, result: { id: 'ann' } },
      { i: 2, name: 'reset', system: 'directory', access: 'write', arguments: { id: 'ann' }, result: 'ok' },
    ],
    reply: 'Done.',
    escalated: false,
    model: 'm',
    usage: { inputTokens: 100, outputTokens: 10 },
    costUsd: 0.25,
    groundTruth: { correct: true, shouldEscalate: false },
    ...changes,
  }
}

/** Writes lines to a file of their own and returns its path. */
export function recordingOf(lines: readonly (RecordedInteraction | string)[]): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'tenure-recording-')), 'recorded.jsonl')
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return file
}
