// Replays: a role version run on past cases people have judged, with recorded answers only; and what came out differently, for people to judge.

import { z } from 'zod'
import { pageQuery } from './paging.ts'
import { instant } from './words.ts'

export const replayStateSchema = z.enum(['running', 'done', 'stopped']).meta({ id: 'ReplayState' })
/** `unanswerable`: it asked for a read nobody recorded. `failed`: it gave no answer. Both count as changed. */
export const replayOutcomeSchema = z.enum(['unchanged', 'changed', 'unanswerable', 'failed']).meta({ id: 'ReplayOutcome' })
export const replayVerdictSchema = z.enum(['old_better', 'new_better', 'both_right', 'both_wrong']).meta({ id: 'ReplayVerdict' })

export const orderReplayRequest = z.strictObject({
  /** The version to run; it need not be signed. */
  dossier: z.string().min(1).max(100),
  /** How many cases at most, newest first. With 300 unchanged ones a bound loses 1.5 points (GATES.md section 8). */
  limit: z.number().int().min(1).max(2000).default(300),
})
export type OrderReplayRequest = z.input<typeof orderReplayRequest>
export const orderedReplayAnswer = z.object({ replayId: z.string(), cases: z.number().int() }).meta({ id: 'OrderedReplay' })
export type OrderedReplay = z.infer<typeof orderedReplayAnswer>

/** A lower bound on accuracy that holds for the new version on the types the change does not touch. */
const carried = z
  .object({
    lower: z.number(),
    oldLower: z.number(),
    changedUpper: z.number(),
    replayed: z.number().int(),
    changed: z.number().int(),
  })
  .nullable()

export const replayAnswer = z
  .object({
    id: z.string(),
    rolloutId: z.string(),
    dossierBefore: z.string(),
    dossierAfter: z.string(),
    state: replayStateSchema,
    why: z.string().nullable(),
    orderedBy: z.string(),
    orderedByName: z.string().nullable(),
    orderedAt: instant,
    endedAt: instant.nullable(),
    cases: z.number().int(),
    done: z.number().int(),
    changed: z.number().int(),
    /** How many the old version, run again, did otherwise than it did then. */
    noise: z.number().int(),
    judged: z.number().int(),
    verdicts: z.record(z.string(), z.number().int()),
    costMicros: z.number().nullable(),
    /** Null until the last case is done. */
    result: z
      .object({
        cases: z.number().int(),
        changed: z.number().int(),
        unanswerable: z.number().int(),
        failed: z.number().int(),
        noise: z.number().int(),
        /** The change touches a cell of the rollout, replayed or not, for which nothing is carried over. */
        touched: z.boolean(),
        byType: z.record(
          z.string(),
          z.object({
            cases: z.number().int(),
            changed: z.number().int(),
            noise: z.number().int(),
            /** The change touches it, so that nothing is carried over for it. */
            affected: z.boolean(),
            carried,
          }),
        ),
        carried,
      })
      .nullable(),
  })
  .meta({ id: 'Replay' })
export type Replay = z.infer<typeof replayAnswer>

const lane = z
  .object({
    /** What the version takes the query for, where that is not what it was. */
    recognised: z.string().nullable(),
    escalated: z.boolean(),
    trigger: z.string().nullable(),
    reason: z.string().nullable(),
    calls: z.array(
      z.object({
        kind: z.enum(['read', 'write']),
        operation: z.string(),
        arguments: z.unknown(),
        allowed: z.boolean(),
        answer: z.enum(['recorded', 'simulated', 'missing', 'none']),
      }),
    ),
    replies: z.array(z.string()),
    failed: z.string().nullable(),
  })
  .meta({ id: 'ReplayLane' })

export const replayCaseAnswer = z
  .object({
    id: z.string(),
    interactionId: z.string(),
    queryType: z.string(),
    channel: z.string(),
    query: z.string().nullable(),
    outcome: replayOutcomeSchema.nullable(),
    noise: z.boolean().nullable(),
    /** What differs between what happened and the new version. */
    differences: z.array(z.enum(['failed', 'recognition', 'escalation', 'writes', 'reads', 'reply'])),
    /** What happened, the old version again, the new version. Null: not run yet, or erased. */
    lanes: z.object({ happened: lane, again: lane, fresh: lane }).nullable(),
    costMicros: z.number().nullable(),
    verdict: replayVerdictSchema.nullable(),
    judgedBy: z.string().nullable(),
    judgedByName: z.string().nullable(),
    judgedAt: instant.nullable(),
  })
  .meta({ id: 'ReplayCase' })
export type ReplayCase = z.infer<typeof replayCaseAnswer>

/** `differing`: everything but the unchanged ones. */
export const replayCasesQuery = pageQuery.extend({
  outcome: z.enum([...replayOutcomeSchema.options, 'differing']).optional(),
  judged: z.enum(['true', 'false']).optional(),
})

export const judgeReplayCaseRequest = z.strictObject({ verdict: replayVerdictSchema })
export type JudgeReplayCaseRequest = z.infer<typeof judgeReplayCaseRequest>
export const judgedReplayCaseAnswer = z
  .object({ caseId: z.string(), verdict: replayVerdictSchema })
  .meta({ id: 'JudgedReplayCase' })
export type JudgedReplayCase = z.infer<typeof judgedReplayCaseAnswer>

export const stoppedReplayAnswer = z.object({ replayId: z.string(), state: replayStateSchema }).meta({ id: 'StoppedReplay' })
export type StoppedReplay = z.infer<typeof stoppedReplayAnswer>
