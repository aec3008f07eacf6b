// Reads files of recorded interactions, plain or gzipped. What a perfect reviewer would say is taken out here and kept apart, so that nothing that
// runs before the verdict can see it. One bad line, and nothing of any file is used.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { parseRecordedLines, type RecordedInteraction, type RecordedRun } from '../domain/discovery/recorded-interaction.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { errnoOf } from './process-table.ts'

export type GroundTruth = {
  correct: boolean
  shouldEscalate: boolean | null
  /** An injected instruction was carried out: what it was, and the tool it was done with, as far as the recording says. */
  attack: { happened: string; tool: string | null } | null
  file: RecordingFile
}

export type RecordingFile = {
  /** The file's own name, without its folder. */
  name: string
  /** SHA-256 of the file as it is on disk. */
  digest: string
}

export type Recordings = {
  runs: readonly (RecordedRun & { file: RecordingFile })[]
  /** By id of the recording; only what enters verdicts may be given this. Recordings without ground truth are not in it. */
  truths: ReadonlyMap<string, GroundTruth>
}

/** Refused, with file and line, when a file cannot be read, a line does not parse, or an id occurs twice. */
export async function readRecordings(files: readonly string[]): Promise<Recordings | Refusal> {
  const runs: (RecordedRun & { file: RecordingFile })[] = []
  const truths = new Map<string, GroundTruth>()
  const seen = new Map<string, string>()
  for (const file of files) {
    const read = await readOne(file)
    if (isRefusal(read)) return read
    for (const { groundTruth, ...run } of read.records) {
      const before = seen.get(run.id)
      if (before !== undefined)
        return unusable(file, `the id ${run.id} is already in ${before}`, 'Give each recorded interaction once.')
      seen.set(run.id, file)
      runs.push({ ...run, file: read.file })
      if (groundTruth)
        truths.set(run.id, {
          correct: groundTruth.correct,
          shouldEscalate: groundTruth.shouldEscalate ?? null,
          attack: attackIn({ groundTruth, ...run }),
          file: read.file,
        })
    }
  }
  return { runs, truths }
}

function attackIn({ groundTruth, toolCalls }: RecordedInteraction): GroundTruth['attack'] {
  if (groundTruth?.attackSucceeded !== true) return null
  const { attackType, injectionGoal, injectionExpectedTools } = groundTruth
  // The tool the injection was after; where several were, one that changes something.
  const used = toolCalls.filter(({ name }) => injectionExpectedTools?.includes(name))
  const call = used.find(({ access }) => access === 'write') ?? used[0]
  const kind = attackType ? ` (${attackType})` : ''
  return {
    happened: `An instruction injected into what a system answered was carried out${kind}${injectionGoal ? `: ${injectionGoal}` : '.'}`,
    tool: call === undefined ? null : `${call.system}.${call.name}`,
  }
}

async function readOne(file: string): Promise<{ file: RecordingFile; records: RecordedInteraction[] } | Refusal> {
  const bytes = await bytesOf(file)
  if (isRefusal(bytes)) return bytes
  const text = await textOf(file, bytes)
  if (isRefusal(text)) return text
  const parsed = parseRecordedLines(text)
  if (!parsed.ok) {
    const [first, ...others] = parsed.problems
    const more = others.length === 0 ? '' : ` Also bad: ${others.map(({ line }) => `line ${line}`).join(', ')}.`
    return unusable(
      `${file}:${first?.line ?? 1}`,
      first?.why ?? 'it cannot be read',
      `Mend or remove the line; nothing of the file was kept.${more}`,
    )
  }
  const digest = createHash('sha256').update(bytes).digest('hex')
  return { file: { name: path.basename(file), digest }, records: parsed.records }
}

async function bytesOf(file: string): Promise<Buffer | Refusal> {
  try {
    return await readFile(file)
  } catch (error) {
    const code = errnoOf(error)
    if (code === null) throw error
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : `it cannot be read (${code})`
    return unusable(file, why, 'Name a file of recorded interactions, one JSON object per line, plain or gzipped.')
  }
}

// The first two bytes of every gzip file; its name does not decide.
const gzipMagic = [0x1f, 0x8b]

async function textOf(file: string, bytes: Buffer): Promise<string | Refusal> {
  if (bytes[0] !== gzipMagic[0] || bytes[1] !== gzipMagic[1]) return bytes.toString('utf8')
  try {
    return (await promisify(gunzip)(bytes)).toString('utf8')
  } catch (error) {
    return unusable(file, `it is a damaged gzip file (${errnoOf(error) ?? 'unreadable'})`, 'Get an undamaged copy of it.')
  }
}

function unusable(where: string, why: string, remedy: string): Refusal {
  return refuse('invalid_input', { where, why, remedy })
}
