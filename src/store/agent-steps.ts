// Steps of language models, and which model answers for whom.

import type { EmployeeId } from '../domain/ids.ts'
import type { ModelStep } from '../domain/interaction/model-step.ts'
import type { Database, Row, Tx } from './database.ts'

export async function stepsOf(db: Pick<Database, 'read'>, interactionId: string): Promise<ModelStep[]> {
  return db.read<Row & ModelStep>(
    `select c.body, s.model, s.fingerprint, s.input_tokens as "inputTokens", s.cached_tokens as "cachedTokens", s.output_tokens as "outputTokens",
       s.cost_micros::float8 as "costMicros"
     from tenure.agent_steps s join tenure.contents c on c.id = s.content_id where s.interaction_id = $1 order by s.position`,
    [interactionId],
  )
}

export async function insertStep(
  tx: Tx,
  on: { interactionId: string; position: number; contentId: string; at: Date },
  step: Omit<ModelStep, 'body'>,
): Promise<void> {
  tx.write(
    `insert into tenure.agent_steps (interaction_id, position, content_id, model, fingerprint, input_tokens, cached_tokens, output_tokens, cost_micros, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      on.interactionId,
      on.position,
      on.contentId,
      step.model,
      step.fingerprint,
      step.inputTokens,
      step.cachedTokens,
      step.outputTokens,
      step.costMicros,
      on.at,
    ],
  )
}

export type SeenModel = { model: string; fingerprint: string | null }

/**
 * The models seen last for this employee: `same`, when this name was asked for (null: by the own runtime, which asks for one), and `any`. One process at a time
 * decides whether another one answers now.
 */
export async function lockLastModels(
  tx: Tx,
  employeeId: EmployeeId,
  asked: string | null,
): Promise<{ same: SeenModel | null; any: SeenModel | null }> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`model/${employeeId}`])
  const rows = await tx.query<Row & SeenModel & { same: boolean }>(
    `select distinct on (asked is not distinct from $2) model, fingerprint, asked is not distinct from $2 as same, seen_at from tenure.agent_models
     where employee_id = $1 order by asked is not distinct from $2, seen_at desc`,
    [employeeId, asked],
  )
  const told = ({ model, fingerprint }: SeenModel) => ({ model, fingerprint })
  const same = rows.find((row) => row.same)
  const other = rows.find((row) => !row.same)
  return { same: same ? told(same) : null, any: same ? told(same) : other ? told(other) : null }
}

export async function insertModel(
  tx: Tx,
  employeeId: EmployeeId,
  seen: SeenModel & { asked: string | null },
  it: { since: Date; at: Date },
): Promise<void> {
  tx.write(
    'insert into tenure.agent_models (employee_id, model, fingerprint, since, seen_at, asked) values ($1, $2, $3, $4, $5, $6)',
    [employeeId, seen.model, seen.fingerprint, it.since, it.at, seen.asked],
  )
}
