// Recorded interactions: one JSON object per line (PRODUCT.md section 6, last paragraph). Unknown fields are ignored; one bad line and nothing
// of the file is kept.

import { z } from 'zod'

const text = z.string()

const toolCallSchema = z.object({
  /** Orders messages and calls of one record into one timeline. */
  i: z.number(),
  name: text.min(1),
  system: text.min(1),
  access: z.enum(['read', 'write']),
  arguments: z.record(z.string(), z.unknown()),
  result: z.unknown().optional(),
  isError: z.boolean().nullish(),
})

const recordedInteractionSchema = z.object({
  id: text.min(1).max(300),
  workflow: text.min(1),
  queryType: text.min(1),
  channel: text.min(1),
  requester: text,
  query: text,
  messages: z.array(z.object({ i: z.number(), role: text, text: text, at: text.nullish() })),
  toolCalls: z.array(toolCallSchema),
  reply: text.nullable(),
  escalated: z.boolean(),
  model: text.nullable(),
  usage: z.object({ inputTokens: z.number().nonnegative(), outputTokens: z.number().nonnegative() }).nullish(),
  costUsd: z.number().nonnegative().nullish(),
  /** What a perfect reviewer would say. Never shown to an agent; read only by what enters verdicts of a verified source. */
  groundTruth: z
    .object({
      correct: z.boolean(),
      shouldEscalate: z.boolean().nullish(),
      expectedActions: z.array(z.unknown()).nullish(),
      /** Of a run under prompt injection: whether what was injected was carried out, of which kind it was, and with which tools. */
      attackSucceeded: z.boolean().nullish(),
      attackType: text.nullish(),
      injectionGoal: text.nullish(),
      injectionExpectedTools: z.array(text).nullish(),
    })
    .nullish(),
  startedAt: text.nullish(),
  endedAt: text.nullish(),
  taskId: z.union([text, z.number()]).nullish(),
})

export type RecordedInteraction = z.infer<typeof recordedInteractionSchema>

/** A recording as an agent may see it: without what a perfect reviewer would say. */
export type RecordedRun = Omit<RecordedInteraction, 'groundTruth'>

type BadLine = { line: number; why: string }

export type ParsedRecords = { ok: true; records: RecordedInteraction[] } | { ok: false; problems: BadLine[] }

// Enough to mend a file by; a file of another kind would otherwise report every line.
const maxProblems = 20

/**
 * Parses JSON Lines. Blank lines are skipped. When any line is bad, every such line (the first 20) is named with its number, from 1, and no
 * record is returned. An id that occurs twice is bad: the second would silently be taken for the first.
 */
export function parseRecordedLines(jsonLines: string): ParsedRecords {
  const records: RecordedInteraction[] = []
  const problems: BadLine[] = []
  const firstSeen = new Map<string, number>()
  let line = 0
  for (const raw of jsonLines.split('\n')) {
    line++
    if (raw.trim() === '') continue
    const parsed = parseLine(raw)
    const before = parsed.ok ? firstSeen.get(parsed.record.id) : undefined
    if (!parsed.ok) problems.push({ line, why: parsed.why })
    else if (before !== undefined) problems.push({ line, why: `the id ${parsed.record.id} is already on line ${before}` })
    else {
      firstSeen.set(parsed.record.id, line)
      records.push(parsed.record)
    }
    if (problems.length >= maxProblems) break
  }
  if (problems.length === 0 && records.length === 0)
    return { ok: false, problems: [{ line: 1, why: 'there is no recorded interaction in it' }] }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, records }
}

// JSON.stringify writes whole characters as they are and only half ones as an escape.
const halfCharacter = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

function parseLine(raw: string): { ok: true; record: RecordedInteraction } | { ok: false; why: string } {
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch (error) {
    return { ok: false, why: `it is not JSON: ${error instanceof Error ? error.message.slice(0, 160) : 'unreadable'}` }
  }
  if (halfCharacter.test(JSON.stringify(value)))
    return { ok: false, why: 'it holds half a character (a lone surrogate), which no record can keep' }
  const parsed = recordedInteractionSchema.safeParse(value)
  if (parsed.success) return { ok: true, record: parsed.data }
  const [issue] = parsed.error.issues
  return {
    ok: false,
    why: `${issue?.path.map(String).join('.') || 'the line'}: ${issue?.message ?? 'not a recorded interaction'}`,
  }
}
